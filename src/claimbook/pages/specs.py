"""Specifications of charts as a run brings them, made fit for a page.

Vega-Lite can load data and pictures from anywhere, lead away from the page, take elements of the page
for its inputs, and tell the script that embeds it what to do. A page's chart does none of these: what it
shows is in it. The page's script loads nothing either (`charts.js`), so that this is not the only guard.
"""

import json
from collections.abc import Mapping
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.wording.catalogue import say

LONGEST = 2_000_000  # characters; the largest of ours has 33,000
DEEPEST = 50  # collections in collections; ours have 14
MOST_MADE = 100_000  # rows that a chart may make of nothing
INPUTS = frozenset(
    "checkbox color date month number radio range search select text time week".split()
)
_ROWS = frozenset({"datasets", "value", "values"})  # whatever is in them is no order
_SCHEMA = "https://vega.github.io/schema/vega-lite/"
_FIX = "show it with `claimbook.lab.chart`, its data in it"
_NOTHING: Mapping[str, Any] = {"type": "point", "opacity": 0}


def clean_spec(spec: object) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a specification that loads nothing and leads nowhere, and what was dropped, in words.

    Raises `ClaimbookError` for what is no specification of Vega-Lite, and for too much of it.
    """
    if not isinstance(spec, Mapping):
        raise ClaimbookError("draws a chart that is no mapping", fix=_FIX)
    if not str(spec.get("$schema", _SCHEMA)).startswith(_SCHEMA):
        raise ClaimbookError("draws a chart that is not of Vega-Lite", fix=_FIX)
    cleaner = _Cleaner()
    made = cleaner.clean_mapping(spec, 0)
    if (size := len(json.dumps(made))) > LONGEST:
        what = f"draws a chart of {size / 1e6:.1f} MB, {LONGEST / 1e6:g} MB are the most"
        raise ClaimbookError(what, fix="give it fewer rows")
    return made, tuple(dict.fromkeys(cleaner.dropped))


class _Cleaner:
    """Copy a specification without what it is to lose, and note that in a reader's words."""

    def __init__(self) -> None:
        self.dropped: list[str] = []

    def clean(self, value: Any, depth: int) -> Any:
        """Return a copy of a value, whatever it is."""
        if depth > DEEPEST:
            raise ClaimbookError("draws a chart that is nested too deeply", fix=_FIX)
        if isinstance(value, Mapping):
            return self.clean_mapping(value, depth)
        if isinstance(value, list):
            return [self.clean(one, depth + 1) for one in value]
        return value

    def clean_mapping(self, spec: Mapping[str, Any], depth: int) -> dict[str, Any]:
        """Return a copy of a mapping."""
        made: dict[str, Any] = {}
        for key, value in spec.items():
            if key in _ROWS:
                made[key] = _check_depth(value, depth)
            elif not self.is_dropped(key, value):
                made[key] = self.clean(value, depth + 1)
        if "image" in (made.get("mark"), made.get("type")):
            self.dropped.append(say("outputs-dropped-picture"))
            made |= {"mark": _NOTHING} if made.get("mark") == "image" else _NOTHING
        if isinstance(bind := made.get("bind"), dict):
            bind.pop("element", None)  # of the page
        if isinstance(rows := made.get("sequence"), dict):
            _refuse_endless(rows)
        return made

    def is_dropped(self, key: str, value: Any) -> bool:
        """Tell whether what stands under a key is to go; note it, if a reader would miss it."""
        match key:
            case "url":
                self.dropped.append(say("outputs-dropped-address-of-chart"))
            case "href":
                self.dropped.append(say("outputs-dropped-link-of-drawing"))
            case "bind" if not _is_plain_bind(value):
                self.dropped.append(say("outputs-dropped-form"))
            case "usermeta":
                pass
            case _:
                return False
        return True


def _is_plain_bind(bind: object) -> bool:
    """Whether an input is one that a page draws, or a part of the chart itself."""
    if isinstance(bind, Mapping):
        return bind.get("input") in INPUTS or set(bind) == {"legend"}
    return bind in ("legend", "scales")


def _check_depth(rows: Any, depth: int) -> Any:
    """Return rows of data as they are, unless they are nested without end."""
    left = [(rows, depth)]
    while left:
        value, now = left.pop()
        if now > DEEPEST:
            raise ClaimbookError("draws a chart that is nested too deeply", fix=_FIX)
        inner = value.values() if isinstance(value, Mapping) else value
        if isinstance(value, (list, Mapping)):
            left += [(one, now + 1) for one in inner if isinstance(one, (list, Mapping))]
    return rows


def _refuse_endless(rows: Mapping[str, Any]) -> None:
    """Refuse rows that are made of nothing, if there are too many."""
    try:
        length = (rows["stop"] - rows.get("start", 0)) / rows.get("step", 1)
    except (KeyError, TypeError, ZeroDivisionError, OverflowError):
        length = MOST_MADE + 1
    if not length <= MOST_MADE:
        what = f"draws a chart that makes more than {MOST_MADE} rows of nothing"
        raise ClaimbookError(what, fix="make `sequence` shorter, of plain numbers")
