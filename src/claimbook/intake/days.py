"""Days as posts write them: in Korean, Japanese and English, and in figures."""

import re
from datetime import date

from claimbook.bibliography.bibtex import MONTHS, read_month

_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_WEEKDAY = r"[A-Za-z월화수목금토일月火水木金土日]+(?:요일|曜日)?\.?"
_TIME = r"(?:[T\s]\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
_FORMS = (
    rf"{_YEAR}\s*[년年]\s*(?P<month>\d{{1,2}})\s*[월月]\s*{_DAY}\s*[일日]",
    rf"{_YEAR}\s*([-./])\s*(?P<month>\d{{1,2}})\s*\2\s*{_DAY}\.?{_TIME}",
    rf"{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
    rf"{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
    rf"{_DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
    rf"(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{{1,2}})/{_YEAR}",
    rf"(?P<month>\d{{1,2}})/(?P<day>1[3-9]|2\d|3[01])/{_YEAR}",
    r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
)
_LINES = tuple(
    re.compile(rf"#*\s*(?:{_WEEKDAY},?\s+)?{form}\s*(?:[(\[]?{_WEEKDAY}[)\]]?)?", re.IGNORECASE)
    for form in _FORMS
)
_WITHIN = tuple(re.compile(rf"(?<!\d){form}(?!\d)", re.IGNORECASE) for form in _FORMS[:4])
_MOST_WORDS = 4  # that a heading has beside its day


def read_day(line: str) -> date | None:
    """Return the day that a line consists of, or None if it is no such line.

    >>> read_day("2024년 2월 29일 (목)") == read_day("Thursday, February 29th, 2024")
    True

    Raises `ValueError` for a day that no calendar has.
    """
    for form in _LINES:
        if found := form.fullmatch(line.strip()):
            return _make_day(found, line)
    return None


def find_day(heading: str) -> date | None:
    """Return the day that a heading names beside few words, as in `Papers of 29 February 2024`."""
    for form in _WITHIN:
        found = form.search(heading)
        if found and len(re.sub(re.escape(found[0]), " ", heading).split()) <= _MOST_WORDS:
            return _make_day(found, heading)
    return None


def _make_day(found: re.Match[str], line: str) -> date | None:
    month = read_month(found["month"])
    if month not in MONTHS:
        if found["month"].isdecimal():
            raise ValueError(line)
        return None
    return date(int(found["year"]), list(MONTHS).index(month) + 1, int(found["day"]))
