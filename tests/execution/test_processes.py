"""Runs and their processes are told apart by name."""

import os
import subprocess
import sys

from claimbook.execution.processes import (
    MARKER,
    kill_abandoned,
    kill_marked,
    marked,
    owner,
    owner_lives,
)

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def gone() -> str:
    """The owner of a run that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return f"{os.uname().nodename}:{process.pid}:1.00/some-session"


def test_this_process_lives() -> None:
    """An owner lives, whatever session and kernel its name is followed by."""
    assert owner_lives(owner())
    assert owner_lives(f"{owner()}/session/kernel")


def test_process_that_ended() -> None:
    """An owner that ended lives no more."""
    assert not owner_lives(gone())


def test_number_that_another_process_got() -> None:
    """An owner is not taken for a later process with its number."""
    host, pid, _ = owner().rsplit(":", 2)
    assert not owner_lives(f"{host}:{pid}:1.00")


def test_owner_elsewhere() -> None:
    """Of another machine's processes nothing is known, so they count as living."""
    assert owner_lives("another-machine:1:1.00")


def test_only_the_marked_are_killed() -> None:
    """Killing a run spares the processes of other runs."""
    mine, other = f"{owner()}/mine", f"{owner()}/other"
    with (
        subprocess.Popen(SLEEP, env={**os.environ, MARKER: mine}) as first,
        subprocess.Popen(SLEEP, env={**os.environ, MARKER: other}) as second,
    ):
        kill_marked(mine)
        assert first.wait() < 0
        assert [process.pid for process in marked(owner())] == [second.pid]
        kill_marked(owner())
    assert marked(owner()) == []


def test_only_the_abandoned_are_cleared_away() -> None:
    """What a run left whose owner is gone is killed; what a living one started is not."""
    with (
        subprocess.Popen(SLEEP, env={**os.environ, MARKER: gone()}) as left,
        subprocess.Popen(SLEEP, env={**os.environ, MARKER: owner()}) as wanted,
    ):
        kill_abandoned()
        assert left.wait() < 0
        assert wanted.poll() is None
        wanted.kill()
