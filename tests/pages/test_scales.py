"""What was measured beside what was asked of it."""

from math import inf, isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.model.claim import Claim, PaperFigure, Rule, Test, Verdict
from claimbook.model.evidence import Finding, Support, TestResult
from claimbook.model.measurement import Measurement
from claimbook.pages.scales import Scale, measure_distance, measure_scales

NUMBERS = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-6)


def finding(measured: Measurement, *tests: Test) -> Finding:
    claim = Claim("gap", "The gap is small.", "§1", PaperFigure("no gap"), tests=tests)
    results = tuple(TestResult(test, measured, Support.FULL) for test in tests)
    return Finding(claim, Verdict.REPRODUCED, results)


def scale_of(measured: Measurement, *tests: Test) -> Scale:
    (made,) = measure_scales(finding(measured, *tests))
    return made


def test_a_limit_of_one_side_shades_the_line_to_its_end():
    """What lies beyond a bound is wanted, as far as the line goes."""
    made = scale_of(Measurement("gap", (1.0, 2.0, 3.0)), Test("gap", Rule.AT_LEAST, bound=0.5))
    begins, width = made.wanted

    assert made.limits == (begins,)
    assert begins + width == pytest.approx(100)
    assert made.interval[0] < begins < made.mean  # the interval straddles the bound


def test_two_limits_on_one_quantity_are_one_range():
    """At least and at most are drawn on one line, as they are told in one rule."""
    made = scale_of(
        Measurement("gap", (0.1, 0.2)),
        Test("gap", Rule.AT_LEAST, bound=-1),
        Test("gap", Rule.AT_MOST, bound=1),
    )

    assert (made.least, made.most, made.asked) == (-1, 1, "≥ −1 and ≤ 1")
    assert made.zero == 50


def test_an_identity_shows_the_spread_of_all_values():
    """What has to hold on every seed is not averaged away."""
    made = scale_of(Measurement("gap", (0.0, 0.0, 5.0)), Test("gap", Rule.IDENTITY, tolerance=0.5))

    assert (made.low, made.high) == (0, 5)
    assert len(made.limits) == 2


def test_one_seed_reaches_from_end_to_end():
    """An interval without bounds is as wide as the line."""
    made = scale_of(Measurement("gap", (3.0,)), Test("gap", Rule.POSITIVE))

    assert made.interval == (0, 100)
    assert 0 < made.mean < 100
    assert measure_distance(finding(Measurement("gap", (3.0,)), Test("gap", Rule.POSITIVE))) == 0


@given(
    st.lists(NUMBERS, min_size=1, max_size=5),
    NUMBERS,
    st.sampled_from([Rule.AT_LEAST, Rule.AT_MOST]),
)
def test_every_mark_is_on_its_line(values: list[float], bound: float, rule: Rule):
    """Whatever is measured, nothing is drawn beside the line, and order is kept."""
    made = scale_of(Measurement("gap", tuple(values)), Test("gap", rule, bound=bound))
    starts, width = made.interval

    for place in (made.mean, starts, starts + width, *made.limits, *made.wanted):
        assert isfinite(place)
        assert -0.01 <= place <= 100.01
    assert starts - 0.01 <= made.mean <= starts + width + 0.01


def test_places_are_named_for_the_style_sheet():
    """What is not there has no place: a limit on one side alone, an interval without width."""
    several = scale_of(Measurement("gap", (5.0, 6.0, 7.0)), Test("gap", Rule.AT_MOST, bound=9))
    exact = scale_of(
        Measurement("gap", (2.0,), deterministic=True), Test("gap", Rule.AT_LEAST, bound=1)
    )

    assert list(several.places) == ["b", "l", "h", "m"]
    places = several.places
    assert places["l"] < places["m"] < places["h"] < places["b"]
    assert exact.places == {"a": 8.0, "m": 92.0}


def test_the_distance_is_counted_in_half_intervals():
    """A claim whose interval just reaches its limit is one half-width from another verdict."""
    measured = Measurement("gap", (1.0, 2.0, 3.0))
    bound = measured.summary.low

    assert measure_distance(
        finding(measured, Test("gap", Rule.AT_LEAST, bound=bound))
    ) == pytest.approx(1)
    exact = Measurement("gap", (2.0,), deterministic=True)
    assert measure_distance(finding(exact, Test("gap", Rule.POSITIVE))) == inf
    assert measure_distance(Finding(finding(exact).claim, Verdict.NOT_TESTED)) == inf
