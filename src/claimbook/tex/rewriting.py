r"""TeX as papers and MathJax have it → TeX as math-core reads it.

What math-core lacks is one of the `macros`, an environment that it knows by another name, or a
command that is rewritten here with its arguments: text, operators, alphabets.
"""

import re
from collections.abc import Callable

from claimbook.tex.letters import ALPHABETS, mark
from claimbook.tex.tokens import TOKEN, argument, environment, option, rows

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
_DELIMITERS = {"<": r"\langle ", ">": r"\rangle "}

# Environments by the names that math-core has for them; nothing where it needs none. Those that it
# would number by itself have a star: the numbers of a page are given in `equations`.
_ENVIRONMENTS = {
    **{name: f"{name}*" for name in ("equation", "align", "gather", "multline")},
    "split": "aligned",
    "alignedat": "aligned",
    **{
        f"{name}{star}": "align*"
        for name in ("alignat", "flalign", "eqnarray")
        for star in ("", "*")
    },
    **dict.fromkeys(("displaymath", "math", "subequations"), ""),
    **{f"{kind}matrix*": f"{kind}matrix" for kind in ("", "p", "b", "B", "v", "V")},
}
_UNNUMBERED = {"equation*": "", "align*": "aligned", "gather*": "gathered"}
_WITH_COUNT = frozenset({"alignat", "alignat*", "alignedat"})
_WITH_OPTION = frozenset({"aligned", "alignedat", "gathered", "split", "array", "subarray"})

Rewritten = tuple[str, int]  # what stands for a command and its arguments, and where they end
Rewrite = Callable[[str, str, int, bool], "Rewritten | None"]  # command, TeX, place, display


def rewrite(tex: str, *, display: bool) -> str:
    r"""Return TeX that math-core reads; `display` is that of the formula.

    >>> rewrite(r"\mbox{a_1 if $x$} \\[2pt] b", display=True)
    '{\\text{a\\_{}1 if }{x}} \\\\ b'
    """
    parts, at = [], 0
    while token := TOKEN.match(tex, at):
        handler = _HANDLERS.get(token[0])
        made = handler(token[0], tex, token.end(), display) if handler else None
        text, at = made or (token[0], token.end())
        parts.append(text)
    return "".join(parts)


