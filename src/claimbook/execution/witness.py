"""In a notebook's kernel: note the files that are opened to be read.

The kernel loads this module as an IPython extension before the first cell. What it notes are
files of the project and of the user, and data elsewhere: not what belongs to the interpreter, to
installed packages, to the system, to caches or to temporary folders, and no file that the
notebook wrote itself. It imports nothing of the engine but `tether`, and no error leaves it.

Python tells of a file before it opens it (PEP 578). What a library reads without Python, by
C alone, is not told.
"""

import os
import site
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import source_from_cache
from typing import Any

from claimbook.execution.tether import hold_to_parent

VARIABLE = "CLAIMBOOK_OPENED"  # names the file that the paths are written to, each ended by \0
MOST = 1000  # paths; and a thousand times as many are compared before nothing more is noted
_EVENTS = frozenset({"open", "os.rename", "sqlite3.connect"})
_WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_SYSTEM = (
    *(
        "/bin",
        "/boot",
        "/dev",
        "/etc",
        "/lib",
        "/lib32",
        "/lib64",
        "/proc",
        "/run",
        "/sbin",
        "/sys",
    ),
    *("/var", "/usr/bin", "/usr/lib", "/usr/lib64", "/usr/libexec", "/usr/local/lib"),
    *("/opt/homebrew", "/System", "/Library", "/private/var", "/private/etc"),
)
_SHARED = ("fonts", "fontconfig", "zoneinfo", "locale", "i18n", "mime", "X11", "texmf", "texlive")
# Where a forked kernel begins: it is on the stack below each cell, and who asks for the stack reads it.
_BEGINNING = os.path.join(os.path.dirname(os.path.abspath(__file__)), "forkserver.py")
_CACHES = ("XDG_CACHE_HOME", "MPLCONFIGDIR", "JAX_COMPILATION_CACHE_DIR", "IPYTHONDIR")


class Witness:
    """What has been opened so far; `note_event` is handed to Python as an audit hook."""

    def __init__(self, log: int, root: str) -> None:
        self.log, self.root = log, _end(root)
        self.home = _end(os.path.expanduser("~"))
        # a project may lie within the interpreter's own folder
        self.installed = tuple(one for one in _list_installed() if not self.root.startswith(one))
        self.others = tuple(_list_others())
        self.seen: set[str] = set()
        self.written: set[str] = set()
        self.kept = 0

    def note_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Look at what Python is about to do."""
        if event in _EVENTS:
            with suppress(Exception):  # an error here would be one of the notebook's
                self._note_file(event, arguments)

    def _note_file(self, event: str, arguments: tuple[Any, ...]) -> None:
        name = arguments[1 if event == "os.rename" else 0]
        if isinstance(name, int) or len(self.seen) + len(self.written) > MOST * MOST:
            return
        path = os.path.abspath(os.fsdecode(name))
        if event == "open" and path.endswith(".pyc") and not arguments[2] & _WRITING:
            path = source_from_cache(path)  # of a module that was compiled before, no more is read
        if path in self.seen or path in self.written:
            return
        if event == "os.rename" or (event == "open" and arguments[2] & _WRITING):
            self.written.add(path)
        elif not os.path.isfile(path):
            self.written.update([path] if event == "sqlite3.connect" else [])
        else:
            self.seen.add(path)
            if self.kept < MOST and self.is_data(path):
                self.kept += 1
                os.write(self.log, os.fsencode(path) + b"\0")

    def is_data(self, path: str) -> bool:
        """Tell whether a path may be one that a notebook's author knows."""
        if path.startswith(self.installed) or path == _BEGINNING:
            return False
        if path.startswith(self.root):
            folders = path.removeprefix(self.root).split(os.sep)[:-1]
            return not any(folder.startswith(".") for folder in folders)
        both = path, os.path.realpath(path)
        return not any(
            one.startswith((*self.installed, *self.others, f"{self.home}.")) for one in both
        )


def _end(folder: str) -> str:
    return os.path.join(folder, "")


def _list_installed() -> Iterator[str]:
    """List the folders of Python's own library and of installed packages."""
    paths = sysconfig.get_paths()
    folders = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders += [*site.getsitepackages(), site.getusersitepackages()]
    if sys.prefix != sys.base_prefix:
        folders.append(sys.prefix)
    for folder in folders:
        yield from (_end(folder), _end(os.path.realpath(folder)))


def _list_others() -> Iterator[str]:
    """List the folders beside the project in which no data of a notebook lie."""
    folders = [*_SYSTEM, *(f"/usr/share/{name}" for name in _SHARED), tempfile.gettempdir()]
    folders += [os.environ[name] for name in _CACHES if os.environ.get(name)]
    if sys.base_prefix not in ("/", "/usr", "/usr/local"):
        folders.append(sys.base_prefix)
    for folder in folders:
        yield from (_end(folder), _end(os.path.realpath(folder)))


def load_ipython_extension(shell: object) -> None:
    """Hold the kernel to its parent, and begin to note, if the environment says where."""
    del shell
    hold_to_parent()
    if name := os.environ.pop(VARIABLE, ""):
        log = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        sys.addaudithook(Witness(log, os.getcwd()).note_event)
