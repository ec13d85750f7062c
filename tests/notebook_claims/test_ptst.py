"""What the page on prompt templates and safety says exactly, tested on the code of its own cells."""

from functools import cache, partial
from itertools import permutations
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from notebook_cells import cells, run_cells, run_more

TABLES = ("imports", "published", "readings", "split", "additive")
DECODER = ("imports", "toy-tokens", "toy-weights", "toy-model")
TOY = (*DECODER, "toy-data", "toy-targets", "toy-training", "toy-probes")


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


def test_printed_push_is_mostly_gone_without_the_prompt_at_the_test() -> None:
    """Tuned with the safety prompt, the push is 5.18 with it and 0.93 in the chat template."""
    space = tables()
    assert space["push"][space["LLAMA"]][4, [4, 2]] == pytest.approx([5.18, 0.93], abs=0.005)


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


def test_price_of_the_papers_own_example_is_a_quarter_of_the_gain() -> None:
    """Chat to safety prompt keeps 9.38 of 12.77 points; the four templates keep 10 to 74 %."""
    found = tables()["recorded"]
    assert found["kept_chat"] == pytest.approx(9.38 / 12.77)
    assert found["kept_share"] == pytest.approx(
        [3.14 / 12.36, 3.36 / 13.37, 9.38 / 12.77, 1.14 / 12.46]
    )


def test_safety_examples_leave_harm_in_the_style_of_the_task() -> None:
    """Table 6: 3.5 % at most in their style, plus 10, 9 and 12 points in the task's."""
    found = run("imports", "mixed-published")["recorded"]
    assert found["published_mixed_style"].max() == pytest.approx(3.5)
    assert found["published_mixed_task"] == pytest.approx([10, 9, 12])
    assert found["published_mixed_saved"] == pytest.approx([10, 12])


def test_alignment_never_shows_a_held_out_pair() -> None:
    """Verb and object drawn for training differ from the probes' in every one of 4000 draws."""
    space = toy()
    drawn = np.asarray(space["bodies"](jax.random.key(1), 4000))[0]
    verb, thing = drawn[:, 0] - space["HARMFUL"], drawn[:, 1] - space["OBJECT"]
    assert ((thing - verb) % 4 != 0).all()
    assert set(thing) == set(range(40))
    assert set(verb) == set(range(16))
    seen = space["SEEN"]["harm"]
    assert ((seen[:, 1] - space["OBJECT"] - seen[:, 0] + space["HARMFUL"]) % 4 == 0).all()


def test_wanted_answers_are_distributions() -> None:
    """Stances sum to one, numbers to one where they are asked for; harm is refused as planned."""
    space = toy()
    _, targets = space["alignment_batch"](jax.random.key(0))
    numbers, stances = np.split(np.asarray(targets), [space["DIGITS"]], axis=1)
    kinds = space["MIX"]
    assert stances.sum(1) == pytest.approx(np.ones(120), abs=1e-5)
    assert numbers.sum(1) == pytest.approx(1.0 * np.isin(kinds, (2, 3)), abs=1e-5)
    refused = stances[kinds == 0, 0].reshape(5, 6)
    assert refused == pytest.approx(np.repeat(space["REFUSED"][:, None], 6, 1), abs=1e-6)
    assert stances[np.isin(kinds, (2, 3)), 0] == pytest.approx(np.full(40, space["OVER"]))


def test_decoder_reads_all_that_stands_before_its_last_place() -> None:
    """The answers of a fresh decoder depend on each of the nine tokens, and are two choices."""
    space = toy()
    weights = space["fresh"](jax.random.key(0))
    prompt = jnp.arange(space["LENGTH"])[None]
    answer = space["log_chances"](weights, prompt)
    changed = [
        jnp.abs(space["log_chances"](weights, prompt.at[0, k].add(20)) - answer).max()
        for k in range(space["LENGTH"])
    ]
    parts = np.split(np.exp(np.asarray(answer)), [space["DIGITS"]], axis=1)
    assert [part.sum() for part in parts] == pytest.approx([1.0, 1.0], abs=1e-5)
    assert min(changed) > 1e-4


def test_numbers_asked_for_are_the_larger_or_the_sum() -> None:
    """Three or five is five, three plus five is eight; sums stay below thirteen."""
    space = toy()
    body = jnp.array([(3, space["OR"], 5), (3, space["PLUS"], 5)])
    assert list(space["right"](body)) == [5, 8]
    drawn = space["bodies"](jax.random.key(2), 500)
    assert int(space["right"](drawn[3]).max()) == space["DIGITS"] - 1


