"""One fresh kernel, alone in its environment, that leaves nothing behind."""

import asyncio
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import Empty
from typing import Any

import psutil
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop, run_sync

from claimbook.errors import ClaimbookError, NotebookFailed
from claimbook.execution import witness
from claimbook.execution.allowance import Allowance, Passed, find_passed, keep_command
from claimbook.execution.forked import Fork
from claimbook.execution.forks import Provisioner, make_order
from claimbook.execution.processes import Keeping, end_keeper
from claimbook.execution.sandbox import make_private, wrap_command
from claimbook.execution.scratch import open_scratch
from claimbook.execution.surroundings import OWN, make_environment

_ATTEMPTS = 3  # tcp ports are chosen before they are bound, so two kernels may want one
_PATIENCE = 60.0  # seconds for a kernel to answer, and to be gone
_SOON = 0.05  # seconds for what is published with an answer; the next is asked for then
_GLANCE = 0.002  # seconds between two looks for sockets
_LONGEST_SOCKET = 90  # bytes; the system cuts a socket's path at about 104

silent = logging.getLogger("claimbook.execution.kernel")
silent.addHandler(logging.NullHandler())
silent.propagate = False  # a failure is told once, by the notebook's own record


class _OwnSpec(KernelSpecManager):
    """Know one kernel only: this interpreter's, whatever kernels the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        argv += ["--ext", witness.__name__]
        return KernelSpec(argv=argv, display_name="Python 3", language="python", name=kernel_name)


class Kernel:
    """A running kernel that answers, and the files of its own messages and of what it opened."""

    def __init__(
        self, manager: AsyncKernelManager, log: Path, opened: Path, allowance: Allowance
    ) -> None:
        self.manager, self.log, self.opened, self.allowance = manager, log, opened, allowance
        self.process: Keeping = getattr(manager.provisioner, "process")  # noqa: B009
        self.client: AsyncKernelClient = manager.client()

    def measure_cpu(self) -> float | None:
        """Return the CPU time of the kernel and its children so far; None if it is dead."""
        try:
            keeper = psutil.Process(self.process.pid)
            living = [sum(one.cpu_times()[:4]) for one in keeper.children(recursive=True)]
            return float(sum(living) + sum(keeper.cpu_times()[2:4])) if living else None
        except psutil.Error:
            return None

    def find_passed(self) -> Passed | None:
        """Return the limit of its allowance for which the kernel was ended, if it was."""
        return find_passed(self.process.poll(), self.allowance)

    def explain_death(self) -> str:
        """Say how the kernel died, with the last line that it left."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=1)
        if passed := self.find_passed():
            return passed.reason
        code = self.process.returncode
        if code is None:
            return "the kernel does not answer"
        how = f"exit status {code}" if code >= 0 else f"killed by signal {-code}"
        hint = ", perhaps out of memory" if code == -9 else ""
        last = []
        with suppress(OSError):  # a keeper that believes it is alone takes the folder with it
            last = self.log.read_text("utf-8", errors="replace").strip().splitlines()[-1:]
        return f"the kernel died ({how}{hint})" + "".join(f": {line}" for line in last)

    def explain_silence(self, patience: float) -> NotebookFailed:
        """Return the error of a kernel that does not answer, and what to do."""
        what, fix = self.explain_death(), "try `python -m ipykernel`"
        if passed := self.find_passed():
            what, fix = passed.what, passed.advice
        elif self.process.poll() is None:
            what = f"{what} within {patience:g} s"
        return NotebookFailed(f"no kernel could be started: {what}", fix=fix)

    def await_answer(self, patience: float) -> bool:
        """Wait so many seconds until the kernel answers; return whether it ever does."""
        deadline = time.monotonic() + patience
        self._await_sockets(deadline)
        self.client.start_channels()
        self.client.allow_stdin = False
        while time.monotonic() < deadline:
            if run_sync(self._ask)():
                return True
            if self.process.poll() is not None:
                break
        return False

    def _await_sockets(self, deadline: float) -> None:
        """Wait until the kernel's sockets are there, where they can be seen.

        Who connects before tries again a tenth of a second later, and misses what is published meanwhile.
        """
        if self.manager.transport == "ipc":
            names = [f"{self.manager.ip}-{port}" for port in self.manager.ports]
            while not all(map(os.path.exists, names)) and time.monotonic() < deadline:
                if self.process.poll() is not None:
                    break
                time.sleep(_GLANCE)

    async def _ask(self) -> bool:
        """Ask the kernel who it is; return whether it answers, and what it publishes arrives.

        The client's own `wait_for_ready` then waits a while for what may still be on its way. That
        is of messages before the first cell, which nobody takes for a cell's.
        """
        asked = self.client.kernel_info()
        with suppress(Empty):
            while (await self.client.get_shell_msg(timeout=1))["parent_header"]["msg_id"] != asked:
                continue
            while not _is_end(await self.client.get_iopub_msg(timeout=_SOON), asked):
                continue
            return True
        return False

    def close(self, marker: str) -> None:
        """Kill the kernel with all its children, strays included, and forget it."""
        end_keeper(self.process, marker)
        self.client.stop_channels()
        run_sync(self.manager.cleanup_resources)()


