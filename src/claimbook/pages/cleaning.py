"""HTML that an output or a raw cell brings, made fit for a page, and what was left out of it.

nh3 cleans. What it lets through shows content and no more: no style, no class but pandas' own,
no id (the page has its own), nothing that another host would be asked for. Pictures and sounds
inside it become files beside the page. A second, forgiving reading names what a reader would
miss; nothing depends on it but that line.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

import nh3
from markupsafe import Markup

from claimbook.pages.media import Media
from claimbook.wording.catalogue import say

_TAGS = frozenset(
    re.findall(
        r"\w+",
        """
        a abbr audio b bdi bdo blockquote br caption center cite code col colgroup data dd del
        details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark meter ol
        p pre progress q rp rt ruby s samp small source span strike strong sub summary sup table
        tbody td tfoot th thead time tr tt u ul var video wbr
        """,
    )
)
# Dropped with all that is in them; of any other element the text stays.
_WITH_CONTENT = frozenset(
    re.findall(
        r"\w+",
        """
        applet button canvas embed iframe math noscript object script select style svg template
        textarea title
        """,
    )
)
_ATTRIBUTES: Mapping[str, set[str]] = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "audio": {"aria-label", "controls", "loop", "muted", "preload", "src"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "details": {"open"},
    "img": {"alt", "height", "loading", "src", "width"},
    "li": {"value"},
    "meter": {"aria-label", "high", "low", "max", "min", "optimum", "value"},
    "ol": {"reversed", "start", "type"},
    "progress": {"aria-label", "max", "value"},
    "source": {"src"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {
        *("aria-label", "controls", "height", "loop", "muted", "poster", "preload", "src", "width"),
    },
}
_LOADED = frozenset({"src", "poster"})
_LOADING: Mapping[str, str] = {
    "audio": "audio",
    "img": "picture",
    "input": "picture",
    "source": "media",
    "video": "video",
}
_LINKED = frozenset({"http", "https", "mailto"})
_LONGEST = 100  # characters of an address that are said
_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
_UNDESCRIBED = re.compile(r"<img\b(?![^>]*\balt\s*=)", re.IGNORECASE)
_PLAYER = re.compile(r"<(?:audio|video)\b", re.IGNORECASE)
_GAUGE = re.compile(r"<(?:meter|progress)\b", re.IGNORECASE)
# How a table of pandas or polars is set is left to the page, and need not be told.
_OF_TABLES = re.compile(r"\s*(?:\.dataframe\b[^{}]*\{[^{}]*\}\s*)*")


@dataclass(frozen=True)
class Cleaned:
    """Clean HTML, the files that it shows, and what was dropped, each in a reader's words."""

    html: Markup
    files: tuple[Media, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether it shows nothing."""
        shown = self.files or re.search(r"<(?:hr|meter|progress)\b", self.html)
        return not shown and not nh3.clean(self.html, tags=set()).strip()


def clean(html: str, beside: str = "") -> Cleaned:
    """Clean a piece of HTML; `beside` leads from the page to the files beside it."""
    files: dict[str, Media] = {}

    def keep(_tag: str, attribute: str, value: str) -> str | None:
        if attribute in _LOADED:
            if (media := Media.from_address(value)) is None:
                return None
            files[media.path] = media
            return f"{beside}{media.path}"
        if attribute == "href":
            return value if _read_scheme(value) in _LINKED else None
        return value

    cleaned = nh3.clean(
        _equip(html),
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes=dict(_ATTRIBUTES),
        attribute_filter=keep,
        allowed_classes={"table": {"dataframe"}},
        url_schemes={*_LINKED, "data"},
    )
    return Cleaned(Markup(cleaned.strip()), tuple(files.values()), _list_missed(html))


def _equip(html: str) -> str:
    """Give pictures and players what they need: controls, and names for those who cannot see.

    Whatever this makes of odd HTML is cleaned afterwards. nh3's `set_tag_attribute_values` would
    write attributes in another order at each build.
    """
    for pattern, given in (
        (_PICTURE, {"loading": "lazy"}),
        (_UNDESCRIBED, {"alt": say("outputs-no-alt")}),
        (_PLAYER, {"controls": "", "preload": "metadata", "aria-label": say("outputs-media")}),
        (_GAUGE, {"aria-label": say("outputs-progress")}),
    ):
        written = "".join(f" {name}={quoteattr(value)}" for name, value in given.items())
        html = pattern.sub(r"\g<0>" + written.replace("\\", r"\\"), html)
    return html


def _read_scheme(address: str) -> str:
    scheme, colon, _ = address.strip().partition(":")
    return scheme.lower() if colon else ""


def _list_missed(html: str) -> tuple[str, ...]:
    """Name what was dropped that a reader would miss, each once."""
    reading = _Reading()
    with suppress(AssertionError):  # how the parser answers to a malformed `<![`
        reading.feed(html)
        reading.close()
    return tuple(dict.fromkeys(reading.missed))


class _Reading(HTMLParser):
    """Look for what `clean` drops."""

    def __init__(self) -> None:
        super().__init__()
        self.missed: list[str] = []
        self.style: str | None = None  # the style sheet that is being read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: " ".join((value or "").split()) for name, value in attrs}
        self.missed += [
            *_find_elements(tag, given),
            *_find_actions(given),
            *_find_addresses(tag, given),
        ]
        if tag == "style":
            self.style = ""

    def handle_data(self, data: str) -> None:
        if self.style is not None:
            self.style += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "style" and self.style is not None:
            rules = re.sub(r"/\*.*?\*/", "", self.style, flags=re.DOTALL)
            self.missed += [] if _OF_TABLES.fullmatch(rules) else [say("outputs-dropped-style")]
            self.style = None


def _find_elements(tag: str, given: Mapping[str, str]) -> Iterator[str]:
    """Name an element that is dropped with all that is in it."""
    match tag:
        case "iframe" | "frame" | "embed" | "object" | "applet":
            yield _say_lost("frame", given.get("src", given.get("data", "")))
        case "script":
            yield say("outputs-dropped-script")
        case "svg" | "canvas":
            yield say("outputs-dropped-drawing")
        case "math":
            yield say("outputs-dropped-math")
        case "input" | "button" | "select" | "textarea":
            yield say("outputs-dropped-form")
        case "link" if "stylesheet" in given.get("rel", ""):
            yield say("outputs-dropped-style")


def _find_actions(given: Mapping[str, str]) -> Iterator[str]:
    """Name what an element would have done."""
    if any(
        name.startswith("on") or _read_scheme(value) == "javascript"
        for name, value in given.items()
    ):
        yield say("outputs-dropped-script")


def _find_addresses(tag: str, given: Mapping[str, str]) -> Iterator[str]:
    """Name what an element would have loaded, and where it would have led."""
    for name in ("src", "srcset", "poster"):
        address = given.get(name, "")
        if tag in _LOADING and address and not (name in _LOADED and Media.from_address(address)):
            yield _say_lost(_LOADING[tag] if name == "src" else "picture", address)
    address = given.get("href", "")
    if (
        tag == "a"
        and address[:1] not in ("", "#")
        and _read_scheme(address) not in _LINKED | {"javascript"}
    ):
        yield say(
            "outputs-dropped-link", address=_name_origin(address) or f"{_read_scheme(address)}:"
        )


def _say_lost(sort: str, address: str) -> str:
    """Name something that would have been loaded, and from where if that can be told."""
    if origin := _name_origin(address):
        return say(f"outputs-dropped-{sort}-from", origin=origin)
    return say(f"outputs-dropped-{sort}")


def _name_origin(address: str) -> str:
    """Name where an address leads: a host or a file; nothing if neither can be told."""
    with suppress(ValueError):  # it is no address at all
        parts = urlsplit(address.split(" ")[0])
        if parts.scheme in ("", "file", "http", "https"):
            return (parts.hostname or parts.path)[:_LONGEST]
    return ""
