"""How the works of one citation read together: brackets, separators, what is drawn together.

Author–year: works of the same authors stand together, `(Hu et al., 2024a, 2024b; Wang, 2023)`.
Numeric: what has no locator is sorted and drawn together, `[1–3, 5]`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree import ElementTree

from markdown.util import AtomicString

from claimbook.prose.citemarks import MARK, MODE, PREFIX, SUFFIX
from claimbook.prose.naming import Label


@dataclass
class Part:
    """One work of a citation; `label` is there if it is known, `number` in the numeric style."""

    link: ElementTree.Element
    prefix: ElementTree.Element | None = None
    suffix: ElementTree.Element | None = None
    suppress: bool = False
    label: Label | None = None
    number: int = 0
    cross: bool = False  # no work but a figure or a claim

    @property
    def plain(self) -> bool:
        """Whether it may be drawn together with its neighbours."""
        return self.label is not None and self.prefix is None and self.suffix is None


def read(cite: ElementTree.Element) -> list[Part]:
    """Return the parts of a citation as it was marked."""
    parts: list[Part] = []
    prefix = None
    for child in cite:
        if PREFIX in child.attrib:
            prefix = child
        elif SUFFIX in child.attrib:
            parts[-1].suffix = child
        elif MARK in child.attrib:
            parts.append(Part(child, prefix, suppress=child.attrib.pop(MODE, "") == "year"))
            prefix = None
    return parts


def write(cite: ElementTree.Element, parts: Sequence[Part], style: str) -> None:
    """Fill a citation with its parts, each link with its text."""
    mode, numeric = cite.attrib.pop(MODE), style == "numeric"
    works = any(part.label for part in parts)
    cite[:], cite.text = [], None
    writer = _Writer(cite)
    if mode == "sentence":
        _write_sentence(writer, parts[0], numeric=numeric)
        return
    writer.add_text("[" if numeric and works else "(")
    if numeric:
        writer.add_contents(_take_common_prefix(parts))
    for part, separator in _order_numeric(parts) if numeric else _order_author_year(parts):
        writer.add_text(separator)
        writer.add_part(part)
    writer.add_text("]" if numeric and works else ")")


class _Writer:
    """Append text and elements to an element."""

    def __init__(self, element: ElementTree.Element) -> None:
        self.element = element

    def add_text(self, text: str | None) -> None:
        """Append text that Markdown leaves alone."""
        if not text:
            return
        if len(self.element):
            self.element[-1].tail = AtomicString((self.element[-1].tail or "") + text)
        else:
            self.element.text = AtomicString((self.element.text or "") + text)

    def add_part(self, part: Part) -> None:
        """Append a work with what stands around it."""
        self.add_contents(part.prefix)
        part.link.tail = None
        self.element.append(part.link)
        if part.suffix is not None:
            self.add_text(", ")
            self.add_contents(part.suffix)

    def add_contents(self, holder: ElementTree.Element | None) -> None:
        """Append what an element holds."""
        if holder is not None:
            self.add_text(holder.text)
            self.element.extend(holder)


def _write_sentence(writer: _Writer, part: Part, *, numeric: bool) -> None:
    """`Hu et al. (2024, §3)` or `Hu et al. [1, §3]`; without the authors, what is left of it."""
    if part.label is None:
        writer.add_part(part)
        return
    opening, closing = "[]" if numeric else "()"
    token = str(part.number) if numeric else part.label.year
    if part.suppress and not numeric:
        text, closing = token, ""
    else:
        authors = "" if part.suppress else f"{part.label.authors} "
        text = f"{authors}{opening}{token}"
    part.link.text = AtomicString(f"{text}{closing}" if part.suffix is None else text)
    writer.add_part(part)
    writer.add_text(closing if part.suffix is not None else "")


def _order_author_year(parts: Sequence[Part]) -> Iterator[tuple[Part, str]]:
    """Yield each part with the separator before it, works of the same authors together."""
    last: Part | None = None
    for part in _move_together(parts):
        same = last is not None and _name_authors(last) == _name_authors(part) is not None
        if part.label is not None:
            bare = part.suppress or (same and part.prefix is None)
            text = part.label.year if bare else f"{part.label.authors}, {part.label.year}"
            part.link.text = AtomicString(text)
        joined = same and part.plain and last is not None and last.suffix is None
        yield part, "" if last is None else ", " if joined else "; "
        last = part


def _move_together(parts: Sequence[Part]) -> list[Part]:
    """Move each work that has no prefix behind the last one by the same authors."""
    moved: list[Part] = []
    for part in parts:
        authors = _name_authors(part)
        twins = [place for place, other in enumerate(moved) if _name_authors(other) == authors]
        free = authors is not None and part.prefix is None and twins
        moved.insert(twins[-1] + 1 if free else len(moved), part)
    return moved


def _name_authors(part: Part) -> str | None:
    return part.label.authors if part.label and not part.suppress else None


def _take_common_prefix(parts: Sequence[Part]) -> ElementTree.Element | None:
    """Take the prefix off the first work if it is said of the whole group: [see 1–3]."""
    first, *rest = parts
    if first.suffix is not None or not rest or not all(part.plain for part in rest):
        return None
    prefix, first.prefix = first.prefix, None
    return prefix


def _order_numeric(parts: Sequence[Part]) -> Iterator[tuple[Part, str]]:
    """Yield each part with the separator before it, runs of plain numbers drawn together."""
    before = ""
    for plain, run in groupby(parts, key=lambda part: part.plain):
        group = list(run)
        members = _fold_runs(group) if plain else [(part, "; ") for part in group]
        for place, (part, separator) in enumerate(members):
            if part.label and part.link.tag == "a":
                part.link.text = AtomicString(str(part.number))
            yield part, separator if place else before
        before = "; "


def _fold_runs(parts: Sequence[Part]) -> Iterator[tuple[Part, str]]:
    """Sort numbers; of three or more in a row show the first and the last."""
    ordered = sorted(parts, key=lambda part: part.number)
    numbers = [part.number for part in ordered]
    for place, part in enumerate(ordered):
        number, earlier = part.number, numbers[:place]
        between = number - 1 in earlier and number + 1 in numbers[place:]
        if number in earlier or between:
            part.link.tag, part.link.text = "span", None  # a place to come back to, no more
            part.link.attrib.pop("href")
            yield part, ""
        else:
            ranged = number - 2 in earlier and number - 1 in earlier
            yield part, "–" if ranged else ", "
