"""The process above a notebook's kernel: it holds the limits, and leaves nothing of the kernel behind.

It starts the kernel, adopts whatever its descendants leave (children of children, in sessions of
their own, with another environment), and looks twenty times a second how many there are and what
memory they have. When a limit is passed, the kernel ends, the worker above it is gone or asks by
SIGTERM, it stops and kills them all, and ends as the kernel did, or with a status that names the
limit. It imports nothing of the engine but its like, and no package, so that it starts at once.
"""

import os
import resource
import select
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from claimbook.execution.cgroups import Group, clear_groups, make_group
from claimbook.execution.family import LINUX, end_family, look_quickly, weigh

MARKER = "CLAIMBOOK_RUN"  # see `processes`; the kernel alone carries it
MEMORY_PASSED, PROCESSES_PASSED = 221, 222  # exit statuses
_INTERVAL = 0.05  # seconds between two looks
_PATIENCE = 10.0  # seconds for what is killed to be gone
_REST = 20  # times as long as weighing exactly took, before it is done again
_ADOPT_ORPHANS = 36  # prctl(2), PR_SET_CHILD_SUBREAPER
_SLACK = 4 << 30  # bytes that one process may ask for without using them


class Keeper:
    """The keeper of one kernel."""

    def __init__(self, marker: str, scratch: str, parent: int, memory: int, processes: int) -> None:
        self.marker, self.scratch, self.parent = marker, scratch, parent
        self.memory, self.processes = memory, processes
        self.group: Group | None = None
        self.kernel, self.status = 0, 0
        self.asked = False
        self._weighed = 0.0  # until when the memory need not be weighed exactly
        self._wake, self._woken = os.pipe()

    def start(self, groups: str) -> bool:
        """Start a process for the kernel, in a group of its own if a folder for groups is given.

        Both return from here: whether this one is to become the kernel.
        """
        for end in (self._wake, self._woken):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        signal.signal(signal.SIGTERM, self._ask)
        if groups:
            clear_groups(groups, _PATIENCE)
            self.group = make_group(groups, self.memory, count_tasks(self.processes))
        self.kernel = os.fork()
        if self.kernel == 0:
            try:
                self._settle_in()
            except Exception as error:
                _give_up("a kernel cannot be started", error)
            return True
        _adopt_orphans()
        with suppress(OSError):
            os.nice(-5)  # allowed to few, and of use where a machine is flooded
        return False

    def _ask(self, *_: object) -> None:
        self.asked = True

    def _settle_in(self) -> None:
        """Let this process be what a kernel is: in its group and its limits, with its marker."""
        os.setsid()
        if self.group is not None:
            with suppress(OSError):
                self.group.enter()
        self._set_own_limits()
        os.environ[MARKER] = self.marker
        if "JPY_PARENT_PID" in os.environ:  # a kernel ends when this is not its parent
            os.environ["JPY_PARENT_PID"] = str(os.getppid())

    def _set_own_limits(self) -> None:
        """Set what the system holds by itself, far above the limits that are looked at.

        The number of processes is counted for all of a user's, so that it can only be one that all
        have together; it does not bind root.
        """
        _reduce(resource.RLIMIT_DATA, 2 * self.memory + _SLACK)
        if LINUX and os.getuid():
            with open("/proc/loadavg", encoding="ascii") as file:
                others = int(file.read().split()[3].partition("/")[2])
            _reduce(resource.RLIMIT_NPROC, others + count_tasks(self.processes))
        with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("500")  # when the machine has no memory left, it takes this first

    def keep(self) -> int:
        """Wait until the kernel or its limits end; end all; return the exit status to end with."""
        passed = 0
        while not (self.bury() or passed or self.asked or self.is_orphan()):
            select.select([self._wake], [], [], _INTERVAL)
            with suppress(BlockingIOError):
                os.read(self._wake, 4096)
            passed = self.find_passed()
        self.end()
        return passed or self.find_refused()

    def bury(self) -> bool:
        """Take leave of children that have ended; return whether the kernel is among them."""
        with suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                if found[0] == self.kernel:
                    self.status = found[1]
                    return True
            return False
        return True

    def is_orphan(self) -> bool:
        """Whether the worker is gone."""
        return os.getppid() != self.parent

    def find_passed(self) -> int:
        """Return the exit status of the limit that is passed, or 0."""
        if refused := self.find_refused():
            return refused
        pids = (self.group.list_processes() if self.group else set()) or look_quickly(os.getpid())
        if len(pids) > self.processes:
            return PROCESSES_PASSED
        if weigh(pids) > self.memory and time.monotonic() > self._weighed:
            began = time.monotonic()
            if weigh(pids, exactly=True) > self.memory:
                return MEMORY_PASSED
            self._weighed = time.monotonic() + _REST * (time.monotonic() - began)
        return 0

    def find_refused(self) -> int:
        """Return the exit status of the limit that the system held by itself, or 0."""
        if self.group is not None and self.group.has_refused_memory():
            return MEMORY_PASSED
        if self.group is not None and self.group.has_refused_tasks():
            return PROCESSES_PASSED
        return 0

    def end(self) -> None:
        """End all that is left of the kernel; without a worker, its temporary folder too."""
        orphan = self.is_orphan()
        if self.group is not None:
            self.group.kill(_PATIENCE)
        ended = end_family(os.getpid(), _PATIENCE)
        self.status = ended.get(self.kernel, self.status)
        if self.group is not None:
            self.group.remove()
        if orphan:
            import shutil  # takes a while, and few need it

            shutil.rmtree(self.scratch, ignore_errors=True)


def count_tasks(processes: int) -> int:
    """Return how many threads the system lets so many processes have, all together."""
    return 1024 + 4 * processes


def _reduce(kind: int, most: int) -> None:
    """Lower a limit of this process, if it is above."""
    soft, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if soft == resource.RLIM_INFINITY or soft > most:
        resource.setrlimit(kind, (most, most))


def _adopt_orphans() -> None:
    if LINUX:
        import ctypes

        ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1)


def _end_like(status: int) -> None:
    """End this process as another has ended."""
    if os.WIFSIGNALED(status):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        number = os.WTERMSIG(status)
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.WEXITSTATUS(status))


def finish(keeper: Keeper) -> None:
    """Keep a kernel to its end, and end as it did, or with a status that names a limit."""
    passed = keeper.keep()
    if passed:
        os._exit(passed)
    _end_like(keeper.status)


def _execute(command: Sequence[str]) -> None:
    """Become what a command starts."""
    try:
        os.execvp(command[0], list(command))
    except Exception as error:
        _give_up(command[0], error)


def _give_up(what: str, error: Exception) -> None:
    """End a process that cannot become a kernel."""
    os.write(2, f"{what}: {error}\n".encode())
    os._exit(127)


def main(arguments: Sequence[str]) -> None:
    """Keep a kernel: marker, folder, parent, memory, processes, folder for groups, its command."""
    marker, scratch, parent, memory, processes, groups, *command = arguments
    keeper = Keeper(marker, scratch, int(parent), int(memory), int(processes))
    if keeper.start(groups):
        _execute(command)
    finish(keeper)


if __name__ == "__main__":
    main(sys.argv[1:])
