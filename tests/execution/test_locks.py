"""One process at a time makes a run, and a dead one holds no lock."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from claimbook.execution import locks
from claimbook.execution.depot import Depot
from claimbook.execution.locks import Lease, make_lock
from claimbook.execution.processes import name_owner

NAME = "locks/tiny/full/d1.lock"
ELSEWHERE = "another-machine:boot:1:1/session"


@pytest.fixture(params=["folder", "memory", "s3"])
def depot(request: pytest.FixtureRequest, tmp_path: Path) -> Depot:
    """A folder, memory, a bucket."""
    if request.param == "s3":
        return Depot(request.getfixturevalue("s3")())
    return Depot(str(tmp_path) if request.param == "folder" else f"memory://{tmp_path.name}")


def test_one_at_a_time(depot: Depot) -> None:
    """Of two who want one run the first gets it, the second when it is given back."""
    first, second, other = (
        make_lock(depot, place, f"{name_owner()}/{session}")
        for place, session in (("tiny/full/d1", 1), ("tiny/full/d1", 2), ("tiny/full/d2", 3))
    )
    assert [first.take(), second.take(), other.take()] == [True, False, True]
    first.release()
    assert [second.take(), first.take()] == [True, False]


def test_killed_owner_of_a_file(tmp_path: Path) -> None:
    """A process that is killed holds no file any more."""
    code = f"""
import time
from claimbook.execution.depot import Depot
from claimbook.execution.locks import make_lock
lock = make_lock(Depot({str(tmp_path)!r}), "tiny/full/d1", "me")
print(lock.take(), flush=True)
time.sleep(60)
"""
    lock = make_lock(Depot(str(tmp_path)), "tiny/full/d1", name_owner())
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"True\n"
        assert not lock.take()
        owner.kill()
    assert lock.take()


@pytest.fixture
def lease(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Lease:
    """A lease in a bucket for which nobody waits long."""
    monkeypatch.setattr(locks, "SETTLING", 0.0)
    return Lease(Depot(request.getfixturevalue("s3")()), NAME, name_owner(), patience=0.05)


def write_lease(lease: Lease, owner: str) -> None:
    lease._depot.write(NAME, json.dumps({"owner": owner, "beats": 3}).encode())


def test_dead_owner_of_a_lease(lease: Lease) -> None:
    """The lease of a process of this machine that is gone is taken over at once."""
    lease = Lease(lease._depot, NAME, name_owner())
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        owner = f"{name_owner().rsplit(':', 2)[0]}:{gone.pid}:1/session"
    write_lease(lease, owner)
    assert [lease.take(), lease.take()] == [False, True]


def test_silent_owner_of_a_lease(lease: Lease) -> None:
    """The lease of another machine is taken over when it has not changed for a while."""
    write_lease(lease, ELSEWHERE)
    assert not lease.take()
    while not lease.take():
        pass
    assert name_owner().encode() in (lease._depot.read(NAME) or b"")


def test_living_owner_of_a_lease(lease: Lease, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gives signs of life keeps the lease."""
    monkeypatch.setattr(locks, "BEAT", 0.0)
    owner = Lease(lease._depot, NAME, ELSEWHERE)
    assert owner.take()
    for _ in range(10):
        owner.extend()
        assert not lease.take()
    owner.release()
    assert lease.take()


def test_two_take_over(lease: Lease) -> None:
    """Of two who take over one lease at once one has it, and its loser does not remove it."""
    write_lease(lease, ELSEWHERE)
    quick, slow = (Lease(lease._depot, NAME, f"{name_owner()}/{n}", patience=0.0) for n in (1, 2))
    assert [quick.take(), quick.take()] == [False, False]  # seen, then written
    slow._depot.write(NAME, slow._describe())  # slow had seen the old one, and writes now
    slow._claimed = quick._claimed
    assert [quick.take(), slow.take()] == [False, True]
    quick.release()
    assert not quick.take()
