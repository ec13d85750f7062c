"""Small models for small experiments."""

import equinox as eqx
import jax
import jax.numpy as jnp

BYTES = 256


class ByteMLP(eqx.Module):
    """Predict the next byte from the last `context` bytes, by embeddings and one hidden layer.

        "import nu" → embeddings (context × width) → hidden, GELU → 256 logits

    Call it on integers of shape (context,); `jax.vmap` it over a batch.
    """

    embedding: jax.Array  # (256, width)
    into: jax.Array  # (context · width, hidden)
    bias: jax.Array  # (hidden,)
    out: jax.Array  # (hidden, 256)
    out_bias: jax.Array  # (256,)

    def __init__(self, *, context: int, width: int, hidden: int, key: jax.Array) -> None:
        fan_in = context * width
        sizes = (BYTES * width, fan_in * hidden, hidden * BYTES)
        drawn = jax.random.normal(
            key, (sum(sizes),)
        )  # at once: each draw costs a second to compile
        first, second, third = jnp.split(drawn, (sizes[0], sizes[0] + sizes[1]))
        self.embedding = first.reshape(BYTES, width)
        self.into = second.reshape(fan_in, hidden) / fan_in**0.5
        self.bias = jnp.zeros(hidden)
        self.out = third.reshape(hidden, BYTES) / hidden**0.5
        self.out_bias = jnp.zeros(BYTES)

    def __call__(self, context: jax.Array) -> jax.Array:
        """Return the logits of the next byte, shape (256,)."""
        seen = self.embedding[context].reshape(-1)
        return jax.nn.gelu(seen @ self.into + self.bias) @ self.out + self.out_bias


def size(model: object) -> int:
    """Return the number of parameters of a model."""
    return sum(leaf.size for leaf in jax.tree.leaves(eqx.filter(model, eqx.is_inexact_array)))


def nats(logits: jax.Array, target: jax.Array) -> jax.Array:
    """Return −log p(target), in nats, for logits (…, 256) and targets (…)."""
    chosen = jnp.take_along_axis(logits, target[..., None], axis=-1)[..., 0]
    return jax.nn.logsumexp(logits, axis=-1) - chosen


def windows(key: jax.Array, text: jax.Array, count: int, context: int) -> jax.Array:
    """Draw windows of `context` bytes and the byte that follows, shape (count, context + 1)."""
    first = pick(key, count, text.size - context)
    return text[first[:, None] + jnp.arange(context + 1)].astype(jnp.int32)


def pick(key: jax.Array, count: int, below: int) -> jax.Array:
    """Draw whole numbers from 0 to `below` − 1, shape (count,).

    The remainder of 32 random bits: `jax.random.randint` draws three times as often and takes
    that much longer to compile; the bias, at most `below` / 2³², does not matter here.
    """
    drawn: jax.Array = jax.random.bits(key, (count,), jnp.uint32) % jnp.uint32(below)
    return drawn.astype(jnp.int32)


def window_loss(model: ByteMLP, batch: jax.Array) -> jax.Array:
    """Return the mean loss, in nats, of the last byte of each window."""
    return nats(jax.vmap(model)(batch[:, :-1]), batch[:, -1]).mean()
