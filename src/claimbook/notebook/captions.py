"""What the calls that show figures say of them, before they run: words, with holes for what they compute.

A caption is written once, in the code that draws its figure. What of it is computed is a numbered hole:
`f"the gap is {gap:.2f}"` says ``the gap is {1}``. A translation has the same holes, and whoever
has the run's own caption can read in it what stands in each.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from claimbook.notebook.code import find_calls

SAID = ("caption", "alt")
HOLE = re.compile(r"\{(\d+)\}")


@lru_cache(maxsize=4096)
def read_captions(source: str) -> Mapping[str, Mapping[str, str]]:
    """Return what each figure of a code cell says of itself: id, then field, then words with holes.

    >>> read_captions('figure(f, id="a", caption=f"n = {n}.", alt="a line", data={})')
    {'a': {'caption': 'n = {1}.', 'alt': 'a line'}}
    """
    found = {}
    calls = find_calls(source, "figure", "chart")
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        given = {one.arg: one.value for one in call.keywords}
        if isinstance(name := given.get("id"), ast.Constant):
            found[str(name.value)] = {key: _write(given[key]) for key in SAID if key in given}
    return found


def _write(node: ast.expr) -> str:
    """Write an expression as words, each run of what is computed as one hole."""
    parts, holes = list[str](), 0
    for text in _list_parts(node):
        if text is None and (not parts or not HOLE.fullmatch(parts[-1])):
            holes += 1
            parts.append(f"{{{holes}}}")
        elif text:
            parts.append(text)
    return " ".join("".join(parts).split())


def _list_parts(node: ast.expr) -> Iterator[str | None]:
    """Yield the words of an expression, and None for whatever is computed."""
    if isinstance(node, ast.Constant) and not isinstance(node.value, int):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _list_parts(part)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _list_parts(node.left)
        yield from _list_parts(node.right)
    else:
        yield None


def read_holes(template: str, shown: str) -> Mapping[str, str] | None:
    """Return what stands in the holes of a caption as it is shown; None if it is another caption.

    >>> read_holes("from {1} to {2}.", "from 3.5 to 4.")
    {'1': '3.5', '2': '4'}
    """
    words, names = HOLE.split(template)[::2], HOLE.split(template)[1::2]
    text = " ".join(shown.split())
    if not names or not text.startswith(words[0]):
        return {} if text == template else None
    values, start = dict[str, str](), len(words[0])
    for place, (name, word) in enumerate(zip(names, words[1:], strict=True), start=1):
        end = text.find(word, start) if place < len(names) else len(text) - len(word)
        if end < start or not text.startswith(word, end):
            return None
        values[name], start = text[start:end], end + len(word)
    return values
