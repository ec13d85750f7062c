"""Locks of runs: of several processes that want one run, one makes it and the rest take it.

In a local store the lock is the system's own on a file, and goes with the process that holds it,
however that ends. Elsewhere it is a lease: a small file with its owner's name that changes while
the owner lives. Who waits takes it over when it has not changed for a while, by his own clock, or
when its owner was a process of this machine and is gone.
"""

import json
import logging
import time
from contextlib import suppress
from typing import Protocol

from filelock import FileLock, Timeout

from claimbook.errors import ClaimbookError
from claimbook.execution.depot import Depot
from claimbook.execution.processes import is_owner_alive

log = logging.getLogger("claimbook.execution.locks")
FOLDER = "locks"
BEAT = 10.0  # seconds between two signs of life
PATIENCE = 60.0  # seconds without one, after which an owner is taken for dead
SETTLING = 2.0  # seconds in which two who take over the same lease see each other


class Lock(Protocol):
    """The right to make one run."""

    def take(self) -> bool:
        """Try to get it, without waiting; return whether it is held now."""

    def extend(self) -> None:
        """Give a sign of life, if one is due."""

    def release(self) -> None:
        """Give it back."""


def make_lock(depot: Depot, place: str, owner: str) -> Lock:
    """Return the lock of the run at a place, for one of the processes that want it."""
    name = f"{FOLDER}/{place}.lock"
    return Lease(depot, name, owner) if depot.folder is None else FileOwner(depot, name)


class FileOwner:
    """A lock of the system's on a file."""

    def __init__(self, depot: Depot, name: str) -> None:
        assert depot.folder is not None
        path = depot.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path, thread_local=False, fallback_to_soft=False)

    def take(self) -> bool:
        """Try to get it, without waiting; return whether it is held now."""
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        except (NotImplementedError, OSError) as error:  # a network's folder without locks
            log.warning("no file can be locked here (%s): a run may be made twice", error)
        return True

    def extend(self) -> None:
        """Do nothing: the system knows who lives."""

    def release(self) -> None:
        """Give it back."""
        self._lock.release()


class Lease:
    """A file with its owner's name, and how often he has given a sign of life."""

    def __init__(self, depot: Depot, name: str, owner: str, *, patience: float = PATIENCE) -> None:
        self._depot, self._name, self._owner, self._patience = depot, name, owner, patience
        self._beats, self._last = 0, 0.0
        self._seen, self._since = b"", 0.0  # what another wrote, and since when it stands
        self._claimed = 0.0  # when it was taken over; 0 if it was not

    def take(self) -> bool:
        """Try to get it, without waiting; return whether it is held now.

        Raises `ClaimbookError` if the store does not answer.
        """
        try:
            return self._attempt(time.monotonic())
        except Exception as error:
            raise ClaimbookError(
                f"no lease could be taken: {error}",
                where=f"{self._depot.url}/{self._name}",
                fix="make the store writable, or name another one with CLAIMBOOK_STORE",
            ) from error

    def _attempt(self, now: float) -> bool:
        if self._claimed:
            return self._check_claim(now)
        if self._depot.add(self._name, self._describe()):
            self._last = now
            return True
        seen = self._depot.read(self._name) or b""
        if seen != self._seen:
            self._seen, self._since = seen, now
        if _is_gone(seen) or now - self._since > self._patience:
            self._depot.write(self._name, self._describe())
            self._claimed = now
        return False

    def _check_claim(self, now: float) -> bool:
        """Whether, of several who took it over at once, this one wrote last."""
        if now - self._claimed < SETTLING:
            return False
        self._claimed, self._last = 0.0, now
        return self._depot.read(self._name) == self._describe()

    def extend(self) -> None:
        """Give a sign of life, if one is due."""
        now = time.monotonic()
        if now - self._last < BEAT:
            return
        self._last, self._beats = now, self._beats + 1
        try:
            self._depot.write(self._name, self._describe())
        except Exception as error:  # the next sign may get through
            log.warning("%s: no sign of life could be given: %s", self._name, error)

    def release(self) -> None:
        """Give it back, unless it was taken over meanwhile."""
        with suppress(Exception):  # who waits takes it over in time
            if self._depot.read(self._name) == self._describe():
                self._depot.remove(self._name)

    def _describe(self) -> bytes:
        return json.dumps({"owner": self._owner, "beats": self._beats}).encode()


def _is_gone(lease: bytes) -> bool:
    """Whether a lease names an owner of this machine that lives no more; False if none is known."""
    try:
        return not is_owner_alive(str(json.loads(lease)["owner"]))
    except (ValueError, KeyError, TypeError):
        return False
