"""The scoreboard for spreadsheets: `claims.csv`, a line for each test, in the names of the schema."""

from collections.abc import Mapping, Sequence
from typing import Any

from claimbook.pages.claimsjson import list_claims
from claimbook.pages.sheets import write_rows
from claimbook.pages.survey import Report

CLAIM = (
    *("paper", "slug", "claim", "statement", "locator", "printed", "printed_value", "by", "kind"),
    *("group", "verdict", "provisional", "expected", "untested", "profile", "fingerprint", "unmet"),
)
TEST = (
    *("quantity", "rule", "limit", "unit", "n", "deterministic", "support"),
    *("mean", "low", "high", "sd"),
)


def write_table(reports: Sequence[Report]) -> str:
    """Return the claims as CSV; one without a result has a line too."""
    rows = [
        _fill_columns(claim, test)
        for claim in list_claims(reports)
        for test in claim["tests"] or [{}]
    ]
    return write_rows([(*CLAIM, *TEST), *rows])


def _fill_columns(claim: Mapping[str, Any], test: Mapping[str, Any]) -> list[Any]:
    printed = claim["printed"]
    unmet = "; ".join(f"{one['quantity']} {one['limit']}" for one in claim["unmet"])
    told = dict(claim) | {
        "printed": printed["text"],
        "printed_value": printed["value"],
        "unmet": unmet,
    }
    return [*(told[name] for name in CLAIM), *(test.get(name) for name in TEST)]
