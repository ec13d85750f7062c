"""Pages of papers are made by mkdocs-jupyter, which has nothing to do with the others."""

from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from claimbook.notebook.book import Book, Settings
from claimbook.notebook.source import make_notebook
from claimbook.pages.edition import Edition
from claimbook.pages.survey import Report
from claimbook.site import papers
from claimbook.site.state import state
from front import notebook_json

SITE = """\
site_name: Small
plugins:
  - mkdocs-jupyter:
      include: [INCLUDED]
"""
PAGE = """\
---
jupyter:
  kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A page
"""


@pytest.mark.parametrize(
    ("included", "asked"), [("'*.ipynb'", False), ("'*.ipynb', '*.md'", True), ("'own.md'", True)]
)
def test_a_written_page_is_read_for_a_notebook_only_if_asked(
    tmp_path: Path, included: str, asked: bool
) -> None:
    """A project may still have notebooks that are Markdown, which mkdocs-jupyter makes pages of."""
    (tmp_path / "mkdocs.yml").write_text(SITE.replace("INCLUDED", included))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "own.md").write_text(PAGE)
    config = papers.on_config(load_config(str(tmp_path / "mkdocs.yml")))
    jupyter = config.plugins["mkdocs-jupyter"]
    file = File("own.md", str(tmp_path / "docs"), str(tmp_path / "site"), use_directory_urls=True)
    assert jupyter.should_include(file) is asked
    assert ("*.md" in jupyter.config["ignore"]) is not asked


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The work folder of a site without papers; it is not there yet."""
    (tmp_path / "mkdocs.yml").write_text(SITE.replace("INCLUDED", "'*.ipynb'"))
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(state, "edition", Edition(Book(Settings(tmp_path), ())))
    return state.edition.book.settings.work


def configure(work: Path) -> MkDocsConfig:
    return papers.on_config(load_config(str(work.parent / "mkdocs.yml")))


def test_a_conversion_that_was_cut_off_is_made_again(work: Path) -> None:
    """What a killed build, or a full disk, left of one fails no later build; a whole one stays."""
    kept = work / papers.CONVERTED
    (kept / "folder").mkdir(parents=True)
    for name, text in {"whole": '{"content": ""}', "cut": '{"conte', "empty": ""}.items():
        (kept / name).write_text(text)
    (kept / "link").symlink_to(work / "nowhere")
    configure(work)
    assert [one.name for one in kept.iterdir()] == ["whole"]


def test_where_there_is_no_room_no_conversion_is_kept(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """mkdocs-jupyter would fail to write it; a first build, whose folder is not there, keeps it."""
    kept = [configure(work).plugins["mkdocs-jupyter"].config["cache"]]
    work.mkdir()
    kept.append(configure(work).plugins["mkdocs-jupyter"].config["cache"])
    monkeypatch.setattr(papers, "ROOM", 2**80)
    kept.append(configure(work).plugins["mkdocs-jupyter"].config["cache"])
    assert kept == [True, True, False]


def test_pages_that_cannot_be_reserved_stop_a_build_in_one_line(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line names the file, and says what to do."""
    report = Report(make_notebook(notebook_json(), Path("tiny.ipynb")), None, ())
    monkeypatch.setattr(state.edition, "reports", (report,))
    config = configure(work)
    work.write_text("a file")
    with pytest.raises(PluginError, match=r"/tiny\.ipynb: cannot be written: .*; make it writable"):
        papers.on_files(Files([]), config)
