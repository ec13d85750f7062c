"""What the making of a page must not leave on it: raw TeX, markers, unfilled names, objects, open tags."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from claimbook.checks.html import CODE, Flaw, Page, find_passages
from claimbook.prose.rawhtml import find_unclosed

_QUOTED = 60  # characters of a text that a fault shows

_TEX = re.compile(
    r"\$\$"
    r"|\\(?:begin|end)\s*\{"
    r"|\\[()\[\]]"
    r"|(?<![:A-Za-z\\])\\(?:[A-Za-z]+\s?[{_^]|(?:math[a-z]+|text[a-z]*|operatorname|[dt]?frac|sqrt"
    r"|sum|prod|int|partial|nabla|infty|cdot|times|le|leq|ge|geq|ne|neq|approx|sim|to|in|mid|left"
    r"|right|log|exp|min|max|ldots|dots|quad|hat|bar|tilde|alpha|beta|gamma|delta|epsilon"
    r"|varepsilon|eta|theta|lambda|mu|pi|rho|sigma|tau|phi|psi|omega|Delta|Sigma|Omega)(?![A-Za-z]))"
)
# As pandoc reads it: no space inside the signs, no digit behind them. What a shell ($HOME/$USER),
# an exchange ($A, $B) or a price list (US$5 to A$7) writes is no pair either.
_PAIR = re.compile(
    rf"(?<![\w$\\])\$(?![\s$])([^${CODE}]{{0,200}}?[^\s${CODE}/:.,;=–—-])\$(?![\d$])"
)
_FORMULA = re.compile(r"[\\^_{}=<>+|]")
_BRACES = re.compile(r"\{\{[^{}]{0,200}\}\}")
_COMMENT = re.compile(r"<!--\s*claimbook:[^>]{0,80}>?")
_OBJECT = re.compile(
    r"<(?:[^<>]|<\w+>){1,200} at 0x[0-9A-Fa-f]{3,}>|<[A-Za-z_][\w.]* object>"
    r"|<bound method [^<>]{1,200}|<module '[^']+'[^<>]*>"
)
_OBJECT_HINTS = (" object>", " at 0x")
_TELLING = re.compile(r"[$\\<]|\{\{")  # nothing is amiss with a text that has none of these
# The comment is where a part of a page goes; behind the signs Python-Markdown sets things aside.
_ASIDE = re.compile(r"<!--\s*claimbook:[^>]{0,80}>|\x02?(?:wzxhzdk|klzzwxh):[\d:]*\x03?|[\x02\x03]")
_ASIDE_HINTS = ("claimbook:", "wzxhzdk:", "klzzwxh:", "\x02", "\x03")  # found much faster
_OWN = "data-cb-"  # attributes with which one step of the engine leaves word for the next
_UNKNOWN = "cb-unknown"  # the class of a citation that leads nowhere
_ATTACHED = re.compile(r"\battachment:(?=[^\s;])")

_TO_MATH = (
    "write $x$ without spaces inside, $$ with blank lines around; what is no math, in backticks"
)
_TO_PLAIN = "only plain characters are shown here: θ, x², ½"
_TO_NAME = "bound names work in prose cells, outside code and math; what is none goes in backticks"
_TO_PART = "let a marker stand on a line of its own, in a page of docs/"
_TO_VALUE = "end the cell with something that has a picture or words of its own, or with nothing"
_TO_BUILD = "build once more with `mkdocs build --clean`; if it stays, the fault is Claimbook's"
_TO_FILE = "put the picture in a file under docs/assets/ and show that"
_TO_CLOSE = "close it where it was written; if nobody wrote it, the fault is Claimbook's"
_TO_WORK = "`claimbook check` names the work that it means"


@dataclass(frozen=True)
class Rule:
    """A shape that text must not have: where it is first found, what it is, what to do."""

    find: Callable[[str], int]  # -1 where a text is good
    what: str
    fix: str
    printed: bool = False  # what a cell printed must not have it either


def find_residue(page: Page) -> Iterator[Flaw]:
    """Return all that the making of a page left in its text and in its attributes."""
    yield from _set_aside(page)
    yield from _find_in_attributes(page)
    yield from (elements := [*_find_elements(page)])
    unclosed, line = find_unclosed(page.source)
    if unclosed and not elements:
        yield Flaw(line, f"{unclosed}, which moves what follows", _TO_CLOSE)
    for passage in find_passages(page):
        if _TELLING.search(passage.text):
            for rule, start in _find_broken(passage.text, printed=passage.printed):
                line = page.find_line(passage.text[start : start + 12], passage.line)
                yield Flaw(line, f"{rule.what}: {quote(passage.text[start:])}", rule.fix)
    yield from _find_in_labels(page)


def _find_in_labels(page: Page) -> Iterator[Flaw]:
    """Find the same in what a tab, a search engine or a screen reader says."""
    for tag, name in (("title", ""), ("meta", "content"), ("img", "alt")):
        for element in page.root.iter(tag):
            text = element.get(name, "") if name else element.text or ""
            for rule, start in _find_broken(text, printed=False):
                what = f"<{tag}> {rule.what}: {quote(text[start:])}"
                fix = _TO_PLAIN if rule.find is find_tex else rule.fix
                yield Flaw(element.sourceline, what, fix)


def _set_aside(page: Page) -> Iterator[Flaw]:
    if not any(text in page.source for text in _ASIDE_HINTS):
        return
    for found in _ASIDE.finditer(page.source):
        line = page.source.count("\n", 0, found.start()) + 1
        fix = _TO_PART if found[0].startswith("<") else _TO_BUILD
        yield Flaw(line, f"a marker was not replaced: {quote(found[0])}", fix)


def _find_in_attributes(page: Page) -> Iterator[Flaw]:
    if not any(text in page.source for text in (_OWN, _UNKNOWN, "attachment:")):
        return
    for element in page.elements:
        for name, value in element.items():
            tag = f"<{element.tag} {name}>"
            if _ATTACHED.search(value):
                what = f"{tag} leads to a cell's attachment, which no page has: {quote(value)}"
                yield Flaw(element.sourceline, what, _TO_FILE)
            if name.startswith(_OWN):
                yield Flaw(element.sourceline, f"{tag} was left by the engine", _TO_BUILD)
            if name == "class" and _UNKNOWN in value.split():
                what = f"cites what is unknown: {quote(''.join(element.itertext()))}"
                yield Flaw(element.sourceline, what, _TO_WORK)


def _find_elements(page: Page) -> Iterator[Flaw]:
    """Find objects whose brackets were not escaped: a browser shows nothing in their place."""
    if not any(text in page.source for text in _OBJECT_HINTS):
        return
    for element in page.elements:
        dotted = "." in element.tag
        if dotted or (element.get("at") is not None and _has_address(element)):
            names = " ".join(name for name, _ in element.items())
            what = (
                f"hides an object where its value should stand: {quote(f'<{element.tag} {names}>')}"
            )
            yield Flaw(element.sourceline, what, _TO_VALUE)


def _has_address(element: Any) -> bool:
    return any(name.startswith("0x") for name in element.attrib)


def _find_broken(text: str, *, printed: bool) -> Iterator[tuple[Rule, int]]:
    """Return the rules that a text breaks, each with the place where it first does."""
    for rule in RULES:
        if (rule.printed or not printed) and (start := rule.find(text)) >= 0:
            yield rule, start


def _make_finder(pattern: re.Pattern[str]) -> Callable[[str], int]:
    def find(text: str) -> int:
        found = pattern.search(text)
        return found.start() if found else -1

    return find


def find_tex(text: str) -> int:
    r"""Return where TeX begins that stands in a text as it was typed; -1 if there is none.

    >>> find_tex(r"so $x_i$ is"), find_tex("from $5 to $6"), find_tex("$HOME/$USER")
    (3, -1, -1)
    """
    starts = [found.start() for found in _PAIR.finditer(text) if _is_formula(found[1])]
    if found := _TEX.search(text):
        starts.append(found.start())
    return min(starts, default=-1)


def _is_formula(text: str) -> bool:
    return " " not in text or _FORMULA.search(text) is not None


RULES = (
    Rule(find_tex, "shows TeX in place of a formula", _TO_MATH),
    Rule(_make_finder(_BRACES), "shows a bound name that nothing filled in", _TO_NAME),
    Rule(_make_finder(_COMMENT), "shows a marker", _TO_PART),
    Rule(
        _make_finder(_OBJECT),
        "shows an object where its value should stand",
        _TO_VALUE,
        printed=True,
    ),
)


def quote(text: str) -> str:
    r"""Return the beginning of a text in quotes, on one line, as a fault shows it.

    >>> quote("a  b\nc")
    '"a b c"'
    """
    line = " ".join(text[: 2 * _QUOTED].replace(CODE, "…").split())
    line = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in line)
    return f'"{line[:_QUOTED]}…"' if len(line) > _QUOTED else f'"{line}"'
