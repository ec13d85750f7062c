"""The news of the site as feeds: Atom (RFC 4287) and JSON Feed 1.1.

An item is known by a URN that is made of its page, day and kind alone, so that neither an edit of its
text nor a new address of the site makes it unread again. Where the site knows its own address, links
are absolute; where it does not, they are relative to the feed, which lies at the site's root.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from claimbook.pages.addresses import Addresses
from claimbook.pages.downloads import ATOM, JSON_FEED
from claimbook.pages.drawing import draw_file
from claimbook.pages.history import News

LONGEST = 100  # items of a feed
BEGINNING = date(2024, 1, 1)  # of a feed without an item


@dataclass(frozen=True)
class Channel:
    """The site as a feed names it; `home` is its address with a slash at the end, or nothing."""

    name: str
    description: str
    author: str
    home: str = ""
    addresses: Addresses = field(default_factory=Addresses)

    @property
    def urn(self) -> str:
        """What the feed is known by."""
        return _make_urn(self.name)

    def locate(self, news: News) -> str:
        """Return the address of what an item is about."""
        return f"{self.home}{self.addresses.locate_page(news.slug)}{news.anchor}"


def write_atom(news: Sequence[News], channel: Channel) -> str:
    """Return the feed as Atom."""
    items = news[:LONGEST]
    newest = max((one.change.date for one in items), default=BEGINNING)
    return draw_file(
        "feed.xml", channel=channel, items=items, updated=newest, here=ATOM, urn=_identify
    )


def write_json(news: Sequence[News], channel: Channel) -> str:
    """Return the feed as JSON Feed; without a home it names no address of its own."""
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.name,
        "description": channel.description,
        "language": "en",
        "authors": [{"name": channel.author}],
    }
    if channel.home:
        told |= {"home_page_url": channel.home, "feed_url": f"{channel.home}{JSON_FEED}"}
    told["items"] = [_make_item(one, channel) for one in news[:LONGEST]]
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _make_item(news: News, channel: Channel) -> dict[str, Any]:
    return {
        "id": _identify(news),
        "url": channel.locate(news),
        "title": news.title,
        "content_text": news.text,
        "date_published": f"{news.change.date}T00:00:00Z",
        "tags": [str(news.change.what)],
    }


def _identify(news: News) -> str:
    return _make_urn(news.name)


def _make_urn(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'claimbook:{name}')}"
