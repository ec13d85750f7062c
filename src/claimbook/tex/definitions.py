r"""Commands that a page defines for itself, such as `\newcommand{\vect}[1]{\mathbf{#1}}`.

As in JupyterLab a definition stands in a formula and holds for the page. Definitions are taken out
of the formulas and expanded here, so that a command may also begin or end an environment.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from claimbook.errors import ClaimbookError
from claimbook.tex.tokens import read_argument, read_option, read_tokens

LONGEST = 6000  # characters of a formula: what is longer is no formula, and may end the converter
_EXPANSIONS = 1000
_OPERATOR = {r"\DeclareMathOperator": r"\operatorname"}
_NEW = frozenset({r"\newcommand", r"\renewcommand", r"\providecommand", *_OPERATOR})
_OLD = frozenset({r"\def", r"\gdef"})
_NAME = re.compile(r"\\[A-Za-z]+")
_PARAMETERS = re.compile(r"\s*((?:#[1-9])*)\s*")


@dataclass(frozen=True)
class Macro:
    """What stands for a command, with `#1` and so on where its arguments go."""

    arity: int
    body: str


def take_definitions(tex: str) -> tuple[dict[str, Macro], str]:
    r"""Return the commands that a formula defines, and the formula without the definitions.

    Raises `ClaimbookError` for a definition that cannot be read.

    >>> take_definitions(r"\newcommand{\R}{\mathbb{R}} x \in \R")
    ({'\\R': Macro(arity=0, body='\\mathbb{R}')}, ' x \\in \\R')
    """
    if not any(word in tex for word in ("command", "def", "Declare")):
        return {}, tex
    macros: dict[str, Macro] = {}
    rest, end = [], 0
    for token in read_tokens(tex):
        if token.start() >= end and (token[0] in _NEW or token[0] in _OLD):
            rest.append(tex[end : token.start()])
            read = _read_new if token[0] in _NEW else _read_old
            name, macro, end = read(tex, token.end(), token[0])
            macros[name] = macro
    return macros, "".join([*rest, tex[end:]])


def _read_new(tex: str, at: int, command: str) -> tuple[str, Macro, int]:
    star = tex[at : at + 1] == "*"
    name, at = _require_argument(tex, at + star, command)
    count, at = read_option(tex, at)
    default, at = read_option(tex, at)
    body, at = _require_argument(tex, at, command)
    if not _NAME.fullmatch(name.strip()) or default or (count and not count.strip().isdigit()):
        fix = r"write it as \newcommand{\name}[1]{…}, without a default"
        raise ClaimbookError(f"the {command} of {name.strip()} cannot be read", fix=fix)
    if command in _OPERATOR:
        body = f"{_OPERATOR[command]}{'*' if star else ''}{{{body}}}"
    return name.strip(), Macro(int(count or 0), body), at


def _read_old(tex: str, at: int, command: str) -> tuple[str, Macro, int]:
    name, at = _require_argument(tex, at, command)
    parameters = _PARAMETERS.match(tex, at)
    at = parameters.end() if parameters else at
    arity = len(parameters[1]) // 2 if parameters else 0
    body, end = _require_argument(tex, at, command)
    if not _NAME.fullmatch(name) or tex[at] != "{":
        fix = r"write it as \newcommand{\name}[1]{…}"
        raise ClaimbookError(f"the {command} of {name} cannot be read", fix=fix)
    return name, Macro(arity, body), end


def _require_argument(tex: str, at: int, command: str) -> tuple[str, int]:
    found = read_argument(tex, at)
    if found is None:
        raise ClaimbookError(f"{command} is not complete", fix="close its braces, or take it out")
    return found


def expand(tex: str, macros: Mapping[str, Macro]) -> str:
    """Put the bodies of a page's own commands in their places.

    Raises `ClaimbookError` if an argument is missing or if it never ends.
    """
    at, left = 0, _EXPANSIONS if macros else 0
    while left and (found := next((one for one in read_tokens(tex, at) if one[0] in macros), None)):
        at, left = found.start(), left - 1
        body, end = _expand_command(tex, found, macros[found[0]])
        after = " " if re.search(r"\\[A-Za-z]+$", body) and tex[end : end + 1].isalpha() else ""
        tex = f"{tex[:at]}{body}{after}{tex[end:]}"
        if not left or len(tex) > LONGEST:
            raise ClaimbookError(
                f"{found[0]} expands to more than a formula can hold",
                fix="look for a command that stands in its own definition",
            )
    return tex


def _expand_command(tex: str, command: re.Match[str], macro: Macro) -> tuple[str, int]:
    """Return the body of a command with its arguments in it, and where these end."""
    given, end = list[str](), command.end()
    for _ in range(macro.arity):
        text, end = _require_argument(tex, end, command[0])
        given.append(text)

    def fill(found: re.Match[str]) -> str:
        number = int(found[1])
        return given[number - 1] if number <= len(given) else found[0]

    return re.sub(r"#([1-9])", fill, macro.body), end
