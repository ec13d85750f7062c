"""Values kept in a folder, as JSON behind a digest of itself: what is damaged counts as absent.

<folder>/<drawer>/<name>.json

A drawer holds the newest few: a server and a build may differ in their settings and keep one each.
"""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimbook.files import write_if_changed

log = logging.getLogger("claimbook.pages.cabinet")
MOST = 4  # in one drawer
ENDING = ".json"


class Cabinet:
    """What is kept from one build to the next; a folder that cannot be written costs time alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, drawer: str, name: str) -> Any:
        """Return the value of this name, or None."""
        return _read(self.folder / drawer / f"{name}{ENDING}")

    def find_all(self, drawer: str, beginning: str) -> Iterator[Any]:
        """Yield the values whose names begin so."""
        folder, names = self.folder / drawer, list[str]()
        with suppress(OSError):  # nothing is kept there
            names = _list_kept(folder)
        for name in sorted(names):
            if name.startswith(beginning):
                found = _read(folder / name)
                if found is not None:
                    yield found

    def keep(self, drawer: str, name: str, value: Any) -> Any:
        """Keep a value, and forget the oldest of its drawer; return it as it would be found."""
        data = json.dumps(value).encode()
        path = self.folder / drawer / f"{name}{ENDING}"
        with suppress(OSError):
            write_if_changed(path, f"{sha256(data).hexdigest()}\n".encode() + data)
            if len(names := _list_kept(path.parent)) > MOST:
                found = sorted((path.parent / one for one in names), key=_tell_age)
                for old in found[:-MOST]:
                    old.unlink()
        return json.loads(data)


def _list_kept(folder: Path) -> list[str]:
    names = os.listdir(folder)  # noqa: PTH208 (to compile a pattern for each page takes longer)
    return [name for name in names if name.endswith(ENDING)]


def _tell_age(path: Path) -> int:
    return path.stat().st_mtime_ns


def _read(path: Path) -> Any:
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if sha256(data).hexdigest().encode() != digest:
        log.info("%s is damaged; what it held is made again", path)
        return None
    return json.loads(data)
