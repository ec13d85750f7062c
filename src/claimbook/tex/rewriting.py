r"""TeX as papers and MathJax have it → TeX as math-core reads it.

What math-core lacks is one of the `macros`, an environment that it knows by another name, or a
command that is rewritten here with its arguments: text, operators, alphabets.
"""

import re
from collections.abc import Callable

from claimbook.tex.environments import join_columns, rename_environment
from claimbook.tex.letters import ALPHABETS, mark_letters
from claimbook.tex.tokens import TOKEN, read_argument, read_option

_ROMAN = (r"\text", r"\textrm", r"\textnormal", r"\textup", r"\textmd", r"\mbox", r"\hbox")
_TEXTS = {
    **dict.fromkeys(_ROMAN, r"\text"),
    **{command: command for command in (r"\textbf", r"\textit", r"\texttt", r"\textsf")},
    r"\textsl": r"\textit",
}
_LITERAL = {"_": r"\_{}", "^": r"\textasciicircum{}", "&": r"\&{}", "\n": " "}
_REFERENCE = re.compile(r"\\(?:eq)?ref(?![A-Za-z])")
_PLAIN_NAME = re.compile(r"(?:[^\\{}_^$<>&]|\\[^A-Za-z])*")
_LENGTH = re.compile(r"\*?\s*(?:\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?")
_HEX = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_SILENT = (
    *(r"\require", r"\bbox", r"\allowbreak", r"\nobreak", r"\strut", r"\null", r"\noindent"),
    *(r"\hfill", r"\hfil", r"\vspace", r"\tiny", r"\scriptsize", r"\footnotesize", r"\small"),
    *(r"\normalsize", r"\large", r"\Large", r"\LARGE", r"\huge", r"\Huge"),
)
_STARRED = frozenset((r"\tag", r"\hspace", r"\operatorname", r"\DeclareMathOperator"))
_DELIMITERS = {"<": r"\langle ", ">": r"\rangle "}

Rewritten = tuple[str, int]  # what stands for a command and its arguments, and where they end
Rewrite = Callable[[str, str, int, bool], "Rewritten | None"]  # command, TeX, place, display


def rewrite(tex: str, *, display: bool) -> str:
    r"""Return TeX that math-core reads; `display` is that of the formula.

    >>> rewrite(r"\mbox{a_1 if $x$} \\[2pt] b", display=True)
    '{\\text{a\\_{}1 if }{x}} \\\\ b'
    """
    tex = join_columns(tex)
    parts, at = list[str](), 0
    while token := TOKEN.match(tex, at):
        handler = _HANDLERS.get(token[0])
        made = handler(token[0], tex, token.end(), display) if handler else None
        text, at = made or (token[0], token.end())
        starred = text[-1:].isalpha() and tex[at : at + 1] == "*" and token[0] not in _STARRED
        parts.append(f"{text} " if starred and text.startswith("\\") else text)
    return "".join(parts)


