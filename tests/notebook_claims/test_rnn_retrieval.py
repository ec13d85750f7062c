"""What the page on recurrent networks and retrieval says exactly, tested on its own cells."""

from functools import cache, partial
from itertools import combinations
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from scipy.optimize import brentq

from notebook_cells import run_cells

SEARCH = ("istree-search", "stream")


run = cache(partial(run_cells, "rnn-retrieval", "imports"))


@pytest.mark.parametrize(("n", "m"), [(3, 1), (4, 1), (4, 2), (5, 2)])
def test_exact_optimum_is_that_of_every_choice_of_rows(n: int, m: int) -> None:
    """The enumeration up to relabelling finds what trying every set of rows finds."""
    space = run("index-exact")
    far = space["distances"](n)
    naive = min(far[list(rows)].min(axis=0).sum() for rows in combinations(range(2**n), 2**m))
    assert space["best_of_all"](n, m) == naive
    assert space["best_linear"](n, m) >= naive >= space["sphere_bound"](n, m)


def test_perfect_and_extended_hamming_codes_meet_the_sphere_bound() -> None:
    """The optimum is that of the codes which are known to be perfect or nearly so."""
    space = run("index-exact")
    for n, m, errors in [(3, 1, 6), (7, 4, 112), (8, 4, 352), (8, 7, 128)]:
        assert space["best_linear"](n, m) == space["sphere_bound"](n, m) == errors


def test_only_one_pair_is_left_open() -> None:
    """Up to eight bits every optimum is proved except that for eight bits and eight rows."""
    space = run("index-exact", "index-bound", "index-record", profile="full")
    left = [(n, m) for n, m, found, proved in space["exact"] if proved > found + 1e-12]
    assert left == [(8, 3)]
    assert space["recorded"]["index_pairs"] == 28
    assert space["recorded"]["index_best_over_bound"] < 0


def test_bound_inverts_the_entropy() -> None:
    """The bisection agrees with a general solver and with printed values for 64 bits."""
    best = run("index-exact", "index-bound")["best_accuracy"]

    def solved(rate: float) -> float:
        return 1 - brentq(
            lambda p: -p * np.log2(p) - (1 - p) * np.log2(1 - p) - 1 + rate, 1e-12, 0.5
        )

    rates = np.array([4, 8, 16, 32]) / 64
    assert best(rates) == pytest.approx([solved(rate) for rate in rates], abs=1e-9)
    assert best(rates) == pytest.approx([0.646, 0.705, 0.785, 0.890], abs=6e-4)
    assert best(np.array([0.0, 1.0])) == pytest.approx([0.5, 1.0], abs=1e-6)
    assert best(np.array(0.9192)) == pytest.approx(0.99, abs=1e-5)


def test_thought_gains_nothing_and_the_best_is_three_quarters() -> None:
    """No one-token thought improves on the best silent scheme for three bits and one."""
    found = run("index-thought")["recorded"]
    assert found["index_thought_gain"] == 0
    assert found["index_silent_best"] == 0.75


def test_hamming_scheme_is_right_in_seven_of_eight() -> None:
    """Every word lies within one bit of a row, so the mean error is one bit of eight."""
    space = run("index-exact", "index-bound", "index-schemes")
    words = np.arange(128)[:, None] >> np.arange(7) & 1
    errors = (words[:, None] != space["hamming"]).sum(axis=2).min(axis=1)
    assert errors.max() == 1
    assert 1 - errors.mean() / 7 == 0.875


def is_tree(edges: list[tuple[int, int]], n: int) -> bool:
    """Decide by merging parts, an algorithm that the notebook does not use."""
    part = list(range(n))
    for u, v in edges:
        if part[u] == part[v]:
            return False
        old, new = part[u], part[v]
        part = [new if p == old else p for p in part]
    return len(set(part)) == 1


@pytest.mark.parametrize("last", [True, False])
def test_graphs_are_the_authors_family(last: bool) -> None:
    """n - 1 edges, of which two hubs share all but one; the label is right; half are trees."""
    space, rng = run(*SEARCH), np.random.default_rng(3)
    trees = []
    for _ in range(200):
        edges, tree = space["graph"](12, rng, last=last)
        assert len({frozenset(edge) for edge in edges}) == 11
        assert tree == is_tree(edges, 12)
        trees.append(tree)
    assert np.mean(trees) == pytest.approx(0.5, abs=0.12)


