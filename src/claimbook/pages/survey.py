"""Every claim of every notebook judged by its best run, and told to machines."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.execution.schedule import find_best
from claimbook.execution.store import Store
from claimbook.model.evidence import Finding, TestResult, judge_claim, measurements
from claimbook.notebook.book import Book
from claimbook.notebook.source import Notebook
from claimbook.wording.marks import show_sign, show_verdict
from claimbook.wording.numbers import by_quantity, show_limit, show_measurement


@dataclass(frozen=True)
class Entry:
    """A notebook with its best run, if any, and the findings on its claims."""

    notebook: Notebook
    executed: Mapping[str, Any] | None
    findings: tuple[Finding, ...]
    failure: str = ""  # why the last run failed, if there is no good one

    @property
    def run(self) -> Mapping[str, Any] | None:
        """What the runner noted about the run."""
        return self.executed["metadata"]["claimbook"] if self.executed else None


def page_of(notebook: Notebook) -> str:
    """Return the path of a notebook's page on the site."""
    return f"papers/{notebook.slug}/"


def survey(book: Book, store: Store) -> tuple[Entry, ...]:
    """Judge every claim of every notebook by its best fresh run."""
    return tuple(survey_one(book, store, notebook) for notebook in book.notebooks)


def survey_one(book: Book, store: Store, notebook: Notebook) -> Entry:
    """Judge the claims of one notebook by its best fresh run."""
    return entry(notebook, *find_best(book, store, notebook))


def entry(notebook: Notebook, executed: Mapping[str, Any] | None, failed: str = "") -> Entry:
    """Judge the claims of one notebook."""
    where = notebook.path.name
    found = measurements(executed, where=where) if executed else None
    provisional = bool(executed) and executed["metadata"]["claimbook"]["profile"] != "full"  # type: ignore[index]
    findings = []
    for claim in notebook.front.claims:
        try:
            findings.append(judge_claim(claim, found, provisional=provisional))
        except ClaimbookError as error:
            raise ClaimbookError(
                error.what, where=f"{where}, {error.where}", fix=error.fix
            ) from error
    return Entry(notebook, executed, tuple(findings), failed)


def unexpected(entries: Sequence[Entry]) -> list[str]:
    """Name each claim whose full run gave a verdict other than the accepted one."""
    return [
        f'{item.notebook.path.name}, claim "{finding.claim.id}": '
        f"the verdict is {finding.verdict}, {finding.claim.expect} was accepted"
        for item in entries
        for finding in item.findings
        if finding.unexpected
    ]


def claims_json(entries: Sequence[Entry]) -> str:
    """Return the scoreboard as JSON, one object for each claim."""
    rows = [_claim_row(entry, finding) for entry in entries for finding in entry.findings]
    return json.dumps({"claims": rows}, indent=1, ensure_ascii=False) + "\n"


def _claim_row(entry: Entry, finding: Finding) -> dict[str, Any]:
    claim, run = finding.claim, entry.run
    return {
        "paper": entry.notebook.front.paper.key,
        "slug": entry.notebook.slug,
        "claim": claim.id,
        "statement": claim.statement,
        "locator": claim.locator,
        "printed": {"text": claim.paper.text, "value": claim.paper.value},
        "verdict": None if finding.pending else str(finding.verdict),
        "provisional": finding.provisional,
        "expected": str(claim.expect) if claim.expect else None,
        "untested": claim.untested or None,
        "profile": run["profile"] if run else None,
        "fingerprint": run["fingerprint"] if run else None,
        "tests": [_test_row(result) for result in finding.results],
    }


def _test_row(result: TestResult) -> dict[str, Any]:
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


def table(entries: Sequence[Entry]) -> list[tuple[str, str, str, str]]:
    """Return (slug, claim, verdict, measured) for each claim, for the command line."""
    return [
        (
            item.notebook.slug,
            finding.claim.id,
            f"{show_sign(finding)} {show_verdict(finding)}",
            "; ".join(
                f"{show_measurement(m)} ({asked})" for m, asked in by_quantity(finding.results)
            ),
        )
        for item in entries
        for finding in item.findings
    ]
