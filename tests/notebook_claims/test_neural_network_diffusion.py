"""What the page on Neural Network Diffusion computes exactly, tested on its own cells."""

from functools import cache, partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from notebook_cells import run_cells

run = partial(run_cells, "neural-network-diffusion", "imports", "network")


@cache
def learning() -> dict[str, Any]:
    space: dict[str, Any] = run("checkpoints", "autoencoder", "diffusion", "sample")
    return space


def test_generated_part_is_as_large_as_the_page_says() -> None:
    """Scale, shift, head and its bias are 394 numbers, of 2,474 in all."""
    part, h, _ = learning()["train_original"](np.random.default_rng(1))
    assert (part.size, h.shape) == (394, (1797, 32))
    assert 64 * 32 + 32 + part.size == 2474


def test_answer_reads_the_part_in_its_order() -> None:
    """Scale and shift act on the hidden layer before the head does."""
    rng = np.random.default_rng(2)
    scale, shift, head, bias = (rng.standard_normal(n) for n in (32, 32, 320, 10))
    h = rng.standard_normal((5, 32))
    expected = np.maximum(scale * h + shift, 0) @ head.reshape(32, 10) + bias
    found = run()["answer"](np.concatenate([scale, shift, head, bias]), h)
    assert np.asarray(found) == pytest.approx(expected, abs=1e-4)


def test_checkpoints_follow_the_gradient() -> None:
    """The first saved checkpoint is one step of plain gradient descent from the start."""
    space, rng = learning(), np.random.default_rng(3)
    part = rng.standard_normal(394).astype(np.float32)
    h, y = rng.standard_normal((40, 32)).astype(np.float32), rng.integers(10, size=40)
    batches = rng.integers(40, size=(4, 20))
    path = space["follow"](part, h, y, batches, 0.1)

    def loss(p: Any) -> Any:
        logits = space["answer"](p, h[batches[0]])
        return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(20), y[batches[0]]])

    assert np.asarray(path[0]) == pytest.approx(
        np.asarray(part - 0.1 * jax.grad(loss)(part)), abs=1e-5
    )


@pytest.mark.parametrize("spread", [0.3, 1.0])
def test_sampler_draws_the_gaussian_that_an_exact_denoiser_knows(spread: float) -> None:
    """With the exact denoiser of a normal law, walking down from noise returns that law."""
    space = run("autoencoder", "diffusion", "sample", COUNT=0)
    space["COUNT"] = 2_000
    kept = jnp.asarray(space["kept"])

    def exact(_: Any, seen: Any) -> Any:
        near = (seen[:1, 16:] - space["waves"]) ** 2
        share = kept[jnp.argmin(near.sum(axis=1))]
        gain = jnp.sqrt(share) * spread**2 / (share * spread**2 + 1 - share)
        return 2 + gain * (seen[:, :16] - 2 * jnp.sqrt(share))

    space["apply"] = exact
    drawn = space["draw"](np.random.default_rng(4), jnp.zeros(1))
    assert drawn.mean() == pytest.approx(2, abs=0.03)
    assert drawn.std() == pytest.approx(spread, rel=0.1)  # 100 levels narrow it


def test_gaussian_fit_has_the_checkpoints_mean_and_covariance() -> None:
    """Mixing deviations with normal weights gives exactly the empirical covariance."""
    space = run("checkpoints", "autoencoder", "diffusion", "sample", "kinds")
    rng = np.random.default_rng(5)
    points = rng.standard_normal((50, 3)) @ np.diag([1.0, 2.0, 0.5]) + 7
    space["generate"] = lambda *_: [points, points]
    space["COUNT"] = 40_000
    made = space["make_kinds"](rng, points, None)["Gaussian fit"]
    assert made.mean(axis=0) == pytest.approx(points.mean(axis=0), abs=0.05)
    assert np.cov(made.T) == pytest.approx(np.cov(points.T, bias=True), abs=0.1)


def test_noise_is_as_long_as_generated_networks_are_far() -> None:
    """Every noisy checkpoint lies one mean distance of p-diff's from the one it was made of."""
    space = run("checkpoints", "autoencoder", "diffusion", "sample", "kinds")
    points = 100 * np.eye(60, 394)
    far = points + 3 * np.eye(394)[-1]
    space["generate"] = lambda *_: [far, far]
    noisy = space["make_kinds"](np.random.default_rng(6), points, None)["noise"]
    assert space["measure_gap"](noisy, points).min(axis=1) == pytest.approx(3.0)


def test_overlap_is_intersection_over_union() -> None:
    """Two wrong answers in common of four in all overlap by a half."""
    overlap = run("kinds", "measure")["overlap"]
    a = np.array([[True, True, True, False, False]])
    b = np.array([[True, True, False, True, False], [False, False, False, False, True]])
    assert overlap(a, b) == pytest.approx(np.array([[0.5, 0.0]]))


def test_best_is_scored_where_it_was_not_chosen() -> None:
    """A network that is right on one half alone gains nothing from having been chosen there."""
    wrong = np.zeros((2, 8), bool)
    wrong[0, 1::2] = wrong[1, ::2] = True
    assert run("kinds", "measure")["choose_best"](wrong) == 0


def test_published_numbers_give_the_gaps_that_the_page_names() -> None:
    """Ten pairs from -0.1 to +4.4; on average 4.2 points below the originals at best."""
    space = run("published")
    assert (space["gaps"].min(), space["gaps"].max(), space["gaps"].size) == (-0.1, 4.4, 10)
    assert space["recorded"]["published_average_gap"] == -4.2
