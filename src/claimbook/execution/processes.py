"""The processes of a run: marked in their environment, so that none outlives it unseen.

A run is named by its owner (machine, process, start). Every kernel carries the owner's name
and its own in an environment variable that its children inherit, even those that fork, start a
session of their own or are adopted by another process. What has cleared its environment is known
to the kernel's `keeper`, which ends it.
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import psutil

from claimbook.execution.keeper import MARKER

_ROUNDS = 100  # a process that forks while it is being killed is met in the next round
_START = 22  # the field of /proc/<pid>/stat, counted from 1
_DEAD = frozenset("ZXx")  # states in which a process only waits to be forgotten
_PAUSE = 0.02  # seconds for the killed to vanish
_PATIENCE = 15.0  # seconds for a keeper to end all that it keeps


def name_owner() -> str:
    """Return the name of this process as the owner of a run: machine, its start, process, its start.

    The wall clock has no part in it, for a clock that is set must not make the living dead.
    """
    return f"{socket.gethostname()}:{_read_boot()}:{os.getpid()}:{_read_start(os.getpid())}"


def is_owner_alive(name: str) -> bool:
    """Whether the owner of a run lives; of another machine's nothing is known, so it does."""
    match name.split("/")[0].split(":"):
        case host, boot, pid, started if host == socket.gethostname() and pid.isdigit():
            return boot == _read_boot() and _read_start(int(pid)) == started
    return True


@cache
def _read_boot() -> str:
    """Return what tells one start of this machine from another, if the system says."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _read_start(pid: int) -> str:
    """Return when a living process began: in ticks since the machine did, where Linux tells."""
    try:
        # the name of the command, in parentheses, may hold anything; field 3 comes after it
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return "" if fields[0] in _DEAD else fields[_START - 3]
    except (OSError, IndexError):
        return "" if Path("/proc/self/stat").exists() else _read_time(pid)


def _read_time(pid: int) -> str:
    try:
        process = psutil.Process(pid)
        dead = process.status() == psutil.STATUS_ZOMBIE
        return "" if dead else f"{process.create_time():.2f}"
    except psutil.Error:
        return ""


def find_marked(prefix: str = "") -> list[psutil.Process]:
    """Return the live processes whose marker begins with `prefix`, but never this one."""
    return [process for process, marker in _list_markers() if marker.startswith(prefix)]


def kill_marked(prefix: str) -> None:
    """Kill every process of a run (`prefix` is its owner) or of one kernel, for good."""
    for _ in range(_ROUNDS):
        processes = find_marked(prefix)
        if not processes:
            return
        _kill(processes)
        time.sleep(_PAUSE)


def kill_abandoned() -> None:
    """Kill what a run left behind whose owner was killed before it could clean up."""
    _kill([process for process, marker in _list_markers() if marker and not is_owner_alive(marker)])


class Keeping(Protocol):
    """A keeper's process, as `subprocess.Popen` shows it, however it was started."""

    pid: int

    @property
    def returncode(self) -> int | Any:
        """How it ended."""

    def poll(self) -> int | None:
        """Return how it ended, if it has."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """Kill it."""


def end_keeper(keeper: Keeping, marker: str) -> None:
    """Have a `keeper` end its kernel and all that came of it; kill them where it does not."""
    keeper.terminate()
    with suppress(subprocess.TimeoutExpired):
        keeper.wait(_PATIENCE)
    if keeper.poll() is None:
        descendants: list[psutil.Process] = []
        with suppress(psutil.Error):
            descendants = psutil.Process(keeper.pid).children(recursive=True)
        keeper.kill()
        _kill(descendants)
    kill_marked(marker)


def _list_markers() -> Iterator[tuple[psutil.Process, str]]:
    """Yield the processes that carry a marker, with it."""
    for pid in psutil.pids():
        with suppress(psutil.Error, OSError):
            if pid != os.getpid() and _may_carry(pid):
                process = psutil.Process(pid)
                if marker := process.environ().get(MARKER, ""):
                    yield process, marker


def _may_carry(pid: int) -> bool:
    """Whether a process may have a marker: where Linux shows variables, few need a closer look."""
    try:
        return f"{MARKER}=".encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except FileNotFoundError:
        return not Path("/proc/self/environ").exists()


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.kill()
