r"""Bound numbers and verdict marks: a Python-Markdown extension.

Prose refers to what a run measured, and never repeats it by hand:

| written | shown |
|---|---|
| `{{ gap }}` | the mean with its interval and unit, or the value if deterministic |
| `{{ gap.mean \| .3f }}` | one attribute in one of Python's number formats (`\|`: in tables) |
| `{{ claim:some-id }}` | the claim's verdict mark, linked to the section that tests it |

A reference inside code or math stays as it is written.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from claimbook.errors import ClaimbookError, suggest
from claimbook.model.evidence import Finding
from claimbook.model.measurement import Measurement
from claimbook.wording.catalogue import say
from claimbook.wording.marks import mark_class, show_sign, show_verdict
from claimbook.wording.numbers import point_number, show_measurement, show_number
from claimbook.wording.particles import choose_particles

ATTRIBUTES = ("mean", "sd", "low", "high", "min", "max", "median", "n", "value")
_REFERENCE = r"\{\{\s*([^{}|\\]+?)\s*(?:\\?\|\s*([^{}]*?)\s*)?\}\}"


_FORM = re.compile(r"[+ ]?,?(?:\.\d{1,2})?[eEfFgG%]")  # of Python's, what tells a reader a number


def check_reference(reference: str, form: str, names: Collection[str]) -> None:
    """Refuse a reference that no run can fill.

    Raises `ClaimbookError` for an unknown quantity, attribute or format.
    """
    name, _, attribute = reference.partition(".")
    place = f"{{{{ {reference} }}}}"
    if name not in names:
        raise ClaimbookError(
            f'no quantity "{name}" is recorded', where=place, fix=suggest(name, names)
        )
    if attribute and attribute not in ATTRIBUTES:
        raise ClaimbookError(
            f'"{attribute}" is no attribute', where=place, fix=suggest(attribute, ATTRIBUTES)
        )
    if form and not _FORM.fullmatch(form):
        fix = "write one such as .3f or +.1%"
        raise ClaimbookError(f'"{form}" is no number format', where=place, fix=fix)


def resolve(reference: str, form: str, found: Mapping[str, Measurement]) -> str:
    """Return the text of one bound number.

    Raises `ClaimbookError` for an unknown quantity, attribute or format.
    """
    check_reference(reference, form, found)
    name, _, attribute = reference.partition(".")
    if not attribute and not form:
        return show_measurement(found[name])
    summary = found[name].summary
    value = getattr(summary, "mean" if attribute in ("", "value") else attribute)
    return point_number(format(value, form).replace("-", "−")) if form else show_number(value)


def find_references(text: str) -> tuple[str, ...]:
    """Return what a text refers to, without attributes and formats: quantities and `claim:some-id`.

    >>> find_references("{{ gap.mean | .2f }} {{ claim: a }}")
    ('gap', 'claim:a')
    """
    found = (match[1].partition(".")[0] for match in re.finditer(_REFERENCE, text))
    return tuple(re.sub(r"\s", "", one) for one in found)


def check_text(text: str, names: Collection[str]) -> None:
    """Refuse a plain text whose numbers no run can fill, as `check_reference` does."""
    for match in re.finditer(_REFERENCE, text):
        check_reference(match[1], match[2] or "", names)
    left = re.sub(_REFERENCE, "", text)
    if found := re.search(r".{0,20}(?:\{\{|\}\}).{0,20}", left):
        fix = "write it whole, as {{ name }} or {{ name.mean | .2f }}"
        raise ClaimbookError("is no bound name", where=found[0].strip(), fix=fix)


def fill_pieces(
    text: str, found: Mapping[str, Measurement] | None, awaited: Collection[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Return a plain text in pieces, each with the reference that it was filled in for, if any.

    Without a run each number is said to wait for one; with one, those of `awaited` quantities
    that it lacks.

    Raises `ClaimbookError` for an unknown quantity, attribute or format.
    """
    pieces, end = [], 0
    for match in re.finditer(_REFERENCE, text):
        shown, name = say("verdict-pending"), match[1].partition(".")[0]
        if found is not None and (name in found or name not in awaited):
            shown = resolve(match[1], match[2] or "", found)
        pieces += [(text[end : match.start()], ""), (shown, match[1])]
        end = match.end()
    return tuple(_choose_particles([*pieces, (text[end:], "")]))


def _choose_particles(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield pieces that are not empty, their particles agreeing with what stands before."""
    before = ""
    for text, reference in pieces:
        if shown := text if reference else choose_particles(text, before):
            yield shown, reference
        before += shown


def fill_in(
    text: str, found: Mapping[str, Measurement] | None, awaited: Collection[str] = ()
) -> str:
    """Return a plain text with its numbers filled in, as `fill_pieces` does."""
    return "".join(shown for shown, _ in fill_pieces(text, found, awaited))


class _Reference(InlineProcessor):
    """Replace one `{{ … }}` by its number or mark."""

    def __init__(self, extension: "BindingExtension", md: Markdown) -> None:
        super().__init__(_REFERENCE, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the name is Python-Markdown's)
        self, m: re.Match[str], _data: str
    ) -> tuple[Element | None, int | None, int | None]:
        reference, form = m.group(1), m.group(2) or ""
        try:
            element = self._make_element(reference, form)
        except ClaimbookError as error:
            self.extension.faults.append((m.group(0), error))
            return None, None, None
        return element, m.start(0), m.end(0)

    def _make_element(self, reference: str, form: str) -> Element:
        if reference.startswith("claim:"):
            return self._mark_claim(reference.removeprefix("claim:").strip())
        element = Element("span", {"class": "cb-bound"})
        found = self.extension.found
        if found is None or self.extension.is_awaited(reference.partition(".")[0]):
            check_reference(reference, form, self.extension.declared)
            element.set("class", "cb-bound cb-unrun")
            element.text = AtomicString(say("verdict-pending"))
            return element
        element.text = AtomicString(resolve(reference, form, found))
        element.set("title", reference)  # which `sources.js` says in words
        return element

    def _mark_claim(self, identifier: str) -> Element:
        findings = self.extension.findings
        if identifier not in findings:
            raise ClaimbookError(
                f'no claim has the id "{identifier}"',
                where=f"{{{{ claim:{identifier} }}}}",
                fix=suggest(identifier, findings),
            )
        finding = findings[identifier]
        self.extension.marked.add(identifier)
        element = Element(
            "a", {"class": f"cb-mark {mark_class(finding)}", "href": f"#claim-{identifier}"}
        )
        element.text = AtomicString(f"{show_sign(finding)} {show_verdict(finding)}")
        return element


class BindingExtension(Extension):
    """Fill `{{ … }}` from the measurements and findings of one notebook.

    `found` is None if the notebook has not been run; then `declared` names the quantities that
    it will record, and so it does if the run is `outdated` and lacks some. Faults are collected in
    `faults` as (reference, error), so that the caller can name the cell.
    """

    def __init__(
        self,
        found: Mapping[str, Measurement] | None,
        findings: Mapping[str, Finding],
        declared: frozenset[str] = frozenset(),
        *,
        outdated: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.found, self.findings, self.declared = found, findings, declared
        self.outdated = outdated
        self.faults: list[tuple[str, ClaimbookError]] = []
        self.marked: set[str] = set()  # the claims whose marks were shown

    def is_awaited(self, name: str) -> bool:
        """Whether the run at hand is outdated, and only the next one will record a quantity."""
        return self.outdated and name in self.declared and name not in (self.found or ())

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Register behind code spans and math, ahead of escapes and links."""
        md.inlinePatterns.register(_Reference(self, md), "claimbook-binding", 185)
