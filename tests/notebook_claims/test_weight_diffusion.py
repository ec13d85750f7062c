"""What the page on generated weights computes exactly, tested on its own cells."""

import itertools
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from notebook_cells import run_cells, run_more, until

run = partial(run_cells, "weight-diffusion", "imports")


def test_three_linear_levels_are_the_flat_generator() -> None:
    """Tower and flat least squares agree, and bottlenecks lose no more than their sum."""
    found = run("third-level")["recorded"]
    assert found["third_difference"].max() < 1e-9
    assert (found["third_loss_ratio"] <= 1).all()
    assert (found["third_loss_ratio"] > 1 / 3).all()


def test_tower_recovers_a_noiseless_world() -> None:
    """Without noise in the heads, level upon level of regressions returns the true tensor."""
    rng = np.random.default_rng(1)
    x = [rng.standard_normal(shape) for shape in ((7, 3), (6, 4), (5, 2))]
    truth = rng.standard_normal((3, 4, 2, 5))
    made = run("third-level")["chain"](x, np.einsum("ax,by,cz,xyzh->abch", *x, truth))
    assert made == pytest.approx(truth, abs=1e-10)


@pytest.mark.parametrize("spread", [0.3, 1.0])
def test_sampler_draws_the_gaussian_that_an_exact_denoiser_knows(spread: float) -> None:
    """With the exact denoiser of a normal law, sampling from noise returns that law."""
    space = run("network", "diffusion")

    def exact(_: Any, z: Any, t: Any, c: Any) -> Any:
        kept = space["kept"][t][:, None]
        gain = jnp.sqrt(kept) * spread**2 / (kept * spread**2 + 1 - kept)
        return 2 + gain * (z - 2 * jnp.sqrt(kept))

    drawn = np.asarray(space["draw"](jax.random.key(3), None, jnp.zeros((20_000, 1)), 1, exact))
    assert drawn.mean() == pytest.approx(2, abs=0.03)
    assert drawn.std() == pytest.approx(spread, rel=0.1)  # 100 levels narrow it


def test_velocity_gives_back_the_clean_latent() -> None:
    """A guess of the exact velocity, √k·ε − √(1−k)·z₀, is turned into z₀."""
    space = run("network", "diffusion")
    rng = np.random.default_rng(8)
    z, noise = rng.standard_normal((2, 30, 4))
    t = np.repeat(np.arange(0, 100, 10), 3)
    share = np.asarray(space["kept"])[t][:, None]
    space["denoise"] = lambda *_: np.sqrt(share) * noise - np.sqrt(1 - share) * z
    mixed = np.sqrt(share) * z + np.sqrt(1 - share) * noise
    assert np.asarray(space["steer"](None, mixed, t, None)) == pytest.approx(z, abs=1e-5)


def test_flat_rival_learns_heads_of_families_it_has_seen() -> None:
    """Trained on every lesson, it nears the heads; it has no fewer weights than level 2 and its basis."""
    space = run("network", "tower-world", "tower-levels", "tower-zoo", "tower-flat")
    families, _, lessons, _ = space["zoo"](0, True)
    generator = space["flat_level"](0, families[:8], lessons[:8], steps=600)
    made = np.concatenate(
        [generator(f, m) for f, (m, _) in zip(families[:8], lessons[:8], strict=True)]
    )
    heads = np.concatenate([h for _, h in lessons[:8]])
    assert np.corrcoef(made.ravel(), heads.ravel())[0, 1] > 0.9
    flat, level = [7, 160, 160, 4], [32 + 3 + 8, 96, 96, 32]
    weights = [sum((n + 1) * m for n, m in itertools.pairwise(sizes)) for sizes in (flat, level)]
    assert weights[0] == 27_684 >= weights[1] + 33 * 292 == 26_276


def test_ridge_is_least_squares_on_the_extended_rows() -> None:
    """The closed form equals least squares with rows added for the penalty."""
    rng = np.random.default_rng(2)
    x, y = rng.standard_normal((30, 4)), rng.standard_normal((30, 3))
    centred, target = x - x.mean(axis=0), y - y.mean(axis=0)
    longer = np.vstack([centred, np.sqrt(0.7) * np.eye(4)])
    b = np.linalg.lstsq(longer, np.vstack([target, np.zeros((4, 3))]), rcond=None)[0]
    assert run()["ridge"](x, y, 0.7)(x) == pytest.approx(centred @ b + y.mean(axis=0), abs=1e-10)


def test_head_is_fishers_discriminant() -> None:
    """A level-0 head is the pooled covariance's inverse times the difference of the means."""
    space = run("tower-world")
    x = space["tasks"](np.random.default_rng(4), np.array([0.2, -0.5, 0.7]), 3, 32)
    for given, w in zip(x, space["head"](x), strict=True):
        a, b = given
        pooled = (np.cov(a.T, bias=True) + np.cov(b.T, bias=True)) / 2 + 0.01 * np.eye(4)
        assert np.linalg.solve(pooled, b.mean(axis=0) - a.mean(axis=0)) == pytest.approx(w)


HEADS = ("digits", "heads-turns", "heads-sets", "heads-train")


