r"""Where math stands in the source of Markdown, as JupyterLab finds it.

| written | is |
|---|---|
| `$…$`, with or without spaces inside; `\\(…\\)` | math in the line |
| `$$…$$`, `\\[…\\]`, `\begin{name}…\end{name}` | display math, wherever it stands |
| `\eqref{…}`, `\ref{…}` in the text | a reference to an equation |
| `\$` | a dollar |

The end counts only where braces are balanced, and a blank line cancels. Code is never math: spans,
fenced and indented blocks, `<pre>`, `<code>` and the like, comments and the attributes of tags.

Two rules are our own. Money is no math, though JupyterLab takes it for such: a `$` before a digit or
a bound number opens nothing if the next `$` follows a space, or stands before a digit or a bound
number itself, as in "costs $5 and $6". And in a block quote, the marks of its lines are no part of a
formula. What looks like TeX and is none of the above is found as well, as "stray": nothing of it
may be published as it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["inline", "display", "reference", "stray"]

_NAME = r"\{([A-Za-z]+\*?)\}"
_TOKEN = re.compile(
    rf"""
    \\\\[()\[\]]             # a delimiter of two backslashes
    | \\begin{_NAME} | \\end{_NAME}
    | \\(?:eq)?ref[ ]?\{{[^{{}}\n]*\}}
    | \\[A-Za-z]+ | \\.      # any other command, an escaped character
    | \$\$? | [{{}}]
    | \n(?:[ \t]*>)*[ \t]*(?=\n)  # a blank line, of a block quote too
    """,
    re.VERBOSE,
)
_ESCAPED = {
    r"\(": (r"\)", r"[\\^_]"),
    r"\[": (r"\]", r"[\\^]"),
}  # in Markdown; TeX if it holds these
_ENDS = {"$": "$", "$$": "$$", r"\\(": r"\\)", r"\\[": r"\\]"}
_AMOUNT = re.compile(r"\d|\{\{")
_PRICED = re.compile(r"(?:\d|\}\})$")  # ahead of a dollar: `5$ and 6$`
_BEHIND = re.compile(r"[\s.,;:!?)]")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)

_FENCE = (
    r"^[ \t>]*(?:(?:[-+*]|\d+[.)])[ \t]+)*(?P<fence>`{3,}|~{3,})[^`\n]*\n"
    r"(?:.*\n)*?[ \t>]*(?P=fence)[`~]*[ \t]*$"
)
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'<>=`]++)"""
_BLOCKS = re.compile(rf"{_FENCE}|\x02[^\x03\n]*\x03", re.MULTILINE)
_SPANS = re.compile(
    rf"""
    \\.
    | (?P<ticks>`+)(?:(?!\n[ \t>]*\n).)*?(?<!`)(?P=ticks)(?!`)
    | (?P<skip>`+)
    | <!--.*?-->
    | <(?P<tag>pre|code|script|style|textarea|math)\b[^>]*>.*?</(?P=tag)\s*>
    | </?[A-Za-z][\w-]*+(?:\s++[\w:@.-]++(?:\s*+=\s*+{_VALUE})?)*+\s*+/?>
    | (?-i:\b[CD]:\\)[^\s$]*  # a path of Windows
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CONTAINER = re.compile(
    r"[ ]{0,3}(?:[-+*][ \t]|\d+[.)][ \t]|\[\^?[^\]]+\]:|:[ \t]|!!!|\?\?\?|===|///|<)"
)


@dataclass(frozen=True)
class Found:
    """Math in a source: `tex` is what stands between the delimiters, `source` what was written."""

    kind: Kind
    tex: str
    source: str
    start: int

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.source)


def find(text: str) -> list[Found]:
    """Return the math of a text in its order."""
    if not re.search(r"[$\\]", text):
        return []
    found, at, bare = [], 0, hide_code(text)
    lacking: dict[str, int] = {}  # up to where there is no end of a kind
    while token := _TOKEN.search(bare, at):
        one = _read_formula(text, bare, token, lacking) or _read_other(text, token)
        if one is not None:
            found.append(one)
        at = one.end if one is not None else token.end()
    return found


def hide_code(text: str) -> str:
    """Return a text of the same length, with code in lines blotted out and blocks as blank lines."""

    def blot(found: re.Match[str]) -> str:
        is_code = found[0][0] != "\\" and not found["skip"]
        return "\0" * len(found[0]) if is_code else found[0]

    bare = _BLOCKS.sub(lambda found: "\n" * len(found[0]), text)
    parts, last = [], 0
    for start, end in _find_indented(bare):
        parts += [bare[last:start], "\n" * (end - start)]
        last = end
    return _SPANS.sub(blot, "".join([*parts, bare[last:]]))


def _find_indented(text: str) -> Iterator[tuple[int, int]]:
    """Return the lines of indented code; what is indented below a list item or the like is none."""
    start, blank, code, inside = 0, True, False, False
    for line in text.splitlines(keepends=True):
        if line.strip():
            deep = line.startswith(("    ", "\t"))
            code = deep and not inside and (blank or code)
            if not deep and (blank or not inside):
                inside = _CONTAINER.match(line) is not None
            if code:
                yield start, start + len(line.rstrip("\n"))
        blank = not line.strip()
        start += len(line)


def _read_formula(
    text: str, bare: str, token: re.Match[str], lacking: dict[str, int]
) -> Found | None:
    """Return the formula that a token opens."""
    opening, start = token[0], token.end()
    ending = f"\\end{{{token[1]}}}" if token[1] else _ENDS.get(opening)
    if ending is None or start < lacking.get(ending, 0):
        return None
    close, end = _find_closing(bare, token, ending)
    if not end:
        lacking[ending] = close
        return None
    inside = text[start:close]
    if not inside.strip() or (opening == "$" and _is_money(text, start, close)):
        return None
    source = text[token.start() : end]
    tex = _strip_quotes(source if token[1] else inside, text, token.start())
    kind: Kind = "inline" if opening in ("$", r"\\(") else "display"
    return Found(kind, tex, source, token.start())


def _find_closing(bare: str, opening: re.Match[str], ending: str) -> tuple[int, int]:
    """Return where a formula's end begins and ends; or up to where it has none, and nothing.

    If braces are not balanced, the last end before a blank line is taken; the converter says why.
    """
    braces = nested = 0
    close, end = len(bare), 0
    for token in _TOKEN.finditer(bare, opening.end()):
        here, start = token[0], token.start()
        if here.startswith("\n"):
            return (close, end) if end else (start, 0)
        if here == ending or (here == "$$" and ending == "$"):
            if not nested:
                close, end = start, start + len(ending)
                if not braces:
                    break
            nested = max(0, nested - 1)
        elif here == "{":
            braces += 1
        elif here == "}":
            braces = max(0, braces - 1)
        elif opening[1] and here == opening[0]:
            nested += 1
    return close, end


def _strip_quotes(tex: str, text: str, start: int) -> str:
    """Leave out the marks of a block quote, if the formula begins in one."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    quoted = _QUOTE.match(line)
    if quoted is None or "\n" not in tex:
        return tex
    return re.sub(rf"(?m)^(?:[ \t]*>){{1,{quoted[0].count('>')}}}", "", tex)


def _is_money(text: str, start: int, close: int) -> bool:
    if _PRICED.search(text, max(0, start - 3), start - 1) and _BEHIND.match(text, start):
        return True
    if not _AMOUNT.match(text, start):
        return False
    return text[close - 1].isspace() or _AMOUNT.match(text, close + 1) is not None


def _read_other(text: str, token: re.Match[str]) -> Found | None:
    """Return a reference in the text, or what looks like TeX left over."""
    here = token[0]
    if here.startswith(("\\ref", "\\eqref")) and here.endswith("}") and "\0" not in here:
        return Found("reference", here, here, token.start())
    if here in _ESCAPED:
        closing, signs = _ESCAPED[here]
        close = text.find(closing, token.end())
        inside = text[token.end() : max(close, token.end())]
        if "\n" not in inside and re.search(signs, inside):
            source = f"{here}{inside}{closing}"
            return Found("stray", source, source, token.start())
    if here in ("$$", r"\\(", r"\\[") or token[1] or token[2] or re.match(r"\\[A-Za-z]{2}", here):
        return Found("stray", here, text[token.start() : token.end()], token.start())
    return None
