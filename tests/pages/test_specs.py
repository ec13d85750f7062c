"""Specifications of charts: nothing is loaded, nothing leads away, and what goes is said."""

import json
from typing import Any

import pytest

from claimbook.errors import ClaimbookError
from claimbook.pages.figures import CHART, read_figure, write_files
from claimbook.pages.specs import DEEPEST, clean_spec
from front import drawn

AWAY = "https://evil.example/a"
PLAIN: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "params": [
        {"name": "k", "value": 1, "bind": {"input": "range", "min": 0, "max": 2}},
        {"name": "zoom", "select": "interval", "bind": "scales"},
        {"name": "pick", "select": "point", "bind": {"legend": "dblclick"}},
    ],
    "datasets": {"a": [{"url": "x", "href": "y", "image": "z"}]},
    "data": {"values": [{"url": "x", "href": "y", "image": "z"}]},
    "layer": [
        {"data": {"sequence": {"start": 0, "stop": 100, "as": "t"}}, "mark": "line"},
        {"mark": {"type": "point", "tooltip": True}, "encoding": {"x": {"field": "url"}}},
    ],
}
HOSTILE: list[tuple[dict[str, Any], str]] = [
    ({"data": {"url": AWAY}, "mark": "point"}, "what a chart would have loaded"),
    ({"layer": [{"data": {"url": "../../secret.json"}, "mark": "bar"}]}, "would have loaded"),
    (
        {
            "mark": "bar",
            "transform": [{"lookup": "a", "from": {"data": {"url": AWAY}, "key": "b"}}],
        },
        "would have loaded",
    ),
    ({"mark": "image", "encoding": {"url": {"value": AWAY}}}, "a picture"),
    ({"mark": {"type": "image", "url": AWAY, "width": 9}}, "a picture"),
    ({"mark": {"type": "boxplot", "outliers": {"type": "image", "url": AWAY}}}, "a picture"),
    ({"mark": "point", "encoding": {"href": {"value": "javascript:canary()"}}}, "a link"),
    ({"mark": {"type": "point", "href": AWAY}}, "a link"),
    ({"mark": "point", "config": {"style": {"point": {"href": AWAY}}}}, "a link"),
    ({"mark": "point", "usermeta": {"embedOptions": {"loader": {"baseURL": AWAY}}}}, ""),
    ({"mark": "point", "params": [{"name": "k", "bind": {"element": "#evil"}}]}, "a form"),
    (
        {
            "mark": "point",
            "params": [{"name": "k", "bind": {"input": "range", "element": "#evil"}}],
        },
        "",
    ),
    ({"mark": "point", "params": [{"name": "k", "bind": {"input": "evil"}}]}, "a form"),
    (
        {"mark": "point", "params": [{"name": "k", "select": "point", "bind": {"a": {"evil": 1}}}]},
        "a form",
    ),
    ({"mark": "point", "config": {"signals": [{"bind": {"element": "evil"}}]}}, "a form"),
]


def test_a_chart_that_shows_what_is_in_it_stays() -> None:
    """Sliders, legends, tooltips and data of any names are as they were."""
    assert clean_spec(PLAIN) == (PLAIN, ())


@pytest.mark.parametrize(("spec", "says"), HOSTILE)
def test_what_a_chart_would_load_is_dropped(spec: dict[str, Any], says: str) -> None:
    """No address, no picture, no link and no element of the page is left; the reader is told."""
    made, dropped = clean_spec(spec)

    text = json.dumps(made)
    for sign in ("evil", "javascript", "url", "href", "image", "usermeta", "element", "secret"):
        assert sign not in text
    assert (says in ", ".join(dropped)) if says else not dropped
    assert clean_spec(made) == (made, ())


@pytest.mark.parametrize("spec", [one for one, _ in HOSTILE])
def test_what_lies_beside_a_page_is_clean(spec: dict[str, Any]) -> None:
    """The file of a chart is made of the clean specification."""
    output = drawn()
    output["data"][CHART] = spec
    made = write_files(read_figure(output, "cell 1"))["figures/gap.vl.json"]

    assert "evil" not in made
    assert "javascript" not in made


def nest(depth: int) -> Any:
    made: Any = 1
    for _ in range(depth):
        made = [made]
    return made


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("a chart", "is no mapping"),
        ([], "is no mapping"),
        (
            {"$schema": "https://vega.github.io/schema/vega/v6.json", "marks": []},
            "not of Vega-Lite",
        ),
        ({"layer": nest(10_000)}, "nested too deeply"),
        ({"data": {"values": nest(10_000)}}, "nested too deeply"),
        ({"data": {"sequence": {"stop": 1e12}}}, "more than 100000 rows"),
        ({"data": {"sequence": {"stop": 1, "step": 0}}}, "more than 100000 rows"),
        ({"data": {"sequence": {"stop": {"expr": "1e12"}}}}, "more than 100000 rows"),
        ({"data": {"sequence": {"stop": float("inf")}}}, "more than 100000 rows"),
        ({"data": {"values": ["x" * 2_000_000]}}, "of 2.0 MB, 2 MB are the most"),
        ({"params": {"a": 1}}, "is no specification"),
        ({"params": [1]}, "is no specification"),
        ({"params": [{"bind": {"input": "range"}}]}, "is no specification"),
        ({"layer": 5}, "is no specification"),
        ({"layer": ["a"]}, "is no specification"),
        ({"mark": "text", "encoding": 5}, "is no specification"),
        ({"mark": {"type": "text"}, "transform": ["calculate"]}, "is no specification"),
    ],
)
def test_what_is_no_chart_is_refused(spec: Any, says: str) -> None:
    """Each is one line that names the cell."""
    output = drawn()
    output["data"][CHART] = spec
    with pytest.raises(ClaimbookError, match=f"^cell 1: .*{says}") as raised:
        read_figure(output, "cell 1")
    assert str(raised.value).isprintable()


def test_depth_is_that_of_a_chart() -> None:
    """As deep as any chart, and no deeper."""
    clean_spec({"layer": nest(DEEPEST - 2)})
