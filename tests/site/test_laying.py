"""Files that are laid into the site: moved from the site of before where they are the same."""

from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig

from claimbook.notebook.book import Book, Settings
from claimbook.pages.edition import Edition
from claimbook.site import laying
from claimbook.site.state import state


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MkDocsConfig:
    """A site that was built before, and is to be built again."""
    (tmp_path / "mkdocs.yml").write_text("site_name: Small\n")
    (tmp_path / "docs").mkdir()
    for name, text in {"a/one.txt": "one", "a/two.txt": "two", ".git": "kept"}.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(text)
    monkeypatch.setattr(state, "edition", Edition(Book(Settings(tmp_path), ())))
    monkeypatch.setattr(state, "laid", None)
    made: MkDocsConfig = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    return made


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
    laying.on_post_build(config)
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
