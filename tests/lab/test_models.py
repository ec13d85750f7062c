import jax
import numpy as np
from scipy.special import log_softmax

from claimbook.lab import keys, models

KEY = keys(1, stream="test of models")[0]


def test_model_has_the_size_of_its_parts() -> None:
    """Embedding, hidden layer and output, with their biases, make up the parameters."""
    model = models.ByteMLP(context=12, width=16, hidden=128, key=KEY)
    expected = 256 * 16 + 12 * 16 * 128 + 128 + 128 * 256 + 256
    assert models.size(model) == expected


def test_logits_are_those_of_numpy() -> None:
    """The forward pass equals the same formula in numpy."""
    model = models.ByteMLP(context=3, width=4, hidden=5, key=KEY)
    seen = np.asarray(model.embedding)[[7, 8, 9]].reshape(-1)
    x = seen @ np.asarray(model.into) + np.asarray(model.bias)
    gelu = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    expected = gelu @ np.asarray(model.out) + np.asarray(model.out_bias)
    np.testing.assert_allclose(model(jax.numpy.array([7, 8, 9])), expected, rtol=1e-4, atol=1e-5)


def test_nats_are_those_of_scipy() -> None:
    """The loss is minus the log-softmax at the target."""
    logits = jax.random.normal(KEY, (6, 256))
    target = jax.numpy.arange(6)
    expected = -log_softmax(np.asarray(logits), axis=-1)[np.arange(6), np.arange(6)]
    np.testing.assert_allclose(models.nats(logits, target), expected, rtol=1e-5)


def test_windows_are_pieces_of_the_text() -> None:
    """Each window holds consecutive bytes, and the last byte of the text can be a target."""
    text = jax.numpy.arange(20, dtype=jax.numpy.uint8)
    drawn = np.asarray(models.windows(KEY, text, 400, 4))
    assert drawn.shape == (400, 5)
    np.testing.assert_array_equal(np.diff(drawn, axis=1), 1)
    assert (drawn.min(), drawn.max()) == (0, 19)


def test_window_loss_is_the_mean_over_targets() -> None:
    """The loss of a batch is the mean of its windows' losses."""
    model = models.ByteMLP(context=4, width=2, hidden=3, key=KEY)
    batch = models.windows(KEY, jax.numpy.arange(200, dtype=jax.numpy.uint8), 6, 4)
    single = [float(models.nats(model(row[:-1]), row[-1])) for row in batch]
    np.testing.assert_allclose(models.window_loss(model, batch), np.mean(single), rtol=1e-5)


def test_picks_are_even_over_their_range() -> None:
    """Every number below the limit is drawn, about equally often, and none beyond."""
    drawn = np.asarray(models.pick(KEY, 60_000, 6))
    counts = np.bincount(drawn)
    assert counts.shape == (6,)
    assert np.abs(counts / 10_000 - 1).max() < 0.05
