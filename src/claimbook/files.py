"""Files: written whole or not at all, and only if their content changes; those of a new site at once."""

import os
import re
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_UNFINISHED = re.compile(r"\..+\.([0-9]+)-[a-z0-9_]{8}")  # and the process that writes it
_PATIENCE = 60.0  # seconds, in case it is a process of another machine


def write_anew(path: Path, content: str | bytes) -> None:
    """Write a file of a site that is being made, in a folder that was emptied; nobody reads it yet."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write a file atomically, only if its content changes; return whether it did.

    A link stays a link, and what it leads to is written; a file that exists keeps its mode.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    there = path.is_file()
    if there and path.read_bytes() == data:
        return False
    target = path.resolve() if path.is_symlink() else path  # to replace a link would cut it
    mode = target.stat().st_mode & 0o777 if there else 0o644
    handle, name = _open_beside(target)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _open_beside(target: Path) -> tuple[int, str]:
    """Open a file of this process's own in the folder of another, which is made if it is not there."""
    own = f".{target.name}.{os.getpid()}-"
    try:
        return tempfile.mkstemp(dir=target.parent, prefix=own)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        return tempfile.mkstemp(dir=target.parent, prefix=own)


def clear_unfinished(paths: Iterable[Path]) -> None:
    """Remove, of files that are being written, those whose writer was killed."""
    for path in paths:
        with suppress(OSError):
            writer = _UNFINISHED.fullmatch(path.name)
            if writer and path.stat().st_mtime < time.time() - _PATIENCE:
                _remove_abandoned(path, int(writer[1]))


def _remove_abandoned(path: Path, pid: int) -> None:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        path.unlink()
    except OverflowError:
        return