def _text(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Escape what text may hold and math-core refuses; formulas in it stand between texts."""
    del display
    found = argument(tex, at)
    return (f"{{{_texts(found[0], _TEXTS[command])}}}", found[1]) if found else None


def _texts(content: str, command: str) -> str:
    done, open_, at = "", "", 0
    while token := TOKEN.match(content, at):
        piece, at, apart = _piece(token, content, command)
        if apart:
            done, open_ = f"{done}{_closed(open_, command)}{piece}", ""
        else:
            open_ += piece
    return done + _closed(open_, command)


def _closed(text: str, command: str) -> str:
    return f"{command}{{{text}}}" if text else ""


def _piece(token: re.Match[str], content: str, command: str) -> tuple[str, int, bool]:
    """Return a piece of a text, where it ends, and whether it stands apart, as a formula."""
    found, end = token[0], token.end()
    if "$" in found and not found.startswith("\\"):
        return _before_dollar(token, content)
    if found == "{" and (group := argument(content, token.start())):
        return _texts(group[0], command), group[1], True
    if (inner := argument(content, end)) and (found in _TEXTS or _REFERENCE.fullmatch(found)):
        if found in _TEXTS:
            made = _texts(inner[0], _TEXTS[found])
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


def _before_dollar(token: re.Match[str], content: str) -> tuple[str, int, bool]:
    start = token.start() + token[0].index("$")
    if start > token.start():
        plain = content[token.start() : start]
        return "".join(_LITERAL.get(one, one) for one in plain), start, False
    end = re.compile(r"(?<!\\)\$").search(content, start + 1)
    if end is None:
        return r"\$", start + 1, False
    return f"{{{rewrite(content[start + 1 : end.start()], display=False)}}}", end.end(), True


def _operator(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Let a name hold any formula, and its limits stand below it where TeX puts them."""
    star = tex[at : at + 1] == "*"
    found = argument(tex, at + star)
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
    return _with_limits(name, tex, at, display) if below else (rf"\mathop{{{name}}}", at)


def _with_limits(name: str, tex: str, at: int, display: bool) -> Rewritten:
    for _ in range(2):
        sign = re.compile(r"\s*([_^])").match(tex, at)
        found = argument(tex, sign.end()) if sign else None
        if sign is None or found is None:
            break
        put = r"\underset" if sign[1] == "_" else r"\overset"
        name, at = rf"{put}{{{rewrite(found[0], display=display)}}}{{{name}}}", found[1]
    return rf"\mathop{{{name}}}", at


def _alphabet(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    found = argument(tex, at)
    return (mark(rewrite(found[0], display=display), command), found[1]) if found else None


def _environment(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    name, end = environment(tex, at)
    shown = _ENVIRONMENTS.get(name, name)
    shown = shown if r"\tag" in tex else _UNNUMBERED.get(shown, shown)
    if name == "smallmatrix":
        return f"{command}{{subarray}}{'' if command.endswith('end') else '{c}'}", end
    if command == r"\begin":
        if name in _WITH_COUNT and (count := argument(tex, end)):
            end = count[1]
        if name in _WITH_OPTION or name.endswith("matrix*"):
            end = option(tex, end)[1]
        if name == "array" and (columns := argument(tex, end)):
            return rf"\begin{{array}}{{{_columns(columns[0])}}}", columns[1]
        if name.startswith("eqnarray"):
            return _three_columns(name, tex, end, display)
    return (f"{command}{{{shown}}}" if shown else "", end) if name else None


def _columns(preamble: str) -> str:
    """Leave of an array's columns how they stand and what lies between them."""
    repeated = re.compile(r"\*\{(\d{1,2})\}\{([^{}]*)\}")
    bare = repeated.sub(lambda found: found[2] * int(found[1]), preamble)
    bare = re.sub(r"[@!<>]\{[^{}]*\}", "", bare)
    return re.sub(r"[^lcr|]", "", re.sub(r"[pmbwX](?:\{[^{}]*\})*", "l", bare))


def _three_columns(name: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Join the second and the third column of an `eqnarray`, as `align` has them."""
    end = tex.find(f"\\end{{{name}}}", at)
    if end < 0:
        return None
    made = []
    for row in rows(tex[at:end]):
        cells = re.split(r"(?<!\\)&", row)
        made.append(f"{cells[0]}&{''.join(cells[1:])}" if len(cells) == 3 else row)
    kind = "align*" if r"\tag" in tex else "aligned"
    return rf"\begin{{{kind}}}{rewrite(''.join(made), display=display)}", end


def _newline(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Leave out how much space follows a row: math-core would print it."""
    del display
    found = _LENGTH.match(tex, at)
    return (command, found.end()) if found and found[0].strip() else None


def _fence(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    del display
    sign = tex[at : at + 1]
    return (f"{command}{_DELIMITERS[sign]}", at + 1) if sign in _DELIMITERS else None


def _boxed_text(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    made = _text(r"\text", tex, at, display) if command == r"\fbox" else None
    return (rf"\boxed{{{made[0]}}}", made[1]) if made else None


def _drop(command: str, tex: str, at: int, display: bool) -> Rewritten | None:
    """Leave out what says something to a printer, or to MathJax, and nothing to a reader."""
    del display
    found = argument(tex, at) if command == r"\require" else None
    return "", found[1] if found else at


_HANDLERS: dict[str, Rewrite] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys((r"\operatorname", r"\operatornamewithlimits", r"\mathop"), _operator),
    **dict.fromkeys(ALPHABETS, _alphabet),
    **dict.fromkeys((r"\begin", r"\end"), _environment),
    **dict.fromkeys((r"\left", r"\middle", r"\right"), _fence),
    **dict.fromkeys((r"\require", r"\allowbreak", r"\nobreak", r"\strut", r"\null"), _drop),
    r"\fbox": _boxed_text,
    "\\\\": _newline,
}
REWRITTEN = frozenset(_HANDLERS)
