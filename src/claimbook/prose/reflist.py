"""The reference list of a page: each work in full, where to read it, and where it is cited.

Entries follow the ACL's style: author–year as in Chicago, numeric with the year at the end. The
entry is also what the card of a citation shows (`site/theme/assets/citations.js`), so a page says each
thing once: `cb-by` marks the authors, of which `cb-rest` stands for "et al." on a card.
"""

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from markdown.util import AtomicString
from markupsafe import Markup

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.coins import make_context_object
from claimbook.bibliography.latex import decode
from claimbook.bibliography.reference import SHOWN_AUTHORS, Name
from claimbook.errors import ClaimbookError
from claimbook.model.evidence import Finding
from claimbook.prose.mathml import to_mathml
from claimbook.prose.naming import STYLES, Label, make_label, make_labels, write_letters
from claimbook.wording.catalogue import say
from claimbook.wording.marks import count_verdicts, mark_class, show_sign

__all__ = [
    "STYLES",
    "Label",
    "draw_element",
    "draw_reference",
    "make_labels",
    "make_reference_list",
    "offer_file",
]

_MATH = re.compile(r"(?<!\\)(\{?\$[^$]+(?<!\\)\$\}?)")
CARD_AUTHORS = 3  # beyond that a card says "et al."
_PREPRINT = re.compile(r"(?:arxiv|corr)\b", re.IGNORECASE)


def make_reference_list(
    named: Mapping[str, Label],
    places: Mapping[str, Sequence[str]],
    *,
    links: Mapping[str, str],
    style: str = "author-year",
    verdicts: Mapping[str, Sequence[Finding]] | None = None,
) -> ElementTree.Element:
    """Return the list of the works in `places` (key → ids of the places that cite it).

    `links` gives the page of each work that is ours, `verdicts` what was found there. Each item
    carries its COinS, so that programs can take it.
    """
    keys = [key for key in places if key in named]
    if style == "author-year":
        keys.sort(key=lambda key: named[key].order)
    ordered = ElementTree.Element("ol", {"class": f"cb-references cb-{style}"})
    ordered.set("data-search-exclude", "")  # each work has an entry of its own
    for key in keys:
        item = _make_entry(named[key], style)
        item.insert(0, ElementTree.Element("span", _make_coins(named[key].record)))
        if key in links:
            _add(item, "a", say("rerun-here"), {"href": links[key], "class": "cb-ref-here"})
            if findings := (verdicts or {}).get(key):
                item.append(_show_verdicts(findings))
        if places[key]:
            item.append(_make_backlinks(places[key]))
        ordered.append(item)
    return ordered


def draw_reference(record: Record) -> Markup:
    """Return one reference as HTML, its COinS first, without a list item around it."""
    item = _make_entry(make_label(record), "author-year")
    item.insert(0, ElementTree.Element("span", _make_coins(record)))
    return Markup("".join(map(draw_element, item)).strip())


def draw_element(element: ElementTree.Element) -> str:
    """Return an element as HTML."""
    return ElementTree.tostring(element, encoding="unicode", method="html")


def _make_entry(work: Label, style: str) -> ElementTree.Element:
    item = ElementTree.Element("li", {"id": f"ref-{work.reference.key}"})
    shown, numeric = work.reference, style == "numeric"
    item.append(_name_authors(work, inverted=not numeric))
    if not numeric:
        item[0].tail = AtomicString(f" {_end_sentence(work.year)} ")
    if shown.title and shown.authors:
        _add_title(item, work.record.get("title"))
    _add_venue(item, work, shown.year if numeric else "")
    return item


def _name_authors(work: Label, *, inverted: bool) -> ElementTree.Element:
    """Name the authors; those that a card leaves out stand in an element of their own."""
    shown = work.reference
    element = ElementTree.Element("span", {"class": "cb-by"})
    element.tail = AtomicString(" ")
    names = _list_names(shown.authors[:SHOWN_AUTHORS], inverted=inverted)
    if not names:
        element.text = AtomicString(_end_sentence(shown.title or shown.key))
        return element
    editors = "" if work.record.get("author") else ", eds." if len(shown.authors) > 1 else ", ed."
    cut = shown.more or len(shown.authors) > len(names)
    if len(names) <= CARD_AUTHORS or editors:
        element.text = AtomicString(_end_sentence(_join_names(names, cut=cut) + editors))
        return element
    first = ", ".join(names[:CARD_AUTHORS])
    element.text = AtomicString(first)
    rest = _join_names(names, cut=cut).removeprefix(first)
    _add(element, "span", _end_sentence(rest), {"class": "cb-rest"}, "")
    return element


def _list_names(people: Sequence[Name], *, inverted: bool) -> list[str]:
    return [
        name.listed if inverted and not place else name.natural for place, name in enumerate(people)
    ]


def _join_names(names: Sequence[str], *, cut: bool) -> str:
    if cut:
        return ", ".join([*names, "et al."])
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])}, and {names[-1]}"


