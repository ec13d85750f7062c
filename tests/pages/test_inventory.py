"""A site is known again if nobody touched it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from claimbook.pages.inventory import take_inventory


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site."""
    for name in ("index.html", "a/index.html", "a/b/one.txt"):
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text("one")
    return tmp_path / "site"


def test_a_site_that_was_moved_aside_and_back_is_the_same(site: Path, tmp_path: Path) -> None:
    """A build does so; what stands hidden at the top is not the build's."""
    before, aside = take_inventory(site), tmp_path / "aside"
    aside.mkdir()
    for path in list(site.iterdir()):
        path.rename(aside / path.name)
    (site / ".git").mkdir()
    assert take_inventory(aside) == before
    for path in list(aside.iterdir()):
        path.rename(site / path.name)
    assert take_inventory(site) == before


def edit_quietly(path: Path) -> None:
    """Change what stands in a file, but neither its size nor its time."""
    was = path.stat()
    path.write_text("two")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def replace_quietly(path: Path) -> None:
    """Put another file of the same size and time in its place."""
    was = path.stat()
    path.with_name("new").write_text("two")
    path.with_name("new").replace(path)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda site: edit_quietly(site / "a" / "b" / "one.txt"),
        lambda site: edit_quietly(site / "index.html"),
        lambda site: replace_quietly(site / "index.html"),
        lambda site: (site / "index.html").write_text("two"),
        lambda site: (site / "a" / "new.txt").write_text(""),
        lambda site: (site / "a" / ".hidden").write_text(""),
        lambda site: (site / "a" / "index.html").unlink(),
        lambda site: (site / "a" / "index.html").chmod(0o600),
        lambda site: (site / "a" / "b").rename(site / "a" / "c"),
        lambda site: (site / "a" / "b").chmod(0o700),
        lambda site: (site / "empty").mkdir(),
        shutil.rmtree,
    ],
)
def test_a_site_that_somebody_touched_is_another(
    site: Path, change: Callable[[Path], None]
) -> None:
    """However little was changed."""
    before = take_inventory(site)
    change(site)
    site.mkdir(exist_ok=True)
    assert take_inventory(site) != before
