"""The scoreboard for spreadsheets."""

import csv
import io
import json
from pathlib import Path

import pytest

from claimbook.pages.claimscsv import CLAIM, TEST, write_table
from claimbook.pages.claimsjson import read_schema
from claimbook.pages.sheets import show_cell
from composed import report_on
from front import FRONT, UNTESTED, measured

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit="bits")]}


def lines_of(folder: Path, front: str = FRONT) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_table([report_on(folder, OUTPUTS, front=front)]))))


def test_a_test_is_a_line_with_its_claim(tmp_path: Path):
    """Numbers are numbers, and a claim without a test has a line too."""
    tested, untested = lines_of(tmp_path, FRONT + UNTESTED)

    assert (tested["claim"], tested["verdict"], tested["unit"]) == (
        "gap-is-small",
        "reproduced",
        "bits",
    )
    assert float(tested["low"]) == pytest.approx(-0.0484, abs=1e-4)
    assert (untested["claim"], untested["quantity"], untested["mean"]) == ("at-scale", "", "")


def test_the_columns_are_the_schemas():
    """What the JSON Schema says of a field holds of its column."""
    known = json.loads(read_schema())["$defs"]

    assert set(CLAIM) - {"printed_value"} == set(known["claim"]["properties"]) - {"tests"}
    assert set(TEST) == set(known["test"]["properties"])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(tmp_path: Path, start: str):
    """A statement that a spreadsheet would compute is quoted."""
    hostile = json.dumps(f"{start}1+1")
    front = FRONT.replace("statement: The gap is small.", f"statement: {hostile}")

    assert show_cell(f"{start}1+1") == f"'{start}1+1"
    (line,) = lines_of(tmp_path, front)
    assert not line["statement"].startswith(start)
