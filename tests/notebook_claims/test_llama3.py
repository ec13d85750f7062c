"""What the page on Llama 3 says exactly, tested on the code of its own cells."""

from functools import cache, partial
from typing import Any

import jax
import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from claimbook.lab import keys, models
from notebook_cells import run_cells

run = partial(run_cells, "llama3", "imports")


@cache
def arithmetic() -> dict[str, Any]:
    return run("calendar", "compute", "printed", "laws", "procedure")


def test_calendar_is_that_of_the_model_cards() -> None:
    """The days follow from the cards' GPU hours, and the 405B outlasted the news by 49 of them."""
    found = arithmetic()["recorded"]
    assert float(found["days_least_flagship"]) == pytest.approx(78.4, abs=0.05)
    assert float(found["days_least_70b"]) == pytest.approx(16.3, abs=0.05)
    assert int(found["days_flagship_trained_after_news"]) == 49
    assert int(found["months_from_july_first"]) == -3
    assert int(found["months_from_july_flagship"]) == 0
    assert float(found["days_needed_70b"]) < int(found["days_cutoff_to_news"]) == 60


def test_compute_tokens_and_hours_agree() -> None:
    """Six operations per parameter and token are the stated budget; the hours suffice for it."""
    found = arithmetic()["recorded"]
    assert float(found["flops_flagship"]) == pytest.approx(3.8e25, rel=0.003)
    assert float(found["flops_predicted_pair"]) == pytest.approx(1.05 * 3.8e25, rel=0.001)
    assert found["hours_needed_flagship"].max() < 30.84
    assert float(found["average_speed"]) == pytest.approx(342, abs=0.5)


def test_only_the_legends_pair_gives_the_printed_answer() -> None:
    """The text's constants miss 16.55T even at the best corner of rounding; the legend's do not."""
    found = arithmetic()["recorded"]
    assert float(found["tokens_text_pair"]) == pytest.approx(10.46, abs=0.005)
    assert float(found["tokens_legend_pair"]) == pytest.approx(16.29, abs=0.005)
    assert float(found["tokens_rounding_box_high"]) < 0.95 * 16.55
    assert (np.abs(found["printed_law_miss"]) > 0.05).all()
    assert float(found["legend_misses_by"]) < 5
    assert float(found["size_text_pair"]) == pytest.approx(605, abs=0.5)


@pytest.mark.parametrize("name", ["Chinchilla", "refit", "C4"])
def test_closed_form_is_the_minimum(name: str) -> None:
    """The best size of a law is what a general minimiser finds."""
    law = arithmetic()["LAWS"][name]
    for compute in (6e18, 3.8e25):

        def at(log_size: float, compute: float = compute) -> float:
            size = 10**log_size
            return float(law.loss(size, compute / 6 / size))

        found = minimize_scalar(at, bounds=(6, 14), method="bounded", options={"xatol": 1e-9})
        assert float(np.log10(law.best_size(compute))) == pytest.approx(found.x, abs=1e-4)


def test_best_sizes_are_those_of_the_published_constants() -> None:
    """At the flagship's budget the three laws ask for 213B, 619B and 569B parameters."""
    laws = arithmetic()["LAWS"].values()
    assert [round(float(law.best_size(3.8e25)) / 1e9) for law in laws] == [213, 619, 569]


def test_parabolas_are_those_of_polyfit() -> None:
    """Minimum and curvature, row by row, agree with numpy's own least squares."""
    space = arithmetic()
    at, losses = space["valley"](space["LAWS"]["refit"])
    noisy = losses + 0.005 * np.random.default_rng(0).normal(size=(3, *losses.shape))
    minima, curvature = space["parabolas"](at, noisy)
    for repeat, row in np.ndindex(3, len(at)):
        bend, slope, _ = np.polyfit(at[row], noisy[repeat, row], 2)
        assert minima[repeat, row] == pytest.approx(-slope / (2 * bend))
        assert curvature[repeat, row] == pytest.approx(2 * bend)


