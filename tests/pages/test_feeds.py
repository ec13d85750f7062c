import json
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from claimbook.pages.addresses import Addresses
from claimbook.pages.feeds import Channel, write_atom, write_json
from claimbook.pages.history import News, gather_news
from composed import RUN, report_on
from front import FRONT, HISTORY

ATOM = "{http://www.w3.org/2005/Atom}"
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HOME = "https://example.org/book/"


def channel(home: str = "", *, directories: bool = True, name: str = "A <book> & more") -> Channel:
    return Channel(name, "Papers, rerun", "Doe & Roe", home, Addresses(directories))


@pytest.fixture
def news(tmp_path: Path) -> tuple[News, ...]:
    return gather_news([report_on(tmp_path, RUN, front=FRONT + HISTORY)])


def text_of(parent: etree._Element, name: str) -> str:
    (child,) = parent.findall(f"{ATOM}{name}")
    return child.text or ""


def check_atom(feed: etree._Element) -> None:
    """Judge what RFC 4287 demands of a feed and of each entry."""
    allowed = {"title", "subtitle", "id", "updated", "author", "link", "entry"}
    assert {child.tag for child in feed} <= {f"{ATOM}{name}" for name in allowed}
    assert feed.tag == f"{ATOM}feed"
    (author,) = feed.findall(f"{ATOM}author")
    assert text_of(author, "name")
    entries = feed.findall(f"{ATOM}entry")
    for one in (feed, *entries):
        assert text_of(one, "title")
        assert URN.fullmatch(text_of(one, "id"))
        assert datetime.fromisoformat(text_of(one, "updated")).tzinfo is not None
        for link in one.findall(f"{ATOM}link"):
            assert link.get("rel") in ("self", "alternate")
            assert link.get("href") and "/" in link.get("type", "")
    for entry in entries:
        assert text_of(entry, "summary")
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
    ids = [text_of(one, "id") for one in (feed, *entries)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("home", ["", HOME])
def test_the_atom_feed_is_valid(news: tuple[News, ...], home: str):
    """As RFC 4287 has it; text is text, and links are whole where the site knows where it is."""
    feed = etree.fromstring(write_atom(news, channel(home)).encode())
    check_atom(feed)

    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    assert all(urlsplit(link).scheme == ("https" if home else "") for link in links)
    assert links[:3] == [f"{home}feed.xml", home or "./", f"{home}papers/tiny/"]
    assert f"{home}papers/tiny/#verdict-gap-is-small" in links
    assert text_of(feed, "title") == "A <book> & more"
    assert text_of(feed, "updated") == "2024-03-04T00:00:00Z"
    summaries = [text_of(entry, "summary") for entry in feed.findall(f"{ATOM}entry")]
    assert summaries[2] == "“The gap is small.” More seeds <b>."
    assert len(summaries) == 4


def test_a_feed_without_news_is_valid_too():
    """A site that has no history yet offers an empty feed."""
    feed = etree.fromstring(write_atom((), channel()).encode())
    check_atom(feed)

    assert feed.findall(f"{ATOM}entry") == []
    assert json.loads(write_json((), channel()))["items"] == []


@pytest.mark.parametrize("home", ["", HOME])
def test_the_json_feed_is_valid(news: tuple[News, ...], home: str):
    """As JSON Feed 1.1 has it, with the same items under the same ids."""
    told = json.loads(write_json(news, channel(home)))

    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert (told["title"], told["authors"]) == ("A <book> & more", [{"name": "Doe & Roe"}])
    assert ("feed_url" in told, "home_page_url" in told) == (bool(home), bool(home))
    assert told.get("feed_url", HOME + "feed.json") == HOME + "feed.json"
    feed = etree.fromstring(write_atom(news, channel(home)).encode())
    entries = feed.findall(f"{ATOM}entry")
    assert [item["id"] for item in told["items"]] == [text_of(entry, "id") for entry in entries]
    for item, entry in zip(told["items"], entries, strict=True):
        assert item.keys() == {"id", "url", "title", "content_text", "date_published", "tags"}
        assert item["content_text"] == text_of(entry, "summary")
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
        assert item["url"].startswith(f"{home}papers/tiny/")


def test_an_item_is_known_by_the_same_name_wherever_the_site_lies(news: tuple[News, ...]):
    """A reader's feed does not begin anew when the site moves."""
    here, there = (json.loads(write_json(news, channel(home)))["items"] for home in ("", HOME))

    assert [one["id"] for one in here] == [one["id"] for one in there]
    page = json.loads(write_json(news, channel(directories=False)))["items"][0]["url"]
    assert page == "papers/tiny.html"