def test_search_agent_decides_any_graph_of_the_size() -> None:
    """Five registers decide any graph with n - 1 edges in eight searches a node or fewer."""
    space, rng = run(*SEARCH), np.random.default_rng(5)
    pairs = list(combinations(range(6), 2))
    said, wanted, calls = [], [], []
    for _ in range(300):
        chosen = [pairs[k] for k in rng.choice(len(pairs), 5, replace=False)]
        answer, used = space["walk"](chosen, 6)
        said.append(answer)
        calls.append(used)
        wanted.append(is_tree(chosen, 6))
    assert said == wanted
    assert max(calls) <= 8 * 6
    assert 50 < sum(wanted) < 250


@pytest.mark.parametrize("m", [0, 7, 20])
def test_scratch_answers_as_the_memory_does(m: int) -> None:
    """Graph by graph, searching one's own transcript gives the direct answer."""
    space, rng = run(*SEARCH), np.random.default_rng(m)
    for _ in range(30):
        edges, _ = space["graph"](20, rng, last=True)
        hubs = np.bincount(np.ravel(edges)).argsort()[-2:].tolist()
        memory = space["remember"](edges, hubs, m, 20)
        assert space["scratch"](memory, hubs, 20) == (space["direct"](memory), 19)


def test_full_memory_is_always_right() -> None:
    """With a bit for every node the streaming agent makes no mistake."""
    accuracy = run(*SEARCH)["stream"](24, 24, 100, np.random.default_rng(1), last=True)
    assert accuracy == 1


@cache
def recall() -> dict[str, Any]:
    return run("recall-data", "recall-layer")


def example() -> tuple[dict[str, Any], list[Any]]:
    space = recall()
    weights = {n: w[0] for n, w in space["initial"]("test", space["SHAPES"]).items()}
    batch = space["contexts"](np.random.default_rng(2), 5, [32])
    return weights, [jnp.asarray(part) for part in batch]


def test_linear_part_is_a_recurrent_network() -> None:
    """Adding key-value products to a d × d state, pair by pair, gives the layer's answer."""
    weights, (k, v, n, at) = example()
    answer = recall()["layer"]((6, 0))(weights, k, v, n, at)
    for row in range(5):
        state = np.zeros((6, 6))
        for key, value in zip(np.asarray(k[row]), np.asarray(v[row]), strict=True):
            state += np.outer(weights["k"][key, :6], weights["v"][value, :6])
        query = weights["q"][int(k[row, at[row]]), :6]
        assert np.asarray(answer[row]) == pytest.approx(query @ state @ weights["o"][:6], abs=1e-4)


def test_window_sees_the_last_pairs_alone() -> None:
    """Changing values before the window leaves its answer, changing them inside does not."""
    weights, (k, v, n, _) = example()
    answer = recall()["layer"]((0, 8))
    at = jnp.full(5, 31)
    before = answer(weights, k, v, n, at)
    earlier, inside = v.at[:, :24].set(0), v.at[:, 24:].set((v[:, 24:] + 1) % 16)
    assert jnp.allclose(answer(weights, k, earlier, n, at), before)
    assert not jnp.allclose(answer(weights, k, inside, n, at), before)


def test_keys_are_distinct_and_the_asked_one_is_shown() -> None:
    """Contexts hold each key once, and the query lies within the length."""
    k, v, n, at = recall()["contexts"](np.random.default_rng(4), 300, [2, 8, 32])
    assert all(len(set(row)) == 32 for row in k.tolist())
    assert (at < n).all()
    assert v.max() == 15


def test_memoryless_program_beats_chance_without_a_leaf_kept() -> None:
    """Right in the third of shuffled graphs that name both leaves first, else no better than chance."""
    accuracy = run(*SEARCH)["stream"](64, 0, 3000, np.random.default_rng(8), last=False)
    assert 0.6 < accuracy < 2 / 3
