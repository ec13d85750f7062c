"""A feed of a blog, Atom or RSS → its items: the day, the title and the lines of each."""

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime

from lxml import etree

from claimbook.errors import ClaimbookError
from claimbook.intake.lines import Draft, Line, read_html
from claimbook.intake.pasted import match_arxiv

_BODIES = ("encoded", "content", "description", "summary")
_DATES = ("published", "pubDate", "date", "updated", "issued")


def is_feed(text: str) -> bool:
    """Whether a text is a feed."""
    return bool(re.search(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]", text[:2000]))


def read_feed(text: str, *, where: str) -> Iterator[Draft]:
    """Yield the items of a feed, each as the lines of a post of its day.

    An item whose body has headings of its own is a digest; another is one entry under its title.
    """
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, recover=True
    )
    tree = etree.fromstring(text.encode("utf-8"), parser=parser)
    if tree is None:
        raise ClaimbookError("is no feed that can be read", where=where, fix="is it whole?")
    for item in tree.iter("{*}item", "{*}entry"):
        yield _read_item(item)


def _read_item(item: etree.ElementBase) -> Draft:
    number = item.sourceline or 1
    title = Line(number, " ".join(_find(item, ("title",)).split()) or "–", 1)
    body = tuple(read_html(f"<body>{_find(item, _BODIES)}</body>", first=number))
    link = next(filter(match_arxiv, _list_links(item)), "")
    named = (Line(number, link),) if link else ()
    headed = sum(1 for line in body if line.level) > 1
    lines = body if headed else (title, *named, *body)
    return Draft(lines, _read_day(_find(item, _DATES)))


def _find(item: etree.ElementBase, names: tuple[str, ...]) -> str:
    """Return the text of the first child that has one of these names, markup and all."""
    for name in names:
        for child in item.findall(f"{{*}}{name}"):
            inner = "".join(etree.tostring(one, encoding="unicode") for one in child)
            if text := (child.text or "") + inner:
                return text.strip()
    return ""


def _list_links(item: etree.ElementBase) -> Iterator[str]:
    for child in item.findall("{*}link"):
        yield child.get("href") or child.text or ""
    yield _find(item, ("id", "guid"))


def _read_day(text: str) -> str:
    """Return a day as `2024-02-29`, from either way in which feeds write it."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError):
        return ""
