from typing import Any

import altair as alt
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from claimbook.lab import chart, style
from claimbook.lab.charts import SCHEMA, VEGALITE, merge
from claimbook.lab.figures import FIGURE, SVG

SPEC: dict[str, Any] = {
    "params": [{"name": "power", "value": 2, "bind": {"input": "range", "min": 1, "max": 3}}],
    "data": {"sequence": {"start": 0, "stop": 10, "as": "x"}},
    "transform": [{"calculate": "pow(datum.x, power)", "as": "y"}],
    "mark": {"type": "line", "clip": True},
    "encoding": {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
    },
}
CONTRACT: dict[str, Any] = {
    "id": "powers",
    "caption": "Squares grow.",
    "alt": "A curve from 0 to 81.",
    "data": {"x": [0, 9], "y": [0, 81]},
}


def test_chart_carries_its_spec_and_a_static_picture(shown: list[dict[str, Any]]) -> None:
    """The bundle holds Vega-Lite 6, the SVG of the initial parameters and the contract."""
    chart(SPEC, **CONTRACT)
    cell = new_code_cell(outputs=[nbformat.from_dict(output) for output in shown])
    nbformat.validate(new_notebook(cells=[cell]))
    bundle = shown[0]["data"]
    assert sorted(bundle) == sorted([SVG, FIGURE, VEGALITE, "text/plain"])
    assert bundle[VEGALITE]["$schema"] == SCHEMA
    assert bundle[VEGALITE]["params"] == SPEC["params"]
    assert bundle[VEGALITE]["background"] is None


def test_static_picture_is_neutral_and_its_ids_are_its_own(shown: list[dict[str, Any]]) -> None:
    """Text has the neutral colour, and clip paths are named after the chart."""
    chart(SPEC, **CONTRACT)
    svg = shown[0]["data"][SVG]
    assert f'fill="{style.NEUTRAL}"' in svg
    assert 'id="powers-clip' in svg
    assert "url(#powers-clip" in svg


def test_altair_charts_are_taken(shown: list[dict[str, Any]]) -> None:
    """An Altair chart becomes its own Vega-Lite mapping."""
    drawn = alt.Chart(alt.Data(values=[{"x": 1}])).mark_point().encode(x="x:Q")
    chart(drawn, **CONTRACT)
    assert shown[0]["data"][VEGALITE]["mark"]["type"] == "point"


def test_house_style_gives_way_to_the_spec() -> None:
    """What a spec configures wins over the house style, key by key."""
    merged = merge({"axis": {"a": 1, "b": 2}, "font": "x"}, {"axis": {"b": 3}})
    assert merged == {"axis": {"a": 1, "b": 3}, "font": "x"}


def test_spec_that_does_not_compile_is_named() -> None:
    """A broken chart is an error in one line that names it."""
    with pytest.raises(ValueError, match='the chart "powers" does not compile'):
        chart({"mark": "line", "encoding": {"x": 3}, "data": {"values": 4}, "layer": 5}, **CONTRACT)


def test_something_else_is_no_chart() -> None:
    """A value that is neither a mapping nor an Altair chart is refused."""
    with pytest.raises(TypeError, match="a chart is"):
        chart(3, **CONTRACT)


def test_chart_without_alt_text_is_refused() -> None:
    """The figure contract holds for charts too."""
    with pytest.raises(ValueError, match="has no alt text"):
        chart(SPEC, **(CONTRACT | {"alt": ""}))
