"""The record of measurements: what a machine will judge a claim by."""

import re
from math import isfinite, sqrt
from statistics import fmean, stdev
from typing import Any

from claimbook.lab.outputs import show

MEASUREMENT = "application/vnd.claimbook.measurement+json"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CONFIDENCE = 0.95


def record(
    name: str, values: Any, *, unit: str = "", deterministic: bool = False, note: str = ""
) -> None:
    """Record one quantity: a value per seed, or one value of a deterministic quantity.

    The output holds the numbers for the engine, and a line for the reader:

    >>> record("gap", [0.010, 0.012, 0.014], unit="bits/byte")
    gap = 0.012 [0.007032, 0.01697] bits/byte (3 seeds, 95 % interval)

    Give the name as a string literal, so that a claim can be checked without running anything.

    Raises `ValueError` if the name is not in snake case, a value is not finite, there are no
    values, or a bare number is not said to be deterministic; `TypeError` if it is no number.
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError(f"a quantity's name is lower-case snake_case, not {name!r}")
    numbers, scalar = _numbers(name, values)
    if scalar and not deterministic:
        raise ValueError(
            f'"{name}" is a single number without seeds; give one value per seed, '
            "or say deterministic=True"
        )
    payload = {
        "name": name,
        "values": numbers,
        "unit": unit,
        "deterministic": deterministic,
        "note": note,
    }
    show({MEASUREMENT: payload, "text/plain": _line(name, numbers, unit, deterministic)})


def interval(values: list[float]) -> tuple[float, float, float]:
    """Return mean, low and high of the 95 % Student-t interval over at least two values."""
    from scipy.special import stdtrit  # the quantile alone; scipy.stats takes 0.3 s to import

    mean, n = fmean(values), len(values)
    half = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * stdev(values) / sqrt(n)
    return mean, mean - half, mean + half


def _numbers(name: str, values: Any) -> tuple[list[float], bool]:
    """Return the values as floats, and whether a bare number was given."""
    import numpy as np

    try:
        array = np.asarray(values)
        if array.dtype.kind not in "biuf":
            raise TypeError
        array = array.astype(float)
    except (TypeError, ValueError) as error:
        raise TypeError(f'the values of "{name}" are not numbers: {values!r:.60}') from error
    if array.ndim > 1:
        raise ValueError(f'"{name}" needs one value per seed, not an array of shape {array.shape}')
    numbers = [float(value) for value in np.atleast_1d(array)]
    if not numbers:
        raise ValueError(f'"{name}" has no values')
    if not all(isfinite(number) for number in numbers):
        raise ValueError(f'"{name}" holds a value that is not finite')
    return numbers, array.ndim == 0


def _line(name: str, numbers: list[float], unit: str, deterministic: bool) -> str:
    suffix = f" {unit}" if unit else ""
    n = len(numbers)
    if n == 1:
        kind = "deterministic" if deterministic else "1 seed, no interval"
        return f"{name} = {numbers[0]:.4g}{suffix} ({kind})"
    if deterministic:
        ends = f"{min(numbers):.4g} to {max(numbers):.4g}"
        return f"{name} = {ends}{suffix} (deterministic, {n} values)"
    mean, low, high = interval(numbers)
    return f"{name} = {mean:.4g} [{low:.4g}, {high:.4g}]{suffix} ({n} seeds, 95 % interval)"
