"""Source code in pieces of one colour each, with as little markup as tells them apart.

A colour has an element of its own (`site/theme/assets/claimbook.css`), and pieces of one colour that stand
together are one. Code lies folded, so its colours lie in a file beside the page, which
`site/theme/assets/folds.js` fetches when a fold is opened: they would be a tenth of the page's weight. A
cell longer than `MOST_LINES` is itself no part of the page, of which long cells would be a quarter:
until its fold is opened a link to the code of all cells, plain text, stands there.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from pygments import lex
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Operator, String

from claimbook.notebook.source import PARAMETERS, SKIP, Cell
from claimbook.pages.blocks import Code

COLOURS, PLAIN = "code.json", "code.txt"  # beside a page
MOST_LINES = 12  # of a cell that stands on the page
_BETWEEN = re.compile(r"[,:]\s+")
_ELEMENTS: dict[Any, str] = {
    Keyword: "b",
    Operator.Word: "b",
    String: "i",
    Comment: "s",
    String.Doc: "s",
    Name.Function: "em",
    Name.Builtin: "em",
    Name.Class: "em",
    Name.Decorator: "em",
}


def read_code(cell: Cell, beside: str = "") -> Code:
    """Return the source of a code cell as a block; `beside` leads from the page to its files."""
    lines = cell.source.count("\n") + 1
    return Code(
        tokens=colour_source(cell.source),
        lines=lines,
        parameters=PARAMETERS in cell.tags,
        skipped=SKIP in cell.tags,
        elsewhere=f"{beside}{PLAIN}" if lines > MOST_LINES else "",
    )


def write_code(cells: Sequence[Code]) -> dict[str, str]:
    """Return the code of a page as files beside it: in pieces by element, as JSON, and as plain text.

    The text has the form in which editors and Jupytext read a script as cells.
    """
    pieces = [cell.tokens for cell in cells]
    return {
        COLOURS: json.dumps(pieces, ensure_ascii=False, separators=(",", ":")),
        PLAIN: "\n\n".join(f"# %%\n{cell.text.rstrip()}" for cell in cells) + "\n",
    }


@lru_cache(maxsize=4096)  # a server asks again at every rebuild
def colour_source(source: str) -> tuple[tuple[str, str], ...]:
    """Return Python source in pieces: the element that marks each (none: ""), and its text."""
    return tuple(merge_lists(merge_tokens(lex(source, _make_lexer()))))


@cache
def _make_lexer() -> PythonLexer:
    return PythonLexer(stripnl=False, ensurenl=False)


@cache
def _find_element(token: Any) -> str:
    while token is not None and token not in _ELEMENTS:
        token = token.parent
    return _ELEMENTS.get(token, "")


def merge_tokens(tokens: Iterable[tuple[Any, str]]) -> Iterator[tuple[str, str]]:
    """Yield (element, text), neighbours of one colour together.

    White space has no colour, so it joins what stands before it.
    """
    element, text = "", ""
    for token, piece in tokens:
        now = element if not piece.strip() else _find_element(token)
        if now != element and text:
            yield element, text
            text = ""
        element, text = now, text + piece
    if text:
        yield element, text


def merge_lists(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the same with what stands between two of a list marked as they are.

    >>> list(merge_lists([("i", '"a"'), ("", ", "), ("i", '"b"')]))
    [('i', '"a", "b"')]
    """
    held: list[tuple[str, str]] = []  # a piece, and perhaps what may stand between it and its like
    for element, text in pieces:
        between = bool(held) and not element and _BETWEEN.fullmatch(text)
        if len(held) == 2 and element == held[0][0]:
            held = [(element, held[0][1] + held[1][1] + text)]
        elif len(held) == 1 and held[0][0] and between:
            held.append((element, text))
        else:
            yield from held
            held = [(element, text)]
    yield from held
