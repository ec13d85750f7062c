"""Kernels that are forked from a process which has loaded what each begins with (see `forkserver`).

A worker of this machine has one such process. A kernel is forked from it only if its environment and
folder are those that the process was started with, but for what belongs to one run; else the process
is replaced. Whatever cannot be forked is started by its command: in a sandbox, in a scope of systemd's,
elsewhere than on Linux, in a process that is no worker, and where CLAIMBOOK_FORK says `never`.
"""

import atexit
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from json import dumps
from pathlib import Path
from threading import Lock
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from claimbook.execution.allowance import Allowance
from claimbook.execution.forked import Fork
from claimbook.execution.forkserver import MARKER, PADDING, ROOM
from claimbook.execution.placement import choose_place
from claimbook.execution.witness import VARIABLE

SWITCH = "CLAIMBOOK_FORK"
_NEVER = "never"
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
main(sys.argv[2])
"""


@dataclass(frozen=True)
class Order:
    """What a kernel's keeper is told."""

    marker: str
    scratch: str
    memory: int  # bytes
    processes: int
    groups: str  # the folder for cgroups, if there is one


class Forks:
    """The server of one worker."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._asked: tuple[object, ...] = ()
        self._proven = True  # whether the last server has forked anything

    def start_kernel(
        self, order: Order, command: Sequence[str], launch: Mapping[str, Any]
    ) -> Fork | None:
        """Fork a keeper whose kernel is as this command, so launched, would make it.

        Return None if that cannot be.
        """
        with self._lock:
            for _ in range(2):  # a server may be gone, or not be fit any more
                control = self._reach(str(launch["cwd"]), launch["env"])
                made = _send(control, order, command, launch) if control else None
                if made is not None and made.begin(_PATIENCE):
                    self._proven = True
                    return made
                self._close()
            return None

    def _reach(self, folder: str, environment: Mapping[str, str]) -> socket.socket | None:
        """Return the way to a server with this folder and environment, started if need be."""
        asked = folder, {name: environment[name] for name in environment if name not in _OF_RUN}
        if self._control is None or asked != self._asked:
            if not self._proven:
                return None  # the last one was of no use to anybody
            self._close()
            self._asked, self._proven = asked, False
            with suppress(OSError):
                self._control = self._start(folder, environment)
        return self._control

    def _start(self, folder: str, environment: Mapping[str, str]) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-c", _SERVER, str(_PACKAGE), str(theirs.fileno()), _SHOWN],
                cwd=folder,
                env={**environment, _PARENT: str(os.getpid()), MARKER: PADDING * ROOM},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is not for it
            )
        return ours

    def close(self) -> None:
        """End the server, and what it has forked."""
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


def _send(
    control: socket.socket, order: Order, command: Sequence[str], launch: Mapping[str, Any]
) -> Fork | None:
    """Send an order; None if nobody takes it."""
    own = {name: value for name, value in launch["env"].items() if name in _LATE}
    told = {"folder": str(launch["cwd"]), "environment": own, "command": list(command)}
    stdin, end = os.pipe()  # it stays open, as it does with a command
    answers, theirs = os.pipe()
    handles = [stdin, launch["stdout"].fileno(), theirs]
    try:
        socket.send_fds(control, [dumps(asdict(order) | told).encode()], handles)
    except OSError:
        os.close(answers)
        os.close(end)
        return None
    finally:
        os.close(stdin)
        os.close(theirs)
    return Fork(control, answers, end)


_allowed: list[Forks] = []  # in this process: one at most


def let_fork() -> None:
    """Let kernels of this process be forked; it has a server from the first on."""
    if sys.platform == "linux" and os.environ.get(SWITCH) != _NEVER and not _allowed:
        _allowed.append(Forks())
        atexit.register(stop_forks)


def stop_forks() -> None:
    """End this process's server, and let kernels be started by their commands."""
    while _allowed:
        _allowed.pop().close()


def make_order(marker: str, scratch: Path, allowance: Allowance) -> Order | None:
    """Return what a keeper is told; None if it cannot be forked here."""
    place = choose_place(allowance.memory, allowance.processes)
    if not _allowed or place.prefix or len(marker) > ROOM:
        return None
    return Order(marker, str(scratch), allowance.memory, allowance.processes, place.parent)


class Provisioner(LocalProvisioner):
    """Launches a kernel under a keeper: by a fork if there is an order for it, else by its command."""

    order: Order | None = None
    keep: Callable[[list[str]], list[str]] = list  # a kernel's command, in that of its keeper

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch the kernel of this command."""
        made = (
            _allowed[0].start_kernel(self.order, cmd, kwargs) if self.order and _allowed else None
        )
        if made is None:
            return await super().launch_kernel(self.keep(cmd), **kwargs)
        self.process = made  # type: ignore[assignment]  # it has what is used of one
        self.pid = made.pid
        return self.connection_info
