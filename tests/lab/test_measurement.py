from typing import Any

import jax.numpy as jnp
import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook
from scipy import stats

from claimbook.lab import record
from claimbook.lab.measurement import MEASUREMENT, interval

FLOATS = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.lists(FLOATS, min_size=2, max_size=20))
def test_interval_is_that_of_scipy(values: list[float]) -> None:
    """The 95 % interval is Student's, as scipy computes it."""
    mean, low, high = interval(values)
    expected = stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=1.0)
    half = (expected[1] - expected[0]) / 2 * stats.sem(values)
    assert mean == pytest.approx(np.mean(values), rel=1e-9, abs=1e-6)
    assert (low, high) == pytest.approx((mean - half, mean + half), rel=1e-6, abs=1e-6)


def test_record_says_mean_interval_unit_and_seeds(capsys: pytest.CaptureFixture[str]) -> None:
    """Outside a notebook the readable line is printed."""
    record("gap", [0.010, 0.012, 0.014], unit="bits/byte")
    expected = "gap = 0.012 [0.007032, 0.01697] bits/byte (3 seeds, 95 % interval)\n"
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    ("values", "deterministic", "expected"),
    [
        (2.5, True, "x = 2.5 (deterministic)"),
        ([1.0, 3.0], True, "x = 1 to 3 (deterministic, 2 values)"),
        ([1.0], False, "x = 1 (1 seed, no interval)"),
        (jnp.array([1.0, 1.0]), False, "x = 1 [1, 1] (2 seeds, 95 % interval)"),
    ],
)
def test_kinds_of_measurement_read_differently(
    values: Any, deterministic: bool, expected: str, shown: list[dict[str, Any]]
) -> None:
    """A deterministic number, a range, a lone seed and several seeds each say what they are."""
    record("x", values, deterministic=deterministic)
    assert shown[0]["data"]["text/plain"] == expected


def test_payload_is_valid_notebook_output(shown: list[dict[str, Any]]) -> None:
    """The bundle passes nbformat's schema and holds plain floats."""
    record("accuracy", np.array([0.5, 0.75], dtype=np.float32), unit="share", note="paired")
    cell = new_code_cell(outputs=[nbformat.from_dict(output) for output in shown])
    nbformat.validate(new_notebook(cells=[cell]))
    assert shown[0]["data"][MEASUREMENT] == {
        "name": "accuracy",
        "values": [0.5, 0.75],
        "unit": "share",
        "deterministic": False,
        "note": "paired",
    }


@pytest.mark.parametrize(
    ("name", "values", "error", "message"),
    [
        ("Gap", [1.0], ValueError, "snake_case, not 'Gap'"),
        ("gap-a", [1.0], ValueError, "snake_case"),
        ("", [1.0], ValueError, "snake_case"),
        ("gap", 1.0, ValueError, "single number without seeds"),
        ("gap", [], ValueError, "has no values"),
        ("gap", [1.0, float("nan")], ValueError, "not finite"),
        ("gap", [float("inf")], ValueError, "not finite"),
        ("gap", [[1.0, 2.0]], ValueError, r"array of shape \(1, 2\)"),
        ("gap", ["one"], TypeError, "not numbers"),
        ("gap", None, TypeError, "not numbers"),
        ("gap", [[1.0], [1.0, 2.0]], TypeError, "not numbers"),
    ],
)
def test_bad_records_are_refused_in_one_line(
    name: str, values: Any, error: type[Exception], message: str
) -> None:
    """Whatever cannot be judged later is refused where it is recorded."""
    with pytest.raises(error, match=message) as caught:
        record(name, values)
    assert "\n" not in str(caught.value)
