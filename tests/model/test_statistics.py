from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import stdtrit

from claimbook.model.statistics import find_t_quantile, summarise

FINITE = st.floats(-1e6, 1e6)


@given(st.lists(FINITE, min_size=2, max_size=20))
def test_the_interval_is_scipys(values: list[float]):
    """Mean ± t·sd/√n agrees with the library's interval."""
    summary = summarise(values)
    scale = stats.sem(values)
    low, high = (
        stats.t.interval(0.95, len(values) - 1, summary.mean, scale)
        if scale
        else [summary.mean] * 2
    )

    assert summary.low == pytest.approx(low, rel=1e-6, abs=1e-6)
    assert summary.high == pytest.approx(high, rel=1e-6, abs=1e-6)


def test_one_seed_says_nothing_about_spread():
    """The interval of a single value is unbounded, unless the quantity is deterministic."""
    assert (summarise([3.0]).low, summarise([3.0]).high) == (-inf, inf)
    assert (
        summarise([3.0], deterministic=True).low,
        summarise([3.0], deterministic=True).high,
    ) == (3.0, 3.0)


@pytest.mark.parametrize("values", [[], [1.0, inf], [float("nan")]])
def test_values_that_are_no_measurement_are_refused(values: list[float]):
    """Nothing, and what is not finite, cannot be summarised."""
    with pytest.raises(ValueError, match="finite"):
        summarise(values)


@pytest.mark.parametrize("freedom", [1, 2, 7, 31, 32, 33, 400])
def test_quantiles_are_those_of_scipy(freedom: int):
    """Those that are written down, too."""
    assert find_t_quantile(freedom) == pytest.approx(stdtrit(freedom, 0.975), rel=1e-13)
    assert find_t_quantile(freedom, 0.9) == stdtrit(freedom, 0.95)
