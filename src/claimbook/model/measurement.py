"""One recorded quantity, as a run's output carries it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.model.statistics import Summary, summarise

LONGEST = 1_000  # characters of a unit or a note
MOST_VALUES = 100_000
MIME = "application/vnd.claimbook.measurement+json"


@dataclass(frozen=True)
class Measurement:
    """One recorded quantity: a value per seed, or one value of a deterministic quantity."""

    name: str
    values: tuple[float, ...]
    unit: str = ""
    deterministic: bool = False
    note: str = ""

    @cached_property
    def summary(self) -> Summary:
        """Mean and interval over the seeds."""
        return summarise(self.values, deterministic=self.deterministic)


def _refuse_long(one: Measurement) -> None:
    for text in (one.name, one.unit, one.note):
        if len(text) > LONGEST:
            raise ValueError(f"a text of {len(text)} characters, {LONGEST} are the most")
    if len(one.values) > MOST_VALUES:
        raise ValueError(f"{len(one.values)} values, {MOST_VALUES} are the most")


def read_measurement(payload: Any, *, where: str) -> Measurement:
    """Read what `claimbook.lab.record` put into an output.

    Raises `ClaimbookError` if it is malformed.
    """
    try:
        measurement = Measurement(
            name=str(payload["name"]),
            values=tuple(float(value) for value in payload["values"]),
            unit=str(payload.get("unit", "")),
            deterministic=bool(payload.get("deterministic", False)),
            note=str(payload.get("note", "")),
        )
        _refuse_long(measurement)
        _ = measurement.summary
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ClaimbookError(
            f"holds a malformed measurement: {error}",
            where=where,
            fix="record finite numbers with `claimbook.lab.record`",
        ) from error
    return measurement
