from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.model.claim import Asserter, Claim, Kind, Rule, Test, Verdict
from claimbook.model.evidence import Finding, judge, judge_claim
from claimbook.model.measurement import Measurement
from front import FRONT, front_matter

AROUND_2 = (1.9, 2.0, 2.1)  # interval about [1.75, 2.25]
AROUND_0 = (-0.1, 0.0, 0.1)
VAGUE = (-5.0, 2.0, 9.0)


def support(test: Test, values: tuple[float, ...], *, deterministic: bool = False) -> str:
    return str(judge(test, Measurement("q", values, deterministic=deterministic)))


@pytest.mark.parametrize(
    ("test", "values", "expected"),
    [
        (Test("q", Rule.AT_LEAST, bound=1.0), AROUND_2, "full"),
        (Test("q", Rule.AT_LEAST, bound=2.0), AROUND_2, "sign"),
        (Test("q", Rule.AT_LEAST, bound=3.0), AROUND_2, "sign"),
        (Test("q", Rule.AT_LEAST, bound=-3.0), VAGUE, "undecided"),
        (Test("q", Rule.AT_LEAST, bound=1.0), AROUND_0, "against"),
        (Test("q", Rule.AT_MOST, bound=0.5), AROUND_0, "full"),
        (Test("q", Rule.AT_MOST, bound=0.0), AROUND_0, "undecided"),
        (Test("q", Rule.AT_MOST, bound=0.5), AROUND_2, "against"),
        (Test("q", Rule.AT_MOST, bound=-1.0), (-0.6, -0.5, -0.4), "sign"),
        (Test("q", Rule.POSITIVE), AROUND_2, "full"),
        (Test("q", Rule.POSITIVE), AROUND_0, "undecided"),
        (Test("q", Rule.NEGATIVE), AROUND_2, "against"),
        (Test("q", Rule.NEAR, value=2.1, tolerance=0.3), AROUND_2, "full"),
        (Test("q", Rule.NEAR, value=2.1, tolerance=0.1), AROUND_2, "undecided"),
        (Test("q", Rule.NEAR, value=9.0, tolerance=0.1), AROUND_2, "sign"),
        (Test("q", Rule.NEAR, value=-9.0, tolerance=0.1), AROUND_2, "against"),
        (Test("q", Rule.SLOPE, range=(1.5, 2.5)), AROUND_2, "full"),
        (Test("q", Rule.SLOPE, range=(1.9, 2.5)), AROUND_2, "sign"),
        (Test("q", Rule.SLOPE, range=(-0.05, 0.05)), AROUND_0, "undecided"),
        (Test("q", Rule.SLOPE, range=(-1.0, 1.0)), AROUND_2, "against"),
        (Test("q", Rule.IDENTITY, tolerance=0.1), AROUND_0, "full"),
        (Test("q", Rule.IDENTITY, tolerance=0.09), AROUND_0, "against"),
    ],
)
def test_a_rule_gives_its_verdict(test: Test, values: tuple[float, ...], expected: str):
    """Each rule separates the cases that its table names."""
    assert support(test, values) == expected


@pytest.mark.parametrize("rule", [Rule.POSITIVE, Rule.NEGATIVE, Rule.NEAR])
def test_one_seed_is_inconclusive(rule: Rule):
    """A single value of a random quantity decides nothing."""
    assert support(Test("q", rule, value=2.0, tolerance=0.5), (2.0,)) == "undecided"


