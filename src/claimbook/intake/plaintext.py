"""Plain text as Markdown that shows what was typed, and differs from it only where it must."""

import re

from claimbook.errors import ClaimbookError
from claimbook.prose.mathml import to_mathml
from claimbook.tex.delimiters import find as find_math

_MATH = re.compile(r"(?<![\\$])\$(?=\S)([^$]*[^\s$\\])\$(?!\$)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`가-힣]*[\w/]")
_MARKUP = tuple(
    (re.compile(pattern), mark)
    for pattern, mark in (
        (r"&(?=#|\w+;)", "&amp;"),  # a number is an entity without a semicolon too
        (r"\\(?=[()\[\]])", "&#92;"),  # two backslashes would begin math
        (r"\\", r"\\\\"),
        (r"<(?=\S)", "&lt;"),
        (r"\{(?=\{)", "&#123;"),
        (r"\{(?=[^{}]*\}$)", "&#123;"),  # attributes of a paragraph
        (r"`", r"\\`"),
        (r"~(?=~)|(?<=~)~", "&#126;"),
        (r"\*(?=\S)|(?<=\S)\*", r"\\*"),
        (r"(?<![^\W_])_|_(?![^\W_])", r"\\_"),
        (r"\[(?=\^)", r"\\["),
        (r"(?<!\w)@(?=[A-Za-z]\w*\d)", "&#64;"),  # a handle may look like a citation
    )
)
_START = re.compile(r"(\d+)(?=\.\s)|#+|[>:=~?]|!(?=!!)|[*+-](?=\s)|-(?=--)")
_FIRST = {":": "&#58;", "=": "&#61;", "~": "&#126;", "?": "&#63;"}


def to_markdown(text: str) -> str:
    r"""Return one paragraph of plain text as Markdown; math and addresses stay as they are.

    >>> to_markdown("# <b> & {{ x }} at $O(n)$, by @doe2024tiny")
    '\\# &lt;b> & &#123;{ x }} at $O(n)$, by &#64;doe2024tiny'
    """
    literal, kept, end = [], [], 0
    for found in re.finditer(rf"{_ADDRESS.pattern}|{_MATH.pattern}", text):
        if found[1] is None or _is_readable(found[1]):
            literal.append(_escape_text(text[end : found.start()]))
            kept.append(found[0])
            end = found.end()
    literal.append(_escape_text(text[end:]))
    whole = _join_pieces(literal, kept)
    if [one.source for one in find_math(whole)] != [one for one in kept if one.startswith("$")]:
        whole = _join_pieces([one.replace("$", "&#36;") for one in literal], kept)
    return _START.sub(_escape_start, whole, count=1) if _START.match(whole) else whole


def _join_pieces(literal: list[str], kept: list[str]) -> str:
    return "".join(text for pair in zip(literal, [*kept, ""], strict=True) for text in pair)


def _escape_text(text: str) -> str:
    for pattern, mark in _MARKUP:
        text = pattern.sub(mark, text)
    if re.search(r"\]\s?[(\[:]", text):  # a link, whose text may hold brackets
        text = re.sub(r"(?<!\\)\[", r"\\[", text)
    return text


def _escape_start(found: re.Match[str]) -> str:
    if found[1]:
        return f"{found[1]}\\"  # a number that is no list's
    return _FIRST.get(found[0], f"\\{found[0]}")


def _is_readable(formula: str) -> bool:
    try:
        to_mathml(formula)
    except ClaimbookError:
        return False
    return True
