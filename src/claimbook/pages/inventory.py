"""What lies in a site that was made: told almost without reading it, so that it is known again untouched."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from claimbook.installed import digest_text


def take_inventory(site: Path) -> str:
    """Return one digest of the name, size, times and place on the disk of every file.

    Of what stands at the top, hidden files are left out, which a build leaves alone. Such a file is told by
    its content instead of the time at which it was changed or moved, for a build moves it.
    """
    return digest_text(*sorted(_list_files(str(site), "")))


def _list_files(folder: str, below: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not below and entry.name.startswith("."):
                continue
            about, name = entry.stat(follow_symlinks=False), f"{below}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield f"{name}\0{about.st_mode}"
                yield from _list_files(entry.path, name)
            else:
                changed = about.st_ctime_ns if below else _digest_file(entry)
                times = f"{about.st_mtime_ns} {changed}"
                yield f"{name}\0{about.st_mode} {about.st_size} {about.st_ino} {times}"


def _digest_file(entry: os.DirEntry[str]) -> str:
    return sha256(Path(entry.path).read_bytes()).hexdigest() if entry.is_file() else ""
