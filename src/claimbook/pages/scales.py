"""What was measured beside what was asked of it, on one line: where each mark stands on it.

    least     wanted        most
      |··········[=====●=====]·····|·····|
                low  mean  high         zero

Places are in percent of the line's width, so that a template can draw it at any width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

from claimbook.model.claim import Rule
from claimbook.model.evidence import Finding, TestResult, find_limits
from claimbook.model.measurement import Measurement
from claimbook.wording.numbers import group_by_quantity

MARGIN = 0.08  # of the line, on either side of what is drawn
ROUNDING = 1e-9  # of a number: what is nearer than that is in one place


@dataclass(frozen=True)
class Scale:
    """A measured quantity, and the range in which it was asked to lie; one without limits is infinite."""

    measurement: Measurement
    asked: str  # as a reader would write it
    low: float
    high: float
    least: float
    most: float

    @property
    def mean(self) -> float:
        """Where the mean stands."""
        return self._locate(self.measurement.summary.mean)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the interval begins, and how wide it is."""
        return self._locate_span(self.low, self.high)

    @property
    def wanted(self) -> tuple[float, float]:
        """Where the range that was asked for begins, and how wide it is."""
        return self._locate_span(self.least, self.most)

    @property
    def limits(self) -> tuple[float, ...]:
        """Where the limits stand, of one or two sides."""
        return tuple(self._locate(one) for one in (self.least, self.most) if isfinite(one))

    @property
    def zero(self) -> float | None:
        """Where zero stands, if it is on the line and no limit itself."""
        here = self._locate(0.0)
        return here if 0 <= here <= 100 and here not in self.limits else None

    @property
    def places(self) -> dict[str, float]:
        """Where each mark stands, by the letter that the style sheet has for it.

        What was asked for lies from `a` to `b`, the interval from `l` to `h`, the mean at `m`, zero at `z`.
        The style sheet knows what is left out: a limit that is none, an interval without width.
        """
        made: dict[str, float | None] = {
            "a": self._locate(self.least) if isfinite(self.least) else None,
            "b": self._locate(self.most) if isfinite(self.most) else None,
            "l": self._locate(self.low) if self.low < self.high else None,
            "h": self._locate(self.high) if self.low < self.high else None,
            "m": self.mean,
            "z": self.zero,
        }
        return {name: round(place, 1) for name, place in made.items() if place is not None}

    @property
    def distance(self) -> float:
        """How many half-widths of its interval the mean is from the nearest limit; exact: infinite."""
        mean, half = self.measurement.summary.mean, (self.high - self.low) / 2
        gaps = [abs(mean - one) for one in (self.least, self.most) if isfinite(one)]
        return min(gaps) / half if half and gaps else inf

    def _locate(self, value: float) -> float:
        ends = (self.measurement.summary.mean, self.low, self.high, self.least, self.most)
        marks = [one for one in ends if isfinite(one)]
        first, last = min(marks), max(marks)
        size = max(abs(first), abs(last))
        spread = last - first if last - first > ROUNDING * size else size or 1.0
        room = spread / (1 - 2 * MARGIN)
        middle = (first + last) / 2
        return round(50 + 100 * (value - middle) / room, 2)

    def _locate_span(self, start: float, end: float) -> tuple[float, float]:
        begins = self._locate(start) if isfinite(start) else 0.0
        ends = self._locate(end) if isfinite(end) else 100.0
        return begins, round(ends - begins, 2)


def measure_scales(finding: Finding) -> list[Scale]:
    """Return the scale of each quantity that a finding's tests ask for."""
    return [
        _make_scale([one for one in finding.results if one.measurement is measured], asked)
        for measured, asked in group_by_quantity(finding.results)
    ]


def _make_scale(results: Sequence[TestResult], asked: str) -> Scale:
    measured = results[0].measurement
    every = any(one.test.rule is Rule.IDENTITY for one in results)  # each value, not their mean
    summary = measured.summary
    limits = [find_limits(one.test) for one in results]
    return Scale(
        measurement=measured,
        asked=asked,
        low=summary.min if every else summary.low,
        high=summary.max if every else summary.high,
        least=max(least for least, _ in limits),
        most=min(most for _, most in limits),
    )


def measure_distance(finding: Finding) -> float:
    """Return how far a finding is from another verdict: the least distance of its quantities."""
    return min((one.distance for one in measure_scales(finding)), default=inf)
