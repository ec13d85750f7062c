"""What a paper's page says first: the answer with its picture, then the verdicts, one line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from claimbook.model.evidence import Finding, Group
from claimbook.model.paper import FrontMatter
from claimbook.model.run import Run
from claimbook.pages.blocks import Drawing
from claimbook.pages.issues import Reporting
from claimbook.pages.lengths import Lengths
from claimbook.prose.binding import fill_pieces
from claimbook.wording.catalogue import say
from claimbook.wording.claims import count_seeds
from claimbook.wording.marks import group_findings
from claimbook.wording.names import show_person, show_venue

NAMED_AUTHORS = 3  # before "et al."

Pieces = tuple[tuple[str, str], ...]  # a text with its bound numbers, as `fill_pieces` returns it


@dataclass(frozen=True)
class Opening:
    """The first screen: what was claimed, what happened, a picture, how far to trust, what was read."""

    slug: str
    front: FrontMatter
    findings: Sequence[Finding]
    run: Run | None
    failure: str = ""
    outdated: Sequence[str] = ()  # what has changed since the run
    awaited: frozenset[str] = frozenset()  # the quantities that the next run will record
    lead: Drawing | None = None
    lengths: Lengths | None = None
    template: ClassVar[str] = "opening"

    @property
    def byline(self) -> str:
        """The first authors and the venue."""
        paper = self.front.paper
        names = [show_person(name) for name in paper.authors]
        more = f" {say('et-al')}" if len(names) > NAMED_AUTHORS else ""
        venue = f" · {show_venue(paper.venue)}" if paper.venue else ""
        return ", ".join(names[:NAMED_AUTHORS]) + more + venue

    @property
    def claimed(self) -> Pieces:
        """What the paper claims."""
        return self._fill(self.front.answer.claimed)

    @property
    def happened(self) -> Pieces:
        """What happened here."""
        return self._fill(self.front.answer.happened)

    def _fill(self, text: str) -> Pieces:
        return fill_pieces(text, self.run.measurements if self.run else None, self.awaited)

    @property
    def groups(self) -> list[tuple[Group, list[Finding]]]:
        """The findings, those together that are counted together."""
        return group_findings(self.findings)

    @property
    def state(self) -> str:
        """What a reader must know first: failed, outdated, waiting, untested or provisional."""
        if self.failure:
            return "failed"
        if self.outdated:
            return "outdated"
        tested = [finding for finding in self.findings if finding.claim.tests]
        if not tested:
            return "untested"
        if self.run is None:
            return "waiting"
        return "provisional" if any(finding.provisional for finding in tested) else ""

    @property
    def made_by(self) -> str:
        """Say which profile and how many seeds; how long stands above."""
        if self.run is None:
            return say("no-run-yet")
        about = self.run.provenance
        parts = [say("in-profile", profile=about.profile), count_seeds(self.findings)]
        return " · ".join(filter(None, parts))


@dataclass(frozen=True)
class Verdicts:
    """Every claim in a line that opens: its mark, ours beside the paper's; the rule, how it was settled."""

    findings: Sequence[Finding]
    places: Mapping[str, str] = field(default_factory=dict)  # claim → heading of what treats it
    reporting: Reporting = field(default_factory=Reporting)  # of errors
    template: ClassVar[str] = "verdicts"

    @property
    def tested(self) -> bool:
        """Whether any claim has a test."""
        return any(finding.claim.tests for finding in self.findings)

    @property
    def groups(self) -> list[tuple[Group, list[Finding], list[Finding]]]:
        """The findings that are counted together: those on claims with a test, then the others."""
        return [
            (
                group,
                [one for one in found if one.claim.tests],
                [one for one in found if not one.claim.tests],
            )
            for group, found in group_findings(self.findings)
        ]
