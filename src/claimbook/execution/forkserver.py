"""The process that kernels are forked from: it has loaded what every kernel begins with.

What notebooks import is not loaded, but for what those import first that are forked from here (see
`ahead`). It is a fresh interpreter with a kernel's own environment, and runs no cell. For each kernel it
forks a `keeper`, which forks the kernel: both are like those that are started by a command. What belongs
to one run (its folder, marker and log) comes with the order; the modules of the engine and of the project
are forgotten before the kernel loads its own. While it has another thread, or when a file of what it has
loaded has changed, or there are other modules than there were, it forks no more, and lives as long as what
it has forked.

It is not multiprocessing's: a child of that one has its parent's main module and a process of
multiprocessing's beside it, and no keeper can stand above it. Linux alone.
"""

import ctypes
import importlib.util
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimbook.execution.places import (
    has_new_place,
    list_files,
    list_modules,
    look_at,
    note_missing,
)

if TYPE_CHECKING:
    from claimbook.execution.ahead import Ahead

# Each is loaded by every kernel of ipykernel before its first cell, most of them as it begins.
PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "runpy",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)
MARKER = "CLAIMBOOK_RUN"  # as in `keeper`, which is loaded later
PADDING = "/"  # what a marker is followed by in the memory that others see; no part of any name
ROOM = 400  # characters for a marker
UNFIT = "unfit"  # the answer of a server that forks no more
_LARGEST = 1 << 20  # bytes of an order
# In a module of its own, as `python -m` would do it: a notebook may recurse as deeply, to the frame. The
# default of `parent_handle` is the server's.
_LAUNCH = (
    "from ipykernel.kernelapp import launch_new_instance as launch; launch(parent_handle=parent)"
)
# The same, for what was loaded ahead: it comes when all is there that is loaded before a first cell.
_LAUNCH_AHEAD = """\
from ipykernel.kernelapp import IPKernelApp

def launch():
    app = IPKernelApp.instance(parent_handle=parent)
    app.initialize()
    settle()
    app.start()

launch()
"""
_HEEDED = (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM)
_BEGINNING = frozenset({"sitecustomize", "usercustomize"})  # an interpreter looks for them
_HANDLES = 3  # what comes with one: stdin, log, and where the answers go


class Server:
    """Forks kernels for one process, as long as it lives."""

    def __init__(
        self,
        control: socket.socket,
        loaded: frozenset[str],
        missing: frozenset[str],
        ahead: "Ahead | None",
    ) -> None:
        self.control, self.loaded, self.ahead = control, loaded, ahead
        self.files = {path: look_at(path) for path in list_files(loaded)}
        self.tops = {name.partition(".")[0] for name in loaded | missing} | _BEGINNING
        self.places = {place: self.list_rivals(place) for place in sys.path}
        self.answers: dict[int, int] = {}  # by keeper: where its end is told
        self.wake, self.woken = os.pipe()

    def serve(self) -> Mapping[str, Any]:
        """Take orders until nobody gives any; return, in a kernel, the one that made it."""
        for end in (self.wake, self.woken):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.woken, warn_on_full_buffer=False)
        while True:
            ready, _, _ = select.select([self.control.fileno(), self.wake], [], [])
            if self.wake in ready:
                with suppress(BlockingIOError):
                    os.read(self.wake, 4096)
            self.bury()
            if self.control.fileno() in ready:
                data, handles, _, _ = socket.recv_fds(self.control, _LARGEST, _HANDLES)
                if not data:
                    os._exit(0)
                if (order := self.follow(json.loads(data), handles)) is not None:
                    return order

    def follow(self, order: Mapping[str, Any], handles: Sequence[int]) -> Mapping[str, Any] | None:
        """Fork a keeper, or send one a signal; return the order in a kernel that it made."""
        if (keeper := order.get("keeper")) is not None:
            if keeper in self.answers:  # it is not buried, so the number is still its own
                os.kill(keeper, order["signal"])
            return None
        stdin, log, answers = handles
        with suppress(OSError):
            os.chdir(order["folder"])  # another of that name, if the first was taken away
        own, keeper = os.getpid(), self.make_fork()
        if keeper is None:
            os.write(answers, f"{UNFIT}\n".encode())
            for handle in handles:
                os.close(handle)
            return None
        if keeper == 0:
            try:
                self.begin_anew((stdin, log, log))
                _keep(order, own)
            except BaseException as error:
                os.write(2, f"no keeper: {error}\n".encode())
                os._exit(127)
            return order
        self.answers[keeper] = answers
        self.tell(keeper, keeper)
        os.close(stdin)
        os.close(log)
        return None

    def make_fork(self) -> int | None:
        """Fork this process; return None if that cannot be, or is not to be.

        What goes wrong here must not end what was forked before.
        """
        try:
            return os.fork() if self.is_fit() else None
        except OSError:  # its folder is gone, or there are too many processes
            return None

    def is_fit(self) -> bool:
        """Whether a fork of this process is what a fresh process would be."""
        alone = len(list(Path("/proc/self/task").iterdir())) == 1
        same = all(look_at(path) == seen for path, seen in self.files.items())
        places = all(self.list_rivals(one) == seen for one, seen in self.places.items())
        found = same and places and not has_new_place()
        return alone and found and (self.ahead is None or self.ahead.is_fit())

    def list_rivals(self, place: str) -> dict[str, object]:
        """Return what in a place has a name of what is loaded or was sought, or leads to other places."""
        found = list_modules(place).items()
        return {name: one for name, one in found if one or name.partition(".")[0] in self.tops}

    def begin_anew(self, streams: Sequence[int]) -> None:
        """Be a process of its own: nothing that is open here stays open, but the three streams."""
        os.setsid()
        signal.set_wakeup_fd(-1)
        self.control.close()
        for number, handle in enumerate(streams):
            os.dup2(handle, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))

    def bury(self) -> None:
        """Tell how keepers have ended."""
        with suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                keeper, status = found
                if keeper in self.answers:  # else what was loaded has started it
                    self.tell(keeper, status)
                    os.close(self.answers.pop(keeper))

    def tell(self, keeper: int, number: int) -> None:
        """Tell a number to who ordered a keeper, if he still listens."""
        with suppress(OSError):
            os.write(self.answers[keeper], f"{number}\n".encode())


