import jax
import numpy as np
import pytest

from claimbook.lab import keys, replicate


def rows(seeds: int, stream: str) -> set[tuple[int, ...]]:
    return {tuple(row) for row in np.asarray(jax.random.key_data(keys(seeds, stream=stream)))}


def test_streams_share_no_key() -> None:
    """Training, testing and pilot streams are disjoint, and no key repeats within one."""
    streams = ["train", "test", "pilot", "select", "data"]
    together = [rows(200, stream) for stream in streams]
    assert len(set().union(*together)) == 200 * len(streams)


def test_longer_list_begins_with_the_shorter() -> None:
    """Asking for more seeds leaves the first ones as they were."""
    assert rows(3, "train") < rows(5, "train")


def test_replicate_equals_one_run_at_a_time() -> None:
    """The vectorised result is that of each seed on its own."""

    def draw(key: jax.Array) -> jax.Array:
        return jax.random.normal(key, (4,)).sum()

    expected = [float(draw(key)) for key in keys(6, stream="x")]
    np.testing.assert_allclose(replicate(draw, 6, stream="x"), expected, rtol=1e-6)


@pytest.mark.parametrize("seeds", [0, -1, True, 2.0])
def test_number_of_seeds_is_checked(seeds: int) -> None:
    """No seeds, or no whole number of them, is refused."""
    with pytest.raises(ValueError, match="at least 1"):
        keys(seeds)


def test_stream_needs_a_name() -> None:
    """An empty stream name is refused."""
    with pytest.raises(ValueError, match="needs a name"):
        keys(1, stream="")
