"""In a `forkserver`: where modules are found, and what tells that others would be found now."""

import site
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

_IMPORTED = frozenset({"", "py", *(one[1:] for one in EXTENSION_SUFFIXES)})  # folders are packages


def look_at(path: str) -> tuple[int, ...] | None:
    """Return what tells one state of a file from another, whatever time it was given."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size


def list_files(names: Iterable[str]) -> Iterator[str]:
    """List the files of modules that are loaded."""
    for name in names:
        if isinstance(path := getattr(sys.modules[name], "__file__", None), str):
            yield path


def list_modules(place: str) -> dict[str, object]:
    """Return what can be imported from a place, and how the files stand that lead to other places.

    What is new may come before what is loaded; and such files are read as an interpreter begins alone.
    An archive of modules counts whole.
    """
    if not Path(place).is_dir():
        return {place: state} if (state := look_at(place)) else {}
    found: dict[str, object] = {}
    for path in Path(place).iterdir():
        stem, _, end = path.name.partition(".")
        if path.suffix == ".pth":
            found[path.name] = look_at(str(path))
        elif stem.isidentifier() and stem != "__pycache__" and end in _IMPORTED:
            found[path.name] = None
    return found


def has_new_place() -> bool:
    """Whether the user's folder of packages is there by now: only who begins then looks into it."""
    place = site.getusersitepackages()
    return bool(site.ENABLE_USER_SITE) and place not in sys.path and Path(place).is_dir()


class _Last:
    """A finder that is asked last, and finds nothing."""

    def __init__(self) -> None:
        self.sought: list[str] = []

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> None:
        """Note what no other has found."""
        del path, target
        self.sought.append(name)


@contextmanager
def note_missing() -> Iterator[list[str]]:
    """Note the modules that are sought meanwhile and are not there: one may come."""
    last = _Last()
    sys.meta_path.append(last)
    yield last.sought
    sys.meta_path.remove(last)
