"""Files: written whole or not at all, and only if their content changes; those of a new site at once."""

import os
import tempfile
from pathlib import Path


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
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = target.stat().st_mode & 0o777 if there else 0o644
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
