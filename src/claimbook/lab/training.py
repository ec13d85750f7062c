"""The training loop: optax in one `lax.scan`, the learning rate given as an array."""

from collections.abc import Callable
from typing import Any, NamedTuple

import equinox as eqx
import jax
import optax

from claimbook.lab import device as device  # chooses the platform before anything is computed


class Run(NamedTuple):
    """What training leaves behind; `moments` and `step` let another run take up from here."""

    model: Any
    losses: jax.Array  # (steps,), before each update
    moments: Any
    step: jax.Array


def adam(*, b1: float = 0.9, b2: float = 0.95, eps: float = 1e-8) -> optax.GradientTransformation:
    """Return Adam's direction without a learning rate, which `train` applies itself."""
    return optax.scale_by_adam(b1=b1, b2=b2, eps=eps)


def train(
    model: Any,
    loss: Callable[[Any, Any], jax.Array],
    sample: Callable[[jax.Array], Any],
    *,
    rates: Any,
    key: jax.Array,
    direction: optax.GradientTransformation | None = None,
    clip: float | None = None,
    start: Run | None = None,
) -> Run:
    """Train for one step per entry of `rates` and return the model with its losses.

    `loss(model, batch)` is a scalar; `sample(key)` draws a batch, with a key of its own at each
    step that depends on `key` and the step's number alone, so that two runs from one key see
    the same data. `model` is an Equinox module or any pytree of arrays. `direction` is an
    optax transformation without learning rate (default: `adam()`), and `clip` bounds the
    gradient's global norm first. `start` continues an earlier run: its moments and its count
    of steps go on, and `model` is ignored.

    Call it inside `jax.jit` or `replicate`; alone it compiles anew at each call.

    Raises `ValueError` if `rates` is not one finite row of numbers.
    """
    rates = _row(rates)
    method = optax.chain(
        optax.clip_by_global_norm(clip) if clip is not None else optax.identity(),
        direction if direction is not None else adam(),
    )
    weights, frozen = eqx.partition(start.model if start else model, eqx.is_inexact_array)
    moments = start.moments if start else method.init(weights)
    first = start.step if start else jax.numpy.zeros((), jax.numpy.int32)

    def step(carry: tuple[Any, Any, jax.Array], rate: jax.Array) -> tuple[Any, jax.Array]:
        weights, moments, count = carry
        batch = sample(jax.random.fold_in(key, count))
        value, slope = jax.value_and_grad(lambda w: loss(eqx.combine(w, frozen), batch))(weights)
        move, moments = method.update(slope, moments, weights)
        weights = jax.tree.map(lambda w, m: w - rate * m, weights, move)
        return (weights, moments, count + 1), value

    (weights, moments, count), losses = jax.lax.scan(step, (weights, moments, first), rates)
    return Run(eqx.combine(weights, frozen), losses, moments, count)


def _row(rates: Any) -> jax.Array:
    row = jax.numpy.asarray(rates, jax.numpy.float32)
    if row.ndim != 1 or not row.size:
        raise ValueError(f"rates is one learning rate per step, not an array of shape {row.shape}")
    if not isinstance(row, jax.core.Tracer) and not bool(jax.numpy.isfinite(row).all()):
        raise ValueError("rates holds a value that is not finite")
    return row
