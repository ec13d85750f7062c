"""Every claim of every notebook judged by its best run, and told to machines."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.execution.schedule import find_best
from claimbook.execution.store import Store
from claimbook.model.evidence import Finding, TestResult, judge_claim
from claimbook.model.run import Run
from claimbook.notebook.book import Book
from claimbook.notebook.source import Notebook
from claimbook.wording.marks import show_sign, show_verdict
from claimbook.wording.numbers import group_by_quantity, show_limit, show_measurement


@dataclass(frozen=True)
class Report:
    """A notebook with its best run, if any, and the findings on its claims."""

    notebook: Notebook
    run: Run | None
    findings: tuple[Finding, ...]
    failure: str = ""  # why the last run failed, if there is no good one


def survey_all(book: Book, store: Store) -> tuple[Report, ...]:
    """Judge every claim of every notebook by its best fresh run."""
    return tuple(survey_one(book, store, notebook) for notebook in book.notebooks)


def survey_one(book: Book, store: Store, notebook: Notebook) -> Report:
    """Judge the claims of one notebook by its best fresh run."""
    return make_report(notebook, *find_best(book, store, notebook))


def make_report(notebook: Notebook, run: Run | None, failure: str = "") -> Report:
    """Judge the claims of one notebook.

    Raises `ClaimbookError` if the run lacks what a claim needs, or a record in it is malformed.
    """
    found = run.measurements if run else None
    provisional = run is not None and not run.full
    findings = []
    for claim in notebook.front.claims:
        try:
            findings.append(judge_claim(claim, found, provisional=provisional))
        except ClaimbookError as error:
            raise ClaimbookError(
                error.what, where=f"{notebook.path.name}, {error.where}", fix=error.fix
            ) from error
    return Report(notebook, run, tuple(findings), failure)


def find_unexpected(reports: Sequence[Report]) -> list[str]:
    """Name each claim whose full run gave a verdict other than the accepted one."""
    return [
        f'{report.notebook.path.name}, claim "{finding.claim.id}": '
        f"the verdict is {finding.verdict}, {finding.claim.expect} was accepted"
        for report in reports
        for finding in report.findings
        if finding.unexpected
    ]


def write_claims(reports: Sequence[Report]) -> str:
    """Return the scoreboard as JSON, one object for each claim."""
    rows = [_make_claim_row(report, finding) for report in reports for finding in report.findings]
    return json.dumps({"claims": rows}, indent=1, ensure_ascii=False) + "\n"


def _make_claim_row(report: Report, finding: Finding) -> dict[str, Any]:
    claim, run = finding.claim, report.run
    return {
        "paper": report.notebook.front.paper.key,
        "slug": report.notebook.slug,
        "claim": claim.id,
        "statement": claim.statement,
        "locator": claim.locator,
        "printed": {"text": claim.paper.text, "value": claim.paper.value},
        "verdict": None if finding.pending else str(finding.verdict),
        "provisional": finding.provisional,
        "expected": str(claim.expect) if claim.expect else None,
        "untested": claim.untested or None,
        "profile": run.profile if run else None,
        "fingerprint": run.fingerprint if run else None,
        "tests": [_make_test_row(result) for result in finding.results],
    }


def _make_test_row(result: TestResult) -> dict[str, Any]:
    summary = result.measurement.summary
    finite = {
        k: getattr(summary, k)
        for k in ("mean", "low", "high", "sd")
        if summary.n > 1 or k == "mean"
    }
    return {
        "quantity": result.test.quantity,
        "rule": str(result.test.rule),
        "limit": show_limit(result.test),
        "unit": result.measurement.unit,
        "n": summary.n,
        "deterministic": result.measurement.deterministic,
        "verdict": str(result.verdict),
        **finite,
    }


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