def test_one_step_from_zero_is_made_of_centred_class_means() -> None:
    """The first full-batch step from a head of zeros needs nothing but the class means."""
    space = run(*HEADS)
    x = np.random.default_rng(5).standard_normal((2, 5, 10, 17))
    w = space["move"](np.zeros((2, 17, 5)), x, 1.0)
    by_class = x.mean(axis=2)
    centred = by_class - by_class.mean(axis=1, keepdims=True)
    assert np.asarray(w) == pytest.approx(centred.transpose(0, 2, 1) / 5, abs=1e-6)


def test_turning_by_nothing_changes_nothing_and_by_a_right_angle_permutes() -> None:
    """The matrices turn a picture about its middle: a quarter turn is that of the grid."""
    turning = run("digits", "heads-turns")["turning"]
    assert turning(0.0) == pytest.approx(np.eye(64))
    picture = np.random.default_rng(6).random((8, 8))
    turned = (picture.ravel() @ turning(np.pi / 2)).reshape(8, 8)
    assert any(turned == pytest.approx(np.rot90(picture, k), abs=1e-6) for k in (1, 3))


def test_no_picture_of_a_test_is_in_a_zoo() -> None:
    """Zoo and test draw from disjoint pictures, and held-out digits are in no zoo."""
    space = run(*HEADS, "heads-zoo")
    rows, for_zoo, for_test = space["lift"](np.random.default_rng(7), "real", np.arange(8))
    assert rows.shape == (41, 1797, 17)
    assert not set(np.concatenate(for_zoo)) & set(np.concatenate(for_test))
    assert sum(map(len, for_zoo + for_test)) == 1797
    assert min(map(len, for_test)) >= 60  # 20 shown and 40 asked


def test_orders_of_labels_change_no_answer() -> None:
    """Every copy of a head in the zoo gives its answers in the order of its condition."""
    space = run(*HEADS, "heads-zoo")
    rng = np.random.default_rng(9)
    rows, own, _ = space["lift"](rng, "drawn", np.arange(8))
    zoo = space["collect"](rng, rows, own, np.arange(8), 6)
    assert zoo.heads.shape == (8 * 4 * 6, 85)
    w = zoo.heads.reshape(8, 4, 6, 17, 5)
    means = zoo.known.reshape(8, 4, 6, 5, 16)
    logits = np.einsum("ohsci,ohsik->ohsck", means, w[..., :16, :]) + w[..., 16:, :]
    right = (logits.argmax(axis=-1) == np.arange(5)).mean(axis=(1, 2, 3))
    assert right == pytest.approx(np.full(8, right[0]))
    assert np.linalg.matrix_rank(w.reshape(-1, 85), tol=1e-3) <= 68  # heads are centred
    small = space["take"](zoo, 2)
    assert small.heads.reshape(8, 4, 2, 85) == pytest.approx(
        zoo.heads.reshape(8, 4, 6, 85)[:, :, :2]
    )


def test_energy_score_is_lowest_for_the_law_that_made_the_heads() -> None:
    """Draws of the same law score better than a point, than wider draws and than shifted ones."""
    space = run(*HEADS, "heads-zoo", "heads-groups", "heads-measures")
    rng = np.random.default_rng(10)
    fresh, same = rng.standard_normal((2, 4, 200, 17, 5))
    g = space["Group"](None, None, np.zeros((200, 80)), fresh)
    score = space["energy"]
    best = score(same, g)
    assert all(best < score(w, g) for w in (0 * same[:1], 2 * same, same + 0.5))
    assert space["spread"](same) == pytest.approx(np.sqrt(85), rel=0.02)


def test_network_step_follows_the_automatic_gradient() -> None:
    """One step of the written-out gradient is that of automatic differentiation."""
    space = run("pdiff-train")
    rng = np.random.default_rng(6)
    w, y = rng.standard_normal((2, 1210)) / 8, rng.integers(10, size=40)
    x = np.concatenate([rng.standard_normal((40, 64)), np.ones((40, 1))], axis=1)
    moved, _ = space["sgd"](np.random.default_rng(7), w, x, y, 1)
    rows = np.random.default_rng(7).integers(40, size=(2, 60))

    def loss(v: Any, row: Any) -> Any:
        h = jnp.tanh(x[row] @ v[:1040].reshape(65, 16))
        logits = jnp.concatenate([h, jnp.ones((60, 1))], axis=1) @ v[1040:].reshape(17, 10)
        return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(60), y[row]])

    for k in range(2):
        slope = np.asarray(jax.grad(loss)(jnp.asarray(w[k]), rows[k]))
        assert (w[k] - moved[k]) / 0.3 == pytest.approx(slope, abs=1e-5)


def test_nearest_point_is_the_smallest_distance() -> None:
    """Distances by squares agree with distances by differences."""
    space = run("digits", "pdiff-train")
    run_more(space, until("weight-diffusion", "pdiff-run", "mini ="))
    near = space["nearest_point"]
    a, b = np.random.default_rng(11).standard_normal((2, 20, 6))
    assert near(a, b) == pytest.approx(np.linalg.norm(a[:, None] - b, axis=2).min(axis=1))
