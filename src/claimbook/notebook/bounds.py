"""How large what people write may be: whatever is read stays within a second, or is refused in a line.

Markdown's readers take the square of the time for twice the open brackets. Ten times what any cell
of a real notebook has is the limit, and each fault says what there is too much of.
"""

import re
from collections.abc import Iterator

from claimbook.errors import ClaimbookError

MOST_CELLS = 1_000
LONGEST = 20_000  # characters of a cell; a long one of ours has 3,000
LONGEST_SOURCE = 300_000  # of a cell that is no Markdown, and of any cell's metadata
OF_A_PAGE = 5  # times as much, for a hand-written page
_INDENTED = 80  # columns; lists in lists are read by recursion
_SHORTER = "divide it into several"

# What there may be how much of in a cell: by sign, how often, and what to call it.
_COUNTED = (
    ("[", 300, "opening brackets"),
    ("`", 1_000, "backticks"),
    ("{", 1_000, "opening braces"),
    ("<", 600, "signs <"),
    ("$", 2_000, "dollar signs"),
    ("@", 2_000, "signs @"),
    ("|", 5_000, "bars"),
    ('"', 5_000, "quotes"),
)
_LINES = (
    (re.compile(r"^ {0,3}#", re.MULTILINE), 100, "headings"),
    (re.compile(r"^\s*(?:!!!|\?\?\?|===|///)", re.MULTILINE), 100, "admonitions and tabs"),
    (
        re.compile(r"^\s*>\s?>\s?>\s?>\s?>\s?>\s?>\s?>\s?>", re.MULTILINE),
        0,
        "nine quotes in quotes",
    ),
    (
        re.compile(rf"^(?:\t|    ){{{_INDENTED // 4},}}[ \t]*\S", re.MULTILINE),
        0,
        f"text indented by {_INDENTED} columns",
    ),
)
_ENTITY = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,})")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # Unicode's Cc, but for tab and line's end


def find_excess(text: str, times: int = 1) -> Iterator[ClaimbookError]:
    """Find what a Markdown text has too much of, and what no text holds.

    >>> [str(fault) for fault in find_excess("[" * 301)]
    ['has 301 opening brackets, 300 are the most; divide it into several']
    """
    if len(text) > LONGEST * times:
        what = f"has {len(text)} characters, {LONGEST * times} are the most"
        yield ClaimbookError(what, fix=_SHORTER)
        return
    counted = [(text.count(sign), most, name) for sign, most, name in _COUNTED]
    counted += [(len(rule.findall(text)), most, name) for rule, most, name in _LINES]
    for count, most, name in counted:
        if count > most * times:
            said = f"has {count} {name}, {most * times} are the most" if most else f"has {name}"
            yield ClaimbookError(said, fix=_SHORTER if most else "write it in a simpler way")
    yield from _find_strange(text)


def _find_strange(text: str) -> Iterator[ClaimbookError]:
    if entity := _ENTITY.search(text):
        what = f"{entity[0][:20]}… names no character"
        yield ClaimbookError(what, fix="write the character itself")
    if control := _CONTROL.search(text):
        what = f"holds the control character {control[0]!r}"
        yield ClaimbookError(what, fix="remove it")