def _rewrite_text(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Escape what text may hold and math-core refuses; formulas in it stand between texts."""
    del display
    found = read_argument(tex, at)
    return (f"{{{_rewrite_texts(found[0], _TEXTS[command])}}}", found[1]) if found else None


def _rewrite_texts(content: str, command: str) -> str:
    done, open_, at = "", "", 0
    while token := TOKEN.match(content, at):
        piece, at, apart = _read_piece(token, content, command)
        if apart:
            done, open_ = f"{done}{_close_text(open_, command)}{piece}", ""
        else:
            open_ += piece
    return done + _close_text(open_, command)


def _close_text(text: str, command: str) -> str:
    return f"{command}{{{text}}}" if text else ""


def _read_piece(token: re.Match[str], content: str, command: str) -> tuple[str, int, bool]:
    """Return a piece of a text, where it ends, and whether it stands apart, as a formula."""
    found, end = token[0], token.end()
    if "$" in found and not found.startswith("\\"):
        return _split_at_dollar(token, content)
    if found == "{" and (group := read_argument(content, token.start())):
        return _rewrite_texts(group[0], command), group[1], True
    if (inner := read_argument(content, end)) and (found in _TEXTS or _REFERENCE.fullmatch(found)):
        if found in _TEXTS:
            made = _rewrite_texts(inner[0], _TEXTS[found])
            apart = "$" in inner[0] or _TEXTS[found] == command
            return made, inner[1], apart or _REFERENCE.search(inner[0]) is not None
        return content[token.start() : inner[1]], inner[1], True
    if found == "\\\\":
        return " ", end, False
    if found.startswith("\\") and not found[1:].isalpha() and content[end : end + 1] == " ":
        return f"{found}{{}}", end, False  # math-core would swallow the space
    if found.startswith("\\"):
        return found, end, False
    if found.startswith("%"):
        return r"\%{}", token.start() + 1, False
    return "".join(_LITERAL.get(one, one) for one in found), end, False


def _split_at_dollar(token: re.Match[str], content: str) -> tuple[str, int, bool]:
    start = token.start() + token[0].index("$")
    if start > token.start():
        plain = content[token.start() : start]
        return "".join(_LITERAL.get(one, one) for one in plain), start, False
    end = re.compile(r"(?<!\\)\$").search(content, start + 1)
    if end is None:
        return r"\$", start + 1, False
    return f"{{{rewrite(content[start + 1 : end.start()], display=False)}}}", end.end(), True


def _rewrite_operator(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Let a name hold any formula, and its limits stand below it where TeX puts them."""
    star = tex[at : at + 1] == "*"
    found = read_argument(tex, at + star)
    if found is None:
        return None
    name, at = found
    if command != r"\mathop":
        if _PLAIN_NAME.fullmatch(name):
            return f"{command}{'*' if star else ''}{{{name}}}", at
        name = rf"\mathrm{{{name}}}"
    switch = re.compile(r"\s*\\(no)?limits(?![A-Za-z])").match(tex, at)
    at = switch.end() if switch else at
    below = not switch[1] if switch else display and (star or command == r"\mathop")
    name = rewrite(name, display=display)
    return _add_limits(name, tex, at, display) if below else (rf"\mathop{{{name}}}", at)


def _add_limits(name: str, tex: str, at: int, display: bool) -> Rewritten:
    for _ in range(2):
        sign = re.compile(r"\s*([_^])").match(tex, at)
        found = read_argument(tex, sign.end()) if sign else None
        if sign is None or found is None:
            break
        put = r"\underset" if sign[1] == "_" else r"\overset"
        name, at = rf"{put}{{{rewrite(found[0], display=display)}}}{{{name}}}", found[1]
    return rf"\mathop{{{name}}}", at


def _rewrite_alphabet(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    found = read_argument(tex, at)
    return (mark_letters(rewrite(found[0], display=display), command), found[1]) if found else None


def _rewrite_environment(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    del display
    return rename_environment(command, tex, at)


def _rewrite_newline(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Leave out how much space follows a row: math-core would print it."""
    del display
    found = _LENGTH.match(tex, at)
    return (command, found.end()) if found and found[0].strip() else None


def _rewrite_fence(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    del display
    sign = tex[at : at + 1]
    return (f"{command}{_DELIMITERS[sign]}", at + 1) if sign in _DELIMITERS else None


def _rewrite_box(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    made = _rewrite_text(r"\text", tex, at, display) if command == r"\fbox" else None
    return (rf"\boxed{{{made[0]}}}", made[1]) if made else None


def _drop(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Leave out what says something to a printer, or to MathJax, and nothing to a reader."""
    del display
    at = read_option(tex, at)[1] if command == r"\bbox" else at
    found = read_argument(tex, at) if command in (r"\require", r"\vspace") else None
    return "", found[1] if found else at


def _rewrite_pair(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Leave out how large a pair of brackets is asked to be: it grows with what it holds."""
    del display
    at += tex[at : at + 1] == "*"
    return command, read_option(tex, at)[1]


def _colour(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Give a colour of six or three hexadecimal digits as three numbers."""
    model, at = read_option(tex, at)
    found = read_argument(tex, at)
    digits = _HEX.fullmatch(found[0].strip()) if found else None
    if found is None or digits is None or (model != "HTML" and "#" not in found[0]):
        return None
    width = len(digits[1]) // 3
    parts = [digits[1][start : start + width] * (3 - width) for start in range(0, 3 * width, width)]
    colour = rf"\color[rgb]{{{','.join(f'{int(part, 16) / 255:.3f}' for part in parts)}}}"
    if command == r"\color":
        return colour, found[1]
    inside = read_argument(tex, found[1])
    return (f"{{{colour}{rewrite(inside[0], display=display)}}}", inside[1]) if inside else None


_HANDLERS: dict[str, Rewrite] = {
    **dict.fromkeys(_TEXTS, _rewrite_text),
    **dict.fromkeys((r"\operatorname", r"\operatornamewithlimits", r"\mathop"), _rewrite_operator),
    **dict.fromkeys(ALPHABETS, _rewrite_alphabet),
    **dict.fromkeys((r"\begin", r"\end"), _rewrite_environment),
    **dict.fromkeys((r"\left", r"\middle", r"\right"), _rewrite_fence),
    **dict.fromkeys((r"\color", r"\textcolor"), _colour),
    **dict.fromkeys((r"\abs", r"\norm", r"\ceil", r"\floor"), _rewrite_pair),
    **dict.fromkeys(_SILENT, _drop),
    r"\fbox": _rewrite_box,
    "\\\\": _rewrite_newline,
}
REWRITTEN = frozenset(_HANDLERS)