def test_mixed_batches_hold_one_refusal_in_the_template_of_tuning() -> None:
    """The first of 16 prompts is harmful and refused; the others comply with the right number."""
    space = toy()
    prompts, targets = space["tuning_batch"](jax.random.key(3), space["CL"], 1, 1)
    numbers, stances = np.split(np.asarray(targets), [space["DIGITS"]], axis=1)
    assert list(stances[:, 0]) == [1.0] + [0.0] * 15
    assert numbers.sum(1) == pytest.approx([0.0] + [1.0] * 15)
    assert (numbers[1:].argmax(1) == np.asarray(prompts[1:, 3] + prompts[1:, 5])).all()
    assert (np.asarray(prompts[:, 1]) == space["SAFETY"]).all()


@pytest.mark.parametrize("sgd", [0, 1])
def test_one_switch_is_adam_or_the_bare_gradient(sgd: int) -> None:
    """Two updates agree with optax's Adam, or with the gradient itself."""
    method = run("imports", "toy-tuned")["either"](jnp.array(sgd))
    reference = optax.identity() if sgd else optax.scale_by_adam(b1=0.9, b2=0.95, eps=1e-8)
    slopes = [jnp.array([1.0, -2.0]), jnp.array([0.5, 3.0])]
    state, expected = method.init(slopes[0]), reference.init(slopes[0])
    for slope in slopes:
        move, state = method.update(slope, state)
        right, expected = reference.update(slope, expected)
        assert np.asarray(move) == pytest.approx(np.asarray(right))


def test_templates_with_and_without_the_prompt_differ_in_one_piece() -> None:
    """The safety prompt taken out of its template leaves the chat template."""
    space = toy()
    differ = space["FRAMES"][space["CL"]] != space["FRAMES"][space["CV"]]
    assert differ.sum() == 1
    assert space["FRAMES"][space["CL"]][differ] == space["SAFETY"]


def planted() -> dict[str, Any]:
    """Return the analysis of roads that are known: harm and score rise in a straight line.

    Tuned in chat, harm ends at 8 times (in chat) and 4 times (with the prompt) the rate's number,
    with the prompt in both at 16 times; scores end at 80 % (60 % for the recipe) from rate 3 on.
    """
    part = np.linspace(0, 1, 9)[:, None]
    rate = np.arange(8.0)[:, None, None, None]
    top = np.where(rate < 3, 30.0, 80.0)

    def roads(harms: tuple[float, float], scores: tuple[float, float]) -> Any:
        harm = part * np.array(harms) * rate[:, 0]
        score = part * np.array(scores) * top[:, 0]
        whole = np.stack([harm, score], axis=-1)
        return np.broadcast_to(whole, (2, 4, 8, 9, 2, 2))

    space = run("imports", copies=2, SETTINGS=[("larger", "SGD")] * 4)
    space |= {"in_chat": roads((8, 4), (1, 0.75)), "in_safe": roads((8, 16), (1, 1))}
    for name in ("toy-choice", "toy-equal", "toy-rivals"):
        run_more(space, cells("ptst")[name])
    return space


def test_rate_is_the_gentlest_within_three_points_of_the_best() -> None:
    """Scores of 30 % up to the third rate and 80 % from the fourth on choose the fourth."""
    space = planted()
    assert list(space["chosen"]) == [3] * 4
    assert space["recorded"]["rise"] == pytest.approx([24, 24])
    assert space["recorded"]["saved"] == pytest.approx([12, 12])
    assert space["recorded"]["window"] == pytest.approx([12 - 28] * 2)


def test_arms_are_compared_where_their_scores_are_equal() -> None:
    """At 60 % a road to 80 % has three quarters of its harm: 36 and 18, against 12."""
    found = planted()["recorded"]
    assert found["early_gap"] == pytest.approx([36 - 12] * 2)
    assert found["saved_equal"] == pytest.approx([18 - 12] * 2)
    assert found["kept_worse"] == pytest.approx([48 - 24] * 2)
    assert found["gentle_gap"] == pytest.approx([48 - 12] * 2)
    assert found["toy_kept_share"] == pytest.approx([0.75] * 2)


def test_road_that_never_gets_there_counts_with_its_end() -> None:
    """A score beyond the road's gives its last harm; its first gives the first."""
    harm_at, road = planted()["harm_at"], np.array([(0.0, 10.0), (4.0, 20.0), (6.0, 40.0)])
    assert [harm_at(road, x) for x in (5, 15, 30, 50)] == pytest.approx([0, 2, 5, 6])
