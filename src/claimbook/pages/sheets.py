"""Tables for spreadsheets: CSV of which no program computes anything.

A spreadsheet takes a cell for a formula that begins like one, and a formula can fetch an address or
start a program. Text that begins so is quoted; a number stays a number, whatever its sign.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")


def write_rows(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([show_cell(value) for value in row] for row in rows)
    return text.getvalue()


def show_cell(value: Any) -> Any:
    """Return what stands in a cell: text that would be a formula is quoted, numbers are numbers.

    >>> show_cell("=HYPERLINK(1)"), show_cell(-0.5), show_cell(True), show_cell(None)
    ("'=HYPERLINK(1)", -0.5, 'true', '')
    >>> show_cell("-0.5"), show_cell("-0.5+cmd|x")
    ('-0.5', "'-0.5+cmd|x")
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return "" if value is None else value
