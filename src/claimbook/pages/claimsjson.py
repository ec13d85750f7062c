"""The scoreboard for machines: `claims.json`, with the JSON Schema that describes it.

`version` rises when a reader of the file must change; what is only added leaves it.
"""

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

from claimbook.model.evidence import Finding, TestResult
from claimbook.pages.downloads import SCHEMA
from claimbook.pages.survey import Report
from claimbook.wording.numbers import show_limit

VERSION = 3


def write_claims(reports: Sequence[Report]) -> str:
    """Return the scoreboard as JSON, one object for each claim, as `SCHEMA` describes it."""
    told = {"version": VERSION, "schema": SCHEMA, "claims": list_claims(reports)}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def list_claims(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """Return what the schema says of each claim."""
    return [_make_claim_row(report, finding) for report in reports for finding in report.findings]


def read_schema() -> str:
    """Return the JSON Schema of `claims.json`."""
    return resources.files("claimbook.pages").joinpath(SCHEMA).read_text("utf-8")


def _make_claim_row(report: Report, finding: Finding) -> dict[str, Any]:
    claim, run = finding.claim, report.run
    return {
        "paper": report.notebook.front.paper.key,
        "slug": report.notebook.slug,
        "claim": claim.id,
        "statement": claim.statement,
        "locator": claim.locator,
        "printed": {"text": claim.paper.text, "value": claim.paper.value},
        "by": str(claim.by),
        "kind": str(claim.kind) if claim.tests else None,
        "group": str(finding.group),
        "verdict": None if finding.pending else str(finding.verdict),
        "provisional": finding.provisional,
        "expected": str(claim.expect) if claim.expect else None,
        "untested": claim.untested or None,
        "profile": run.profile if run else None,
        "fingerprint": run.fingerprint if run else None,
        "unmet": [_make_test_row(result) for result in finding.unmet],
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
        "support": str(result.support),
        **finite,
    }
