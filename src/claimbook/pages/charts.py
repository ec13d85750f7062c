"""What a page makes of a draggable chart: its controls in HTML, its lines of text beside them.

A Vega-Lite specification binds parameters to inputs and writes results into the picture, at fixed
pixels. A page shows both itself: controls that a keyboard and a screen reader know, and a readout that
is text and never lies on a curve. So the specification that is laid beside a page has neither; what it
wrote are parameters (`cb_line_0`), or marks that the page's script reads (`cb_line_1`, `cb_told_2`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import count
from typing import Any

Spec = Mapping[str, Any]

LINE = "cb_line_"  # what the readout shows
TOLD = "cb_told_"  # what the picture shows too, and the readout says aloud alone
PARTS = ("layer", "hconcat", "vconcat", "concat")
SPACE, AXIS, LEGEND, DEFAULT = 20, 40, 25, 200  # pixels: around a part of a chart, and of one
CATEGORIES = ("nominal", "ordinal", None)  # types of a channel; Vega-Lite takes none for a category
BEGINNING = re.compile(r"(?:^|[?:(])\s*'((?:[^'\\]|\\.)+)'")  # of a text, or of one of its cases
HIDDEN = {"type": "text", "x": 0, "y": 0, "fontSize": 0, "opacity": 0}
EMPTY = {"data": {"values": [{}]}, "mark": HIDDEN}


@dataclass(frozen=True)
class Control:
    """An input that moves one parameter of a chart."""

    name: str
    label: str
    kind: str  # "range", "select", "checkbox" or another type of an HTML input
    value: Any
    options: tuple[tuple[str, str], ...] = ()  # of a select: value and label
    limits: tuple[tuple[str, str], ...] = ()  # attributes of a range: min, max and step

    @property
    def shown(self) -> str:
        """The value as it stands beside a slider."""
        return str(self.value).replace("-", "−")


@dataclass(frozen=True)
class Chart:
    """What stands around a chart's picture, and the room that it takes."""

    controls: tuple[Control, ...]
    lines: tuple[str, ...]  # of the readout, until it is drawn
    stacked: int  # pixels that its parts take one below another; 0 if it is one picture
    square: bool  # whether a length must mean the same in both directions


def read_chart(spec: Spec, svg: str) -> Chart:
    """Return what a page shows of a chart beside its picture."""
    bound = (one for one in spec.get("params", ()) if _has_control(one))
    return Chart(
        controls=tuple(_read_control(one, one["bind"]) for one in bound),
        lines=tuple(_find_lines(spec, svg)),
        stacked=_measure_stacked(strip_spec(spec)),
        square=spec.get("width") == spec.get("height") is not None,
    )


def _has_control(parameter: Spec) -> bool:
    bind = parameter.get("bind")
    return isinstance(bind, Mapping) and "input" in bind and "select" not in parameter


def _read_control(parameter: Spec, bind: Spec) -> Control:
    values = [str(option) for option in bind.get("options", ())]
    labels = [str(label) for label in bind.get("labels", values)]
    kind = "select" if bind["input"] in ("select", "radio") else str(bind["input"])
    return Control(
        name=str(parameter["name"]),
        label=str(bind.get("name", parameter["name"])).strip(),
        kind=kind,
        value=parameter.get("value", ""),
        options=tuple(zip(values, labels, strict=False)),
        limits=tuple((key, str(bind[key])) for key in ("min", "max", "step") if key in bind),
    )


def _find_lines(spec: Spec, svg: str) -> list[str]:
    """Return what the picture says where it was drawn: its texts that begin as a readout does."""
    begun = tuple(
        start
        for unit in _walk_units(spec)
        for expression in (_find_expression(unit), _find_computed(unit))
        for start in BEGINNING.findall(expression)
    )
    texts = [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]
    return [text for text in texts if text.startswith(begun)]


def _measure_stacked(spec: Spec) -> int:
    """Return the height of a chart whose parts stand one below another; 0 if it is one picture."""
    parts = [part for key in PARTS[1:] for part in spec.get(key, ())]
    return sum(_measure_stacked(part) or _measure_part(part) for part in parts)


