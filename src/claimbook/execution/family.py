"""A process's descendants: listed, weighed, stopped and ended, for the `keeper`.

Linux tells of them in /proc, which is read directly: twenty times a second, and while a machine is
flooded with processes. Elsewhere psutil is asked. It imports nothing of the engine.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import suppress

_PROC = "/proc"
LINUX = sys.platform == "linux"
_PARENT = 1  # the field of /proc/<pid>/stat after the command's name, counted from 0
_ROUNDS = 1000  # a process that forks while others are stopped is met in the next round
_PAUSE = 0.01  # seconds for the killed to vanish


def list_family(pid: int) -> set[int]:
    """Return all descendants of a process, by what each process says of its parent."""
    if not LINUX:
        return _ask_psutil(pid)
    parents = {int(name): _read_parent(name) for name in os.listdir(_PROC) if name.isdigit()}
    children: dict[int, list[int]] = {}
    for one, parent in parents.items():
        children.setdefault(parent, []).append(one)
    found, todo = set[int](), [pid]
    while todo:
        below = children.get(todo.pop(), ())
        todo += [one for one in below if one not in found]
        found.update(below)
    return found


def look_quickly(pid: int) -> set[int]:
    """Return the descendants of a process, perhaps without some that begin or end just now."""
    found, todo = set[int](), [pid]
    while todo:
        below = _read_children(todo.pop())
        if below is None:  # a kernel of Linux without these files
            return list_family(pid)
        todo += [one for one in below if one not in found]
        found |= below
    return found


def _read_parent(pid: str) -> int:
    try:  # the name of the command, in parentheses, may hold anything
        return int(_read(f"{_PROC}/{pid}/stat").rpartition(")")[2].split()[_PARENT])
    except (OSError, ValueError, IndexError):
        return 0


def _read_children(pid: int) -> set[int] | None:
    """Return the children of all threads of a process; None where the system does not list them."""
    found = set[int]()
    with suppress(ProcessLookupError):
        try:
            for thread in os.listdir(f"{_PROC}/{pid}/task"):
                found |= set(map(int, _read(f"{_PROC}/{pid}/task/{thread}/children").split()))
        except FileNotFoundError:
            if not os.path.exists(f"{_PROC}/self/task/{os.getpid()}/children"):
                return None
    return found


def _ask_psutil(pid: int) -> set[int]:
    import psutil

    try:
        return {one.pid for one in psutil.Process(pid).children(recursive=True)}
    except psutil.Error:
        return set()


def weigh(pids: Iterable[int], *, exactly: bool = False) -> int:
    """Return the bytes of memory that processes have, swapped out ones too.

    What several share counts for each of them, unless asked `exactly`, which takes a while.
    """
    return sum(map(_weigh_exactly if exactly else _weigh_quickly, pids))


def _weigh_quickly(pid: int) -> int:
    if LINUX:
        return _add_up(f"{_PROC}/{pid}/status", ("VmRSS:", "VmSwap:"))
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def _weigh_exactly(pid: int) -> int:
    """Return the memory of a process, with its part of what it shares."""
    if not LINUX:
        return _weigh_quickly(pid)
    return _add_up(f"{_PROC}/{pid}/smaps_rollup", ("Pss:", "SwapPss:")) or _weigh_quickly(pid)


def _add_up(path: str, names: tuple[str, ...]) -> int:
    """Return the sum of some lines of a file that tells kilobytes; 0 if it cannot be read."""
    try:
        lines = _read(path).splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(names))


def _read(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def stop_family(pid: int) -> None:
    """Stop all descendants of a process: once none is new, none can start another."""
    stopped = set[int]()
    for _ in range(_ROUNDS):
        new = list_family(pid) - stopped
        if not new:
            return
        send_all(new, signal.SIGSTOP)
        stopped |= new


def send_all(pids: Iterable[int], number: int) -> None:
    """Send a signal to processes, as far as they are there."""
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, number)


def end_family(pid: int, patience: float) -> dict[int, int]:
    """Stop, kill and bury all descendants of this process; return how its own children ended.

    `pid` is this process, which adopts what its descendants leave behind. That it has no child
    any more is how the system says that nothing is left.
    """
    ended, deadline = dict[int, int](), time.monotonic() + patience
    found = look_quickly(pid)
    if len(found) > 1:  # a kernel without children is spared this; what it starts now is met below
        stop_family(pid)
        found = list_family(pid)
    send_all(found, signal.SIGKILL)
    while not _bury(ended) and time.monotonic() < deadline:
        time.sleep(_PAUSE)
        if not _bury(ended):
            send_all(list_family(pid), signal.SIGKILL)
    return ended


def _bury(ended: dict[int, int]) -> bool:
    """Note how children have ended; return whether there is none any more."""
    try:
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended[found[0]] = found[1]
    except ChildProcessError:
        return True
    return False
