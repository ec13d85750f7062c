import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.records import from_paper
from claimbook.notebook.source import read
from claimbook.pages.drawing import draw
from claimbook.pages.jsonld import describe_page
from front import FRONT, write_notebook

HOSTILE = "</script><script>alert(1)</script><!--"
CITED = (
    Record("roe2020old", "misc", {"title": "Old", "doi": "10.1/x"}),
    Record("poe2021new", "misc", {"title": "New"}),
)


def described(tmp_path: Path, **more: str) -> dict:
    notebook = read(write_notebook(tmp_path, front=FRONT))
    paper = from_paper(notebook.front.paper)
    return describe_page(notebook, paper, [paper, *CITED], by="The Claimbook authors", **more)


def test_the_page_is_an_article_about_the_paper(tmp_path: Path):
    """Its author is ours and its date the digest's; the paper has its own."""
    data = described(tmp_path, url="https://example.org/tiny/")

    assert (data["@type"], data["headline"]) == ("Article", "A tiny paper, rerun")
    assert data["author"] == {"@type": "Organization", "name": "The Claimbook authors"}
    assert data["url"] == "https://example.org/tiny/"
    assert data["about"] == {
        "@id": "https://arxiv.org/abs/2402.00001",
        "@type": "ScholarlyArticle",
        "name": "A Tiny Paper",
        "author": [{"@type": "Person", "name": "Jane Doe"}],
        "identifier": ["arXiv:2402.00001", "doi:10.48550/arXiv.2402.00001"],
        "url": "https://arxiv.org/abs/2402.00001",
        "datePublished": "2024-02-29",
    }
    assert data["isBasedOn"] == {"@id": "https://arxiv.org/abs/2402.00001"}


def test_what_is_cited_is_named_by_its_address_or_its_title(tmp_path: Path):
    """The paper itself is no citation."""
    assert described(tmp_path)["citation"] == [{"@id": "https://doi.org/10.1/x"}, {"name": "New"}]


@pytest.mark.parametrize("described", [{"name": HOSTILE}, {HOSTILE: [{"a": [HOSTILE, None, 3]}]}])
def test_no_title_ends_the_script(described: dict):
    """Markup in the data stays data, and reads back as it was."""

    class Page(HTMLParser):
        tags: tuple[str, ...] = ()
        text = ""

        def handle_starttag(self, tag: str, attrs: list) -> None:
            self.tags += (tag,)

        def handle_data(self, data: str) -> None:
            self.text += data

    page = Page()
    page.feed(draw("head", stem="x", described=described, formats=()))

    assert page.tags == ("script",)
    assert json.loads(page.text) == described


def test_a_hostile_record_is_described_as_it_stands(tmp_path: Path):
    """What the paper is called is handed on unchanged; drawing it is the template's affair."""
    title = HOSTILE.removesuffix("<!--")  # two hyphens are a dash
    works = [Record("poe2021new", "misc", {"title": "A {</script>}"})]
    notebook = read(write_notebook(tmp_path, front=FRONT.replace("A Tiny Paper", title)))
    described = describe_page(notebook, from_paper(notebook.front.paper), works, by=HOSTILE)

    assert described["about"]["name"] == title
    assert described["author"]["name"] == HOSTILE
    assert described["citation"] == [{"name": "A </script>"}]
