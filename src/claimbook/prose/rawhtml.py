"""HTML that an author writes into prose: what it points to, what it names, whether it is whole.

It is read with the standard library's parser; only addresses are ever rewritten.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

ADDRESSES = frozenset({"href", "src", "poster", "srcset"})
_VOID = frozenset(
    re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr")
)
# HTML lets an author leave out the end tags of these: what holds them ends them.
_IMPLIED = frozenset(
    re.findall(r"\w+", "p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp")
)
_ENDED = frozenset({"p", "head", "body", "html"})  # the end of the text ends them, too
_FOREIGN = frozenset({"svg", "math"})  # in these `<a/>` is an element, whole
_MARKUP = re.compile(r"<[A-Za-z/!]")
_ADDRESSED = re.compile(rf"\b(?:{'|'.join(sorted(ADDRESSES))})\s*=", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_CANDIDATE = re.compile(r"(\s*)([^\s,]\S*[^\s,]|[^\s,])((?:\s+[^\s,]+)?\s*(?:,|$))")
# What a browser takes for text whatever stands in it; and all in which <!-- opens no comment.
_VERBATIM = re.compile(r"(<(title|textarea)\b[^>]*>)(.*?)(</\2\s*>)", re.DOTALL | re.IGNORECASE)
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?--!?>)|<(script|style|textarea|title)\b[^>]*>.*?</\1\s*>"
    r"|</?[a-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)

Attributes = list[tuple[str, str | None]]


class _Reader(HTMLParser):
    """Follow the tags of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.lines: list[int] = []  # where each of these stands
        self.ids: list[str] = []
        self.classes: list[str] = []
        self.fault, self.line = "", 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.classes += [
            one for name, value in attrs if name == "class" for one in (value or "").split()
        ]
        if tag not in _VOID:
            self.open.append(tag)
            self.lines.append(self.getpos()[0])

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """Take `<b/>` for what a browser takes it for: an element that is opened."""
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == tag and _FOREIGN & set(self.open):
            self.drop_last()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or self.fault:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in _IMPLIED:
            self.drop_last()
        if self.open and self.open[-1] == tag:
            self.drop_last()
        elif tag not in _IMPLIED:
            self.fault, self.line = f"</{_show(tag)}> closes nothing", self.getpos()[0]
            if tag in self.open:
                self.fault = f"<{_show(self.open[-1])}> is not closed before </{_show(tag)}>"
                self.line = self.lines[-1]

    def drop_last(self) -> None:
        """Go out of the element that was opened last."""
        self.open.pop()
        self.lines.pop()


def _show(tag: str) -> str:
    """Return the name of an element, whatever stands there, for a message of one line."""
    return re.sub(r"[^\w:.-]", "�", tag)[:40]


def _clear_text(found: re.Match[str], group: int = 0) -> str:
    """Return as many spaces, with the line ends where they were."""
    return re.sub(r"[^\n]", " ", found[group])


def find_unclosed(html: str, *, strict: bool = False) -> tuple[str, int]:
    r"""Say which element of a piece of HTML is opened and not closed, or closed only, and its line.

    If `strict`, a paragraph is to be closed as well.

    >>> find_unclosed("<p>a\n<b>c</p>"), find_unclosed("<ul><li>a<li>b</ul>")
    (('<b> is not closed', 2), ('', 0))
    """
    if "<!--" in html and (start := _TOKEN.sub(_clear_text, html).find("<!--")) >= 0:
        return "the comment <!-- is not closed", html.count("\n", 0, start) + 1
    reader = _Reader()
    reader.feed(_VERBATIM.sub(lambda found: found[1] + _clear_text(found, 3) + found[4], html))
    reader.close()
    ended = frozenset[str]() if strict else _ENDED
    left = [pair for pair in zip(reader.open, reader.lines, strict=True) if pair[0] not in ended]
    if not reader.fault and left:
        return f"<{_show(left[-1][0])}> is not closed", left[-1][1]
    return reader.fault, reader.line


def find_ids(html: str) -> list[str]:
    """Return the ids of the elements of a piece of HTML, in order."""
    if "id" not in html.lower() or not _MARKUP.search(html):
        return []
    reader = _Reader()
    reader.feed(html)
    return reader.ids


def find_classes(html: str) -> tuple[str, ...]:
    """Return the classes of the elements of a piece of HTML, each once."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(dict.fromkeys(reader.classes))


def has_markup(source: str) -> bool:
    """Whether a Markdown source may hold HTML of its author's."""
    return bool(_MARKUP.search(source))


class _Rewriter(HTMLParser):
    """Note each address that changes when it is rewritten, and its place."""

    def __init__(self, html: str, rewrite: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.rewrite = rewrite
        self.edits: list[tuple[int, int, str]] = []  # from, to, what stands there then
        self._lines = [0]
        for line in html.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        del attrs
        written = self.get_starttag_text() or ""
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        for found in _ATTRIBUTE.finditer(written, len(tag) + 1):
            name, value = found[1].lower(), found[2]
            if name in ADDRESSES and value:
                given = unescape(value[1:-1] if value[0] in "\"'" else value)
                if (made := self._rewrite(name, given)) != given:
                    place = start + found.start(2), start + found.end(2)
                    self.edits.append((*place, f'"{escape(made)}"'))

    def _rewrite(self, name: str, value: str) -> str:
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
    for start, stop, address in _Rewriter(html, rewrite).edits:
        made, end = f"{made}{html[end:start]}{address}", stop
    return made + html[end:]
