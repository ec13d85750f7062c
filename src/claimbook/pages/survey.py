"""Every claim of every notebook judged by its best run, and told to machines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimbook.errors import ClaimbookError
from claimbook.execution.states import Known, find_best, find_last
from claimbook.execution.store import Store
from claimbook.model.claim import Claim
from claimbook.model.evidence import Finding, judge_claim
from claimbook.model.run import Run
from claimbook.notebook.book import Book
from claimbook.notebook.code import find_recorded
from claimbook.notebook.restating import Restated
from claimbook.notebook.source import Notebook
from claimbook.wording.catalogue import say
from claimbook.wording.marks import count_verdicts, group_findings, show_sign, show_verdict
from claimbook.wording.numbers import group_by_quantity, show_measurement


@dataclass(frozen=True)
class Report:
    """A notebook with its best run, if any, and the findings on its claims."""

    notebook: Notebook
    run: Run | None
    findings: tuple[Finding, ...]
    failure: str = ""  # why the last run failed, if there is no good one
    outdated: tuple[str, ...] = ()  # what has changed since the run, if anything
    restated: Restated | None = None  # what the notebook is a translation of, if it is one

    @property
    def awaited(self) -> frozenset[str]:
        """The quantities that the next run will record, if the one at hand is outdated."""
        if not self.outdated:
            return frozenset()
        return frozenset().union(*(find_recorded(cell.source) for cell in self.notebook.code))


def survey_all(
    book: Book, store: Store, faults: list[ClaimbookError] | None = None
) -> tuple[Report, ...]:
    """Judge every claim of every notebook by its best fresh run.

    The first that cannot be judged is raised; given a list, faults are added to it instead, and
    the claims that have them are left out.
    """
    known: Known = {}
    if faults is None:
        return tuple(survey_one(book, store, notebook, known) for notebook in book.notebooks)
    return tuple(
        survey_sound(notebook, *find_best(book, store, notebook, known), faults=faults)
        for notebook in book.notebooks
    )


def survey_sound(
    notebook: Notebook, run: Run | None, failure: str = "", *, faults: list[ClaimbookError]
) -> Report:
    """Judge those claims of a notebook that can be judged; faults of the others are added."""
    try:
        return make_report(notebook, run, failure)
    except ClaimbookError:
        sound = list(_find_sound(notebook, run, faults))
    return make_report(_keep_claims(notebook, sound), run, failure)


def _find_sound(
    notebook: Notebook, run: Run | None, faults: list[ClaimbookError]
) -> Iterator[Claim]:
    for claim in notebook.front.claims:
        try:
            make_report(_keep_claims(notebook, [claim]), run)
        except ClaimbookError as fault:
            faults.append(fault)
        else:
            yield claim


def _keep_claims(notebook: Notebook, claims: Sequence[Claim]) -> Notebook:
    return replace(notebook, front=replace(notebook.front, claims=tuple(claims)))


def survey_one(book: Book, store: Store, notebook: Notebook, known: Known | None = None) -> Report:
    """Judge the claims of one notebook by its best fresh run."""
    return make_report(notebook, *find_best(book, store, notebook, known))


def survey_lasting(
    book: Book, store: Store, notebook: Notebook, shown: Run | None = None
) -> Report:
    """Judge the claims by the best fresh run, else by the one `shown` last, whatever has changed."""
    run, failure = find_best(book, store, notebook)
    if run is not None:
        return make_report(notebook, run)
    run, changes = find_last(book, store, notebook, shown)
    return make_report(notebook, run, failure, changes)


def make_report(
    notebook: Notebook, run: Run | None, failure: str = "", outdated: Sequence[str] = ()
) -> Report:
    """Judge the claims of one notebook; what an outdated run cannot judge waits for the next.

    Raises `ClaimbookError` if the run lacks what a claim needs, or a record in it is malformed.
    """
    found = run.measurements if run else None
    provisional = run is not None and (not run.full or bool(outdated))
    findings = []
    for claim in notebook.front.claims:
        try:
            findings.append(judge_claim(claim, found, provisional=provisional))
        except ClaimbookError as error:
            if outdated:
                findings.append(judge_claim(claim, None))
                continue
            raise ClaimbookError(
                error.what, where=f"{notebook.path.name}, {error.where}", fix=error.fix
            ) from error
    return Report(notebook, run, tuple(findings), failure, tuple(outdated))


def find_unexpected(reports: Sequence[Report]) -> list[str]:
    """Name each claim whose full run gave a verdict other than the accepted one."""
    return [
        f'{report.notebook.path.name}, claim "{finding.claim.id}": '
        f"the verdict is {finding.verdict}, {finding.claim.expect} was accepted"
        for report in reports
        for finding in report.findings
        if finding.unexpected
    ]


def tabulate(reports: Sequence[Report]) -> list[tuple[str, str, str, str]]:
    """Return (slug, claim, verdict, measured) for each claim, for the command line."""
    return [
        (
            report.notebook.slug,
            finding.claim.id,
            f"{show_sign(finding)} {show_verdict(finding)}",
            "; ".join(
                f"{show_measurement(m)} ({asked})"
                for m, asked in group_by_quantity(finding.results)
            ),
        )
        for report in reports
        for finding in report.findings
    ]


def count_all(reports: Sequence[Report]) -> list[tuple[str, str]]:
    """Return (group, verdicts counted in words) for what is counted together over all papers."""
    every = [finding for report in reports for finding in report.findings]
    return [
        (say(f"groups-{group}"), count_verdicts(found)) for group, found in group_findings(every)
    ]
