"""Values kept in a folder, as JSON behind a digest of its name and itself: what is damaged counts as absent.

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
        return _read(self.folder, f"{drawer}/{name}{ENDING}")

    def find_all(self, drawer: str, beginning: str) -> Iterator[Any]:
        """Yield the values whose names begin so."""
        names = list[str]()
        with suppress(OSError):  # nothing is kept there
            names = _list_kept(self.folder / drawer)
        for name in sorted(names):
            if name.startswith(beginning):
                found = _read(self.folder, f"{drawer}/{name}")
                if found is not None:
                    yield found

    def keep(self, drawer: str, name: str, value: Any) -> Any:
        """Keep a value, and forget the oldest of its drawer; return it as it would be found."""
        data = json.dumps(value).encode()
        place = f"{drawer}/{name}{ENDING}"
        path = self.folder / place
        with suppress(OSError):
            write_if_changed(path, pack(place, data))
            if len(names := _list_kept(path.parent)) > MOST:
                found = sorted((path.parent / one for one in names), key=_tell_age)
                for old in found[:-MOST]:
                    old.unlink()
        return json.loads(data)


def pack(place: str, data: bytes) -> bytes:
    """Return data behind a digest of them and of where they are kept: another's file is damage too."""
    return f"{_digest_file(place, data)}\n".encode() + data


def unpack(place: str, kept: bytes) -> bytes | None:
    """Return what was packed for this place; None if it is anything else."""
    digest, _, data = kept.partition(b"\n")
    return data if _digest_file(place, data).encode() == digest else None


def _digest_file(place: str, data: bytes) -> str:
    return sha256(f"{place}\n".encode() + data).hexdigest()


def _list_kept(folder: Path) -> list[str]:
    names = os.listdir(folder)  # noqa: PTH208 (to compile a pattern for each page takes longer)
    return [name for name in names if name.endswith(ENDING)]


def _tell_age(path: Path) -> int:
    return path.stat().st_mtime_ns


def _read(folder: Path, place: str) -> Any:
    path = folder / place
    try:
        data = unpack(place, path.read_bytes())
    except OSError:
        return None
    if data is None:
        log.info("%s is damaged; what it held is made again", path)
        return None
    return json.loads(data)
