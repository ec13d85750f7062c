"""What is counted of verdicts, group by group, and what each word means."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from claimbook.model.claim import Verdict
from claimbook.model.evidence import WORDS, Finding, Group
from claimbook.pages.drawing import draw
from claimbook.pages.survey import Report
from claimbook.wording.marks import group_findings


@dataclass(frozen=True)
class Total:
    """The findings that are counted together."""

    group: Group
    findings: Sequence[Finding]

    @property
    def shares(self) -> list[tuple[Verdict, int]]:
        """How many have each verdict; those that wait for a run have none yet."""
        settled = [one.verdict for one in self.findings if not one.pending]
        return [(verdict, settled.count(verdict)) for verdict in Verdict if verdict in settled]


def count_totals(reports: Sequence[Report]) -> list[Total]:
    """Return the findings of all papers by group; an empty group is left out."""
    every = [finding for report in reports for finding in report.findings]
    return [Total(group, found) for group, found in group_findings(every)]


def draw_totals(reports: Sequence[Report]) -> Markup:
    """Return the count of verdicts in each group, with what the group is."""
    return draw("totals", totals=count_totals(reports))


# The words by the kind of evidence that they speak of, as the legend has them.
LEGEND: tuple[tuple[str, tuple[Verdict, ...]], ...] = (
    ("experiments", tuple(dict.fromkeys(WORDS[False, False].values()))),
    ("checks", tuple(dict.fromkeys(WORDS[False, True].values()))),
    ("ours", tuple(dict.fromkeys(WORDS[True, False].values()))),
    ("any", (Verdict.NOT_TESTED_HERE, Verdict.NOT_TESTED)),
)


def draw_legend() -> Markup:
    """Return what each verdict means, by kind of evidence."""
    return draw("legend", kinds=LEGEND)
