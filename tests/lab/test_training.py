import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from claimbook.lab import keys, models, train
from claimbook.lab.training import Run, adam

KEY = keys(1, stream="test of training")[0]
RATES = jnp.linspace(0.1, 0.01, 12)


def loss(model: jax.Array, batch: jax.Array) -> jax.Array:
    return jnp.mean((batch @ model - 1.0) ** 2)


def sample(key: jax.Array) -> jax.Array:
    return jax.random.normal(key, (8, 3))


def by_hand(clip: float | None) -> tuple[jax.Array, list[float]]:
    """Train with optax alone, one Python step after another."""
    weights, losses = jnp.ones(3), []
    chain = [optax.clip_by_global_norm(clip)] if clip else []
    method = optax.inject_hyperparams(
        lambda learning_rate: optax.chain(
            *chain, optax.scale_by_adam(b1=0.9, b2=0.95), optax.scale(-learning_rate)
        )
    )(learning_rate=0.1)
    state = method.init(weights)
    for step, rate in enumerate(RATES):
        state.hyperparams["learning_rate"] = rate
        batch = sample(jax.random.fold_in(KEY, step))
        value, slope = jax.value_and_grad(loss)(weights, batch)
        move, state = method.update(slope, state, weights)
        weights = optax.apply_updates(weights, move)
        losses.append(float(value))
    return weights, losses


@pytest.mark.parametrize("clip", [None, 0.5])
def test_scan_equals_a_loop_by_hand(clip: float | None) -> None:
    """The compiled scan gives the weights and losses of optax stepped by hand."""
    run = train(jnp.ones(3), loss, sample, rates=RATES, key=KEY, clip=clip)
    weights, losses = by_hand(clip)
    np.testing.assert_allclose(run.model, weights, rtol=2e-5)
    np.testing.assert_allclose(run.losses, losses, rtol=2e-5)


def test_continued_run_equals_an_unbroken_one() -> None:
    """Taking up a run goes on with its moments, its data and its count of steps."""
    whole = train(jnp.ones(3), loss, sample, rates=RATES, key=KEY)
    first = train(jnp.ones(3), loss, sample, rates=RATES[:5], key=KEY)
    second = train(first.state, loss, sample, rates=RATES[5:], key=KEY)
    np.testing.assert_allclose(second.model, whole.model, rtol=1e-6)
    assert int(second.state.step) == len(RATES)


def test_plain_sgd_follows_its_rates() -> None:
    """With the identity as direction a step is the gradient times the rate of that step."""
    run = train(jnp.ones(3), loss, sample, rates=RATES[:1], key=KEY, direction=optax.identity())
    slope = jax.grad(loss)(jnp.ones(3), sample(jax.random.fold_in(KEY, 0)))
    np.testing.assert_allclose(run.model, 1 - RATES[0] * slope, rtol=1e-6)


def test_equinox_models_train_under_vmap() -> None:
    """Several byte models train side by side, and each learns a constant byte."""

    def bits(model: models.ByteMLP, batch: jax.Array) -> jax.Array:
        return models.nats(jax.vmap(model)(batch[:, :-1]), batch[:, -1]).mean()

    def constant(key: jax.Array) -> jax.Array:
        del key
        return jnp.full((4, 5), 65)

    def fit(key: jax.Array) -> Run:
        model = models.ByteMLP(context=4, width=2, hidden=8, key=key)
        return train(model, bits, constant, rates=jnp.full(40, 0.05), key=key, direction=adam())

    losses = np.asarray(jax.jit(lambda ks: jax.vmap(fit)(ks).losses)(keys(3, stream="x")))
    assert losses.shape == (3, 40)
    assert (losses[:, -1] < 0.1 * losses[:, 0]).all()


@pytest.mark.parametrize("rates", [0.1, [[0.1]], [], [0.1, float("nan")]])
def test_rates_are_one_finite_row(rates: object) -> None:
    """A scalar, a table, nothing, or a value that is not finite is refused."""
    with pytest.raises(ValueError, match="rates"):
        train(jnp.ones(3), loss, sample, rates=rates, key=KEY)


def test_rates_made_outside_may_be_used_inside_a_compiled_function() -> None:
    """Rates that are no argument of the compiled function are constants of it."""
    run = jax.jit(lambda key: train(jnp.ones(3), loss, sample, rates=RATES, key=key).losses)(KEY)
    assert run.shape == RATES.shape