def _measure_part(part: Spec) -> int:
    height = part.get("height")  # a number, or how to find one
    text = json.dumps(part)
    around = (
        SPACE
        + AXIS * ('"x": {' in text and '"field"' in text)
        + LEGEND * ('"orient": "top"' in text)
    )
    return around + (height if isinstance(height, int) else DEFAULT)


def _walk_units(spec: Spec) -> Iterator[Spec]:
    parts = [part for key in PARTS for part in spec.get(key, ())]
    yield from (unit for part in parts for unit in _walk_units(part)) if parts else (spec,)


def strip_spec(spec: Spec) -> dict[str, Any]:
    """Return the specification that lies beside a page: no inputs, and no text that is a readout."""
    numbers = count()
    parameters: list[dict[str, Any]] = []
    made = _strip_part(spec, numbers, parameters)
    made.pop("usermeta", None)  # could tell the script that embeds it what to do
    if "params" in made or parameters:
        own = [_drop_bind(one) for one in made.get("params", ())]
        made["params"] = [*own, *parameters]
    return made


def _drop_bind(parameter: Spec) -> dict[str, Any]:
    return {
        key: value
        for key, value in parameter.items()
        if key != "bind" or not _has_control(parameter)
    }


def _strip_part(
    spec: Spec, numbers: Iterator[int], parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return a part of a chart; lines that rest on parameters alone are added to those."""
    made = dict(spec)
    for key in (key for key in PARTS if key in spec):
        made[key] = []
        for part in spec[key]:
            if expression := _find_expression(part):
                parameters.append({"name": f"{LINE}{next(numbers)}", "expr": expression})
            else:
                made[key].append(_strip_part(part, numbers, parameters))
        if key == "layer" and all(map(_is_line, made[key])):
            made |= {key: made[key] or [EMPTY], "height": 1}  # nothing is left to be seen in it
    return made if any(key in spec for key in PARTS) else _name_text(made, numbers)


def _is_line(unit: Spec) -> bool:
    return str(unit.get("name", "")).startswith(LINE)


def _read_text(unit: Spec) -> tuple[Spec, Spec, set[str]]:
    """Return a text's mark, its channels and the fields that its own transforms compute."""
    mark = unit.get("mark")
    mark = {"type": mark} if isinstance(mark, str) else mark or {}
    made = {one.get("as") for one in unit.get("transform", ()) if "calculate" in one}
    return (mark, unit.get("encoding", {}), made) if mark.get("type") == "text" else ({}, {}, set())


def _find_fields(channels: Spec) -> list[Spec]:
    """Return the channels of place that hold a field."""
    places = [channels.get(name, {}) for name in ("x", "y")]
    return [place for place in places if "field" in place]


def _find_expression(unit: Spec) -> str:
    """Return the expression of a text that stands at one place and rests on parameters alone."""
    mark, channels, made = _read_text(unit)
    text = mark.get("text")
    fixed = all(place["field"] in made for place in _find_fields(channels))
    if not isinstance(text, Mapping) or "expr" not in text or "datum" in text["expr"]:
        return ""
    rows = unit.get("data", {}).get("values", ())
    return str(text["expr"]) if fixed and len(rows) == 1 else ""


def _find_computed(unit: Spec) -> str:
    """Return the expression of a text that stands at one place, or at places that are computed too."""
    _, channels, made = _read_text(unit)
    field = channels.get("text", {}).get("field")
    if field not in made or not all(one["field"] in made for one in _find_fields(channels)):
        return ""
    return next(str(one["calculate"]) for one in unit["transform"] if one.get("as") == field)


def _name_text(unit: dict[str, Any], numbers: Iterator[int]) -> dict[str, Any]:
    """Name a text that comes of the data, and hide it if it has no place of its own in the picture."""
    if _find_computed(unit):
        kept = {key: value for key, value in unit["encoding"].items() if key not in ("x", "y")}
        return unit | {"name": f"{LINE}{next(numbers)}", "mark": HIDDEN, "encoding": kept}
    _, channels, made = _read_text(unit)
    text = channels.get("text", {})
    if not any(one.get("type") in CATEGORIES for one in _find_fields(channels)):
        return unit
    told = text.get("field") in made or text.get("type") == "quantitative"
    return unit | {"name": f"{TOLD}{next(numbers)}"} if told else unit
