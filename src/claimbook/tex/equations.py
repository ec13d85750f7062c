r"""What the formulas of a page share: the numbers of its equations, and the commands it defines.

An equation has a number if it has a `\label`, or what its `\tag` says; `\eqref` and `\ref` lead to
it from anywhere on the page. A page may be converted in parts, so its sources are read first:

>>> notation = read_notation([r"$$ a = b \label{eq:one} $$", r"by \eqref{eq:one}"])
>>> dict(notation.numbers)
{'eq:one': '1'}
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from claimbook.errors import ClaimbookError, suggest
from claimbook.tex.definitions import Macro, expand, take_definitions
from claimbook.tex.delimiters import Found, find
from claimbook.tex.elements import write_element
from claimbook.tex.formulas import convert, refuse_long, show_formula
from claimbook.tex.tokens import (
    read_argument,
    read_tokens,
    split_environment,
    split_rows,
    strip_comments,
)

# Environments whose rows have numbers of their own, and those that have one number at most.
_BY_ROW = frozenset({"align", "gather", "alignat", "flalign", "eqnarray"})
_WHOLE = frozenset({"equation", "multline"})
_NUMBERING = re.compile(r"\\(?:label|tag|nonumber|notag|ref|eqref)(?![A-Za-z])")
_SAYING = frozenset((r"\label", r"\tag", r"\nonumber", r"\notag"))
_SHARED = re.compile(r"\\(?:label|def|gdef|(?:re)?newcommand|providecommand|DeclareMathOperator)\b")
_SLOT = "cbslot"  # with a number it stands for a number or a reference, see `_Slots`


@dataclass(frozen=True)
class Notation:
    """The numbers of a page's equations by their labels, and its own commands by their names."""

    numbers: Mapping[str, str] = field(default_factory=dict)
    twice: frozenset[str] = frozenset()  # labels that more than one equation has
    macros: Mapping[str, Macro] = field(default_factory=dict)


@dataclass
class _Slots:
    """What is put into a formula after math-core has converted it, and the word that marks it."""

    word: str
    html: list[str] = field(default_factory=list)

    def add(self, html: str) -> str:
        """Return the word that stands for some HTML."""
        self.html.append(html)
        return f"{self.word}{len(self.html) - 1}"

    def fill(self, math: str) -> str:
        """Put the HTML in."""
        for number, html in enumerate(self.html):
            word = f"{self.word}{number}"
            math = math.replace(write_element("a", "(??)", href=f"#{word}"), html)
            math = math.replace(f"><mtext>{word}</mtext>", html)
        return math


@dataclass(frozen=True)
class _Numbered:
    """An equation that has a label or a tag."""

    label: str
    tag: str  # as TeX; nothing if it has the next number
    bare: bool = False  # a tag without parentheses

    @property
    def id(self) -> str:
        return f"equation-{'-'.join(self.label.split())}" if self.label else ""


def read_notation(sources: Iterable[str]) -> Notation:
    """Read the Markdown of a page, part by part, for labels and definitions.

    What cannot be read is left out; converting it says what is wrong.
    """
    return gather_notation(
        one for source in sources if _SHARED.search(source) for one in find(source)
    )


def gather_notation(found: Iterable[Found]) -> Notation:
    """Read the math of a whole page for labels and definitions."""
    formulas = [one.tex for one in found if _SHARED.search(one.tex)]
    macros: dict[str, Macro] = {}
    for tex in formulas:
        macros |= _own(tex)[0]
    equations = [one for tex in formulas for one in _find_equations(tex, macros) if one.label]
    count, numbers = 0, dict[str, str]()
    for one in equations:
        count += not one.tag
        numbers.setdefault(one.label, _convert_tag(one.tag) if one.tag else f"{count}")
    labels = Counter(one.label for one in equations)
    return Notation(numbers, frozenset(name for name, n in labels.items() if n > 1), macros)


def _own(tex: str) -> tuple[dict[str, Macro], str]:
    try:
        refuse_long(tex)
        return take_definitions(strip_comments(tex))
    except ClaimbookError:
        return {}, ""


def _find_equations(tex: str, macros: Mapping[str, Macro]) -> Iterator[_Numbered]:
    try:
        bare = expand(_own(tex)[1], macros)
        for _, one in _read_rows(bare):
            if one is not None:
                yield one
    except ClaimbookError:
        return


def to_mathml(latex: str, display: str = "inline", notation: Notation | None = None) -> str:
    """Convert a formula to a `<math>` element; `display` is "inline" or "block".

    Without the `notation` of its page it can refer to nothing but itself.

    Raises `ClaimbookError` if the formula cannot be read, or refers to an unknown label.
    """
    refuse_long(latex)
    _, tex = take_definitions(strip_comments(latex))
    if notation is None:
        notation = read_notation([f"$$\n{latex.strip()}\n$$"])
    tex = expand(tex, notation.macros)
    block = display == "block"
    if not _NUMBERING.search(tex):
        return convert(tex, display=block)
    slots = _Slots(_SLOT)
    while slots.word in tex:
        slots.word += "x"
    tex = _put_slots(_add_numbers(tex, notation, slots) if block else tex, notation, slots)
    return slots.fill(convert(tex, display=block))


