"""Measurements → verdicts, by each claim's declared rule.

| rule | supported if the 95 % interval … | contradicted if it … |
|---|---|---|
| `at_least` b | lies at or above b | lies below b |
| `at_most` b | lies at or below b | lies above b |
| `positive` | lies above zero | lies below zero |
| `negative` | lies below zero | lies above zero |
| `near` v ± t | meets [v − t, v + t] and is no wider | misses it |
| `slope` [l, h] | lies within [l, h] | misses it |
| `identity` t | (every value) lies within ± t of zero | (any value) does not |

An interval that straddles a limit decides nothing, and so does one that is too wide for `near`.
Where the limit itself lies on one side of zero and the whole interval lies on that same side, the
effect has the claimed sign without the claimed size.

What that is called depends on the claim (`WORDS`): an experiment reproduces or does not; printed
numbers and derivations hold or do not, all of them; a question of our own is answered. Where a
claim's precondition is not met, it is not tested here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from claimbook.errors import ClaimbookError
from claimbook.model.claim import Asserter, Claim, Kind, Rule, Test, Verdict
from claimbook.model.measurement import Measurement


class Support(StrEnum):
    """How far a measurement supports what was claimed, from fully to not at all."""

    FULL = "full"
    SIGN = "sign"
    UNDECIDED = "undecided"
    AGAINST = "against"


_REPRODUCTION = (
    Verdict.REPRODUCED,
    Verdict.SAME_DIRECTION,
    Verdict.INCONCLUSIVE,
    Verdict.NOT_REPRODUCED,
)
_CHECK = (Verdict.HOLDS, Verdict.DOES_NOT_HOLD, Verdict.DOES_NOT_HOLD, Verdict.DOES_NOT_HOLD)
_ANSWER = (
    Verdict.ANSWERED_YES,
    Verdict.ANSWERED_IN_PART,
    Verdict.OPEN,
    Verdict.ANSWERED_NO,
)
_EXACT_ANSWER = (
    Verdict.ANSWERED_YES,
    Verdict.ANSWERED_NO,
    Verdict.ANSWERED_NO,
    Verdict.ANSWERED_NO,
)
# The verdicts of a claim, by whether it is our own question and whether it is settled exactly.
WORDS: Mapping[tuple[bool, bool], Mapping[Support, Verdict]] = {
    (False, False): dict(zip(Support, _REPRODUCTION, strict=True)),
    (False, True): dict(zip(Support, _CHECK, strict=True)),
    (True, False): dict(zip(Support, _ANSWER, strict=True)),
    (True, True): dict(zip(Support, _EXACT_ANSWER, strict=True)),
}


def find_words(claim: Claim) -> Mapping[Support, Verdict]:
    """Return what can be said of a claim that has tests, by how far they support it."""
    return WORDS[claim.by is Asserter.OURS, claim.kind is not Kind.EXPERIMENT]


class Group(StrEnum):
    """What is counted together: the paper's experiments and its arithmetic apart, and both from all else."""

    PAPER = "paper"  # what the paper asserts: experiments, and what is not tested
    CHECKS = "checks"  # the paper's printed numbers and derivations
    OTHERS = "others"  # what the news, other works or the digest assert, however it was settled
    OURS = "ours"  # our own questions


@dataclass(frozen=True)
class TestResult:
    """One test of a claim with what was measured."""

    test: Test
    measurement: Measurement
    support: Support

    __test__ = False  # not a test case, whatever pytest makes of the name


@dataclass(frozen=True)
class Finding:
    """A claim with its verdict; `provisional` unless a full run gave it."""

    claim: Claim
    verdict: Verdict
    results: tuple[TestResult, ...] = ()
    provisional: bool = False
    unmet: tuple[TestResult, ...] = ()  # preconditions that the run does not meet
    pending: bool = False  # has tests, but no run yet

    @property
    def group(self) -> Group:
        """What this finding is counted with."""
        if self.claim.by is not Asserter.PAPER:
            return Group.OURS if self.claim.by is Asserter.OURS else Group.OTHERS
        exact = self.claim.tests and self.claim.kind is not Kind.EXPERIMENT
        return Group.CHECKS if exact else Group.PAPER

    @property
    def unexpected(self) -> bool:
        """Whether a full run gave a verdict other than the accepted one."""
        settled = not self.provisional and not self.pending
        return settled and self.claim.expect is not None and self.verdict != self.claim.expect


