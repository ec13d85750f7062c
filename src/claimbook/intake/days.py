"""Days as posts write them: in Korean, in English, and in figures."""

import re
from datetime import date

from claimbook.bibliography.bibtex import MONTHS, read_month

_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_WEEKDAY = r"[A-Za-z월화수목금토일]+(?:요일)?\.?"
_FORMS = (
    rf"{_YEAR}\s*년\s*(?P<month>\d{{1,2}})\s*월\s*{_DAY}\s*일",
    rf"{_YEAR}\s*([-./])\s*(?P<month>\d{{1,2}})\s*\2\s*{_DAY}\.?",
    rf"{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
    rf"{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
)
_LINES = tuple(
    re.compile(rf"#*\s*(?:{_WEEKDAY},?\s+)?{form}\s*(?:[(\[]?{_WEEKDAY}[)\]]?)?", re.IGNORECASE)
    for form in _FORMS
)


def read_day(line: str) -> date | None:
    """Return the day that a line consists of, or None if it is no such line.

    >>> read_day("2024년 2월 29일 (목)") == read_day("Thursday, February 29th, 2024")
    True

    Raises `ValueError` for a day that no calendar has.
    """
    for form in _LINES:
        if found := form.fullmatch(line.strip()):
            break
    else:
        return None
    month = read_month(found["month"])
    if month not in MONTHS:
        if found["month"].isdecimal():
            raise ValueError(line)
        return None
    return date(int(found["year"]), list(MONTHS).index(month) + 1, int(found["day"]))
