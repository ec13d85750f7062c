from datetime import date

import pytest

from claimbook.intake.days import read_day


@pytest.mark.parametrize(
    "line",
    [
        *("2024년 2월 29일", "2024년 02월 29일 (목)", "2024년2월29일 목요일", "# 2024년 2월 29일"),
        *("2024-02-29", "2024.2.29.", "2024/02/29", "2024-02-29 (Thu)", "2024. 2. 29"),
        *("29 February 2024", "29th of Feb. 2024", "Thursday, 29 February 2024", "29 feb, 2024"),
        *("February 29, 2024", "Feb 29th 2024", "Thu, Feb. 29, 2024", "  FEBRUARY 29, 2024 "),
    ],
)
def test_a_day_in_any_spelling(line: str) -> None:
    """Korean, English and figures name one day."""
    assert read_day(line) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "line",
    [
        *("", "2024", "Llama 3", "2024년", "2024-02/29", "29 Wonder 2024", "February 2024"),
        *("Released on 2024-02-29", "2024-02-29 and more"),
    ],
)
def test_a_line_that_is_no_day(line: str) -> None:
    """A title that holds a number or a date is not taken for one."""
    assert read_day(line) is None


@pytest.mark.parametrize("line", ["2024년 2월 30일", "2023-02-29", "31 April 2024", "2024-13-01"])
def test_a_day_that_no_calendar_has(line: str) -> None:
    """A slip in a date is not passed over."""
    with pytest.raises(ValueError, match=r"."):
        read_day(line)
