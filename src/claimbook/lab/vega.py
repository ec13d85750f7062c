"""Pieces of Vega-Lite that draggable charts share: sliders, rules, lines of text."""

from collections.abc import Mapping, Sequence
from typing import Any

from claimbook.lab import style

ON_STEP = 1e-6  # steps that a start value may be off: 0.6 is 31 steps of 0.05 from -0.95, almost


def slider(name: str, value: float, low: float, high: float, step: float, label: str) -> Any:
    """Return a parameter bound to a range input.

    >>> slider("k", 2, 1, 4, 0.5, "power")["bind"]["step"]
    0.5

    A browser moves a value that no step from `low` reaches, and the chart then reads other
    numbers than its static picture.

    Raises `ValueError` if the value does not lie in the range, or on a step from its low end.
    """
    if not low <= value <= high or step <= 0:
        raise ValueError(f'the slider "{name}" has {value} outside {low} to {high}, or no step')
    steps = (value - low) / step
    if abs(steps - round(steps)) > ON_STEP:
        near = low + step * round(steps)
        raise ValueError(
            f'the slider "{name}" has {value} on no step of {step} from {low}: use {near:g}'
        )
    bind = {"input": "range", "min": low, "max": high, "step": step, "name": f"{label} "}
    return {"name": name, "value": value, "bind": bind}


def axis(field: str, title: str, **more: Any) -> dict[str, Any]:
    """Return a quantitative channel."""
    return {"field": field, "type": "quantitative", "title": title} | more


def method(field: str, names: Sequence[str]) -> dict[str, Any]:
    """Return the channels that give each method its own colour and its own dash."""
    drawn = [style.look(name) for name in names]
    colours = {"domain": list(names), "range": [one.colour for one in drawn]}
    dashes = {"domain": list(names), "range": [list(one.stroke.chart) for one in drawn]}
    legend = {"orient": "top", "title": None}
    base = {"field": field, "type": "nominal", "legend": legend}
    return {"color": base | {"scale": colours}, "strokeDash": base | {"scale": dashes}}


def bars(
    rows: Sequence[Mapping[str, Any]],
    *,
    x: str,
    group: str,
    names: Sequence[str],
    y: dict[str, Any],
    label: str,
) -> list[dict[str, Any]]:
    """Return layers of grouped bars, each with a number on it, on a scale that stays.

    A bar stands for each row that the chart's filter lets through: by `x`, beside its
    fellows of the `group`, as high as the field of `y`; `label` is the field written on it.
    """
    largest = 1.1 * max(row[y["field"]] for row in rows)  # with room for the number
    place = {
        "x": {"field": x, "sort": None, "title": None, "axis": {"labelAngle": 0}},
        "xOffset": {"field": group, "sort": list(names)},
        "y": y | {"scale": {"domain": [0, largest]}},
    }
    number = {"field": label, "format": ".3f", "type": "quantitative"}
    return [
        {"mark": "bar", "encoding": place | {"color": method(group, names)["color"]}},
        {"mark": {"type": "text", "dy": -7}, "encoding": place | {"text": number}},
    ]


def rule(expression: str, x: dict[str, Any]) -> dict[str, Any]:
    """Return a vertical rule where a Vega expression says."""
    return {
        "data": {"values": [{}]},
        "transform": [{"calculate": expression, "as": x["field"]}],
        "mark": {"type": "rule", "strokeDash": [3, 3], "opacity": 0.7},
        "encoding": {"x": x},
    }


def readout(expression: str, x: float, y: float) -> dict[str, Any]:
    """Return a line of text, right-aligned at a pixel, that a Vega expression writes anew."""
    mark = {"type": "text", "align": "right", "x": x, "y": y, "text": {"expr": expression}}
    return {"data": {"values": [{}]}, "mark": mark}
