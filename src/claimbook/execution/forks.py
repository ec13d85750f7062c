"""Kernels that are forked from a process which has loaded what each begins with (see `forkserver`).

A worker of this machine has such processes. A kernel is forked from one only if its environment and
folder are those that the process was started with, but for what belongs to one run, and if its notebook
first imports what was loaded `ahead` there; for others, another is started. Whatever cannot be forked is
started by its command: in a sandbox, in a scope of systemd's, elsewhere than on Linux, in a process that
is no worker, and where CLAIMBOOK_FORK says `never`.
"""

import atexit
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from claimbook.execution.allowance import Allowance
from claimbook.execution.forked import Fork
from claimbook.execution.forkserver import ROOM
from claimbook.execution.placement import choose_place
from claimbook.execution.sources import Launch, Order, Source
from claimbook.execution.surroundings import make_environment

SWITCH = "CLAIMBOOK_FORK"
_NEVER = "never"
_MOST = 4  # sources that wait for what may come


class Forks:
    """The processes that this worker forks kernels from, the last used last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sources: dict[tuple[object, ...], Source] = {}
        self._retired: list[Source] = []  # they live as long as what they have forked
        self._useless: set[tuple[object, ...]] = set()  # what no source could fork

    def start_kernel(
        self, order: Order, command: Sequence[str], given: Mapping[str, Any], ahead: tuple[str, ...]
    ) -> Fork | None:
        """Fork a keeper whose kernel is as this command, so launched, would make it.

        What is to be loaded `ahead` is not, where that cannot be. Return None if it cannot be forked.
        """
        for names in dict.fromkeys((ahead, ())):
            launch = Launch(command, given, names)
            for _ in range(2):  # a source may be gone, or not be fit any more
                source = self._find_source(launch)
                made = source.start_keeper(order, launch) if source else None
                if source is None or made is not None:
                    break
                self._drop(launch, source)
            if made is not None:
                return made
        return None

    def start_source(self, launch: Launch) -> None:
        """Start the process from which what is so launched will be forked."""
        if source := self._find_source(launch):
            source.start(launch)

    def _find_source(self, launch: Launch) -> Source | None:
        """Return the source for what is so launched; None if none is of use."""
        asked = launch.describe()
        with self._lock:
            self._clear()
            if asked in self._useless:
                return None
            found = self._sources.pop(asked) if asked in self._sources else Source()
            self._sources[asked] = found
            return found

    def _drop(self, launch: Launch, source: Source) -> None:
        """Ask a source for no more kernels; if it never made one, no other like it does."""
        asked = launch.describe()
        with self._lock:
            if self._sources.get(asked) is source:
                del self._sources[asked]
                self._retired.append(source)
            if not source.proven:
                self._useless.add(asked)

    def _clear(self) -> None:
        """End the sources of which neither a kernel nor anybody else has need."""
        while len(self._sources) > _MOST:
            self._retired.append(self._sources.pop(next(iter(self._sources))))
        self._retired = [one for one in self._retired if not one.close_idle()]

    def close(self) -> None:
        """End the sources, and what they have forked."""
        with self._lock:
            for source in (*self._sources.values(), *self._retired):
                source.close()
            self._sources, self._retired = {}, []


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


def begin_source(
    root: Path, changes: Mapping[str, str], allowance: Allowance, ahead: tuple[str, ...]
) -> None:
    """Begin with what takes a while before the first kernel of a project can be forked."""
    if make_order("", root, allowance):
        environment = make_environment(root, root) | dict(changes)
        _allowed[0].start_source(Launch((), {"cwd": root, "env": environment}, ahead))


class Provisioner(LocalProvisioner):
    """Launches a kernel under a keeper: by a fork if there is an order for it, else by its command."""

    order: Order | None = None
    ahead: tuple[str, ...] = ()  # what may be loaded before the kernel begins
    keep: Callable[[list[str]], list[str]] = list  # a kernel's command, in that of its keeper

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch the kernel of this command."""
        made = None
        if self.order and _allowed:
            made = _allowed[0].start_kernel(self.order, cmd, kwargs, self.ahead)
        if made is None:
            return await super().launch_kernel(self.keep(cmd), **kwargs)
        self.process = made  # type: ignore[assignment]  # it has what is used of one
        self.pid = made.pid
        return self.connection_info
