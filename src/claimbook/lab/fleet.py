"""Many copies of one small run, side by side: every peak rate with every seed.

A fleet is advanced along a stretch of a schedule's shape, and may be advanced from one state
along several: that is how one run gets several endings.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import ArrayLike

from claimbook.lab.training import State, begin, train


class Fleet:
    """Copies of a run for each pair of a peak rate and a seed, peaks first.

    `fresh(key)` makes a model, `loss` and `sample` are those of `train`. The copies of one seed
    have the same initial model and see the same data at the same step, whatever their peak.
    All stretches are cut into pieces of `chunk` steps, so that one compiled program serves all.
    """

    def __init__(
        self,
        fresh: Callable[[jax.Array], Any],
        loss: Callable[[Any, Any], jax.Array],
        sample: Callable[[jax.Array], Any],
        *,
        peaks: ArrayLike,
        keys: jax.Array,
        chunk: int,
    ) -> None:
        peaks = jnp.asarray(peaks, jnp.float32)
        self.shape = (len(peaks), len(keys))
        self.chunk = chunk
        self._peaks = jnp.repeat(peaks, len(keys))
        self._keys = jnp.tile(keys, len(peaks))
        self._fresh = fresh

        def advance(state: State, peak: jax.Array, key: jax.Array, shape: jax.Array) -> State:
            data = jax.random.fold_in(key, 2)
            return train(state, loss, sample, rates=peak * shape, key=data).state

        self._advance = jax.jit(jax.vmap(advance, in_axes=(0, 0, 0, None)))

    def start(self) -> State:
        """Return the state of all copies before their first step."""

        def first(key: jax.Array) -> State:
            return begin(self._fresh(jax.random.fold_in(key, 1)))

        state: State = jax.jit(jax.vmap(first))(self._keys)
        return state

    def march(self, state: State, shape: ArrayLike) -> State:
        """Train all copies for one step per entry of `shape`, in units of each one's peak.

        Raises `ValueError` if the stretch is not a whole number of chunks.
        """
        row = np.asarray(shape, np.float32)
        if row.ndim != 1 or not row.size or row.size % self.chunk:
            raise ValueError(f"a stretch is a multiple of {self.chunk} steps, not {row.shape}")
        for part in np.split(row, row.size // self.chunk):
            state = self._advance(state, self._peaks, self._keys, part)
        return state
