"""Badges: what held of a paper, or of one claim, as a small SVG to show elsewhere.

They lie at addresses that stay: `badges/⟨slug⟩.svg` and `badges/⟨slug⟩/⟨claim⟩.svg`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding
from claimbook.pages.drawing import draw_file
from claimbook.pages.lettering import measure
from claimbook.pages.survey import Report
from claimbook.wording.catalogue import say
from claimbook.wording.marks import count_verdicts, group_findings, show_sign, show_verdict

FOLDER = "badges"
SIZE = 11  # pixels of the letters
MARGIN = 7
INK = "#17434f"
QUIET = "#4f5963"
_GREEN, _BLUE, _VIOLET, _RED = "#14692f", "#0b5cad", "#6a4fa3", "#b03a00"
# White on each is 4.5:1 or more; the same colours as the marks of a light page.
COLOURS: Mapping[Verdict, str] = {
    Verdict.REPRODUCED: _GREEN,
    Verdict.HOLDS: _GREEN,
    Verdict.ANSWERED_YES: _GREEN,
    Verdict.SAME_DIRECTION: _BLUE,
    Verdict.ANSWERED_IN_PART: _BLUE,
    Verdict.INCONCLUSIVE: _VIOLET,
    Verdict.OPEN: _VIOLET,
    Verdict.NOT_REPRODUCED: _RED,
    Verdict.DOES_NOT_HOLD: _RED,
    Verdict.ANSWERED_NO: _RED,
    Verdict.NOT_TESTED_HERE: QUIET,
    Verdict.NOT_TESTED: QUIET,
}


@dataclass(frozen=True)
class Part:
    """One half of a badge: its text, and where it begins and ends."""

    text: str
    colour: str
    left: int = 0

    @property
    def length(self) -> int:
        """How long its text is drawn, whatever font there is."""
        return round(measure(self.text, SIZE))

    @property
    def width(self) -> int:
        """How wide it is with its margins."""
        return self.length + 2 * MARGIN

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.left + self.width


def draw_badge(name: str, text: str, colour: str) -> str:
    """Return a badge: the site's name, and what it says."""
    first = Part(name, INK)
    parts = (first, Part(text, colour, first.right))
    return draw_file("badge.svg", parts=parts, size=SIZE, margin=MARGIN)


def say_count(findings: Sequence[Finding]) -> str:
    """Count the verdicts that come first on a page: those on the paper's own claims, if there are any."""
    groups = group_findings(findings)
    counted = count_verdicts(groups[0][1]) if groups else say("no-claims")
    provisional = any(finding.provisional for finding in findings)
    return say("verdict-provisional", verdict=counted) if provisional else counted


def say_verdict(finding: Finding) -> str:
    """Return a verdict with its sign."""
    return f"{show_sign(finding)} {show_verdict(finding)}"


def iterate_badges(reports: Sequence[Report], name: str) -> Iterator[tuple[str, str]]:
    """Yield path and drawing of the badge of each paper and of each claim; `name` is the site's."""
    for report in reports:
        whole = draw_badge(name, say_count(report.findings), QUIET)
        drawn = {one.claim.id: _draw_verdict(name, one) for one in report.findings}
        for slug in report.notebook.slugs:  # what shows them elsewhere knows the former one
            yield locate_badge(slug), whole
            yield from ((locate_badge(slug, claim), badge) for claim, badge in drawn.items())


def _draw_verdict(name: str, finding: Finding) -> str:
    colour = QUIET if finding.pending else COLOURS[finding.verdict]
    return draw_badge(name, say_verdict(finding), colour)


def locate_badge(slug: str, claim: str = "") -> str:
    """Return where a badge lies on the site.

    >>> locate_badge("dpa"), locate_badge("dpa", "front-expands")
    ('badges/dpa.svg', 'badges/dpa/front-expands.svg')
    """
    return f"{FOLDER}/{slug}/{claim}.svg" if claim else f"{FOLDER}/{slug}.svg"


@dataclass(frozen=True)
class Badge:
    """The badge of a page, and what to copy to show it elsewhere.

    `root` leads from the page to the site's root; `home` is the site's address, if it is known.
    """

    slug: str
    findings: Sequence[Finding]
    page: str  # the page's address from the site's root
    root: str
    home: str = ""
    template: ClassVar[str] = "badge"

    @property
    def path(self) -> str:
        """Where the badge lies, from the page."""
        return f"{self.root}{locate_badge(self.slug)}"

    @property
    def text(self) -> str:
        """What it says."""
        return say_count(self.findings)

    @property
    def markdown(self) -> str:
        """The badge in Markdown, leading to the page."""
        home = self.home or say("site-address")
        return f"[![{self.text}]({home}{locate_badge(self.slug)})]({home}{self.page})"
