"""Pages that lead on, where pages are folders and where they are files."""

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from claimbook.notebook.book import Book, Settings
from claimbook.notebook.languages import Language
from claimbook.notebook.source import read
from claimbook.pages.addresses import Addresses
from claimbook.pages.edition import Edition
from claimbook.pages.survey import make_report
from claimbook.site import moving
from claimbook.site.state import state
from front import FRONT, write_notebook


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MkDocsConfig:
    """A site that is being built, of one notebook that was moved."""
    front = f"{FRONT}moved_from: [index, wee]\n"
    notebook = read(write_notebook(tmp_path / "notebooks", front=front))
    edition = Edition(Book(Settings(tmp_path), (notebook,)), reports=(make_report(notebook, None),))
    for name, value in {
        "edition": edition,
        "languages": (Language("en", "English"),),
        "language": None,
        "laid": None,
        "serving": False,
    }.items():
        monkeypatch.setattr(state, name, value)
    made = MkDocsConfig()
    made.load_dict({"site_dir": str(tmp_path / "site"), "site_name": "Claims"})
    return made


@pytest.mark.parametrize(
    ("directories", "name", "way"),
    [(True, "wee/index.html", "../tiny/"), (False, "wee.html", "tiny.html")],
)
def test_a_page_leads_on(
    config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch, directories: bool, name: str, way: str
) -> None:
    """It lies where the page was, knows where that is, and is written over by the next build."""
    monkeypatch.setattr(state, "addresses", Addresses(directories=directories))
    for _ in range(2):
        moving.on_post_build(config)
    html = (Path(config.site_dir) / "papers" / name).read_text("utf-8")
    assert html.count(f'"{way}"') == 3
    assert f'content="0; url={way}"' in html


def test_no_other_page_is_written_over(
    config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is there already is a fault of who says that it was elsewhere."""
    monkeypatch.setattr(state, "addresses", Addresses(directories=False))
    path = Path(config.site_dir) / "papers" / "index.html"
    path.parent.mkdir(parents=True)
    path.write_text("All papers")
    with pytest.raises(PluginError, match=r"another page at papers/index\.html; take it out, or"):
        moving.on_post_build(config)
    assert path.read_text() == "All papers"
