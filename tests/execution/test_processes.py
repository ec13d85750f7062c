"""Runs and their processes are told apart by name."""

import os
import subprocess
import sys
import time

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
        machine = name_owner().rsplit(":", 2)[0]
        return f"{machine}:{process.pid}:1/some-session"


def test_this_process_lives() -> None:
    """An owner lives, whatever session and kernel its name is followed by."""
    assert is_owner_alive(name_owner())
    assert is_owner_alive(f"{name_owner()}/session/kernel")


def test_process_that_ended() -> None:
    """An owner that ended lives no more."""
    assert not is_owner_alive(gone())


def test_number_that_another_process_got() -> None:
    """An owner is not taken for a later process with its number."""
    machine, pid, _ = name_owner().rsplit(":", 2)
    assert not is_owner_alive(f"{machine}:{pid}:1")


def test_machine_that_was_started_again() -> None:
    """An owner does not outlive its machine."""
    host, _, pid, started = name_owner().split(":")
    assert not is_owner_alive(f"{host}:an-earlier-start:{pid}:{started}")


def test_the_clock_has_no_part_in_it() -> None:
    """A process is known by ticks since the machine began, which no setting of the clock moves."""
    ticks = int(name_owner().rpartition(":")[2])
    assert 0 < ticks / os.sysconf("SC_CLK_TCK") <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_process_that_waits_to_be_forgotten() -> None:
    """An owner that has ended and was not waited for lives no more."""
    code = "from claimbook.execution.processes import name_owner; print(name_owner())"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        owner = child.stdout.read().strip()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not is_owner_alive(owner)


def test_owner_elsewhere() -> None:
    """Of another machine's processes nothing is known, so they count as living."""
    assert is_owner_alive("another-machine:boot:1:1")


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
