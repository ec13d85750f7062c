"""What the page on prompt templates and safety says exactly, tested on the code of its own cells."""

from functools import cache, partial
from itertools import permutations
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from notebook_cells import run_cells

TABLES = ("imports", "published", "readings", "split", "additive")
TOY = ("imports", "toy-model", "toy-data")


run = partial(run_cells, "ptst")


@cache
def tables() -> dict[str, Any]:
    return run(*TABLES)


@cache
def toy() -> dict[str, Any]:
    return run(*TOY, profile="full")  # with both layers


def test_log_odds_count_requests_with_half_a_request_added() -> None:
    """Zero of 400 is log(0.5/400.5), and a half is zero."""
    expected = [np.log(0.5 / 400.5), 0.0]
    assert tables()["log_odds"]([0.0, 50.0]) == pytest.approx(expected)


def test_shifts_are_those_computed_beforehand() -> None:
    """Chat to chat, chat to safety prompt, safety prompt to itself: 1.44, 2.28 and 5.18."""
    found = tables()["recorded"]
    got = [found[name] for name in ("push_chat", "push_chat_safe", "push_safe")]
    assert got == pytest.approx([1.44, 2.28, 5.18], abs=0.005)


def test_start_and_push_add_up_to_the_whole_distance() -> None:
    """The two parts of the split sum to the log-odds between matched and recommended cell."""
    space = tables()
    table = space["harm"]["Llama, GSM8K"]
    odds = space["log_odds"](table[1:])
    expected = np.diagonal(odds)[:-1] - odds[:-1, -1]
    assert space["split"](table).sum(axis=0) == pytest.approx(expected)


def test_safety_column_is_lower_in_every_matrix() -> None:
    """Every cell trained without the prompt lies below the one trained with it, in 5 matrices."""
    found = tables()["recorded"]
    both = np.concatenate([found["published_saved"], found["published_saved_others"]])
    assert both.size == 14
    assert both.min() == pytest.approx(3.75 - 1.50)


def test_prompt_in_training_is_worse_in_three_matrices_of_five() -> None:
    """CL to CL minus CV to CV, as printed."""
    found = tables()["recorded"]
    got = [found["published_kept_worse"], *found["published_kept_worse_others"]]
    assert got == pytest.approx([7.08, 48 - 77.25, 27 - 22.75, 3.75 - 3.05, 21.5 - 36.25])
    assert found["matched_cells_lowered"] == 3


def test_price_is_that_of_the_table() -> None:
    """Points lost for TV, TA, CV and CA, and gained over the best untuned score of 20.62."""
    found = tables()["recorded"]
    assert found["price"] == pytest.approx([9.22, 10.01, 3.39, 11.32])
    assert found["gain_over_untuned"] == pytest.approx([3.14, 3.36, 9.38, 1.14])


def test_additive_model_recovers_planted_weights() -> None:
    """A matrix made of a constant and four pieces is explained whole, with its weights."""
    space, weights = tables(), np.array([0.5, 1.0, -0.3, 0.2, 3.0])
    planted = weights[0] + space["shared"] @ weights[1:]
    found, share = space["explained"](planted, 0)
    assert found == pytest.approx(weights)
    assert share == pytest.approx(1.0)


def test_permutations_know_the_true_order() -> None:
    """Of the 120 orders of its rows, only the true one matches the overlap with itself."""
    space = tables()
    assert space["as_good"](space["overlap"]) == pytest.approx(1 / 120)
    assert space["ORDERS"] == [list(order) for order in permutations(range(5))]


def test_verdicts_of_the_additive_model_are_exact() -> None:
    """Row orders: 1 of 120 for both; relabellings and R² without one cell miss their bounds."""
    found = tables()["recorded"]
    assert found["p_rows"] == pytest.approx([1 / 120, 1 / 120])
    assert sorted(found["p_labels"] * 120) == pytest.approx([5, 10])
    assert found["explained_without"] == pytest.approx([0.435, 0.375], abs=0.001)


def test_alignment_never_shows_a_held_out_pair() -> None:
    """Verb and object drawn for training differ from the probes' in every one of 4000 draws."""
    space = toy()
    drawn = np.asarray(space["bodies"](jax.random.key(1), 4000))[0]
    verb, thing = drawn[:, 0] - space["HARMFUL"], drawn[:, 1] - space["OBJECT"]
    assert ((thing - verb) % 4 != 0).all()
    assert set(thing) == set(range(40))
    assert set(verb) == set(range(16))


def test_wanted_answers_are_distributions() -> None:
    """Every target sums to one; harm is refused as often as its template says."""
    space = toy()
    _, targets = space["alignment_batch"](jax.random.key(0))
    assert np.asarray(targets.sum(-1)) == pytest.approx(np.ones(120), abs=1e-5)
    kinds = np.asarray(space["MIX"]) == 0
    refused = np.asarray(targets[:, space["REFUSE"]])[kinds].reshape(5, 6)
    assert refused == pytest.approx(np.repeat(space["REFUSED"][:, None], 6, 1), abs=1e-6)


def test_decoder_reads_all_that_stands_before_its_last_place() -> None:
    """The answer of a fresh decoder depends on each of the nine tokens."""
    space = toy()
    weights = space["fresh"](jax.random.key(0))
    prompt = jnp.arange(space["LENGTH"])[None]
    answer = space["logits"](weights, prompt)
    changed = [
        jnp.abs(space["logits"](weights, prompt.at[0, k].add(20)) - answer).max()
        for k in range(space["LENGTH"])
    ]
    assert answer.shape == (1, 15)
    assert min(changed) > 1e-4


def test_mixed_batches_hold_two_refusals_in_the_template_of_tuning() -> None:
    """Two of 32 prompts are harmful and refused; the other 30 ask for the larger number."""
    space = toy()
    prompts, targets = space["tuning_batch"](jax.random.key(3), 4, 1)
    answers = np.asarray(targets.argmax(-1))
    assert (answers[:2] == space["REFUSE"]).all()
    assert (answers[2:] == np.maximum(prompts[2:, 3], prompts[2:, 5])).all()
    assert (np.asarray(prompts[:, 1]) == space["SAFETY"]).all()
