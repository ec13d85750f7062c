"""Files are written whole, only if they change, and through links."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimbook.files import clear_unfinished, write_if_changed


def test_file_is_written_only_if_its_content_changes(tmp_path: Path) -> None:
    """Writing the same text again leaves the file alone, and no scraps beside it."""
    path = tmp_path / "a.txt"
    assert write_if_changed(path, "x") is True
    before = path.stat().st_mtime_ns
    assert write_if_changed(path, "x") is False
    assert path.stat().st_mtime_ns == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_link_stays_a_link(tmp_path: Path) -> None:
    """What a link leads to is written, beside itself and not beside the link."""
    real, link = tmp_path / "elsewhere" / "a.txt", tmp_path / "here" / "b.txt"
    for path in (real, link):
        path.parent.mkdir()
    real.write_text("old")
    link.symlink_to(Path("..", "elsewhere", "a.txt"))
    assert write_if_changed(link, "new") is True
    assert write_if_changed(link, "new") is False
    assert link.is_symlink()
    assert (real.read_text(), real.is_symlink()) == ("new", False)
    assert sorted(path.name for path in tmp_path.rglob("*.txt")) == ["a.txt", "b.txt"]


def test_link_to_nothing_gets_its_target(tmp_path: Path) -> None:
    """Where a link leads nowhere, the file is made to which it leads."""
    link = tmp_path / "b.txt"
    link.symlink_to("a.txt")
    write_if_changed(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "a.txt").read_text() == "new"


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_mode_stays(tmp_path: Path, mode: int) -> None:
    """A file that others may not read, or may write, stays so."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(mode)
    write_if_changed(path, "new")
    assert path.stat().st_mode & 0o777 == mode


def test_failed_write_leaves_the_file(tmp_path: Path) -> None:
    """A text that cannot be written leaves what was there, and no scraps."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_if_changed(path, "\ud800")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_what_a_killed_process_began_to_write_is_removed(tmp_path: Path) -> None:
    """After a while, and only if its writer is gone; whatever else has a point in its name stays."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    names = [f".a.ipynb.{pid}-abcdefgh" for pid in (gone.pid, os.getpid(), 1 << 70)]
    new = f".b.ipynb.{gone.pid}-abcdefgh"
    for name in (*names, ".hidden", f".{gone.pid}-abcdefgh", new):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, None if name == new else (0, 0))
    clear_unfinished(tmp_path.iterdir())
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {*names[1:], ".hidden", f".{gone.pid}-abcdefgh", new}
