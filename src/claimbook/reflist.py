"""Author–year labels and the reference list: how a work is named on a page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from markdown.util import AtomicString

from claimbook.bibtex import Record
from claimbook.reference import Reference, display

STYLES = ("author-year", "numeric")


@dataclass(frozen=True)
class Label:
    """How a citation names a work: ``Wang et al.`` and ``2024a``."""

    authors: str
    year: str
    reference: Reference

    @property
    def order(self) -> tuple[str, ...]:
        """The place of the work in a list sorted by author, year and title."""
        families = (name.family or name.given for name in self.reference.authors)
        people = " ".join(families) or self.reference.title
        return people.casefold(), self.year, self.reference.title.casefold(), self.reference.key


def labels(records: Iterable[Record]) -> dict[str, Label]:
    """Label each record; works that would read the same get letters after their years."""
    groups: defaultdict[tuple[str, str], list[Label]] = defaultdict(list)
    for record in records:
        shown = display(record)
        label = Label(_short_authors(shown), shown.year, shown)
        groups[label.authors.casefold(), label.year].append(label)
    return {label.reference.key: label for group in groups.values() for label in _lettered(group)}


def _short_authors(shown: Reference) -> str:
    family = [name.last or name.given for name in shown.authors]
    if not family:
        words = shown.title.split()
        return f"“{' '.join(words[:4])}{'…' if len(words) > 4 else ''}”" if words else shown.key
    if len(family) > 2 or shown.more:
        return f"{family[0]} et al."
    return " and ".join(family)


def _lettered(group: list[Label]) -> Iterator[Label]:
    if len(group) == 1:
        yield from group
        return
    for place, label in enumerate(sorted(group, key=lambda label: label.order)):
        yield Label(label.authors, label.year + _letters(place), label.reference)


def _letters(place: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def reference_list(
    named: Mapping[str, Label],
    places: Mapping[str, Sequence[str]],
    *,
    links: Mapping[str, str],
    style: str = "author-year",
) -> ElementTree.Element:
    """Return the list of the works in `places` (key → ids of the places that cite it)."""
    keys = [key for key in places if key in named]
    if style == "author-year":
        keys.sort(key=lambda key: named[key].order)
    ordered = ElementTree.Element("ol", {"class": f"cb-references cb-{style}"})
    for key in keys:
        ordered.append(_entry(named[key], places[key], links.get(key, ""), style))
    return ordered


def reference_html(record: Record) -> str:
    """Return one reference as HTML, without a list item around it."""
    shown = display(record)
    item = ElementTree.Element("li")
    _fill(item, Label(_short_authors(shown), shown.year, shown), "author-year")
    whole = ElementTree.tostring(item, encoding="unicode", method="html")
    return whole.removeprefix("<li>").removesuffix("</li>").strip()


def _entry(label: Label, places: Sequence[str], page: str, style: str) -> ElementTree.Element:
    item = ElementTree.Element("li", {"id": f"ref-{label.reference.key}"})
    _fill(item, label, style)
    if page:
        _add(item, "a", "rerun here", {"href": page, "class": "cb-ref-here"})
    if places:
        item.append(_backlinks(label, places))
    return item


def _fill(item: ElementTree.Element, label: Label, style: str) -> None:
    shown = label.reference
    year = label.year if style == "author-year" else shown.year
    head = [shown.byline or label.authors, year]
    head += [shown.title] if shown.title and shown.authors else []
    item.text = AtomicString("".join(f"{_sentence(part)} " for part in head))
    if shown.venue:
        _add(item, "em", shown.venue, {}, f", {shown.details}. " if shown.details else ". ")
    for text, address in shown.links:
        _add(item, "a", text, {"href": address})


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _backlinks(label: Label, places: Sequence[str]) -> ElementTree.Element:
    group = ElementTree.Element("span", {"class": "cb-backlinks"})
    if len(places) > 1:
        group.text = AtomicString("↩ ")
    for number, place in enumerate(places):
        text = _letters(number) if len(places) > 1 else "↩"
        where = f" {number + 1} of {len(places)}" if len(places) > 1 else ""
        says = f"Back to citation{where} of {label.authors}, {label.year}"
        _add(group, "a", text, {"href": f"#{place}", "aria-label": says, "class": "cb-backlink"})
    return group


def _add(
    parent: ElementTree.Element, tag: str, text: str, attributes: dict[str, str], tail: str = " "
) -> None:
    """Append an element whose text Markdown leaves alone."""
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text, child.tail = AtomicString(text), AtomicString(tail)
