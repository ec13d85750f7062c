"""HTML that an author writes into prose: what it points to, what it names, whether it is whole.

It is read with the standard library's parser; only addresses are ever rewritten.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

ADDRESSES = frozenset({"href", "src", "poster"})
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
# HTML lets an author leave out the end tags of these.
_IMPLIED = frozenset("p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp".split())  # noqa: SIM905
_MARKUP = re.compile(r"<[A-Za-z/!]")
_ADDRESSED = re.compile(rf"\b(?:{'|'.join(sorted(ADDRESSES))})\s*=", re.IGNORECASE)


class _Reader(HTMLParser):
    """Follow the tags of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.fault = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or self.fault:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in _IMPLIED:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in _IMPLIED:
            self.fault = f"</{tag}> closes nothing"
            if tag in self.open:
                self.fault = f"<{self.open[-1]}> is not closed before </{tag}>"


def find_unclosed(html: str) -> str:
    """Say which element of a piece of HTML is opened and not closed, or the other way round.

    >>> find_unclosed("<p>a <b>c</p>"), find_unclosed("<ul><li>a<li>b</ul>")
    ('<b> is not closed before </p>', '')
    """
    if html.count("<!--") != html.count("-->"):
        return "the comment <!-- is not closed"
    reader = _Reader()
    reader.feed(html)
    reader.close()
    left = [tag for tag in reader.open if tag not in _IMPLIED]
    return reader.fault or (f"<{left[-1]}> is not closed" if left else "")


def find_ids(html: str) -> list[str]:
    """Return the ids of the elements of a piece of HTML, in order."""
    if "id" not in html or not _MARKUP.search(html):
        return []
    reader = _Reader()
    reader.feed(html)
    return reader.ids


def has_markup(source: str) -> bool:
    """Whether a Markdown source may hold HTML of its author's."""
    return bool(_MARKUP.search(source))


_TAG = re.compile(r"<[A-Za-z][^\s>/]*(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(
    rf"(\s)({'|'.join(sorted(ADDRESSES))})(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>\"']+)", re.IGNORECASE
)


def rewrite_addresses(html: str, rewrite: Callable[[str], str]) -> str:
    """Return HTML in which each address of a link, a picture and the like is rewritten.

    >>> rewrite_addresses('<a href="b.md">b</a>', str.upper)
    '<a href="B.MD">b</a>'
    """
    if not _ADDRESSED.search(html):
        return html
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(lambda m: _rewritten(m, rewrite), tag[0]), html)


def _rewritten(found: re.Match[str], rewrite: Callable[[str], str]) -> str:
    before, name, equals, value = found.groups()
    given = _unquoted(value)
    made = rewrite(given)
    return found[0] if made == given else f'{before}{name}{equals}"{escape(made)}"'


def _unquoted(value: str) -> str:
    return unescape(value[1:-1] if value[:1] in "\"'" else value)