def link_equation(reference: str, notation: Notation) -> str:
    r"""Return the HTML of an `\eqref{…}` or a `\ref{…}` that stands in the text.

    Raises `ClaimbookError` for an unknown label.
    """
    label = reference[reference.index("{") + 1 : -1].strip()
    number = _get_number(label, notation)
    text = f"({number})" if reference.startswith(r"\eqref") else number
    target = _Numbered(label, "").id
    return write_element("a", escape(text), class_="cb-eqref", href=f"#{target}")


def _get_number(label: str, notation: Notation) -> str:
    if label not in notation.numbers:
        fix = suggest(label, notation.numbers) if notation.numbers else r"give one a \label{…}"
        raise ClaimbookError(f'no equation of this page has the label "{label}"', fix=fix)
    return notation.numbers[label]


def _put_slots(tex: str, notation: Notation, slots: _Slots) -> str:
    """Put a slot in the place of each reference in a formula."""
    parts, end = [], 0
    for token in read_tokens(tex):
        if token[0] in (r"\ref", r"\eqref") and (found := read_argument(tex, token.end())):
            word = slots.add(link_equation(f"{token[0]}{{{found[0]}}}", notation))
            parts += [tex[end : token.start()], rf"\eqref{{{word}}}"]
            end = found[1]
    return "".join([*parts, tex[end:]])


def _add_numbers(tex: str, notation: Notation, slots: _Slots) -> str:
    """Put the equation into an environment that has room for its numbers, with a slot for each."""
    name, _ = split_environment(tex)
    made = []
    for row, one in _read_rows(tex):
        made.append(row)
        if one is not None:
            made.append(rf"\tag*{{{slots.add(_write_number(one, notation))}}}")
    body, plain = "".join(made), name.rstrip("*")
    if plain in _BY_ROW | _WHOLE:
        return rf"\begin{{{plain}*}}{body}\end{{{plain}*}}"
    return rf"\begin{{equation*}}{body}\end{{equation*}}" if len(made) > 1 else body


def _write_number(one: _Numbered, notation: Notation) -> str:
    """Return what follows the name of a number's cell, with its id."""
    if one.label in notation.twice:
        raise ClaimbookError(
            f'the label "{one.label}" stands twice on this page', fix="give one another name"
        )
    if one.tag:
        tag = _take_inside(convert(rf"\text{{{one.tag}}}", display=False))
        text = tag if one.bare else f"<mrow><mtext>(</mtext>{tag}<mtext>)</mtext></mrow>"
    else:
        text = f"<mtext>({escape(_get_number(one.label, notation))})</mtext>"
    identifier = f' id="{escape(one.id)}"' if one.id else ""
    return f'{identifier} class="cb-number">{text}'


def _take_inside(math: str) -> str:
    return math[math.index(">") + 1 : math.rindex("<")]


def _convert_tag(tag: str) -> str:
    """Return what a tag shows as text."""
    text = re.sub(r"<[^>]*>", "", convert(rf"\text{{{tag}}}", display=False))
    return unescape(text).replace("\xa0", " ")


def _read_rows(tex: str) -> Iterator[tuple[str, _Numbered | None]]:
    """Return the rows that may have numbers, bare of what says so, with what it says."""
    name, body = split_environment(tex)
    kind = name.rstrip("*")
    if kind not in _BY_ROW | _WHOLE:
        body = tex
    for row in split_rows(body) if kind in _BY_ROW else [body]:
        yield _read_row(row, tex)


def _read_row(row: str, tex: str) -> tuple[str, _Numbered | None]:
    labels, tags = list[str](), list[tuple[str, bool]]()
    parts, end = list[str](), 0
    for token in read_tokens(row):
        if token.start() < end or token[0] not in _SAYING:
            continue
        parts.append(row[end : token.start()])
        end = token.end()
        if token[0] == r"\label":
            name, end = _read_said(row, end, token[0])
            labels.append(name)
        elif token[0] == r"\tag":
            star = row[end : end + 1] == "*"
            name, end = _read_said(row, end + star, token[0])
            tags.append((name, star))
    for what, several in (("labels", len(labels) > 1), ("tags", len(tags) > 1)):
        if several:
            fix = "leave one, or write align, which numbers row by row"
            raise ClaimbookError(
                f"the formula {show_formula(tex)} has two {what} for one number", fix=fix
            )
    tag, bare = tags[0] if tags else ("", False)
    one = _Numbered(labels[0] if labels else "", tag, bare) if labels or tags else None
    return "".join([*parts, row[end:]]), one


def _read_said(row: str, at: int, command: str) -> tuple[str, int]:
    found = read_argument(row, at)
    if found is None or not found[0].strip():
        fix = f"write {command}{{…}}, or take it out"
        raise ClaimbookError(f"the {command} of the formula {show_formula(row)} is empty", fix=fix)
    return found[0].strip(), found[1]
