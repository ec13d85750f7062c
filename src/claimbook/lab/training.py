"""The training loop: optax in one `lax.scan`, the learning rate given as an array."""

from collections.abc import Callable
from typing import Any, NamedTuple

import equinox as eqx
import jax
import numpy as np
import optax

from claimbook.lab import device as device  # chooses the platform before anything is computed


class State(NamedTuple):
    """Where a run stands: enough to go on from, on one road or on several."""

    model: Any
    moments: Any
    step: jax.Array


class Run(NamedTuple):
    """What training leaves behind."""

    state: State
    losses: jax.Array  # (steps,), each before its update

    @property
    def model(self) -> Any:
        """The trained model."""
        return self.state.model


def adam(*, b1: float = 0.9, b2: float = 0.95, eps: float = 1e-8) -> optax.GradientTransformation:
    """Return Adam's direction without a learning rate, which `train` applies itself."""
    return optax.scale_by_adam(b1=b1, b2=b2, eps=eps)


def begin(
    model: Any,
    *,
    direction: optax.GradientTransformation | None = None,
    clip: float | None = None,
) -> State:
    """Return the state of a model before its first step."""
    weights = eqx.filter(model, eqx.is_inexact_array)
    return State(model, _method(direction, clip).init(weights), jax.numpy.zeros((), "int32"))


def train(
    start: Any,
    loss: Callable[[Any, Any], jax.Array],
    sample: Callable[[jax.Array], Any],
    *,
    rates: Any,
    key: jax.Array,
    direction: optax.GradientTransformation | None = None,
    clip: float | None = None,
) -> Run:
    """Train for one step per entry of `rates` and return the model with its losses.

    `start` is a model (an Equinox module or any pytree of arrays), or the `State` of an earlier
    run, which then goes on with its moments and its count of steps. `loss(model, batch)` is a
    scalar. `sample(key)` draws a batch, with a key of its own at each step that depends on
    `key` and the step's number alone, so that two runs from one key see the same data.
    `direction` is an optax transformation without learning rate (default: `adam()`), and `clip`
    bounds the gradient's global norm first.

    Call it inside `jax.jit` or `replicate`; alone it compiles anew at each call.

    Raises `ValueError` if `rates` is not one finite row of numbers.
    """
    rates = _row(rates)
    method = _method(direction, clip)
    state = start if isinstance(start, State) else begin(start, direction=direction, clip=clip)
    weights, frozen = eqx.partition(state.model, eqx.is_inexact_array)

    def step(carry: State, rate: jax.Array) -> tuple[State, jax.Array]:
        batch = sample(jax.random.fold_in(key, carry.step))
        value, slope = jax.value_and_grad(lambda w: loss(eqx.combine(w, frozen), batch))(
            carry.model
        )
        move, moments = method.update(slope, carry.moments, carry.model)
        moved = jax.tree.map(lambda w, m: w - rate * m, carry.model, move)
        return State(moved, moments, carry.step + 1), value

    end, losses = jax.lax.scan(step, state._replace(model=weights), rates)
    return Run(end._replace(model=eqx.combine(end.model, frozen)), losses)


def _method(
    direction: optax.GradientTransformation | None, clip: float | None
) -> optax.GradientTransformation:
    first = optax.clip_by_global_norm(clip) if clip is not None else optax.identity()
    return optax.chain(first, direction if direction is not None else adam())


def _row(rates: Any) -> jax.Array:
    if not isinstance(rates, jax.core.Tracer) and not np.isfinite(np.asarray(rates)).all():
        raise ValueError("rates holds a value that is not finite")
    row = jax.numpy.asarray(rates, jax.numpy.float32)
    if row.ndim != 1 or not row.size:
        raise ValueError(f"rates is one learning rate per step, not an array of shape {row.shape}")
    return row
