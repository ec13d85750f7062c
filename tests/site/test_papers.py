"""Pages of papers are made by mkdocs-jupyter, which has nothing to do with the others."""

from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.structure.files import File

from claimbook.notebook.book import Book, Settings
from claimbook.pages.edition import Edition
from claimbook.site import papers
from claimbook.site.state import state

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


def test_a_conversion_that_was_cut_off_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed build, or a full disk, left of one fails no later build; a whole one stays."""
    (tmp_path / "mkdocs.yml").write_text(SITE.replace("INCLUDED", "'*.ipynb'"))
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(state, "edition", Edition(Book(Settings(tmp_path), ())))
    kept = state.edition.book.settings.work / papers.CONVERTED
    (kept / "folder").mkdir(parents=True)
    for name, text in {"whole": '{"content": ""}', "cut": '{"conte', "empty": ""}.items():
        (kept / name).write_text(text)
    (kept / "link").symlink_to(tmp_path / "nowhere")
    papers.on_config(load_config(str(tmp_path / "mkdocs.yml")))
    assert [one.name for one in kept.iterdir()] == ["whole"]
