"""The temporary folders of kernels, each with its owner's name, so that none stays when he is gone."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from claimbook.execution.processes import is_owner_alive

PREFIX = "cb-"  # short: a socket's path must be
_OWNER = "owner"  # the file that names him
_LONG = 86_400.0  # seconds after which a folder that names nobody is nobody's


@contextmanager
def open_scratch(marker: str) -> Iterator[Path]:
    """Make a temporary folder for the kernel of this mark; remove it at the end."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        (Path(name) / _OWNER).write_text(marker, "utf-8")
        yield Path(name)


def clear_scratch() -> None:
    """Remove the folders of this user that a killed run left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.lstat().st_uid == os.getuid() and _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    """Whether the owner is gone, or none is named though there was time enough to."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    owner = folder / _OWNER
    if owner.is_file():  # a notebook may have put anything there, a pipe that never ends too
        return not is_owner_alive(owner.read_text("utf-8", "replace"))
    return time.time() - folder.stat().st_mtime > _LONG
