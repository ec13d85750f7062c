"""Pieces of Vega-Lite that draggable charts share: sliders, rules, lines of text."""

from typing import Any

from claimbook.lab import style


def slider(name: str, value: float, low: float, high: float, step: float, label: str) -> Any:
    """Return a parameter bound to a range input.

    >>> slider("k", 2, 1, 4, 0.5, "power")["bind"]["step"]
    0.5

    Raises `ValueError` if the value does not lie in the range.
    """
    if not low <= value <= high or step <= 0:
        raise ValueError(f'the slider "{name}" has {value} outside {low} to {high}, or no step')
    bind = {"input": "range", "min": low, "max": high, "step": step, "name": f"{label} "}
    return {"name": name, "value": value, "bind": bind}


def axis(field: str, title: str, **more: Any) -> dict[str, Any]:
    """Return a quantitative channel."""
    return {"field": field, "type": "quantitative", "title": title} | more


def method(field: str, names: list[str]) -> dict[str, Any]:
    """Return the channels that give each method its fixed colour and a dash of its own."""
    colours = {"domain": names, "range": [style.colour(name) for name in names]}
    dashes = {"domain": names, "range": [DASHES[k % len(DASHES)] for k in range(len(names))]}
    legend = {"orient": "top", "title": None}
    base = {"field": field, "type": "nominal", "legend": legend}
    return {"color": base | {"scale": colours}, "strokeDash": base | {"scale": dashes}}


DASHES = ([8, 3], [1, 0], [2, 2], [8, 2, 2, 2])


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
