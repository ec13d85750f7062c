"""The scoreboard for spreadsheets: `claims.csv`, a line for each test, in the names of the schema."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from claimbook.pages.claimsjson import list_claims
from claimbook.pages.survey import Report

CLAIM = (
    *("paper", "slug", "claim", "statement", "locator", "printed", "printed_value", "by", "kind"),
    *("group", "verdict", "provisional", "expected", "untested", "profile", "fingerprint", "unmet"),
)
TEST = (
    *("quantity", "rule", "limit", "unit", "n", "deterministic", "support"),
    *("mean", "low", "high", "sd"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes a cell for that begins so


def write_table(reports: Sequence[Report]) -> str:
    """Return the claims as CSV; one without a result has a line too."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*CLAIM, *TEST))
    for claim in list_claims(reports):
        for test in claim["tests"] or [{}]:
            writer.writerow([*map(show_cell, _fill_columns(claim, test))])
    return text.getvalue()


def _fill_columns(claim: Mapping[str, Any], test: Mapping[str, Any]) -> list[Any]:
    printed = claim["printed"]
    unmet = "; ".join(f"{one['quantity']} {one['limit']}" for one in claim["unmet"])
    told = dict(claim) | {
        "printed": printed["text"],
        "printed_value": printed["value"],
        "unmet": unmet,
    }
    return [*(told[name] for name in CLAIM), *(test.get(name) for name in TEST)]


def show_cell(value: Any) -> Any:
    """Return what stands in a cell: text that would be a formula is quoted, numbers are numbers.

    >>> show_cell("=HYPERLINK(1)"), show_cell(-0.5), show_cell(True), show_cell(None)
    ("'=HYPERLINK(1)", -0.5, 'true', '')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value