def _add_title(item: ElementTree.Element, raw: str) -> None:
    """Add a title, its formulas as such; one that cannot be shown is text."""
    title = ElementTree.SubElement(item, "cite")
    title.tail = AtomicString(" ")
    parts = _MATH.split(raw)
    for place, part in enumerate(parts):
        shown = _draw_formula(part) if place % 2 else None
        if shown is not None:
            title.append(shown)
            continue
        text = decode(part)
        before = " " if part[:1].isspace() and text else ""
        _put(title, f"{before}{text}{' ' if part[-1:].isspace() else ''}")
    said = "".join(title.itertext())
    _put(title, _end_sentence(said).removeprefix(said))


def _draw_formula(formula: str) -> ElementTree.Element | None:
    try:
        return ElementTree.fromstring(to_mathml(formula.strip("{}$")))
    except (ClaimbookError, ElementTree.ParseError):
        return None


def _put(element: ElementTree.Element, text: str) -> None:
    """Append text behind whatever an element holds."""
    if len(element):
        element[-1].tail = AtomicString(f"{element[-1].tail or ''}{text}")
    else:
        element.text = AtomicString(f"{element.text or ''}{text}")


def _add_venue(item: ElementTree.Element, work: Label, year: str) -> None:
    """Say where a work appeared, and link to where it can be read; a year comes last."""
    shown, facts = work.reference, work.reference.facts
    links = list(shown.links)
    if _PREPRINT.match(shown.venue) and links and shown.arxiv:
        _add(item, "em", "arXiv preprint", {})
        _add(item, "a", links[0][0], {"href": links.pop(0)[1]}, f"{f', {year}' if year else ''}. ")
    else:
        _add_appearance(item, work, year)
    if facts.note:
        _follow(item, f"{_end_sentence(facts.note)} ")
    for text, address in links:
        _add(item, "a", text, {"href": address})


def _add_appearance(item: ElementTree.Element, work: Label, year: str) -> None:
    """Say what kind of work it is, in what it appeared, and who published that."""
    shown, facts = work.reference, work.reference.facts
    before = "In " if work.record.get("booktitle") else f"{facts.kind}, " if facts.kind else ""
    rest = [part for part in (facts.edition, facts.editors, facts.details) if part]
    imprint = [part for part in (facts.imprint, year) if part]
    tail = f"{_end_sentence(', '.join(imprint))} " if imprint else ""
    if shown.venue:
        _follow(item, before)
        said = f", {', '.join(rest)}" if rest else ""
        joined = f"{said}, {year}" if year and not facts.imprint else said
        _add(item, "em", shown.venue, {}, _end_sentence(joined) + " ")
        _follow(item, tail if facts.imprint else "")
    else:
        said = ", ".join([part for part in (facts.kind, *rest) if part])
        _follow(item, f"{_end_sentence(said)} {tail}" if said else tail)


def _follow(item: ElementTree.Element, text: str) -> None:
    item[-1].tail = AtomicString(f"{item[-1].tail or ''}{text}")


def _end_sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _make_backlinks(places: Sequence[str]) -> ElementTree.Element:
    group = ElementTree.Element("span", {"class": "cb-backlinks"})
    if len(places) > 1:
        group.text = AtomicString("↩ ")
    for number, place in enumerate(places):
        text = write_letters(number) if len(places) > 1 else "↩"
        says = say("back-to-citation", place=number + 1, places=len(places))
        _add(group, "a", text, {"href": f"#{place}", "aria-label": says, "class": "cb-backlink"})
    return group


def _show_verdicts(findings: Sequence[Finding]) -> ElementTree.Element:
    """Return the signs of what was tested, then the count of verdicts in words."""
    element = ElementTree.Element("span", {"class": "cb-dots"})
    element.tail = AtomicString(" ")
    if tested := [finding for finding in findings if finding.claim.tests]:
        signs = ElementTree.SubElement(element, "span", {"aria-hidden": "true"})
        for finding in tested:
            _add(signs, "i", show_sign(finding), {"class": mark_class(finding)}, "")
    _add(element, "span", count_verdicts(findings), {}, "")
    return element


def _make_coins(record: Record) -> dict[str, str]:
    return {"class": "Z3988", "title": make_context_object(record)}


def offer_file(name: str) -> ElementTree.Element:
    """Lead to the file of what a page cites; it stands above the list."""
    paragraph = ElementTree.Element("p", {"class": "cb-take"})
    paragraph.text = AtomicString(say("cite-these") + " ")
    _add(paragraph, "a", ".bib", {"href": name, "download": ""}, "")
    return paragraph


def _add(
    parent: ElementTree.Element, tag: str, text: str, attributes: dict[str, str], tail: str = " "
) -> None:
    """Append an element whose text Markdown leaves alone."""
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text, child.tail = AtomicString(text), AtomicString(tail)
