"""A process that kernels are forked from, as the worker sees it: started, asked, and ended.

One that is of no more use to new kernels lives as long as those that it has forked.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from json import dumps
from pathlib import Path
from threading import Lock
from typing import Any

from claimbook.execution.forked import Fork
from claimbook.execution.forkserver import MARKER, PADDING, ROOM
from claimbook.execution.witness import VARIABLE

_PATIENCE = 60.0  # seconds for a server to load everything and to answer
_SOON = 5.0  # seconds for it to end
_PARENT = "JPY_PARENT_PID"  # jupyter_client sets it, the keeper corrects it
_LATE = frozenset({"IPYTHONDIR", VARIABLE})  # what is one run's, and read after the fork
_OF_RUN = _LATE | {MARKER, _PARENT}  # these two a keeper sets
_SHOWN = "ipykernel_launcher"  # who lists processes sees what these are
_PACKAGE = Path(__file__).parents[1] / "__init__.py"
# The engine is loaded from where it is, whatever the kernel would find by that name.
_SERVER = """\
import sys
if sys.path[:1] == [""]:
    del sys.path[0]
from importlib import util
spec = util.spec_from_file_location("claimbook", sys.argv[1])
sys.modules["claimbook"] = module = util.module_from_spec(spec)
spec.loader.exec_module(module)
from claimbook.execution.forked import Fork
from claimbook.execution.forkserver import main
main(sys.argv[2], sys.argv[3])
"""


@dataclass(frozen=True)
class Order:
    """What a kernel's keeper is told."""

    marker: str
    scratch: str
    memory: int  # bytes
    processes: int
    groups: str  # the folder for cgroups, if there is one


@dataclass(frozen=True)
class Launch:
    """How a kernel is started: its command, and what Jupyter gives a process for it."""

    command: Sequence[str]
    given: Mapping[str, Any]
    ahead: tuple[str, ...] = ()  # what its notebook imports first

    @property
    def folder(self) -> str:
        """Where the kernel begins."""
        return str(self.given["cwd"])

    def describe(self) -> tuple[object, ...]:
        """Return what must be the same for two kernels to be forked from one process."""
        variables = self.given["env"].items()
        return (
            self.folder,
            self.ahead,
            tuple((name, value) for name, value in variables if name not in _OF_RUN),
        )


class Source:
    """One such process, for kernels that are launched alike; it is started when it is needed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._forks: list[Fork] = []
        self.proven = True  # whether it has forked anything since it was started

    def start(self, launch: Launch) -> None:
        """Start the process, and do not wait for it."""
        with self._lock, suppress(OSError):  # which is told when it is needed
            self._start(launch)

    def start_keeper(self, order: Order, launch: Launch) -> Fork | None:
        """Fork a keeper; return None if that cannot be, and nothing else is to be asked then."""
        with self._lock:
            try:
                self._start(launch)
            except OSError:
                return None
            made = self._send(order, launch)
            if made is None or not made.begin(_PATIENCE):
                return None
            self._forks = [one for one in self._forks if one.poll() is None] + [made]
            self.proven = True
            return made

    def _start(self, launch: Launch) -> None:
        if self._control is not None:
            return
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.proven = False
        handle, names = str(theirs.fileno()), ",".join(launch.ahead)
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-c", _SERVER, str(_PACKAGE), handle, names, _SHOWN],
                cwd=launch.folder,
                env={**launch.given["env"], _PARENT: str(os.getpid()), MARKER: PADDING * ROOM},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is not for it
            )

    def _send(self, order: Order, launch: Launch) -> Fork | None:
        """Send an order; None if nobody takes it."""
        assert self._control is not None
        own = {name: value for name, value in launch.given["env"].items() if name in _LATE}
        told = {"folder": launch.folder, "environment": own, "command": list(launch.command)}
        stdin, end = os.pipe()  # it stays open, as it does with a command
        answers, theirs = os.pipe()
        handles = [stdin, launch.given["stdout"].fileno(), theirs]
        try:
            socket.send_fds(self._control, [dumps(asdict(order) | told).encode()], handles)
        except OSError:
            os.close(answers)
            os.close(end)
            return None
        finally:
            os.close(stdin)
            os.close(theirs)
        return Fork(self._control, answers, end)

    def close_idle(self) -> bool:
        """End the process if no kernel lives that it has forked, and none is being forked; tell whether."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if idle := all(one.poll() is not None for one in self._forks):
                self._close()
            return idle
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the process, and what it has forked."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._server is not None:
            try:
                self._server.wait(_SOON)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        self._server = self._control = None
