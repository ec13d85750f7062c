"""What the page on self-aligning says exactly, tested on the code of its own cells."""

from functools import cache, partial
from typing import Any

import numpy as np
import pytest
from scipy.special import rel_entr
from scipy.stats import pearsonr, rankdata, spearmanr

from notebook_cells import cells, run_cells, run_more, until

run = partial(run_cells, "self-aligning", "imports")


@cache
def letters() -> dict[str, Any]:
    return run("letters-data", "letters-model", "letters-fit")


@cache
def network() -> dict[str, Any]:
    space = run("world")
    code = cells("self-aligning")
    run_more(space, until("self-aligning", "pretrain", "with jax"))
    run_more(space, code["tune"])
    run_more(space, code["judge"])
    run_more(space, until("self-aligning", "arms", "@jax.jit"))
    return space


def test_letter_shares_are_those_of_a_simulated_reader() -> None:
    """Half a million picks by knowledge, bias and Gumbel noise give the closed form's shares."""
    draw, (s, b) = np.random.default_rng(0), (1.05, 2.05)
    right = draw.integers(0, 4, 500_000)
    noise = draw.gumbel(size=(right.size, 4))
    plain = noise + s * np.eye(4)[right]
    free, picked = plain.argmax(1), (plain + np.array([b, 0, 0, 0])).argmax(1)
    wrong = picked != right
    groups = (right[~wrong], right[wrong], picked[wrong])
    counted = [100 * np.bincount(group, minlength=4) / group.size for group in groups]
    assert letters()["shares"](s, [b, 0, 0, 0]) == pytest.approx(np.array(counted), abs=0.5)
    luck = 100 * (free != right)[~wrong].mean(), 100 * (free == right)[wrong].mean()
    assert letters()["made_by_letter"](s, b) == pytest.approx(luck, abs=0.5)


def test_no_bias_means_a_quarter_each() -> None:
    """Without a bias every set has each letter in a quarter of its labels, and none by luck."""
    assert letters()["shares"](1.3, np.zeros(4)) == pytest.approx(np.full((3, 4), 25.0))
    assert letters()["made_by_letter"](1.3, 0.0) == pytest.approx((0, 0))


def test_counted_shares_are_whole() -> None:
    """Each line of the count adds up to a hundred, but for rounding."""
    rows = [line for model in letters()["COUNTED"].values() for row in model for line in row[2:]]
    assert len(rows) == 13 * 3
    assert all(abs(sum(line) - 100) <= 2 for line in rows)


def test_letters_have_the_verdicts_of_the_page() -> None:
    """The favoured letter's share differs by up to 50 points; one bias misses by 6.4 at most."""
    found = letters()["recorded"]
    assert found["letter_gap"].max() == pytest.approx(50.1, abs=0.05)
    assert found["letter_gap"].min() == pytest.approx(4.1, abs=0.05)
    assert found["letter_misfit"].max() == pytest.approx(6.4, abs=0.05)
    assert float(found["conflict_by_letter_7b"]) == pytest.approx(32, abs=0.5)
    assert [fit[2] for fit in letters()["fits"].values()] == [0, 3, 0, 1]


def test_four_cells_differ_in_agreement_and_correctness_alone() -> None:
    """Harmonious and self-aligning labels agree, the others do not; three cells share items."""
    space = network()
    jax, jnp = space["jax"], space["jnp"]
    truth = jax.random.randint(jax.random.key(1), (1200,), 0, 4)
    belief = jnp.where(jnp.arange(1200) % 3 == 0, (truth + 1) % 4, truth)
    known, unknown = jnp.arange(1, 480, 3), jnp.arange(0, 480, 3)
    pool = space["Pool"](known, unknown, belief, truth, None)
    sets = space["arms"](jax.random.key(0), pool)
    agrees = {name: bool((belief[i] == label).all()) for name, (i, label) in sets.items()}
    right = {name: bool((truth[i] == label).all()) for name, (i, label) in sets.items()}
    never = [
        bool((belief[i] != label).all()) for name, (i, label) in sets.items() if not agrees[name]
    ]
    assert list(agrees.values()) == [True, True, False, False, False]
    assert list(right.values()) == [True, False, True, False, False]
    assert all(never)
    assert not (truth[unknown] == sets["wrong otherwise"][1]).any()
    assert all((sets[n][0] == unknown).all() for n in ("self-aligning", "incompatible"))


def test_judgement_is_that_of_the_references() -> None:
    """Rank correlation and divergence agree with scipy on every held-out entity."""
    space = network()
    jax = space["jax"]
    old, new = (space["build"](jax.random.key(k)) for k in (0, 1))
    truth = jax.random.randint(jax.random.key(2), (1200,), 0, 4)
    got = space["judge"](old, new, truth, truth[:4], truth[:4])
    all_ = np.arange(1200)
    before = np.asarray(space["answer"](old, all_, 0 * all_, 0 * all_ + 4))[800:]
    after = np.asarray(space["answer"](new, all_, 0 * all_ + 3, 0 * all_ + 4))[800:]
    ranks = [spearmanr(a, c).statistic for a, c in zip(before, after, strict=True)]
    p, q = (np.exp(x) / np.exp(x).sum(1, keepdims=True) for x in (before, after))
    right = (after.argmax(1) == np.asarray(truth)[800:]).mean()
    expected = [right, np.mean(ranks), rel_entr(p, q).sum(1).mean()]
    assert np.asarray(got)[:3] == pytest.approx(expected, rel=1e-3, abs=1e-4)


def functions(cell: str) -> dict[str, Any]:
    space: dict[str, Any] = {"np": np, "rankdata": rankdata}
    run_more(space, until("self-aligning", cell, "record("))
    return space


def test_partial_correlation_is_that_of_the_first_order_formula() -> None:
    """Residuals of ranks give the textbook partial correlation; without controls, Spearman's."""
    x, y, z = np.random.default_rng(3).normal(size=(3, 60)) + np.arange(60) / 20
    partial = functions("ratio-record")["spearman"]
    ranks = [rankdata(v) for v in (x, y, z)]
    xy, xz, yz = (pearsonr(ranks[a], ranks[b]).statistic for a, b in ((0, 1), (0, 2), (1, 2)))
    expected = (xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2))
    assert partial(x, y, z) == pytest.approx(expected)
    assert partial(x, y) == pytest.approx(spearmanr(x, y).statistic)


def test_best_mixture_is_chosen_on_the_other_seeds() -> None:
    """A mixture that is best in one seed alone by luck is not counted for that seed."""
    values = np.array([[9.0, 1.0, 5.0], [0.0, 2.0, 5.0], [0.0, 2.0, 5.0]])
    assert list(functions("ratio-record")["interior_lead"](values)) == [-4.0, -5.0, -5.0]
