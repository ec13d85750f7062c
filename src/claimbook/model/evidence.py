"""Measurements → verdicts, by each claim's declared rule.

| rule | reproduced if the 95 % interval … | not reproduced if it … |
|---|---|---|
| `at_least` b | lies at or above b | lies below b |
| `at_most` b | lies at or below b | lies above b |
| `positive` | lies above zero | lies below zero |
| `negative` | lies below zero | lies above zero |
| `near` v ± t | meets [v − t, v + t] | misses it |
| `slope` [l, h] | lies within [l, h] | misses it |
| `identity` t | (every value) lies within ± t of zero | (any value) does not |

An interval that straddles a limit is *inconclusive*. Where the limit itself lies on one side
of zero and the whole interval lies on that same side, the effect has the claimed sign without
the claimed size: *same direction*.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claimbook.errors import ClaimbookError
from claimbook.model.claim import Claim, Rule, Test, Verdict
from claimbook.model.measurement import Measurement


@dataclass(frozen=True)
class TestResult:
    """One test of a claim with what was measured."""

    test: Test
    measurement: Measurement
    verdict: Verdict

    __test__ = False  # not a test case, whatever pytest makes of the name


@dataclass(frozen=True)
class Finding:
    """A claim with its verdict; `provisional` unless a full run gave it."""

    claim: Claim
    verdict: Verdict
    results: tuple[TestResult, ...] = ()
    provisional: bool = False
    pending: bool = False  # has tests, but no run yet

    @property
    def unexpected(self) -> bool:
        """Whether a full run gave a verdict other than the accepted one."""
        settled = not self.provisional and not self.pending
        return settled and self.claim.expect is not None and self.verdict != self.claim.expect


def judge(test: Test, measurement: Measurement) -> Verdict:
    """Judge one measurement by the rule that its test declared."""
    if test.rule is Rule.IDENTITY:
        holds = all(abs(value) <= _require(test.tolerance) for value in measurement.values)
        return Verdict.REPRODUCED if holds else Verdict.NOT_REPRODUCED
    low, high = measurement.summary.low, measurement.summary.high
    least, most = _find_limits(test)
    touches = low <= most and high >= least
    if test.rule is Rule.NEAR and touches and high - low < float("inf"):
        return Verdict.REPRODUCED
    if test.rule is not Rule.NEAR and _is_within(low, high, least, most, test.rule):
        return Verdict.REPRODUCED
    if (least > 0 and low > 0) or (most < 0 and high < 0):
        return Verdict.SAME_DIRECTION
    if touches:
        return Verdict.INCONCLUSIVE
    return Verdict.NOT_REPRODUCED


def _is_within(low: float, high: float, least: float, most: float, rule: Rule) -> bool:
    if rule in (Rule.POSITIVE, Rule.NEGATIVE):
        return low > least if rule is Rule.POSITIVE else high < most
    return low >= least and high <= most


def _find_limits(test: Test) -> tuple[float, float]:
    """Return the closed range in which the quantity should lie."""
    infinite = float("inf")
    match test.rule:
        case Rule.AT_LEAST:
            return _require(test.bound), infinite
        case Rule.AT_MOST:
            return -infinite, _require(test.bound)
        case Rule.POSITIVE:
            return 0.0, infinite
        case Rule.NEGATIVE:
            return -infinite, 0.0
        case Rule.NEAR:
            value, tolerance = _require(test.value), _require(test.tolerance)
            return value - tolerance, value + tolerance
        case Rule.SLOPE:
            assert test.range is not None
            return test.range
    raise AssertionError(test.rule)


def _require(number: float | None) -> float:
    assert number is not None  # the front matter's reader saw to it
    return number


def judge_claim(
    claim: Claim, found: Mapping[str, Measurement] | None, *, provisional: bool = False
) -> Finding:
    """Judge a claim by all its tests: the verdict is that of the weakest.

    `found` is None if the notebook has not been run.

    Raises `ClaimbookError` if a quantity that a test needs was not recorded.
    """
    if not claim.tests:
        return Finding(claim, Verdict.NOT_TESTED)
    if found is None:
        return Finding(claim, Verdict.NOT_TESTED, pending=True)
    results = tuple(_judge_test(claim, test, found) for test in claim.tests)
    verdict = _find_weakest(result.verdict for result in results)
    return Finding(claim, verdict, results, provisional=provisional)


def _judge_test(claim: Claim, test: Test, found: Mapping[str, Measurement]) -> TestResult:
    if test.quantity not in found:
        raise ClaimbookError(
            f'the quantity "{test.quantity}" was never recorded',
            where=f'claim "{claim.id}"',
            fix=f'call `record("{test.quantity}", values)` in a code cell',
        )
    measurement = found[test.quantity]
    return TestResult(test, measurement, judge(test, measurement))


def _find_weakest(verdicts: Iterable[Verdict]) -> Verdict:
    order = list(Verdict)  # declared from the strongest support to none
    return max(verdicts, key=order.index)
