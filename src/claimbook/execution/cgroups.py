"""A cgroup of one notebook's own (version 2): its limits, its processes, and their end at once.

For the `keeper`; it imports nothing of the engine. What a folder does not offer is left out: where
the controllers of memory and processes are not there, it still knows and kills all that is in it.
"""

import os
import signal
import time
from contextlib import suppress

from claimbook.execution.family import send_all

_PREFIX = "claimbook-"
_PAUSE = 0.01  # seconds for the killed to leave


class Group:
    """A folder of the system's that holds processes."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def set_limits(self, memory: int, tasks: int) -> None:
        """Set how much memory, and how many processes and threads, all may have together."""
        limits = {
            "memory.max": memory,
            "memory.swap.max": 0,
            "memory.oom.group": 1,  # all or none
            "pids.max": tasks,
        }
        for name, value in limits.items():
            if os.path.exists(self._locate(name)):
                self._write(name, str(value))

    def enter(self) -> None:
        """Put this process in; what it starts is in it too."""
        self._write("cgroup.procs", "0")

    def list_processes(self) -> set[int]:
        """Return the processes in it; none if it is gone."""
        with suppress(OSError, ValueError):
            return set(map(int, self._read("cgroup.procs").split()))
        return set()

    def has_refused_memory(self) -> bool:
        """Whether the system killed something in it for want of memory."""
        return self._count("memory.events", "oom_kill") > 0

    def has_refused_tasks(self) -> bool:
        """Whether a process or a thread could not be started in it."""
        return self._count("pids.events", "max") > 0

    def _count(self, name: str, event: str) -> int:
        with suppress(OSError, ValueError):
            for line in self._read(name).splitlines():
                if line.startswith(f"{event} "):
                    return int(line.split()[1])
        return 0

    def kill(self, patience: float) -> None:
        """Stop and kill all that is in it; wait until it is empty."""
        deadline = time.monotonic() + patience
        self._attempt("cgroup.freeze", "1")
        self._attempt("cgroup.kill", "1")
        while (left := self.list_processes()) and time.monotonic() < deadline:
            send_all(left, signal.SIGKILL)  # Linux before 5.14 has no cgroup.kill
            self._attempt("cgroup.freeze", "0")
            time.sleep(_PAUSE)

    def remove(self) -> None:
        """Take the empty folder away."""
        with suppress(OSError):
            os.rmdir(self.folder)

    def _attempt(self, name: str, value: str) -> None:
        with suppress(OSError):
            self._write(name, value)

    def _write(self, name: str, value: str) -> None:
        handle = os.open(self._locate(name), os.O_WRONLY)  # a file is never made here
        try:
            os.write(handle, value.encode())
        finally:
            os.close(handle)

    def _read(self, name: str) -> str:
        with open(self._locate(name), encoding="ascii") as file:
            return file.read()

    def _locate(self, name: str) -> str:
        return os.path.join(self.folder, name)


def make_group(parent: str, memory: int, tasks: int) -> Group | None:
    """Make this process's group in a folder of groups, with its limits; None if it may not."""
    group = Group(os.path.join(parent, f"{_PREFIX}{_read_space()}-{os.getpid()}"))
    try:
        os.mkdir(group.folder)
        group.set_limits(memory, tasks)
    except OSError:
        group.remove()
        return None
    return group


def clear_groups(parent: str, patience: float) -> None:
    """End and remove the groups in a folder whose keepers were killed."""
    ours = f"{_PREFIX}{_read_space()}-"
    with suppress(OSError):
        for name in os.listdir(parent):
            if name.startswith(ours) and not os.path.exists(f"/proc/{name.removeprefix(ours)}"):
                group = Group(os.path.join(parent, name))
                group.kill(patience)
                group.remove()


def _read_space() -> int:
    """Return what tells one numbering of processes from another's, as containers have their own."""
    return os.stat("/proc/self/ns/pid").st_ino
