from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.model.claim import Rule, Test, Verdict
from claimbook.model.evidence import judge, judge_claim
from claimbook.model.measurement import Measurement
from front import front_matter

AROUND_2 = (1.9, 2.0, 2.1)  # interval about [1.75, 2.25]
AROUND_0 = (-0.1, 0.0, 0.1)
VAGUE = (-5.0, 2.0, 9.0)


def verdict(test: Test, values: tuple[float, ...], *, deterministic: bool = False) -> str:
    return str(judge(test, Measurement("q", values, deterministic=deterministic)))


@pytest.mark.parametrize(
    ("test", "values", "expected"),
    [
        (Test("q", Rule.AT_LEAST, bound=1.0), AROUND_2, "reproduced"),
        (Test("q", Rule.AT_LEAST, bound=2.0), AROUND_2, "same direction"),
        (Test("q", Rule.AT_LEAST, bound=3.0), AROUND_2, "same direction"),
        (Test("q", Rule.AT_LEAST, bound=-3.0), VAGUE, "inconclusive"),
        (Test("q", Rule.AT_LEAST, bound=1.0), AROUND_0, "not reproduced"),
        (Test("q", Rule.AT_MOST, bound=0.5), AROUND_0, "reproduced"),
        (Test("q", Rule.AT_MOST, bound=0.0), AROUND_0, "inconclusive"),
        (Test("q", Rule.AT_MOST, bound=0.5), AROUND_2, "not reproduced"),
        (Test("q", Rule.AT_MOST, bound=-1.0), (-0.6, -0.5, -0.4), "same direction"),
        (Test("q", Rule.POSITIVE), AROUND_2, "reproduced"),
        (Test("q", Rule.POSITIVE), AROUND_0, "inconclusive"),
        (Test("q", Rule.NEGATIVE), AROUND_2, "not reproduced"),
        (Test("q", Rule.NEAR, value=2.1, tolerance=0.1), AROUND_2, "reproduced"),
        (Test("q", Rule.NEAR, value=9.0, tolerance=0.1), AROUND_2, "same direction"),
        (Test("q", Rule.NEAR, value=-9.0, tolerance=0.1), AROUND_2, "not reproduced"),
        (Test("q", Rule.SLOPE, range=(1.5, 2.5)), AROUND_2, "reproduced"),
        (Test("q", Rule.SLOPE, range=(1.9, 2.5)), AROUND_2, "same direction"),
        (Test("q", Rule.SLOPE, range=(-0.05, 0.05)), AROUND_0, "inconclusive"),
        (Test("q", Rule.SLOPE, range=(-1.0, 1.0)), AROUND_2, "not reproduced"),
        (Test("q", Rule.IDENTITY, tolerance=0.1), AROUND_0, "reproduced"),
        (Test("q", Rule.IDENTITY, tolerance=0.09), AROUND_0, "not reproduced"),
    ],
)
def test_a_rule_gives_its_verdict(test: Test, values: tuple[float, ...], expected: str):
    """Each rule separates the cases that its table names."""
    assert verdict(test, values) == expected


@pytest.mark.parametrize("rule", [Rule.POSITIVE, Rule.NEGATIVE, Rule.NEAR])
def test_one_seed_is_inconclusive(rule: Rule):
    """A single value of a random quantity decides nothing."""
    assert verdict(Test("q", rule, value=2.0, tolerance=0.5), (2.0,)) == "inconclusive"


def test_a_deterministic_value_decides():
    """A quantity without randomness needs no seeds."""
    assert verdict(Test("q", Rule.AT_LEAST, bound=1.0), (2.0,), deterministic=True) == "reproduced"


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=8), st.floats(-100, 100))
def test_mirror_images_are_judged_alike(values: list[float], bound: float):
    """At least b of x and at most −b of −x are one question."""
    mirrored = tuple(-value for value in values)

    assert verdict(Test("q", Rule.AT_LEAST, bound=bound), tuple(values)) == verdict(
        Test("q", Rule.AT_MOST, bound=-bound), mirrored
    )


def test_a_claim_has_the_verdict_of_its_weakest_test():
    """All tests of a claim must hold for it to hold."""
    claim = front_matter().claims[0]
    claim = replace(claim, tests=(*claim.tests, Test("other", Rule.POSITIVE)))
    found = {"gap": Measurement("gap", AROUND_0), "other": Measurement("other", AROUND_0)}

    assert judge_claim(claim, found).verdict is Verdict.INCONCLUSIVE


def test_a_claim_whose_quantity_was_not_recorded_is_an_error():
    """A verdict is never given without a measurement."""
    with pytest.raises(ClaimbookError, match='"gap" was never recorded'):
        judge_claim(front_matter().claims[0], {})


def test_a_claim_without_a_run_is_pending():
    """A claim with a test but no run is told apart from one that is not tested."""
    finding = judge_claim(front_matter().claims[0], None)

    assert (finding.verdict, finding.pending) == (Verdict.NOT_TESTED, True)


def test_only_a_full_run_can_be_unexpected():
    """A provisional verdict never breaks an accepted one."""
    claim = replace(front_matter().claims[0], expect=Verdict.REPRODUCED)
    found = {"gap": Measurement("gap", AROUND_2)}

    assert judge_claim(claim, found).unexpected
    assert not judge_claim(claim, found, provisional=True).unexpected
