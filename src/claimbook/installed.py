"""What finds out and draws: the engine and what is installed beside it, told by one digest."""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import claimbook

KINDS = (".dist-info", ".egg-info", ".egg-link", ".pth")  # what tells of a distribution
SLACK = 20_000_000  # nanoseconds by which the clock of a file system may be behind
# Files by path, as they looked, with their digests.
_read = dict[str, tuple[tuple[int, ...], str]]()


def digest_text(*parts: str) -> str:
    """Return one digest of several texts."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", errors="surrogatepass")
        whole.update(f"{len(data)}:".encode() + data)
    return whole.hexdigest()


def digest_engine() -> str | None:
    """Return the digest of the engine and of all that is installed; None if it changed meanwhile.

    A process works with the code that it has loaded: once the files are others, nothing can be said.
    """
    found = _digest_now()
    return found if found == _keep_first() else None


@cache
def _keep_first() -> str:
    return _digest_now()


def _digest_now() -> str:
    installed = "".join(list_installed(sys.path))
    return digest_text(sys.version, digest_files(Path(claimbook.__file__).parent), installed)


def digest_files(folder: Path) -> str:
    """Return the digest of all files below a folder, but for compiled ones."""
    whole, top = hashlib.sha256(), f"{folder}{os.sep}"
    for path in sorted(_walk(str(folder))):
        if os.path.isfile(path) and not path.endswith(".pyc"):
            whole.update(f"{path.removeprefix(top)}\0{_digest_file(path)}\0".encode())
    return whole.hexdigest()


def _digest_file(path: str) -> str:
    """Return the digest of a file; one that nobody has touched for a while is read once."""
    now, found = time.time_ns(), os.stat(path)
    looks = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    known = _read.get(path)
    if known and known[0] == looks:
        return known[1]
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    if max(looks[2:]) < now - SLACK:
        _read[path] = looks, digest
    return digest


def list_files(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder, also where a link leads to another, each folder once."""
    return map(Path, _walk(str(folder)))


def _walk(folder: str) -> Iterator[str]:
    seen = set[tuple[int, int]]()
    for here, folders, names in os.walk(folder, followlinks=True):
        real = _identify(here)
        if real is None or real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        yield from (os.path.join(here, name) for name in names)


def _identify(folder: str) -> tuple[int, int] | None:
    """Return what tells a folder from all others, whatever leads to it; None if it is gone."""
    try:
        known = os.stat(folder)
    except OSError:
        return None
    return known.st_dev, known.st_ino


def list_installed(places: Iterable[str]) -> Iterator[str]:
    """Yield each distribution with its version, as its folder is named, and when it was installed.

    With them goes what leads to those that are elsewhere.
    """
    for place in places:
        found = list[os.DirEntry[str]]()
        with suppress(OSError), os.scandir(place or ".") as entries:  # or it is no folder
            found += (one for one in entries if one.name.endswith(KINDS))
        for one in sorted(found, key=lambda one: one.name):
            yield f"{one.name} {one.stat().st_mtime_ns}\0"