def _is_end(message: Mapping[str, Any], asked: str) -> bool:
    """Whether a message says that what was asked is done."""
    whose = message["parent_header"].get("msg_id")
    return bool(whose == asked) and message["content"].get("execution_state") == "idle"


@contextmanager
def own_loop() -> Iterator[None]:
    """Close, at the end, the event loop that Jupyter's clients share in this thread."""
    try:
        yield
    finally:
        loop = ensure_event_loop()
        if not loop.is_running():  # else it is the caller's
            tasks = asyncio.all_tasks(loop)
            for task in tasks:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            loop.close()


@contextmanager
def open_kernel(
    root: Path,
    marker: str,
    changes: Mapping[str, str],
    *,
    halted: Callable[[], bool],
    allowance: Allowance,
    ahead: tuple[str, ...] = (),
    sandboxed: bool = False,
    patience: float = _PATIENCE,
) -> Iterator[Kernel]:
    """Start a kernel in the project's root; kill it with all its children at the end.

    `marker` names its processes (see `processes`), `changes` are further environment
    variables, and once `halted` says so no further start is tried. Beyond its `allowance` its
    keeper ends it. What its notebook imports first may be loaded `ahead`. One that is started by
    its command and does not answer in all its `patience` would not the next time.

    Raises `NotebookFailed` if no kernel answers, and `ClaimbookError` if no sandbox can be made.
    """
    with open_scratch(marker) as scratch:
        environment = make_environment(root, scratch) | dict(changes)
        if sandboxed:
            _refuse_far(scratch)
            environment = make_private(environment, scratch, OWN)
        keep = _choose_keeper(root, scratch, marker, environment, allowance, sandboxed=sandboxed)
        order = None if sandboxed else make_order(marker, scratch, allowance)
        for attempt in range(_ATTEMPTS):
            manager = _make_manager(scratch, attempt)
            manager.provisioner = Provisioner(
                parent=manager, kernel_id=marker, kernel_spec=manager.kernel_spec
            )
            manager.provisioner.keep, manager.provisioner.order = keep, order
            manager.provisioner.ahead = ahead
            kernel = _start(manager, scratch, attempt, root, environment, allowance)
            order = None  # of one that does not answer a command is tried
            try:
                if kernel.await_answer(patience):
                    yield kernel
                    return
                fault = kernel.explain_silence(patience)
                vain = kernel.process.poll() is None and not isinstance(kernel.process, Fork)
            finally:
                kernel.close(marker)
            if vain or halted() or kernel.find_passed():
                break
        raise fault


def _choose_keeper(
    root: Path,
    scratch: Path,
    marker: str,
    environment: Mapping[str, str],
    allowance: Allowance,
    *,
    sandboxed: bool,
) -> Callable[[list[str]], list[str]]:
    """Return how a kernel's command is run: under a keeper, and within that in a sandbox, maybe."""
    path = [Path(folder) for folder in environment["PYTHONPATH"].split(os.pathsep) if folder]
    box = partial(wrap_command, root=root, scratch=scratch, readable=path)
    keep = partial(
        keep_command, marker=marker, scratch=scratch, allowance=allowance, boxed=sandboxed
    )
    return lambda command: keep(box(command) if sandboxed else command)


def _start(
    manager: AsyncKernelManager,
    scratch: Path,
    attempt: int,
    root: Path,
    environment: Mapping[str, str],
    allowance: Allowance,
) -> Kernel:
    log, opened = scratch / f"log{attempt}", scratch / f"opened{attempt}"
    environment = {**environment, witness.VARIABLE: str(opened)}
    with log.open("wb") as file:
        run_sync(manager.start_kernel)(cwd=str(root), env=environment, stdout=file, stderr=file)
    return Kernel(manager, log, opened, allowance)


def _has_sockets(scratch: Path) -> bool:
    """Whether a kernel's sockets can be files of this folder; else it is reached by tcp."""
    return os.name == "posix" and len(os.fsencode(scratch / "k0")) < _LONGEST_SOCKET


def _refuse_far(scratch: Path) -> None:
    """Refuse a folder from which a kernel without network could not be reached."""
    if not _has_sockets(scratch):
        raise ClaimbookError(
            "too long a name for the sockets of a kernel in a sandbox, which has no network",
            where=str(scratch.parent),
            fix="set TMPDIR to a folder with a shorter one",
        )


def _make_manager(scratch: Path, attempt: int) -> AsyncKernelManager:
    socket = str(scratch / f"k{attempt}")
    options: dict[str, Any] = {"connection_file": str(scratch / f"k{attempt}.json")}
    if _has_sockets(scratch):
        options |= {"transport": "ipc", "ip": socket}  # all kernels share one name otherwise
    return AsyncKernelManager(
        kernel_name="python3", kernel_spec_manager=_OwnSpec(), log=silent, **options
    )