def _keep(order: Mapping[str, Any], parent: int) -> None:
    """Keep a kernel to its end; return only in the process that is still to become one."""
    from claimbook.execution.keeper import Keeper, finish

    limits = order["memory"], order["processes"]
    os.chdir(order["folder"])
    keeper = Keeper(order["marker"], order["scratch"], parent, *limits)
    if not keeper.start(order["groups"]):
        finish(keeper)


def _become(order: Mapping[str, Any], loaded: frozenset[str], place: int) -> None:
    """Become a kernel: what is left of the server and of its keeper is gone."""
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    for name in set(sys.modules) - loaded:
        del sys.modules[name]
    importlib.invalidate_caches()
    shown = order["marker"].encode().ljust(ROOM, PADDING.encode())
    ctypes.memmove(place, shown, ROOM)
    os.environ.update(order["environment"])
    _, _, name, *rest = sys.orig_argv = order[
        "command"
    ]  # the interpreter, -m, a module and its own
    sys.argv = [str(getattr(importlib.util.find_spec(name), "origin", name)), *rest]


def _find_marker() -> int:
    """Return where in memory the system shows the marker that this process began with."""
    find = ctypes.CDLL(None).getenv
    find.argtypes, find.restype = [ctypes.c_char_p], ctypes.c_void_p
    place = find(MARKER.encode())
    if ctypes.string_at(place) != PADDING.encode() * ROOM:
        raise ValueError("no room for a marker")
    return int(place)


def main(handle: str, names: str) -> None:
    """Serve the process at the other end of a socket; in a kernel, return at its end.

    `names` are the modules to be loaded ahead, with commas between them.
    """
    with note_missing() as missing:
        for name in PRELOADED:
            importlib.import_module(name)
        ahead = _load_ahead(names.split(",")) if names else None
    loaded = frozenset(name for name in sys.modules if name.split(".")[0] != "claimbook")
    importlib.import_module("claimbook.execution.keeper")
    place, before = _find_marker(), {one: signal.getsignal(one) for one in _HEEDED}
    server = Server(socket.socket(fileno=int(handle)), loaded, frozenset(missing), ahead)
    _keep_shared()
    order = server.serve()
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)
    _become(order, loaded, place)
    if ahead is None:
        exec(_LAUNCH, {"parent": os.getppid()})
    else:
        exec(_LAUNCH_AHEAD, {"parent": os.getppid(), "settle": ahead.settle})


def _load_ahead(names: Sequence[str]) -> "Ahead":
    from claimbook.execution.ahead import Ahead  # most servers need none

    return Ahead(names, look_at)


def _keep_shared() -> None:
    """Let what is shared stay shared."""
    import gc  # no module of a kernel's

    gc.collect()
    gc.freeze()
