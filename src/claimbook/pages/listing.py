"""Papers as cards that answer: what was found, and how its claims fared; newest digest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding, Group
from claimbook.model.paper import Digest
from claimbook.notebook.restating import keep_language
from claimbook.pages.drawing import draw
from claimbook.pages.survey import Report
from claimbook.prose.binding import fill_in
from claimbook.wording.catalogue import say
from claimbook.wording.marks import group_findings
from claimbook.wording.names import show_person, show_venue

Find = Callable[[str], str]  # from a slug to the address of its page
MOST = 48  # cards on the home page, if there are more digests than one


@dataclass(frozen=True)
class Card:
    """A paper in a list of papers."""

    report: Report
    address: str

    @property
    def digest(self) -> Digest:
        """The digest entry."""
        return self.report.notebook.front.digest

    @property
    def headline(self) -> str:
        """The finding, or the name of the paper as long as there is none."""
        return show_headline(self.report) or self.digest.title

    @property
    def byline(self) -> str:
        """Up to three authors and the venue."""
        paper = self.report.notebook.front.paper
        names = [show_person(name) for name in paper.authors]
        shown = ", ".join(names[:3]) + (f" {say('et-al')}" if len(names) > 3 else "")
        return f"{shown} · {show_venue(paper.venue) if paper.venue else paper.date.year}"

    @property
    def groups(self) -> list[tuple[Group, list[Finding]]]:
        """The findings, by what is counted together."""
        return group_findings(self.report.findings)

    @property
    def verdicts(self) -> list[Verdict]:
        """Every verdict that the paper has, once."""
        found = {finding.verdict for finding in self.report.findings if not finding.pending}
        return [verdict for verdict in Verdict if verdict in found]

    @property
    def remark(self) -> str:
        """What a reader must know of the count of verdicts; mostly nothing."""
        if not self.report.notebook.front.tested:
            return say("card-untested")
        provisional = any(finding.provisional for finding in self.report.findings)
        return say("card-provisional") if provisional else ""


def show_headline(report: Report) -> str:
    """Return the finding of a paper with its numbers; nothing if none is written.

    Raises `ClaimbookError` for an unknown quantity, attribute or format.
    """
    found = report.run.measurements if report.run else None
    headline = report.notebook.front.answer.headline
    return keep_language(headline, fill_in(headline, found, report.awaited))


def draw_papers(reports: Sequence[Report], find: Find, *, more: str = "") -> Markup:
    """Return the list of papers with their answers, newest digest first.

    With the address of a page that lists all of them, `more`, the digests beyond the first `MOST`
    papers are left to it.
    """
    shown = choose_newest(reports) if more else reports
    cards = [Card(report, find(report.notebook.slug)) for report in shown]
    grouped = groupby(cards, key=lambda card: card.digest.date)
    used = {verdict for card in cards for verdict in card.verdicts}
    return draw(
        "papers",
        digests=[(day, list(found)) for day, found in grouped],
        tags=sorted({tag for card in cards for tag in card.digest.tags}),
        verdicts=[verdict for verdict in Verdict if verdict in used],
        level=3 if more else 2,  # below a heading of the home page, or on a page of its own
        more=more if len(shown) < len(reports) else "",
        all=len(reports),
    )


def choose_newest(reports: Sequence[Report]) -> Sequence[Report]:
    """Return the papers of the newest digests, whole ones, up to `MOST`; the newest in any case."""
    chosen: list[Report] = []
    for _, found in groupby(reports, key=lambda report: report.notebook.front.digest.date):
        digest = list(found)
        if chosen and len(chosen) + len(digest) > MOST:
            break
        chosen += digest
    return chosen
