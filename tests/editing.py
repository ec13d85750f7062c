"""What a test does to the files of a project, put off until a folder is given."""

from collections.abc import Callable
from pathlib import Path


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return what replaces a text, which must stand in a file."""

    def change(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), "utf-8")

    return change
