"""Runs and their processes are told apart by name."""

import os
import subprocess
import sys

from claimbook.execution.processes import (
    MARKER,
    find_marked,
    is_owner_alive,
    kill_abandoned,
    kill_marked,
    name_owner,
)

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def gone() -> str:
    """The owner of a run that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return f"{os.uname().nodename}:{process.pid}:1.00/some-session"


def test_this_process_lives() -> None:
    """An owner lives, whatever session and kernel its name is followed by."""
    assert is_owner_alive(name_owner())
    assert is_owner_alive(f"{name_owner()}/session/kernel")


def test_process_that_ended() -> None:
    """An owner that ended lives no more."""
    assert not is_owner_alive(gone())


def test_number_that_another_process_got() -> None:
    """An owner is not taken for a later process with its number."""
    host, pid, _ = name_owner().rsplit(":", 2)
    assert not is_owner_alive(f"{host}:{pid}:1.00")


def test_owner_elsewhere() -> None:
    """Of another machine's processes nothing is known, so they count as living."""
    assert is_owner_alive("another-machine:1:1.00")


def test_only_the_marked_are_killed() -> None:
    """Killing a run spares the processes of other runs."""
    mine, other = f"{name_owner()}/mine", f"{name_owner()}/other"
    with (
        subprocess.Popen(SLEEP, env={**os.environ, MARKER: mine}) as first,
        subprocess.Popen(SLEEP, env={**os.environ, MARKER: other}) as second,
    ):
        kill_marked(mine)
        assert first.wait() < 0
        assert [process.pid for process in find_marked(name_owner())] == [second.pid]
        kill_marked(name_owner())
    assert find_marked(name_owner()) == []


def test_only_the_abandoned_are_cleared_away() -> None:
    """What a run left whose owner is gone is killed; what a living one started is not."""
    with (
        subprocess.Popen(SLEEP, env={**os.environ, MARKER: gone()}) as left,
        subprocess.Popen(SLEEP, env={**os.environ, MARKER: name_owner()}) as wanted,
    ):
        kill_abandoned()
        assert left.wait() < 0
        assert wanted.poll() is None
        wanted.kill()