def judge(test: Test, measurement: Measurement) -> Support:
    """Judge one measurement by the rule that its test declared."""
    if test.rule is Rule.IDENTITY:
        holds = all(abs(value) <= _require(test.tolerance) for value in measurement.values)
        return Support.FULL if holds else Support.AGAINST
    low, high = measurement.summary.low, measurement.summary.high
    least, most = find_limits(test)
    touches = low <= most and high >= least
    if test.rule is Rule.NEAR and touches:
        return Support.FULL if high - low <= most - least else Support.UNDECIDED
    if test.rule is not Rule.NEAR and _is_within(low, high, least, most, test.rule):
        return Support.FULL
    if (least > 0 and low > 0) or (most < 0 and high < 0):
        return Support.SIGN
    return Support.UNDECIDED if touches else Support.AGAINST


def _is_within(low: float, high: float, least: float, most: float, rule: Rule) -> bool:
    if rule in (Rule.POSITIVE, Rule.NEGATIVE):
        return low > least if rule is Rule.POSITIVE else high < most
    return low >= least and high <= most


def find_limits(test: Test) -> tuple[float, float]:
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
        case Rule.IDENTITY:
            return -_require(test.tolerance), _require(test.tolerance)
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
    exact = {result.test.quantity: result.measurement.deterministic for result in results}
    if fault := find_kind_fault(claim, exact):
        raise fault
    if not provisional and (fault := find_padding(claim, results)):
        raise fault
    given = (_judge_test(claim, test, found) for test in claim.given)
    if unmet := tuple(result for result in given if result.support is not Support.FULL):
        verdict = Verdict.NOT_TESTED_HERE
    else:
        weakest = max((result.support for result in results), key=list(Support).index)
        verdict = find_words(claim)[weakest]
    return Finding(claim, verdict, results, provisional=provisional, unmet=unmet)


def _judge_test(claim: Claim, test: Test, found: Mapping[str, Measurement]) -> TestResult:
    if test.quantity not in found:
        raise ClaimbookError(
            f'the quantity "{test.quantity}" was never recorded',
            where=f'claim "{claim.id}"',
            fix=f'call `record("{test.quantity}", values)` in a code cell',
        )
    measurement = found[test.quantity]
    return TestResult(test, measurement, judge(test, measurement))


_ENDS = frozenset({0.0, 1.0, 100.0})  # of a scale: there every seed may well be the same


def find_padding(claim: Claim, results: Iterable[TestResult]) -> ClaimbookError | None:
    """Return what is wrong with an experiment whose seeds repeat each other where it is supported.

    Values that no seed changes, or one said of many, make an interval that nothing could miss.
    """
    for result in results if claim.kind is Kind.EXPERIMENT else ():
        values = [one for one in result.measurement.values if one not in _ENDS]
        own = len(set(values))
        if result.measurement.deterministic or result.support is not Support.FULL:
            continue
        if len(values) > 1 and (own == 1 or 2 * own < len(values)):
            return ClaimbookError(
                f'"{result.test.quantity}" has {len(values)} values, and only {own} of them differ: '
                "an interval over seeds needs draws of their own",
                where=f'claim "{claim.id}"',
                fix="draw anew for each seed; what no seed can change is recorded once, "
                "with `deterministic=True`",
            )
    return None


def find_kind_fault(claim: Claim, exact: Mapping[str, bool]) -> ClaimbookError | None:
    """Return what is wrong with the kind of a claim that has tests.

    `exact` says of each quantity that its tests need whether it is deterministic. An identity is
    checked exactly on every seed, so that a derivation may be tried on drawn examples.
    """
    seeded = [test for test in claim.tests if not exact[test.quantity]]
    drawn = [test for test in seeded if test.rule is not Rule.IDENTITY]
    where = f'claim "{claim.id}"'
    if claim.kind is Kind.EXPERIMENT:
        if drawn:
            return None
        return ClaimbookError(
            "an experiment is measured over seeds, but every test of it is exact",
            where=where,
            fix="declare `kind: derivation`"
            if seeded
            else "declare `kind: recheck` (of printed numbers) or `kind: derivation`",
        )
    wrong = seeded if claim.kind is Kind.RECHECK else drawn
    if not wrong:
        return None
    return ClaimbookError(
        f'a {claim.kind} is exact, but "{wrong[0].quantity}" is recorded over seeds',
        where=where,
        fix="give that test a claim of its own"
        if drawn
        else "declare `kind: derivation`: an identity is tried on drawn examples",
    )
