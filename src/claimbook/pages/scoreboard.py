"""The scoreboard page: every claim in a row of its own, with a filter.

The whole table is HTML; `site/theme/assets/scoreboard.js` shows the filter and hides what it leaves out.
What it needs to know of a claim stands in `data-` attributes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from markupsafe import Markup

from claimbook.model.claim import Asserter, Kind, Verdict
from claimbook.model.evidence import Finding
from claimbook.pages import downloads
from claimbook.pages.drawing import draw
from claimbook.pages.listing import Find
from claimbook.pages.scales import Scale, measure_distance, measure_scales
from claimbook.pages.survey import Report
from claimbook.pages.tallies import count_totals
from claimbook.wording.catalogue import say
from claimbook.wording.marks import SIGNS, name_verdict

Link = Callable[[str], str]  # from a path on the site to an address relative to the page
KINDS = (*Kind, "none")
SORTS = {"": "paper-order", "verdict": "verdict", "paper": "paper", "distance": "distance"}
GROUPINGS = {"": "paper", "verdict": "verdict", "kind": "kind", "by": "by", "none": "none"}
PENDING = "pending"  # in place of a verdict, as long as there is no run


@dataclass(frozen=True)
class Row:
    """One claim on the scoreboard."""

    report: Report
    finding: Finding
    page: str  # the address of its paper

    @property
    def verdict(self) -> str:
        """The verdict for the filter."""
        return PENDING if self.finding.pending else self.finding.verdict

    @property
    def kind(self) -> str:
        """How the claim is settled, if it is."""
        return self.finding.claim.kind if self.finding.claim.tests else "none"

    @property
    def scales(self) -> list[Scale]:
        """What was measured beside what was asked of it."""
        return measure_scales(self.finding)

    @property
    def told(self) -> str:
        """What the filter asks beyond the verdict: kind, who asserts it, what it is counted with.

        Last comes how far it is from another verdict, for the order, if that can be said.
        """
        claim, found = self.finding.claim, measure_distance(self.finding)
        told = (self.kind, claim.by, self.finding.group, f"{found:.4g}" if isfinite(found) else "")
        return " ".join(told).strip()


def draw_scoreboard(reports: Sequence[Report], link: Link, find: Find) -> Markup:
    """Return the filter and the table of all claims, paper by paper; what was tested comes first."""
    papers = [(report, find(report.notebook.slug)) for report in reports if report.findings]
    rows = [
        [Row(report, finding, page) for finding in sorted(report.findings, key=_is_untested)]
        for report, page in papers
    ]
    return draw(
        "scoreboard",
        papers=[(report, page, own) for (report, page), own in zip(papers, rows, strict=True)],
        totals=count_totals(reports),
        all=sum(map(len, rows)),
        files={name: link(name) for name in (downloads.CLAIMS, downloads.TABLE, downloads.SCHEMA)},
        **_list_choices([row for own in rows for row in own]),
    )


def _is_untested(finding: Finding) -> bool:
    return not finding.claim.tests


def _list_choices(rows: Sequence[Row]) -> dict[str, Any]:
    """Return what each field of the filter offers, as values and words."""
    used = {row.verdict for row in rows}
    titles = {row.report.notebook.slug: row.report.notebook.front.digest.title for row in rows}
    signed = [(v, f"{SIGNS[v]} {name_verdict(v)}") for v in Verdict if v in used]
    waiting = [(PENDING, say("verdict-pending"))] if PENDING in used else []
    return {
        "names": list(titles.items()),
        "signed": [*signed, *waiting],
        "kinds": [(kind, say(f"kind-of-{kind}")) for kind in KINDS],
        "asserters": [(one, say(f"by-{one}")) for one in Asserter],
        "sorts": [(value, say(f"sort-{name}")) for value, name in SORTS.items()],
        "groupings": [(value, say(f"grouped-{name}")) for value, name in GROUPINGS.items()],
    }
