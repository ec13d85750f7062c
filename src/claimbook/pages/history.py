"""What happened to a page: its history as a block, and the news of all pages for the feeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding
from claimbook.model.paper import Change, Event
from claimbook.model.run import Run
from claimbook.pages.survey import Report
from claimbook.wording.catalogue import say
from claimbook.wording.marks import name_verdict

TOLD = (Event.ADDED, Event.VERDICT, Event.CORRECTION)  # in a feed; other edits are on the page


@dataclass(frozen=True)
class History:
    """When a page was run, when its verdicts and its text changed, and every change with its reason."""

    changes: Sequence[Change]  # newest first
    findings: Sequence[Finding]
    run: Run | None
    template: ClassVar[str] = "history"

    @property
    def summary(self) -> list[str]:
        """When it was last run, and when its verdicts and its text last changed."""
        verdict = self._find_last(Event.VERDICT)
        text = self._find_last(Event.TEXT, Event.CORRECTION)
        parts = [
            _show_run(self.run),
            say("history-verdict", day=verdict) if verdict else say("history-no-verdict"),
            say("history-text", day=text) if text else "",
        ]
        return [part for part in parts if part]

    @property
    def unchanged(self) -> str:
        """Say that nothing happened since the page was added, if that is so."""
        if any(change.what is not Event.ADDED for change in self.changes):
            return ""
        added = self._find_last(Event.ADDED)
        return say("history-unchanged-since", day=added) if added else say("history-unchanged")

    @property
    def statements(self) -> Mapping[str, str]:
        """What each claim says, by its id."""
        return {finding.claim.id: finding.claim.statement for finding in self.findings}

    @staticmethod
    def show(change: Change) -> str:
        """Say what a verdict was and is: ``same direction → does not hold``."""
        return say("was-now", was=_say_verdict(change.was), now=_say_verdict(change.now))

    def _find_last(self, *events: Event) -> date | None:
        return next((change.date for change in self.changes if change.what in events), None)


def _show_run(run: Run | None) -> str:
    if run is None:
        return say("no-run-yet")
    day = datetime.fromisoformat(run.provenance.started).date()
    return say("history-run", day=day, profile=run.profile)


@dataclass(frozen=True)
class News:
    """A change that a feed tells of: on which page, and the how manieth of its kind that day."""

    report: Report
    change: Change
    number: int

    @property
    def slug(self) -> str:
        """The slug of the page."""
        return self.report.notebook.slug

    @property
    def name(self) -> str:
        """What the item is known by for ever, whatever becomes of its text, and of the page's slug."""
        change, slugs = self.change, self.report.notebook.front.moved_from
        return f"{next(iter(slugs), self.slug)}/{change.date}/{change.what}/{change.claim}/{self.number}"

    @property
    def title(self) -> str:
        """What happened, in a line."""
        return say(
            f"news-{self.change.what}",
            title=self.report.notebook.front.digest.title,
            was=_say_verdict(self.change.was),
            now=_say_verdict(self.change.now),
        )

    @property
    def text(self) -> str:
        """Why, in plain words; for a verdict with the claim's statement."""
        text = " ".join(self.change.text.split())
        for claim in self.report.notebook.front.claims:
            if claim.id == self.change.claim:
                return say("news-claim", statement=claim.statement, text=text)
        return text

    @property
    def anchor(self) -> str:
        """The place on the page that it is about."""
        return f"#verdict-{self.change.claim}" if self.change.claim else ""


def _say_verdict(verdict: Verdict | None) -> str:
    return name_verdict(verdict) if verdict else ""


def gather_news(reports: Sequence[Report]) -> tuple[News, ...]:
    """Return what the feeds tell of every page, newest first, and of one day in the digest's order."""
    found = [news for report in reports for news in _number_news(report)]
    return tuple(sorted(found, key=lambda one: one.change.date, reverse=True))  # stable


def _number_news(report: Report) -> list[News]:
    """Count what happened on one day from its oldest, so that a newer one renumbers none."""
    made: list[News] = []
    seen: dict[tuple[date, Event, str], int] = {}
    for change in reversed(report.notebook.front.history):
        if change.what in TOLD:
            key = change.date, change.what, change.claim
            seen[key] = seen.get(key, 0) + 1
            made.append(News(report, change, seen[key]))
    return made[::-1]
