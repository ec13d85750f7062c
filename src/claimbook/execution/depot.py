"""Bytes under names: in a local folder, or behind any fsspec URL."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from errno import EINVAL, ELOOP
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any
from uuid import uuid4

from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed

# Names with slashes are all that these have: to make a folder there would make a bucket.
_FOLDERLESS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "adl"})
_DATES = ("mtime", "LastModified", "last_modified", "updated", "created")  # by file system


class NoFileError(OSError):
    """Something lies where a file should that is neither a file nor a folder."""


@dataclass(frozen=True)
class Item:
    """One file of a depot."""

    name: str
    size: int  # bytes
    changed: float  # seconds since 1970


class Depot:
    """A place to keep bytes under names that have slashes.

    Every method raises what its file system raises: `OSError` and, far away, much else.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        if url[:1] == "/" and "::" not in url:  # most read a folder, and need nothing else
            self._root, self._protocols = url.rstrip("/"), {"file"}
        else:
            self._root = self._opened[1].rstrip("/")
            protocol = self._fs.protocol
            self._protocols = {protocol} if isinstance(protocol, str) else set(protocol)
        self._local = "file" in self._protocols

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        import fsspec

        try:
            fs, root = fsspec.core.url_to_fs(self.url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise ClaimbookError(
                f"the store cannot be opened: {error}",
                where=self.url,
                fix="give a folder or an fsspec URL, and install what the URL needs",
            ) from error
        return fs, root

    @property
    def _fs(self) -> Any:
        return self._opened[0]

    @property
    def folder(self) -> Path | None:
        """The local folder of the depot, or None if it lies elsewhere."""
        return Path(self._root) if self._local else None

    def read(self, name: str) -> bytes | None:
        """Return what is kept under a name; None if there is nothing.

        Raises `NoFileError` where something else lies there, a pipe say, or a link to itself.
        """
        try:
            if self._local:
                return _read_local(self._locate(name))
            data: bytes = self._fs.cat_file(self._locate(name))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return data

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes under a name: whole or not at all, where the file system allows it."""
        if self.folder is not None:
            path = self.folder / name
            if path.is_symlink():  # a depot that has travelled may lead anywhere
                path.unlink()
            write_if_changed(path, data)
            return
        self._make_folder(name)
        self._fs.pipe_file(self._locate(name), data)

    def add(self, name: str, data: bytes) -> bool:
        """Keep bytes under a name that is free; return whether it was."""
        self._make_folder(name)
        try:
            self._fs.pipe_file(self._locate(name), data, mode="create")
        except FileExistsError:
            return False
        return True

    def remove(self, name: str) -> None:
        """Remove what is kept under a name, if anything is."""
        with suppress(FileNotFoundError, NotADirectoryError):
            self._fs.rm_file(self._locate(name))

    def move(self, name: str, target: str) -> None:
        """Give a file, or a folder in its place, another name; do nothing if it is gone."""
        with suppress(FileNotFoundError):
            if self.folder is not None:
                (self.folder / target).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / name).replace(self.folder / target)
            else:
                self._make_folder(target)
                self._fs.mv(self._locate(name), self._locate(target), recursive=True)

    def has(self, name: str) -> bool:
        """Whether there is a file or a folder of this name."""
        place = self._locate(name)
        return os.path.exists(place) if self._local else bool(self._fs.exists(place))  # noqa: PTH110

    def is_folder(self, name: str) -> bool:
        """Whether a folder lies where a file should."""
        return self.folder is not None and (self.folder / name).is_dir()

    def list_items(self, folder: str) -> Iterator[Item]:
        """Yield every file below a folder, however deep; nothing if there is none."""
        try:
            found = self._fs.find(self._locate(folder), detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return
        for place, known in sorted(found.items()):
            name = place[len(self._root) :].lstrip("/")
            yield Item(name, int(known.get("size") or 0), _read_date(known))

    def check_writable(self) -> None:
        """Write and remove a small file of its own name; who is killed meanwhile left it unfinished."""
        name = f".writable.{os.getpid()}-{uuid4().hex[:8]}"
        try:
            self.write(name, b"")
        finally:
            self.remove(name)

    def _locate(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _make_folder(self, name: str) -> None:
        if not self._protocols & _FOLDERLESS:
            self._fs.makedirs(self._locate(name).rpartition("/")[0], exist_ok=True)


def _read_local(place: str) -> bytes:
    """Read a file, but for what may be read without end, or never.

    Thousands are asked for by their names at once: neither a `Path` nor fsspec helps with that.
    """
    try:
        mode = os.stat(place).st_mode  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        if error.errno == ELOOP:
            raise NoFileError(ELOOP, "is a link to itself") from error
        raise
    if not (S_ISREG(mode) or S_ISDIR(mode)):
        raise NoFileError(EINVAL, "is no file")
    with open(place, "rb") as file:  # noqa: PTH123
        return file.read()


def _read_date(known: dict[str, Any]) -> float:
    """Return when a file was changed; now, if its file system does not tell."""
    found = next((known[key] for key in _DATES if known.get(key)), None)
    if isinstance(found, datetime):
        return found.timestamp()
    return float(found) if isinstance(found, int | float) else time.time()
