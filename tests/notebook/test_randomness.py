import pytest

from claimbook.notebook.randomness import find_drawn_exact

EXACT = "record('a', {}, deterministic=True)"


@pytest.mark.parametrize(
    ("cells", "generator"),
    [
        (
            ["import numpy as np", EXACT.format("np.random.normal(size=9).mean()")],
            "numpy.random.normal",
        ),
        (
            ["import random", "x = random.gauss(0, 1)", "y = x + 1", EXACT.format("y")],
            "random.gauss",
        ),
        (
            [
                "from random import gauss as g",
                "def f(n):\n    return g(0, n)",
                EXACT.format("f(2)"),
            ],
            "random.gauss",
        ),
        (
            [
                "from numpy import random",
                "def f():\n    return random.rand()",
                "z = [f() for _ in 'ab']",
                EXACT.format("sum(z)"),
            ],
            "numpy.random.rand",
        ),
        (["import jax", EXACT.format("jax.random.normal(jax.random.key(0))")], "jax.random.key"),
    ],
)
def test_what_draws_is_not_exact(cells: list[str], generator: str):
    """Through names, functions and aliases, a generator without a seed is found."""
    assert find_drawn_exact(cells) == {"a": generator}


@pytest.mark.parametrize(
    "cells",
    [
        ["import numpy as np", "x = np.random.default_rng(0).normal()", EXACT.format("x")],
        ["import jax", "k = jax.random.key(0)", "x = f(k)", EXACT.format("x")],
        ["import random", "x = random.gauss(0, 1)", "record('a', [x])", EXACT.format("1.0")],
        [
            "import random",
            "def f(x):\n    return x",
            "x = random.gauss(0, 1)",
            EXACT.format("f(1)"),
        ],
        ["random = 3", EXACT.format("random + 1")],
        [EXACT.format("unknown.random.normal()")],
    ],
)
def test_what_cannot_be_told_counts_as_exact(cells: list[str]):
    """A seed or a key gives the same again, and a local name is not the notebook's."""
    assert find_drawn_exact(cells) == {}
