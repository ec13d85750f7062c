"""Intervals over seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import inf, isfinite, sqrt
from statistics import fmean, median, stdev

CONFIDENCE = 0.95
# The quantiles of `CONFIDENCE` for 1, 2, … degrees of freedom, as SciPy gives them: with few seeds there is
# no need to import it, which takes half a second of every command.
_QUANTILES = (
    12.706204736174694,
    4.302652729749462,
    3.1824463052837078,
    2.7764451051977934,
    2.5705818356363146,
    2.4469118511449786,
    2.364624251592784,
    2.306004135204166,
    2.262157162798205,
    2.228138851986274,
    2.200985160091639,
    2.1788128296672284,
    2.1603686564627913,
    2.144786687917804,
    2.131449545559776,
    2.1199052992212546,
    2.1098155778333156,
    2.1009220402410382,
    2.0930240544083087,
    2.085963447265864,
    2.0796138447276795,
    2.0738730679040254,
    2.0686576104190486,
    2.0638985616280245,
    2.0595385527532972,
    2.0555294386428735,
    2.0518305164802846,
    2.0484071417952454,
    2.045229642132703,
    2.0422724563012378,
    2.039513446396408,
    2.0369333434601016,
)


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
    if confidence == CONFIDENCE and freedom <= len(_QUANTILES):
        return _QUANTILES[freedom - 1]
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