def test_extrapolation_is_the_fitted_line() -> None:
    """The line through the minima is numpy's, and its slope the exponent."""
    space = arithmetic()
    budgets, minima = space["BUDGETS"], np.array([[9.0 + 0.5 * k + 0.01 * k**2 for k in range(10)]])
    end, slope = space["extrapolate"](minima, budgets, 3.8e25)
    line = np.polyfit(np.log10(budgets), minima[0], 1)
    assert float(slope[0]) == pytest.approx(line[0])
    assert float(end[0]) == pytest.approx(np.polyval(line, np.log10(3.8e25)))


def test_valleys_flatten_in_every_law() -> None:
    """Without noise the curvature falls from each budget to the next."""
    space = arithmetic()
    for law in space["LAWS"].values():
        _, curvature = space["parabolas"](*space["valley"](law))
        assert (np.diff(curvature) < 0).all()


def test_other_laws_disagree_about_the_flagships_size() -> None:
    """405B lies between the best sizes of the three laws, and within a quarter of none."""
    found = arithmetic()["recorded"]
    assert (found["excess_loss_flagship"] >= 0).all()
    assert (found["excess_loss_flagship"] < 0.15).all()
    ratio = found["size_over_best"]
    np.testing.assert_allclose(ratio, 405 / found["best_sizes"])
    assert ((ratio < 0.8) | (ratio > 1.25)).all()
    assert ratio.min() < 1 < ratio.max()
    assert float(found["laws_spread"]) == pytest.approx(2.90, abs=0.005)


def test_smaller_models_are_beyond_the_optimum_but_not_twice_by_every_law() -> None:
    """8B saw over four times its best tokens by every law; 70B only 1.35 times by one of them."""
    found = arithmetic()["recorded"]
    assert found["tokens_beyond_optimum_70b"][0] == pytest.approx(2.42, abs=0.01)
    assert found["tokens_beyond_optimum_8b"][0] == pytest.approx(7.75, abs=0.01)
    assert found["tokens_beyond_optimum_8b"].min() > 4
    assert found["tokens_beyond_optimum_70b"].min() == pytest.approx(1.35, abs=0.01)
    assert found["tokens_beyond_optimum_70b"].argmin() == 1  # Chinchilla's


def test_anneals_end_at_nothing_and_fill_their_stretch() -> None:
    """An anneal keeps the peak, falls in equal steps, and would reach zero one step later."""
    space = run("data", "anneal-shapes")
    shape = space["to_zero"](4, 10)
    np.testing.assert_allclose(shape, [1] * 7 + [0.75, 0.5, 0.25])
    np.testing.assert_allclose(space["to_zero"](2.5, 4), [1, 1, 0.6, 0.2])
    late = (space["BETTER"] - space["OLD"]) * space["TAIL"]
    assert (space["EVEN"] - space["OLD"]) * space["LENGTH"] == pytest.approx(late)


def test_mixes_have_their_share_of_clean_windows() -> None:
    """Clean windows are the corpus's own; in the others about three bytes in ten are replaced."""
    space = run("data", "sweep-shapes", "anneal-shapes", "mixes")
    key = keys(1, stream="test of mixes")[0]
    clean, old, dirty = (np.asarray(space["mixed"](key, s, count=2000)) for s in (1.0, 0.1, 0.0))
    at = np.asarray(models.windows(jax.random.split(key, 4)[0], space["text"], 2000, 16))
    np.testing.assert_array_equal(clean, at)
    shares = np.bincount(np.asarray(space["text"])) / space["text"].size
    other = 0.3 * (1 - (shares**2).sum())  # a byte may be replaced by its like
    assert float((dirty != clean).mean()) == pytest.approx(other, abs=0.01)
    assert float((old != clean).any(axis=1).mean()) == pytest.approx(0.9, abs=0.03)


def test_schedules_of_the_sweep_are_whole_strides() -> None:
    """Warm-up and cosine end at a tenth of the peak; what is added has a rate of zero."""
    space = run("data", "sweep-shapes", profile="full")
    shape = space["cosine"](1010)
    assert len(shape) == 1025
    assert shape.max() <= 1
    assert shape[1009] == pytest.approx(0.1, abs=0.001)
    assert (shape[1010:] == 0).all()
