"""The processes of a run: marked in their environment, so that none outlives it unseen.

A run is named by its owner (machine, process, start). Every kernel carries the owner's name
and its own in an environment variable that its children inherit, even those that fork, start a
session of their own or are adopted by another process.
"""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil

MARKER = "CLAIMBOOK_RUN"
_ROUNDS = 100  # a process that forks while it is being killed is met in the next round
_PAUSE = 0.02  # seconds for the killed to vanish


def name_owner() -> str:
    """Return the name of this process as the owner of a run."""
    started = psutil.Process().create_time()
    return f"{socket.gethostname()}:{os.getpid()}:{started:.2f}"


def is_owner_alive(name: str) -> bool:
    """Whether the owner of a run lives; of another machine's nothing is known, so it does."""
    host, pid, started = name.split("/")[0].rsplit(":", 2)
    if host != socket.gethostname():
        return True
    try:
        process = psutil.Process(int(pid))
        drift = abs(process.create_time() - float(started))  # seconds; clocks are adjusted
        return bool(drift < 2 and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


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


def kill_family(pid: int, marker: str) -> None:
    """Kill a kernel, its process group, its descendants and whatever carries its marker."""
    descendants: list[psutil.Process] = []
    with suppress(psutil.Error):
        descendants = psutil.Process(pid).children(recursive=True)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)  # a kernel leads its own group
    _kill(descendants)
    kill_marked(marker)


def _list_markers() -> Iterator[tuple[psutil.Process, str]]:
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            marker = process.environ().get(MARKER, "")
            if marker and process.pid != os.getpid():
                yield process, marker


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.kill()
