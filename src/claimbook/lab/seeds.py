"""Seeds: explicit keys in named, disjoint streams, and replication by `vmap`."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import jax

from claimbook.lab import device as device  # chooses the platform before anything is computed


def keys(seeds: int, *, stream: str = "train") -> jax.Array:
    """Return one key per seed, shape (seeds,), from the stream of that name.

    Two streams of different names share no key, so that what is drawn for training, testing
    and choosing never overlaps; the first keys of a longer list are those of a shorter one.

    Raises `ValueError` if there are no seeds, or the stream has no name.
    """
    if isinstance(seeds, bool) or not isinstance(seeds, int) or seeds < 1:
        raise ValueError(f"the number of seeds is a whole number of at least 1, not {seeds!r}")
    if not stream:
        raise ValueError("a stream of keys needs a name")
    number = int.from_bytes(sha256(stream.encode()).digest()[:4], "big")
    root = jax.random.fold_in(jax.random.key(0), number)
    return jax.vmap(lambda i: jax.random.fold_in(root, i))(jax.numpy.arange(seeds))


def replicate(fn: Callable[[jax.Array], Any], seeds: int, *, stream: str = "train") -> Any:
    """Run `fn(key)` once for each seed, vectorised and compiled; the leading axis is the seed.

    >>> replicate(lambda key: jax.random.normal(key, (3,)), 5).shape
    (5, 3)
    """
    return jax.jit(jax.vmap(fn))(keys(seeds, stream=stream))
