"""Intervals over seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import inf, isfinite, sqrt
from statistics import fmean, median, stdev

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Summary:
    """Mean of a quantity over `n` seeds with its 95 % Student-t interval `[low, high]`."""

    n: int
    mean: float
    sd: float
    low: float
    high: float
    median: float
    min: float
    max: float


@cache
def find_t_quantile(freedom: int, confidence: float = CONFIDENCE) -> float:
    """Return the two-sided Student-t quantile for `freedom` degrees of freedom (at least 1)."""
    from scipy.special import stdtrit  # scipy.stats would take a second to import

    return float(stdtrit(freedom, (1 + confidence) / 2))


def summarise(values: Sequence[float], *, deterministic: bool = False) -> Summary:
    """Summarise one value per seed.

    The interval is mean ± t·sd/√n. A deterministic quantity has an interval of no width; a
    single seed says nothing about spread, so its interval is unbounded.

    Raises `ValueError` if there are no values, or one of them is not finite.
    """
    if not values or not all(isfinite(value) for value in values):
        raise ValueError("values must be finite, and at least one")
    n, mean = len(values), fmean(values)
    sd = stdev(values) if n > 1 else 0.0
    half = inf if n == 1 else (find_t_quantile(n - 1) * sd / sqrt(n) if sd else 0.0)
    low, high = (min(values), max(values)) if deterministic else (mean - half, mean + half)
    return Summary(n, mean, sd, low, high, median(values), min(values), max(values))
