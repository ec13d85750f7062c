import jax
import jax.numpy as jnp
import numpy as np
import pytest

from claimbook.lab import Fleet, keys, train

SEEDS = keys(2, stream="test of fleets")
PEAKS = [0.1, 0.02, 0.01]


def fresh(key: jax.Array) -> jax.Array:
    return jax.random.normal(key, (3,))


def loss(model: jax.Array, batch: jax.Array) -> jax.Array:
    return jnp.mean((batch @ model - 1.0) ** 2)


def sample(key: jax.Array) -> jax.Array:
    return jax.random.normal(key, (8, 3))


def fleet() -> Fleet:
    return Fleet(fresh, loss, sample, peaks=PEAKS, keys=SEEDS, chunk=4)


def test_each_copy_is_a_run_of_its_own() -> None:
    """A copy ends where the same run ends alone; peaks come first, then seeds."""
    shape = np.linspace(1, 0, 12)
    ships = fleet()
    models = ships.march(ships.start(), shape).model.reshape(*ships.shape, 3)
    for p, peak in enumerate(PEAKS):
        for s, key in enumerate(SEEDS):
            first, data = fresh(jax.random.fold_in(key, 1)), jax.random.fold_in(key, 2)
            alone = train(first, loss, sample, rates=peak * shape, key=data).model
            np.testing.assert_allclose(models[p, s], alone, rtol=1e-4, atol=1e-6)


def test_branch_equals_the_run_planned_that_way() -> None:
    """Two stretches end where one stretch of both does, and the fork can be used again."""
    shape = np.linspace(1, 0, 12)
    ships = fleet()
    fork = ships.march(ships.start(), shape[:8])
    once, twice = (ships.march(fork, shape[8:]).model for _ in range(2))
    whole = ships.march(ships.start(), shape).model
    np.testing.assert_allclose(once, whole, rtol=1e-5)
    np.testing.assert_array_equal(once, twice)


@pytest.mark.parametrize("length", [0, 5])
def test_stretch_is_made_of_chunks(length: int) -> None:
    """A stretch that does not divide into chunks is refused."""
    ships = fleet()
    with pytest.raises(ValueError, match="multiple of 4 steps"):
        ships.march(ships.start(), np.ones(length))
