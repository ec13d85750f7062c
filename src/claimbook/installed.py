"""What finds out and draws: the engine and what is installed beside it, told by one digest."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import claimbook

KINDS = ("dist-info", "egg-info", "egg-link", "pth")  # how what tells of a distribution is named


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
    whole = hashlib.sha256()
    for path in sorted(list_files(folder)):
        if path.is_file() and path.suffix != ".pyc":
            whole.update(f"{path.relative_to(folder)}\0".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def list_files(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder, also where a link leads to another, each folder once."""
    seen = set[str]()
    for here, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [] if (real := os.path.realpath(here)) in seen else sorted(folders)
        if real not in seen:
            seen.add(real)
            yield from (Path(here, name) for name in names)


def list_installed(places: Iterable[str]) -> Iterator[str]:
    """Yield each distribution with its version, as its folder is named, and when it was installed.

    With them goes what leads to those that are elsewhere.
    """
    for place in places:
        found = [path for kind in KINDS for path in Path(place or ".").glob(f"*.{kind}")]
        for path in sorted(found):
            yield f"{path.name} {path.stat().st_mtime_ns}\0"
