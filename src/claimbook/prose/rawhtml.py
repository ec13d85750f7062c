"""HTML that an author writes into prose: what it points to, what it names, whether it is whole.

It is read with the standard library's parser; only addresses are ever rewritten.
"""

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

ADDRESSES = frozenset({"href", "src", "poster", "srcset"})
_VOID = frozenset(
    re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr")
)
# HTML lets an author leave out the end tags of these: what holds them ends them.
_IMPLIED = frozenset(
    re.findall(r"\w+", "p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp")
)
_FOREIGN = frozenset({"svg", "math"})  # in these `<a/>` is an element, whole
_MARKUP = re.compile(r"<[A-Za-z/!]")
_ADDRESSED = re.compile(rf"\b(?:{'|'.join(sorted(ADDRESSES))})\s*=", re.IGNORECASE)
_CANDIDATE = re.compile(r"(\s*)([^\s,]\S*[^\s,]|[^\s,])((?:\s+[^\s,]+)?\s*(?:,|$))")

Attributes = list[tuple[str, str | None]]


class _Reader(HTMLParser):
    """Follow the tags of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.fault = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """Take `<b/>` for what a browser takes it for: an element that is opened."""
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == tag and _FOREIGN & set(self.open):
            self.open.pop()

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
    left = [tag for tag in reader.open if tag != "p"]  # a paragraph ends where a block begins
    return reader.fault or (f"<{left[-1]}> is not closed" if left else "")


def find_ids(html: str) -> list[str]:
    """Return the ids of the elements of a piece of HTML, in order."""
    if "id" not in html.lower() or not _MARKUP.search(html):
        return []
    reader = _Reader()
    reader.feed(html)
    return reader.ids


def has_markup(source: str) -> bool:
    """Whether a Markdown source may hold HTML of its author's."""
    return bool(_MARKUP.search(source))


class _Rewriter(HTMLParser):
    """Note each start tag that changes when its addresses are rewritten."""

    def __init__(self, html: str, rewrite: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.rewrite = rewrite
        self.edits: list[tuple[int, int, str]] = []  # from, to, what stands there then
        self._lines = [0]
        for line in html.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        made = [(name, self._rewritten(name, value)) for name, value in attrs]
        written = self.get_starttag_text()
        if made == attrs or written is None:
            return
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        given = "".join(f" {k}" if v is None else f' {k}="{escape(v)}"' for k, v in made)
        end = "/>" if written.endswith("/>") else ">"
        self.edits.append((start, start + len(written), f"<{tag}{given}{end}"))

    def _rewritten(self, name: str, value: str | None) -> str | None:
        if name not in ADDRESSES or not value:
            return value
        if name == "srcset":
            return _CANDIDATE.sub(lambda one: one[1] + self.rewrite(one[2]) + one[3], value)
        return self.rewrite(value)


def rewrite_addresses(html: str, rewrite: Callable[[str], str]) -> str:
    """Return HTML in which each address of a link, a picture and the like is rewritten.

    >>> rewrite_addresses('<a href="b.md">b</a>', str.upper)
    '<a href="B.MD">b</a>'
    """
    if not _ADDRESSED.search(html):
        return html
    made, end = "", 0
    for start, stop, tag in _Rewriter(html, rewrite).edits:
        made, end = f"{made}{html[end:start]}{tag}", stop
    return made + html[end:]
