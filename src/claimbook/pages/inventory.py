"""What lies in a site that was made: told without reading it, so that it is known again untouched."""

import os
from collections.abc import Iterator
from pathlib import Path

from claimbook.installed import digest_text


def take_inventory(site: Path) -> str:
    """Return one digest of the name, size, times and place on the disk of every file.

    Of what stands at the top, hidden files are left out, which a build leaves alone, and so is the time at
    which a file was moved, which a build does.
    """
    return digest_text(*sorted(_list_files(str(site), "")))


def _list_files(folder: str, below: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not below and entry.name.startswith("."):
                continue
            about, name = entry.stat(follow_symlinks=False), f"{below}/{entry.name}"
            moved = about.st_ctime_ns if below else 0
            if entry.is_dir(follow_symlinks=False):
                yield name
                yield from _list_files(entry.path, name)
            else:
                times = f"{about.st_mtime_ns} {moved}"
                yield f"{name}\0{about.st_mode} {about.st_size} {about.st_ino} {times}"
