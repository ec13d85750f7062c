"""The engine and what is installed beside it, told by digests."""

import os
import time
from pathlib import Path

from claimbook.installed import digest_engine, digest_files, digest_text, list_installed


def test_texts_are_told_apart_from_their_sum() -> None:
    """Where one text ends and the next begins is part of the digest."""
    assert digest_text("a", "bc") != digest_text("ab", "c")


def test_the_engine_has_a_digest() -> None:
    """An engine whose files are those that were loaded is told by one digest."""
    assert digest_engine() == digest_engine() is not None


def test_every_file_of_the_engine_counts(tmp_path: Path) -> None:
    """Code, templates and words count, where they lie and what they hold; compiled files do not."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("a")
    found = [digest_files(tmp_path)]
    (tmp_path / "page.cpython-311.pyc").write_bytes(b"x")
    assert found == [digest_files(tmp_path)]
    (tmp_path / "templates" / "page.html").write_text("b")
    found.append(digest_files(tmp_path))
    (tmp_path / "templates" / "page.html").rename(tmp_path / "page.html")
    found.append(digest_files(tmp_path))
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "back").symlink_to(tmp_path)
    (tmp_path / "templates").rmdir()
    (tmp_path / "templates").symlink_to(Path(__file__).parent / "pages")
    found.append(digest_files(tmp_path))
    assert len(set(found)) == 4, "and so do those behind a link, which may lead back"


def test_a_file_that_is_written_anew_is_read_anew(tmp_path: Path) -> None:
    """Another text counts even if it is as long, and is said to be as old."""
    path = tmp_path / "a.py"
    path.write_text("a = 1")
    old = path.stat()
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns - 10**12))
    time.sleep(0.03)
    before = [digest_files(tmp_path), digest_files(tmp_path)]
    path.write_text("a = 2")
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns - 10**12))
    after = [digest_files(tmp_path)]
    path.write_text("a = 3")
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns - 10**12))
    after.append(digest_files(tmp_path))
    assert len({*before}) == 1
    assert len({*before, *after}) == 3


def test_each_distribution_counts_with_its_version(tmp_path: Path) -> None:
    """Another version of any distribution is seen, and so is the same one installed again."""
    (tmp_path / "markdown-3.6.dist-info").mkdir()
    before = [*list_installed([str(tmp_path)])]
    (tmp_path / "markdown-3.6.dist-info").rename(tmp_path / "markdown-3.7.dist-info")
    assert [line.partition(" ")[0] for line in before] == ["markdown-3.6.dist-info"]
    later = [*list_installed([str(tmp_path)])]
    (tmp_path / "own.pth").write_text("elsewhere")
    assert before != later != [*list_installed([str(tmp_path)])]
