r"""Math as MathML, made at build time: no script, no font and no other host on the page.

A Python-Markdown extension. What `delimiters` finds is taken out of the source before Markdown reads
it, so that no `_`, `|` or `>` of a formula is Markdown's, and put into the page when all else is
done. Only then is it known what a formula stands in: as MathJax does, code keeps its source, and so
do the attributes of elements.
"""

import re
from html import escape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import ETX, STX

from claimbook.errors import ClaimbookError
from claimbook.tex.delimiters import Found, find
from claimbook.tex.elements import write_element
from claimbook.tex.equations import (
    Notation,
    gather_notation,
    link_equation,
    read_notation,
    to_mathml,
)
from claimbook.tex.formulas import is_command

__all__ = ["MathMLExtension", "Notation", "makeExtension", "read_notation", "to_mathml"]

_PLACE = re.compile(f"{STX}?cbmath:([0-9]+){ETX}")  # `*a**b*` makes Python-Markdown lose a sign
_BRACE = re.compile(rf"\{{(?=[^}}\n]*{STX}cbmath:)")  # it would begin a list of attributes
_ALONE = re.compile(rf"<p>((?:\s*{_PLACE.pattern})+)\s*</p>")
_SKIPPED = "pre|code|script|style|textarea|math"  # MathJax leaves them alone, too
_TOKEN = re.compile(
    rf"""<!--.*?-->
    | <(?P<close>/?)(?P<tag>[A-Za-z][^\s/>{STX}]*)(?:"[^"]*"|'[^']*'|[^>"'])*>
    | {_PLACE.pattern}(?P<after>[.,;:!?)\]]+)?""",
    re.VERBOSE | re.DOTALL,
)
_OPEN = "close it, and leave no blank line in it; between backticks if it is code"
_STRAY = "write it between $ signs if it is math, between backticks if it is code, a dollar as \\$"


class _Finder(Preprocessor):
    """Put a placeholder where math stands; behind fences, ahead of blocks of HTML."""

    def __init__(self, md: Markdown, extension: "MathMLExtension") -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        found = [one for one in find(text) if one.kind != "stray" or is_stray(one)]
        self.extension.begin(found)
        parts, end = [], 0
        for number, one in enumerate(found):
            parts += [text[end : one.start], f"{STX}cbmath:{number}{ETX}"]
            end = one.end
        return _BRACE.sub("&#123;", "".join([*parts, text[end:]])).split("\n")


def is_stray(one: Found) -> bool:
    """Whether something that looks like TeX is TeX: a command counts if there is one of its name."""
    return re.fullmatch(r"\\[A-Za-z]+", one.source) is None or is_command(one.source)


class _Formulas(Postprocessor):
    """Put the formulas in the places of their placeholders, according to what is around them."""

    def __init__(self, md: Markdown, extension: "MathMLExtension") -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        if "cbmath:" not in text:
            return text
        alone: set[int] = set()
        text = _ALONE.sub(lambda found: self._unwrap(found, alone), text)
        within: list[str] = []

        def put(found: re.Match[str]) -> str:
            if not found["tag"]:
                number = found.group(3)
                if number is None or within:
                    return self._put_sources(found[0])
                html = self.extension.wrap_formula(int(number), alone=int(number) in alone)
                after = found["after"] or ""
                kept = after and html.endswith("</math>")
                whole = html + after
                return write_element("span", whole, class_="cb-kept") if kept else whole
            tag = found["tag"].lower()
            if found["close"]:
                if within and within[-1] == tag:
                    within.pop()
            elif re.fullmatch(_SKIPPED, tag) and not found[0].endswith("/>"):
                within.append(tag)
            return self._put_sources(found[0])

        made = _TOKEN.sub(put, text)
        return made.replace("<p></p>", "") if "" in self.extension.made.values() else made

    def _put_sources(self, text: str) -> str:
        return _PLACE.sub(lambda found: escape(self.extension.found[int(found[1])].source), text)

    def _unwrap(self, paragraph: re.Match[str], alone: set[int]) -> str:
        """Take display math out of a paragraph that holds nothing else: a `div` may not stand in it."""
        numbers = [int(number) for number in _PLACE.findall(paragraph[1])]
        if any(self.extension.found[number].kind != "display" for number in numbers):
            return paragraph[0]
        alone.update(numbers)
        return paragraph[1].strip()


class MathMLExtension(Extension):
    """Convert the math of a page.

    `notation` is what its parts share, if it is converted in parts; else the text is the whole page.
    Faults are collected in `faults` as (source, error), so that the caller can name the cell; but
    if `strict`, the first is raised.
    """

    def __init__(self, notation: Notation | None = None, *, strict: bool = False) -> None:
        super().__init__()
        self.given, self.strict = notation, strict
        self.faults: list[tuple[str, ClaimbookError]] = []
        self.begin([])

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Register the processors, and let a dollar be escaped."""
        if "$" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append("$")
        md.preprocessors.register(_Finder(md, self), "claimbook-math", 22)
        md.postprocessors.register(_Formulas(md, self), "claimbook-math", 5)

    def begin(self, found: list[Found]) -> None:
        """Take note of the math of the text that is being converted."""
        self.found, self.made = found, dict[int, str]()
        self.notation = self.given or gather_notation(found)

    def wrap_formula(self, number: int, *, alone: bool) -> str:
        """Return the HTML of a formula; display math that is not `alone` stands in a paragraph."""
        one = self.found[number]
        if number not in self.made:
            try:
                self.made[number] = self._convert_one(one)
            except ClaimbookError as error:
                if self.strict:
                    raise
                self.faults.append((one.source, error))
                self.made[number] = write_element("code", escape(one.source), class_="cb-unknown")
        if one.kind != "display" or not self.made[number]:
            return self.made[number]
        element = "div" if alone else "span"
        return write_element(element, self.made[number], class_="cb-math", tabindex="0")

    def _convert_one(self, one: Found) -> str:
        if one.kind == "reference":
            return link_equation(one.tex, self.notation)
        if one.kind == "stray":
            fix = _OPEN if one.source.startswith(("$$", "\\begin", "\\\\[")) else _STRAY
            raise ClaimbookError(f"{one.source} stands outside of math", fix=fix)
        math = to_mathml(one.tex, "block" if one.kind == "display" else "inline", self.notation)
        return math if math.count("<") > 2 else ""  # it may only define commands


def makeExtension(**options: Any) -> MathMLExtension:  # noqa: N802 (the name is Python-Markdown's)
    """Return the extension, as Python-Markdown asks for it by module name: faults are raised."""
    return MathMLExtension(**{"strict": True} | options)
