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
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from claimbook.errors import ClaimbookError, nearest
from claimbook.model.evidence import Finding, Measurement
from claimbook.model.paper import Verdict

ATTRIBUTES = ("mean", "sd", "low", "high", "min", "max", "median", "n", "value")
SIGNS = {
    Verdict.REPRODUCED: "●",
    Verdict.SAME_DIRECTION: "◐",
    Verdict.INCONCLUSIVE: "◇",
    Verdict.NOT_REPRODUCED: "✕",
    Verdict.NOT_TESTED: "○",
}
_REFERENCE = r"\{\{\s*([^{}|\\]+?)\s*(?:\\?\|\s*([^{}]*?)\s*)?\}\}"


def number(value: float) -> str:
    """Format a number with three significant digits, without needless exponents.

    >>> number(0.012345), number(-71.0), number(540000.0), number(1.2e-14)
    ('0.0123', '−71', '540,000', '1.2e-14')
    """
    if value == int(value) and abs(value) < 1e15:
        text = f"{int(value):,}"
    elif 1e-3 <= abs(value) < 1e3:
        text = f"{value:#.3g}".rstrip(".")
    elif 1e3 <= abs(value) < 1e9:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.3g}"
    return text.replace("-", "−") if not re.search(r"e-", text) else text


def show(measurement: Measurement) -> str:
    """Show a measurement as its value, or as its mean with the interval, and its unit."""
    summary = measurement.summary
    unit = f" {measurement.unit}" if measurement.unit else ""
    if measurement.deterministic and summary.n == 1:
        return f"{number(summary.mean)}{unit}"
    if measurement.deterministic:
        return f"{number(summary.low)} to {number(summary.high)}{unit}"
    if summary.n == 1:
        return f"{number(summary.mean)}{unit} (one seed)"
    return f"{number(summary.mean)} [{number(summary.low)}, {number(summary.high)}]{unit}"


def resolve(reference: str, form: str, found: Mapping[str, Measurement]) -> str:
    """Return the text of one bound number.

    Raises `ClaimbookError` for an unknown quantity, attribute or format.
    """
    name, _, attribute = reference.partition(".")
    place = f"{{{{ {reference} }}}}"
    if name not in found:
        raise ClaimbookError(
            f'no quantity "{name}" is recorded', where=place, fix=nearest(name, found)
        )
    if attribute and attribute not in ATTRIBUTES:
        raise ClaimbookError(
            f'"{attribute}" is no attribute', where=place, fix=nearest(attribute, ATTRIBUTES)
        )
    if not attribute and not form:
        return show(found[name])
    summary = found[name].summary
    value = getattr(summary, "mean" if attribute in ("", "value") else attribute)
    try:
        return format(value, form).replace("-", "−") if form else number(value)
    except ValueError as error:
        raise ClaimbookError(
            f'"{form}" is no number format', where=place, fix="write one such as .3f or +.1%"
        ) from error


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
            element = self._element(reference, form)
        except ClaimbookError as error:
            self.extension.faults.append((m.group(0), error))
            return None, None, None
        return element, m.start(0), m.end(0)

    def _element(self, reference: str, form: str) -> Element:
        if reference.startswith("claim:"):
            return self._mark(reference.removeprefix("claim:").strip())
        element = Element("span", {"class": "cb-bound"})
        if self.extension.found is None:
            name = reference.partition(".")[0]
            if name not in self.extension.declared:
                raise ClaimbookError(
                    f'no quantity "{name}" is recorded',
                    where=f"{{{{ {reference} }}}}",
                    fix=nearest(name, self.extension.declared),
                )
            element.set("class", "cb-bound cb-unrun")
            element.text = "not run yet"
            return element
        element.text = resolve(reference, form, self.extension.found)
        element.set("title", f"measured: {reference}")
        return element

    def _mark(self, identifier: str) -> Element:
        findings = self.extension.findings
        if identifier not in findings:
            raise ClaimbookError(
                f'no claim has the id "{identifier}"',
                where=f"{{{{ claim:{identifier} }}}}",
                fix=nearest(identifier, findings),
            )
        finding = findings[identifier]
        element = Element("a", {"class": f"cb-mark {css(finding)}", "href": f"#claim:{identifier}"})
        element.text = f"{sign(finding)} {label(finding)}"
        return element


class BindingExtension(Extension):
    """Fill `{{ … }}` from the measurements and findings of one notebook.

    `found` is None if the notebook has not been run; then `declared` names the quantities that
    it will record. Faults are collected in `faults` as (reference, error), so that the caller
    can name the cell.
    """

    def __init__(
        self,
        found: Mapping[str, Measurement] | None,
        findings: Mapping[str, Finding],
        declared: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.found, self.findings, self.declared = found, findings, declared
        self.faults: list[tuple[str, ClaimbookError]] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Register behind code spans and math, ahead of escapes and links."""
        md.inlinePatterns.register(_Reference(self, md), "claimbook-binding", 185)


def css(finding: Finding) -> str:
    """Return the CSS class of a finding's mark."""
    if finding.pending:
        return "cb-pending"
    return (
        "cb-"
        + finding.verdict.replace(" ", "-")
        + (" cb-provisional" if finding.provisional else "")
    )


def sign(finding: Finding) -> str:
    """Return the sign of a finding: a cue beside its colour."""
    return "…" if finding.pending else SIGNS[finding.verdict]


def label(finding: Finding) -> str:
    """Return a finding's verdict in words."""
    if finding.pending:
        return "not run yet"
    return f"{finding.verdict} (provisional)" if finding.provisional else str(finding.verdict)
