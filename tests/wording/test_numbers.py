"""Numbers, days and rules as a reader sees them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.model.claim import Rule, Test, Verdict
from claimbook.model.evidence import TestResult
from claimbook.model.measurement import Measurement
from claimbook.wording.numbers import (
    group_by_quantity,
    show_day,
    show_limit,
    show_measurement,
    show_number,
)

GAP = Measurement("gap", (0.1, 0.2, 0.3), unit="bits")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.012345, "0.0123"),
        (-0.5, "−0.500"),
        (-71.0, "−71"),
        (3.14159, "3.14"),
        (99.95, "100"),
        (999.0, "999"),
        (1234.5, "1,234"),
        (540000.0, "540,000"),
        (1.2e-14, "1.2e-14"),
        (-4.29e-5, "−4.29e-5"),
        (-2.5e12, "−2,500,000,000,000"),
        (1.23456e10 + 0.5, "1.23e10"),
        (0.0, "0"),
        (-0.0, "0"),
    ],
)
def test_a_number_has_three_digits(value: float, shown: str):
    """No needless exponents, a true minus, commas between thousands."""
    assert show_number(value) == shown


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_three_digits_stay_close_to_the_number(value: float):
    """What is shown differs from what was measured by less than half a percent."""
    shown = float(show_number(value).replace("−", "-").replace(",", ""))

    assert shown == pytest.approx(value, rel=0.005, abs=0.5 if abs(value) >= 1000 else 0)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_shown(value: float):
    """Whatever was measured, its sign is kept and there is no hyphen in front."""
    shown = show_number(value)

    assert not shown.startswith("-")
    assert float(shown.replace("−", "-").replace(",", "")) * value >= 0


@pytest.mark.parametrize(
    ("measurement", "shown"),
    [
        (GAP, "0.200 [−0.0484, 0.448] bits"),
        (Measurement("x", (1.0,)), "1 (one seed)"),
        (Measurement("x", (1.0,), unit="s"), "1 s (one seed)"),
        (Measurement("x", (540000.0,), deterministic=True, unit="steps"), "540,000 steps"),
        (Measurement("x", (1.0, 2.0), deterministic=True, unit="steps"), "1 to 2 steps"),
        (Measurement("x", (2.0, 2.0), deterministic=True, unit="steps"), "2 steps"),
        (Measurement("x", (2.0, 2.0)), "2 [2, 2]"),
    ],
)
def test_a_measurement_shows_how_sure_it_is(measurement: Measurement, shown: str):
    """A mean has its interval, a mean of one says so, and what has no randomness has none."""
    assert show_measurement(measurement) == shown


def test_a_day_is_written_out():
    """In words, so that no reader takes a month for a day."""
    assert show_day(date(2024, 2, 29)) == "29 February 2024"


@pytest.mark.parametrize(
    ("test", "shown"),
    [
        (Test("q", Rule.AT_LEAST, bound=-0.015), "≥ −0.015"),
        (Test("q", Rule.AT_MOST, bound=0.0), "≤ 0"),
        (Test("q", Rule.POSITIVE), "> 0"),
        (Test("q", Rule.NEGATIVE), "< 0"),
        (Test("q", Rule.NEAR, value=2.1, tolerance=0.1), "2.1 ± 0.1"),
        (Test("q", Rule.IDENTITY, tolerance=1e-6), "|·| ≤ 1e-6"),
        (Test("q", Rule.SLOPE, range=(-0.6, 0.4)), "within [−0.6, 0.4]"),
    ],
)
def test_a_rule_is_told_in_signs(test: Test, shown: str):
    """Each rule reads as a reader would write it."""
    assert show_limit(test) == shown


def test_a_quantity_is_shown_once_with_all_that_is_asked_of_it():
    """Two tests of one quantity are one line; another quantity is another."""
    rules = [
        Test("gap", Rule.AT_LEAST, bound=-1.0),
        Test("gap", Rule.AT_MOST, bound=1.0),
        Test("other", Rule.POSITIVE),
    ]
    other = Measurement("other", (1.0,), deterministic=True)
    found = [TestResult(test, GAP, Verdict.REPRODUCED) for test in rules[:2]]

    assert group_by_quantity([*found, TestResult(rules[2], other, Verdict.REPRODUCED)]) == [
        (GAP, "≥ −1 and ≤ 1"),
        (other, "> 0"),
    ]