def test_a_deterministic_value_decides():
    """A quantity without randomness needs no seeds."""
    assert support(Test("q", Rule.AT_LEAST, bound=1.0), (2.0,), deterministic=True) == "full"


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=8), st.floats(-100, 100))
def test_mirror_images_are_judged_alike(values: list[float], bound: float):
    """At least b of x and at most −b of −x are one question."""
    mirrored = tuple(-value for value in values)

    assert support(Test("q", Rule.AT_LEAST, bound=bound), tuple(values)) == support(
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


def test_noise_reproduces_nothing():
    """`near` asks for an interval no wider than the range: the same mean with more noise decides nothing."""
    near = Test("q", Rule.NEAR, value=0.53, tolerance=0.01)

    assert support(near, (0.525, 0.529, 0.533, 0.530)) == "full"
    assert support(near, (0.40, 0.53, 0.66, 0.75)) == "undecided"


@pytest.mark.parametrize(
    ("by", "kind", "deterministic", "values", "expected"),
    [
        ("paper", "experiment", False, (0.1, 0.2, 0.3), "reproduced"),
        ("news", "experiment", False, (0.7, 0.8, 0.9), "not reproduced"),
        ("paper", "recheck", True, (0.2,), "holds"),
        ("other-work", "recheck", True, (0.2, 0.7), "does not hold"),
        ("paper", "derivation", True, (0.9,), "does not hold"),
        ("ours", "experiment", False, (0.1, 0.2, 0.3), "answered yes"),
        ("ours", "experiment", False, (0.3, 0.5, 0.7), "open"),
        ("ours", "experiment", False, (0.7, 0.8, 0.9), "answered no"),
        ("ours", "recheck", True, (0.2, 0.7), "answered no"),
    ],
)
def test_the_words_follow_the_kind(
    by: str, kind: str, deterministic: bool, values: tuple[float, ...], expected: str
):
    """Only an experiment reproduces; the exact holds or does not; a question of ours is answered."""
    claim = replace(front_matter().claims[0], by=Asserter(by), kind=Kind(kind))
    found = {"gap": Measurement("gap", values, deterministic=deterministic)}

    assert judge_claim(claim, found).verdict == expected


@pytest.mark.parametrize(
    ("kind", "rule", "deterministic", "message"),
    [
        ("experiment", Rule.POSITIVE, True, "every test of it is exact"),
        ("experiment", Rule.IDENTITY, False, "every test of it is exact"),
        ("recheck", Rule.POSITIVE, False, 'a recheck is exact, but "gap" is recorded over seeds'),
        ("recheck", Rule.IDENTITY, False, 'a recheck is exact, but "gap" is recorded over seeds'),
        ("derivation", Rule.POSITIVE, False, 'a derivation is exact, but "gap" is'),
        ("derivation", Rule.IDENTITY, False, ""),
        ("derivation", Rule.POSITIVE, True, ""),
        ("recheck", Rule.POSITIVE, True, ""),
        ("experiment", Rule.POSITIVE, False, ""),
    ],
)
def test_a_kind_that_the_run_contradicts_is_refused(
    kind: str, rule: Rule, deterministic: bool, message: str
):
    """Arithmetic cannot pass for an experiment, nor an experiment for arithmetic."""
    tests = (Test("gap", rule, tolerance=9.0),)
    claim = replace(front_matter().claims[0], kind=Kind(kind), tests=tests)
    found = {"gap": Measurement("gap", AROUND_2, deterministic=deterministic)}

    if message:
        with pytest.raises(ClaimbookError, match=message):
            judge_claim(claim, found)
    else:
        assert judge_claim(claim, found).results


def test_what_is_counted_together():
    """The headline count holds what the paper asserts; its arithmetic, others and ours stand apart."""
    claim = front_matter().claims[0]
    untested = replace(claim, tests=(), untested="Too large.")

    def group(claim: Claim) -> str:
        return Finding(claim, Verdict.NOT_TESTED).group

    assert group(claim) == group(untested) == "paper"
    assert group(replace(claim, kind=Kind.RECHECK)) == "checks"
    assert group(replace(claim, by=Asserter.NEWS, kind=Kind.RECHECK)) == "others"
    assert group(replace(claim, by=Asserter.NEWS)) == "others"
    assert group(replace(untested, by=Asserter.DIGEST)) == "others"
    assert group(replace(claim, by=Asserter.OURS, kind=Kind.DERIVATION)) == "ours"


def test_a_defence_is_not_tested_where_there_is_no_attack():
    """Without the effect that a claim is about, no measurement speaks for it or against it."""
    claim = replace(front_matter().claims[0], given=(Test("harm", Rule.AT_LEAST, bound=10.0),))
    gap = Measurement("gap", AROUND_2)

    def judged(*harm: float) -> Finding:
        return judge_claim(claim, {"gap": gap, "harm": Measurement("harm", harm)})

    assert judged(14.0, 15.0, 16.0).verdict == "not reproduced"
    assert judged(14.0, 15.0, 16.0).unmet == ()
    assert judged(-1.0, 0.0, 1.0).verdict == "not tested here"
    assert judged(5.0, 10.0, 15.0).verdict == "not tested here"  # cannot tell: so nothing to defend
    assert [result.test.quantity for result in judged(-1.0, 0.0, 1.0).unmet] == ["harm"]
    with pytest.raises(ClaimbookError, match='"harm" was never recorded'):
        judge_claim(claim, {"gap": gap})


@pytest.mark.parametrize(
    ("values", "padded"),
    [
        ((0.2,) * 8, True),
        ((0.2, 0.2), True),
        ((0.2, 0.3) + (0.2,) * 6, True),
        ((0.1, 0.2, 0.3), False),
        ((0.1, 0.1, 0.3), False),
        ((1.0,) * 8, False),
        ((0.2,) * 8 + (9.9,), False),
    ],
)
def test_seeds_that_repeat_each_other_support_nothing(values: tuple[float, ...], padded: bool):
    """One value said of many seeds is no spread; a scale's end may be met by all of them."""
    claim = front_matter(FRONT.replace("bound: 0.5", "bound: 1")).claims[0]
    found = {"gap": Measurement("gap", values)}
    if padded:
        with pytest.raises(ClaimbookError, match=r"values, and only \d of them differ"):
            judge_claim(claim, found)
    else:
        judge_claim(claim, found)


def test_seeds_that_repeat_each_other_may_speak_against():
    """What is not supported is told as it is."""
    claim = front_matter().claims[0]
    assert judge_claim(claim, {"gap": Measurement("gap", (9.0,) * 8)}).verdict == "not reproduced"
