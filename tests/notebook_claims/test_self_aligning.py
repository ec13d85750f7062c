"""What the page on self-aligning says exactly, tested on the code of its own cells."""

from functools import cache, partial
from typing import Any

import numpy as np
import pytest
from scipy.special import rel_entr
from scipy.stats import pearsonr, rankdata, spearmanr

from notebook_cells import run_cells, run_more, until

run = partial(run_cells, "self-aligning", "imports")


@cache
def letters() -> dict[str, Any]:
    return run("letters-data", "letters-model", "letters-fit")


@cache
def network() -> dict[str, Any]:
    return run("network", "world", "pool", "tune", "judge", "arms", "sweep")


@cache
def worlds(ruled: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the truth, what the text says, and each entity's group, in eight worlds."""
    space = network()
    jax = space["jax"]
    told = jax.vmap(space["facts"], (0, None))(jax.random.split(jax.random.key(5), 8), ruled)
    return np.asarray(told[0]), np.asarray(told[1]), np.asarray(space["GROUP"])


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


def follow(options: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return the share of each group's commonest option, by world and group."""
    counts = (options[:, :, None] == np.arange(4))[..., None] * (group[:, None] == np.arange(40))[
        :, None
    ]
    return counts.sum(1).max(1) / 30


@pytest.mark.parametrize("ruled", [0.0, 0.4, 0.8])
def test_the_text_is_wrong_about_a_third_of_the_facts(ruled: float) -> None:
    """As many facts are told wrongly in every world, whatever their rules."""
    truth, said, _ = worlds(ruled)
    assert (truth != said).mean() == pytest.approx(0.35, abs=0.02)


def test_facts_follow_their_groups_rule_as_often_as_said() -> None:
    """Four fifths by rule and a quarter of the rest by chance make 85 %; alone it is chance."""
    truth, _, group = worlds(0.8)
    assert follow(truth, group).mean() == pytest.approx(0.85, abs=0.02)
    assert follow(*worlds(0.0)[::2]).mean() < 0.45


def test_a_quarter_of_the_rules_is_told_wrongly_for_all_who_follow_them() -> None:
    """In ten groups of forty the text's commonest option is another than the truth's."""
    truth, said, group = worlds(0.8)

    def commonest(options: np.ndarray) -> np.ndarray:
        return np.array(
            [[np.bincount(w[group == g], minlength=4).argmax() for g in range(40)] for w in options]
        )

    differs = commonest(truth) != commonest(said)
    assert differs[:, :10].all()
    assert not differs[:, 10:].any()


@cache
def example() -> Any:
    """Return items of a network that is wrong about every third entity."""
    space = network()
    jax, jnp = space["jax"], space["jnp"]
    truth = jax.random.randint(jax.random.key(1), (1200,), 0, 4)
    belief = jnp.where(jnp.arange(1200) % 3 == 0, (truth + 1) % 4, truth)
    return space["Pool"](jnp.arange(1, 480, 3), jnp.arange(0, 480, 3), belief, truth, None)


def test_four_cells_differ_in_agreement_and_correctness_alone() -> None:
    """Harmonious and self-aligning labels agree, the others do not; three cells share items."""
    pool = example()
    sets = network()["arms"](network()["jax"].random.key(0), pool)
    agrees = [bool((pool.belief[i] == label).all()) for i, label in sets.values()]
    right = [bool((pool.truth[i] == label).all()) for i, label in sets.values()]
    assert list(sets) == ["harmonious", "self-aligning", "incompatible", "wrong otherwise"]
    assert (agrees, right) == ([True, True, False, False], [True, False, True, False])
    labels = sets["wrong otherwise"][1]
    assert not ((labels == pool.belief[pool.unknown]) | (labels == pool.truth[pool.unknown])).any()
    assert all((items == pool.unknown).all() for items, _ in list(sets.values())[1:])


def test_both_sweeps_run_from_incompatible_to_the_agreeing_sets() -> None:
    """At 0 both are incompatible; at 1 the authors' is self-aligning and ours harmonious."""
    space = dict(network())
    space["DOSES"], space["MIDDLE"] = (0, 0.2, 0.4, 0.6, 0.8), 2
    run_more(space, until("self-aligning", "ratio", "theirs, ours"))
    pool, none, every = example(), np.zeros(160, bool), np.ones(160, bool)
    sets = space["arms"](space["jax"].random.key(0), pool)
    ends = {
        ("relabel", 0): "incompatible",
        ("relabel", 1): "self-aligning",
        ("replace", 0): "incompatible",
        ("replace", 1): "harmonious",
    }
    for (mixture, end), name in ends.items():
        got = space[mixture](pool, every if end else none)
        assert all((a == b).all() for a, b in zip(got, sets[name], strict=True)), (mixture, end)
    items, labels = space["relabel"](pool, np.arange(160) < 40)
    assert (labels != pool.truth[items]).sum() == 40


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


def test_partial_correlation_is_that_of_the_first_order_formula() -> None:
    """Residuals of ranks give the textbook partial correlation; without controls, Spearman's."""
    x, y, z = np.random.default_rng(3).normal(size=(3, 60)) + np.arange(60) / 20
    space: dict[str, Any] = {"np": np, "rankdata": rankdata}
    run_more(space, until("self-aligning", "consistency-record", "within"))
    ranks = [rankdata(v) for v in (x, y, z)]
    xy, xz, yz = (pearsonr(ranks[a], ranks[b]).statistic for a, b in ((0, 1), (0, 2), (1, 2)))
    expected = (xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2))
    assert space["spearman"](x, y, z) == pytest.approx(expected)
    assert space["spearman"](x, y) == pytest.approx(spearmanr(x, y).statistic)


def test_a_setting_is_chosen_on_the_other_seeds() -> None:
    """A rate that is best in one seed alone by luck is not counted for that seed."""
    values = np.array([[9.0, 1.0, 5.0], [0.0, 2.0, 5.0], [0.0, 2.0, 5.0]])
    assert list(network()["best"](values)) == [5.0, 5.0, 5.0]
    assert list(network()["best"](values[:, :2])) == [1.0, 0.0, 0.0]
