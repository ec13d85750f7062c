r"""The little of TeX that must be read before a formula is converted: braces, arguments, rows.

>>> read_argument(r"\frac{a}{b}", 5)
('a', 8)
>>> split_rows(r"a & b \\[2pt] \text{c \\ d}")
['a & b ', '\\\\[2pt] \\text{c \\\\ d}']
"""

import re
from collections.abc import Iterator

# a command, an escaped character, a comment with the white space after it, a brace, or text
TOKEN = re.compile(r"\\(?:[A-Za-z]+|.|$)|%[^\n]*(?:\n[ \t]*)?|[{}]|[^\\{}%]+", re.DOTALL)
_PERCENT = re.compile(r"((?:\\text[a-z]*|\\[mh]box)\s*\{(?:[^{}%]|\\%)*(?<!\\))%(?=[^{}]*\})")
_SPACE = re.compile(r"\s*")
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]+\*?)\}")
_OPTION = re.compile(r"\s*\[([^\[\]]*)\]")


def read_tokens(tex: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Return the tokens of TeX from a place on."""
    return TOKEN.finditer(tex, start)


def strip_comments(tex: str) -> str:
    r"""Leave out what stands between a percent sign and the end of its line.

    In a text, as MathJax has it, it is a percent sign.

    >>> strip_comments(r"\text{50% of} x % why")
    '\\text{50\\% of} x '
    """
    if "%" not in tex:
        return tex
    while (kept := _PERCENT.sub(r"\1\\%", tex)) != tex:
        tex = kept
    return "".join(one[0] for one in read_tokens(tex) if not one[0].startswith("%"))


def measure_depth(tex: str) -> tuple[int, int]:
    """Return how deep braces are nested, and how many of them are open at the end.

    The second is below zero if one is closed that was never opened.
    """
    deepest = level = 0
    for token in read_tokens(tex):
        level += (token[0] == "{") - (token[0] == "}")
        deepest = max(deepest, level)
        if level < 0:
            break
    return deepest, level


def read_argument(tex: str, start: int) -> tuple[str, int] | None:
    """Return the argument that stands at `start`, without its braces, and where it ends.

    An argument is a group, a command or a character; there is none at the end of the formula.
    """
    start = _SPACE.match(tex, start).end()  # type: ignore[union-attr]  # it matches nothing, too
    if start >= len(tex) or tex[start] == "}":
        return None
    if tex[start] != "{":
        token = TOKEN.match(tex, start)
        length = len(token[0]) if token and token[0].startswith("\\") else 1
        return tex[start : start + length], start + length
    level = 0
    for token in read_tokens(tex, start):
        level += (token[0] == "{") - (token[0] == "}")
        if not level:
            return tex[start + 1 : token.start()], token.end()
    return None


def read_option(tex: str, start: int) -> tuple[str, int]:
    """Return the argument in brackets that may stand at `start`, and where it ends."""
    found = _OPTION.match(tex, start)
    return (found[1], found.end()) if found else ("", start)


def read_environment(tex: str, start: int) -> tuple[str, int]:
    r"""Return the name that stands at `start`, behind `\begin` or `\end`, and where it ends."""
    found = _ENVIRONMENT.match(tex, start)
    return (found[1], found.end()) if found else ("", start)


def split_environment(tex: str) -> tuple[str, str]:
    r"""Return the environment that is the whole formula, with what stands inside; else nothing.

    A full stop or a comma behind it goes inside.

    >>> split_environment(r" \begin{align} a \end{align}. ")
    ('align', ' a .')
    """
    bare = tex.strip()
    if not bare.startswith("\\begin"):
        return "", tex
    name, start = read_environment(bare, len("\\begin"))
    end = f"\\end{{{name}}}"
    bare, close, sign = bare.rpartition(end)
    if not name or not close or sign.strip() not in ("", ".", ",", ";") or end in bare:
        return "", tex
    return name, bare[start:] + sign.strip()


def split_rows(tex: str) -> list[str]:
    r"""Cut before each `\\` that stands in no group and in no environment."""
    places, level = [0], 0
    for token in read_tokens(tex):
        level += token[0] in ("{", r"\begin")
        level -= token[0] in ("}", r"\end")
        if token[0] == "\\\\" and not level:
            places.append(token.start())
    return [tex[start:end] for start, end in zip(places, [*places[1:], None], strict=True)]
