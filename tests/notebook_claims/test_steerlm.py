"""What the page on SteerLM computes exactly, tested on its own cells."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from notebook_cells import run_cells

run = partial(run_cells, "steerlm", "imports", "world")
POLICY = ("network", "predictor", "policy")


def test_ten_is_the_most_and_can_be_had_at_every_length() -> None:
    """The ideal response of a length is worth 10, and any other less."""
    judge = run()["judge"]
    length = np.linspace(-3, 3, 7)
    ideal = np.stack([0 * length + 8, length, 0 * length, length], axis=1)
    assert judge(ideal)[:, 0] == pytest.approx(10.0)
    drawn = ideal + np.random.default_rng(1).standard_normal((7, 4)) * [1, 1, 1, 0]
    assert (judge(drawn)[:, 0] < 10).all()


def test_corpus_has_unit_variances_and_ties_quality_to_length() -> None:
    """The first quality correlates with the length by one half, and nothing else does."""
    y = run()["write"](np.random.default_rng(2), 200_000)
    expected = np.eye(4)
    expected[0, 3] = expected[3, 0] = 0.5
    assert np.cov(y.T) == pytest.approx(expected, abs=0.02)


def test_corpus_has_its_closed_mean_of_helpfulness() -> None:
    """Mean helpfulness is 10 - 0.15 (64 + 1 + 2 + 1), that is -0.2."""
    space = run()
    helpful = space["judge"](space["write"](np.random.default_rng(3), 400_000))[:, 0]
    assert helpful.mean() == pytest.approx(-0.2, abs=0.03)


def test_policy_maximises_the_likelihood_of_a_gaussian() -> None:
    """The loss is the negative log-density up to its constant."""
    space = run(*POLICY)
    rng = np.random.default_rng(4)
    net = space["draw_layers"](rng, 2, 8, 8)
    asked, y = rng.standard_normal((6, 2)), rng.standard_normal((6, 4))
    mean, spread = map(np.asarray, space["speak"](net, asked))
    density = np.exp(-0.5 * ((y - mean) / spread) ** 2) / spread / np.sqrt(2 * np.pi)
    expected = -np.log(density).mean() - 0.5 * np.log(2 * np.pi)
    assert float(space["speech_loss"](net, (asked, y))) == pytest.approx(expected, rel=1e-4)


def test_answers_have_the_mean_and_spread_that_the_policy_gives() -> None:
    """Drawn answers scatter about the policy's mean by its spread."""
    space = run(*POLICY)
    net = space["draw_layers"](np.random.default_rng(5), 2, 8, 8)
    asked = np.tile([3.0, 6.0], (20_000, 1))
    mean, spread = (
        np.asarray(one)[0] for one in space["speak"](net, (asked - [0, 5]) / [2.5, 1.5])
    )
    drawn = space["respond"](np.random.default_rng(6), net, asked)
    assert drawn.mean(axis=0) == pytest.approx(mean, abs=5 * spread.max() / np.sqrt(20_000))
    assert drawn.std(axis=0) == pytest.approx(spread, rel=0.05)


def test_bootstrap_asks_for_the_best_twentieth() -> None:
    """Requests lie in the top 5 % of labelled helpfulness and the middle 90 % of verbosity."""
    space = run(*POLICY, "arms")
    labels = np.random.default_rng(7).standard_normal((5_000, 2))
    asked = space["bootstrap_requests"](np.random.default_rng(8), labels)
    low = np.quantile(labels, (0.95, 0.05), axis=0)
    assert asked[:, 0].min() >= low[0, 0]
    assert asked[:, 0].max() <= labels[:, 0].max()
    assert asked[:, 1].min() >= low[1, 1]
    assert len(asked) == space["CORPUS"]


def test_slopes_are_those_of_a_perfectly_obedient_model() -> None:
    """A model that answers exactly as asked has slopes of one and no side effect."""
    space = run(*POLICY, "arms", "measure")

    def obey(_: Any, __: Any, asked: Any) -> Any:
        length = (asked[:, 1] - 5) / 1.5
        first = 8 - np.sqrt(np.maximum(10 - asked[:, 0], 0) / 0.15)
        return np.stack([first, length, 0 * length, length], axis=1)

    space["respond"] = obey
    labels = space["judge"](space["write"](np.random.default_rng(9), 4_000))
    found = space["look"](np.random.default_rng(10), None, labels)
    assert [found["help"], found["verb"], found["outside"]] == pytest.approx([1, 1, 1], abs=1e-6)
    assert found["cross"] == pytest.approx(0, abs=1e-6)
    assert found["top"] == pytest.approx(10)


def test_model_that_cannot_be_steered_is_asked_as_it_was_tuned() -> None:
    """The selected model sees the one request of its tuning, and no other."""
    space = run(*POLICY, "arms", "measure")
    seen: list[Any] = []

    def listen(_: Any, __: Any, asked: Any) -> Any:
        seen.append(asked)
        return np.zeros((len(asked), 4))

    space["respond"] = listen
    labels = np.random.default_rng(11).standard_normal((100, 2))
    space["look"](np.random.default_rng(12), None, labels, steered=False)
    assert any((asked == space["MIDDLE"]).all() for asked in seen)
