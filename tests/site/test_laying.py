"""Files that are laid into the site: moved from the site of before where they are the same."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock, Timeout
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig

from claimbook.notebook.book import Book, Settings
from claimbook.pages.edition import Edition
from claimbook.site import laying
from claimbook.site.state import state


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MkDocsConfig]:
    """A site that was built before, and is to be built again."""
    (tmp_path / "mkdocs.yml").write_text("site_name: Small\n")
    (tmp_path / "docs").mkdir()
    for name, text in {"a/one.txt": "one", "a/two.txt": "two", ".git": "kept"}.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(text)
    monkeypatch.setattr(state, "edition", Edition(Book(Settings(tmp_path), ())))
    monkeypatch.setattr(state, "laid", None)
    made: MkDocsConfig = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    yield made
    finish(made)


def finish(config: MkDocsConfig) -> None:
    """End a build as MkDocs does."""
    for end in laying.on_post_build.methods:
        end(config)


def read_site(config: MkDocsConfig) -> dict[str, str]:
    site = Path(config.site_dir)
    paths = [path for path in site.rglob("*") if path.is_file()]
    return {path.relative_to(site).as_posix(): path.read_text() for path in paths}


def test_the_site_has_what_was_laid_and_nothing_of_before(config: MkDocsConfig) -> None:
    """What is the same is moved, what is not is written, and the rest goes."""
    (Path(config.site_dir) / "a" / "three.txt").write_text("old")
    laying.on_pre_build(config)
    assert read_site(config) == {".git": "kept"}
    aside = state.laid
    assert aside is not None
    before = (aside / "a" / "one.txt").stat().st_ino
    for name, text in {"a/new.txt": "new", "a/one.txt": "one", "a/two.txt": "owt"}.items():
        laying.put_file(config, name, text)
    finish(config)
    laid = {"a/new.txt": "new", "a/one.txt": "one", "a/two.txt": "owt"}
    assert read_site(config) == laid | {".git": "kept"}
    assert (Path(config.site_dir) / "a" / "one.txt").stat().st_ino == before
    assert not aside.exists()


def test_a_link_in_the_site_of_before_is_not_taken_over(
    config: MkDocsConfig, tmp_path: Path
) -> None:
    """A file is laid in its place."""
    (tmp_path / "elsewhere.txt").write_text("one")
    link = Path(config.site_dir) / "a" / "one.txt"
    link.unlink()
    link.symlink_to(tmp_path / "elsewhere.txt")
    laying.on_pre_build(config)
    laying.put_file(config, "a/new.txt", "new")
    laying.put_file(config, "a/one.txt", "one")
    assert link.read_text() == "one"
    assert not link.is_symlink()


def test_beside_a_server_nothing_is_put_aside(
    config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its site comes back whole if a build fails."""
    monkeypatch.setattr(state, "serving", True)
    laying.on_pre_build(config)
    laying.put_file(config, "b/one.txt", b"1")
    assert read_site(config)["b/one.txt"] == "1"
    assert read_site(config)["a/one.txt"] == "one"


def test_what_a_failed_build_put_aside_goes(config: MkDocsConfig) -> None:
    """The site is empty then, as MkDocs leaves it."""
    laying.on_pre_build(config)
    aside = state.laid
    laying.on_build_error(RuntimeError("no"))
    assert aside is not None
    assert not aside.exists()


def test_builds_into_one_folder_take_turns(config: MkDocsConfig, tmp_path: Path) -> None:
    """None puts aside, or back, what another makes; those into other folders go on beside it."""
    other: MkDocsConfig = load_config(config.config_file_path, site_dir=str(tmp_path / "other"))
    laying.on_pre_build(config)
    turn, aside = state.turn, state.laid
    assert turn is not None
    same = FileLock(turn.lock_file, thread_local=False)
    with pytest.raises(Timeout):
        same.acquire(blocking=False)
    state.turn = None  # as in another process
    laying.on_pre_build(other)
    assert aside is not None
    assert (aside / "a" / "one.txt").is_file()
    finish(other)
    turn.release()
    same.acquire(blocking=False)
    same.release()


@pytest.mark.parametrize("end", [finish, lambda _: laying.on_build_error(OSError())])
def test_a_turn_ends_with_the_build(config: MkDocsConfig, end: Callable[[Any], None]) -> None:
    """Whether it failed or not."""
    laying.on_pre_build(config)
    turn = state.turn
    assert turn is not None
    end(config)
    assert not turn.is_locked
    assert state.turn is None


def test_what_a_killed_build_left_goes(config: MkDocsConfig, tmp_path: Path) -> None:
    """What one into another folder put aside lies there until it is sure that it is none of a build's."""
    folder = tmp_path / ".claimbook" / laying.FOLDER
    for name, age in {"old": 2 * 86_400, "new": 60}.items():
        (folder / name).mkdir(parents=True)
        os.utime(folder / name, (time.time() - age,) * 2)
    laying.on_pre_build(config)
    assert not (folder / "old").exists()
    assert (folder / "new").exists()
