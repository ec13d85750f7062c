"""A canary in every field of a project: whatever is published, none of it is markup there."""

import csv
import json
import re
from pathlib import Path

import pytest
from lxml import etree

from claimbook.prose.live import find_live
from composed import parse


@pytest.fixture
def site(hostile: tuple[Path, list[str]]) -> Path:
    """The built site."""
    return hostile[0]


def test_no_page_holds_it_as_markup(site: Path) -> None:
    """A browser finds no element with a handler of the canary's on any page."""
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        text = re.sub(
            r"<title>.*?</title>", "", page.read_text("utf-8"), flags=re.DOTALL
        )  # text alone
        live = [one for one in parse(text).elements if "onerror" in one[1]]
        assert live == [], page


def test_nothing_that_search_would_insert_is_markup(site: Path) -> None:
    """The theme's search draws titles, texts and tags of its index as HTML."""
    indices = [json.loads(path.read_text("utf-8")) for path in site.rglob("search_index.json")]
    assert indices
    for entry in [entry for index in indices for entry in index["docs"]]:
        for text in (entry["title"], entry["text"], *entry.get("tags", ())):
            assert find_live(text) == {}


def test_feeds_hold_it_as_text(site: Path) -> None:
    """What readers of feeds are given as HTML has no handler."""
    feed = etree.parse(str(site / "feed.xml"))
    for element in feed.iter():
        if element.get("type") in ("html", "xhtml"):
            assert find_live("".join(element.itertext())) == {}
    for item in json.loads((site / "feed.json").read_text("utf-8"))["items"]:
        assert find_live(item.get("content_html", "")) == {}


def test_data_in_a_page_does_not_end_its_script(site: Path) -> None:
    """JSON-LD and the theme's settings are read by machines, and hold no tag."""
    for page in site.rglob("*.html"):
        for script in re.findall(r"<script[^>]*json[^>]*>(.*?)</script>", page.read_text("utf-8")):
            assert "<" not in script


def test_no_cell_of_a_table_is_a_formula(site: Path) -> None:
    """A spreadsheet computes nothing; numbers stay numbers."""
    (data,) = site.rglob("table.csv")
    rows = list(csv.reader(data.read_text("utf-8").splitlines()))
    assert [row[0][:3] for row in rows] == ["'=x", "'=1", "-2."]
    for table in site.rglob("*.csv"):
        for row in csv.reader(table.read_text("utf-8").splitlines()):
            for text in row:
                assert not text.startswith(("=", "@", "+")), text
