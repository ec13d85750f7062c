r"""Markdown that a cell's HTML still shows as it was written, because Python-Markdown read no list there.

JupyterLab begins a list below a line of text, and nests one that is indented by two spaces; the site's
Markdown wants a blank line and four. Within most elements of HTML it reads nothing at all.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from claimbook.errors import ClaimbookError
from claimbook.tex.delimiters import hide_code

_CODE = frozenset({"code", "pre", "kbd", "samp", "script", "style", "math", "svg", "textarea"})
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div li ul ol dl dt dd table tr td th details summary blockquote h1 h2 h3 h4 h5 h6",
    )
)
_HEADING = re.compile("h[1-6]")  # one may begin with a number
_ITEM = re.compile(r"( *)(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_ESCAPED = re.compile(r"(?<!\\)\\(?:[*\[]|\{\\?\{)|&#\d+;")  # not `\\[` or `\{`: math
_IN_TAG = re.compile(r"<[A-Za-z][\w-]*\s[^<>\n]*=[^<>\n]*\{\{|\]\(\s*\{\{")
_BACKTICKS = re.compile(r"(?s)(`+)(?!`).*?(?<!`)\1(?!`)")
_LIST = "leave a blank line ahead of a list, and indent by four spaces what belongs to an item"
_TABLE = "leave a blank line ahead of a table"
_INLINE = "put it in a Markdown paragraph of its own, outside of HTML; between backticks if it is meant so"
_RULES = (
    (re.compile(r"\A\s*(?:[-*+]|\d{1,9}[.)])[ \t]\S.*"), _LIST),
    (re.compile(r"^[ \t]*(?:[-*+]|1[.)])[ \t]\S.*", re.MULTILINE), _LIST),
    (re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|.*", re.MULTILINE), _TABLE),
    (
        re.compile(
            r"\{\{[^{}]{1,80}\}\}|\{\{\s*(?:claim:|[a-z]\w*)[^{}]{0,60}|\[@[A-Za-z][^\]\n]*\]|\*\*\w[^*\n]*\*\*|\]\([^()\s]+\)"
        ),
        _INLINE,
    ),
)


class _Texts(HTMLParser):
    """Gather the text of each block, with what is code left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts = [""]
        self.code = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag in _CODE:
            self.code += 1
        elif tag in _BLOCKS:
            self.texts.append("\ufffc" if _HEADING.fullmatch(tag) else "")
        elif tag == "br":
            self.texts[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in _CODE:
            self.code -= self.code > 0
            self.texts[-1] += "\ufffc"
        elif tag in _BLOCKS:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if not self.code:
            self.texts[-1] += data


def find_remains(html: str) -> tuple[str, str] | None:
    r"""Return the first Markdown that is left in a piece of HTML, and what to do; or nothing.

    >>> find_remains("<p>So:\n- one\n- two</p>")
    ('- one', 'leave a blank line ahead of a list, and indent by four spaces what belongs to an item')
    >>> find_remains("<p>a <code>**b**</code> - c</p>")
    """
    reader = _Texts()
    reader.feed(html)
    reader.close()
    for text in reader.texts:
        for rule, fix in _RULES:
            if found := rule.search(text):
                return " ".join(found[0].split())[:60], fix
    return None


def explain_misplaced(source: str) -> Iterator[ClaimbookError]:
    r"""Say of a bound name where none can be filled in: in an element's tag, in a link's address.

    >>> [str(fault) for fault in explain_misplaced('<b title="{{ gap }}">')]
    ['a bound name stands in the tag of an element or an address; put it into the text']
    """
    if _IN_TAG.search(_BACKTICKS.sub("", source)):
        what = "a bound name stands in the tag of an element or an address"
        yield ClaimbookError(what, fix="put it into the text")


def explain_remains(source: str, html: str) -> Iterator[ClaimbookError]:
    """Say what of a cell's Markdown was not read as JupyterLab reads it."""
    if shallow := find_shallow_list(source):
        yield ClaimbookError(f'"{shallow}" is no list in a list', fix="indent it by four spaces")
    elif (found := find_remains(html)) and not (found[1] == _INLINE and _ESCAPED.search(source)):
        yield ClaimbookError(f'"{found[0]}" is shown as it is written', fix=found[1])


def find_shallow_list(source: str) -> str:
    r"""Return the first item of a list in a list that is not indented enough for it; or nothing.

    >>> find_shallow_list("- a\n  - b"), find_shallow_list("- a\n    - b")
    ('- b', '')
    """
    last, start = None, 0
    for line in hide_code(source).split("\n"):  # of the same length, character by character
        item = _ITEM.match(line)
        if item and last is not None and 2 <= len(item[1]) - last <= 3:
            return " ".join(source[start : start + len(line)].split())[:60]
        if item:
            last = len(item[1])
        elif line.strip() and not line.startswith(" "):
            last = None
        start += len(line) + 1
    return ""
