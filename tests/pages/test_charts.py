"""What a page makes of a draggable chart: controls, readout, and the specification without either."""

import json
from typing import Any

import pytest

from claimbook.pages.blocks import Drawing
from claimbook.pages.charts import Control, read_chart, strip_spec
from claimbook.pages.drawing import draw_block
from claimbook.pages.figures import CHART, read_figure
from composed import parse
from front import drawn

SLIDER = {
    "name": "k",
    "value": -2,
    "bind": {"input": "range", "min": -4, "max": 4, "step": 0.5, "name": "power k "},
}
CHOICE = {"name": "m", "value": "b", "bind": {"input": "select", "options": ["a", "b"]}}
CURVE = {"mark": "line", "encoding": {"x": {"field": "x"}, "y": {"field": "y"}}}
LINE = {
    "data": {"values": [{}]},
    "mark": {"type": "text", "x": 300, "y": 20, "text": {"expr": "'at ' + k + ' %'"}},
}
COMPUTED = {
    "mark": {"type": "text", "x": 8},
    "transform": [{"calculate": "'best of ' + datum.n", "as": "says"}],
    "encoding": {"text": {"field": "says"}},
}
NUMBERS = {
    "mark": "text",
    "encoding": {
        "x": {"field": "schedule", "type": "nominal"},
        "y": {"field": "loss", "type": "quantitative"},
        "text": {"field": "loss", "type": "quantitative", "format": ".2f"},
    },
}
PICTURE = (
    "<svg><text>at -2 %</text><text>best of 3</text><text>best of &lt;9</text><text>x</text></svg>"
)


def chart(*layers: dict[str, Any]) -> dict[str, Any]:
    return {"params": [SLIDER, CHOICE], "layer": list(layers), "width": 300, "height": 200}


def test_controls_are_those_of_the_parameters():
    """Name, label, limits and value of each bound parameter, in their order."""
    slider, choice = read_chart(chart(CURVE), "").controls

    limits = (("min", "-4"), ("max", "4"), ("step", "0.5"))
    assert slider == Control("k", "power k", "range", -2, (), limits)
    assert slider.shown == "−2"
    assert choice == Control("m", "m", "select", "b", (("a", "a"), ("b", "b")))


def test_a_selection_is_no_control():
    """What is bound to a mark, a legend or the scales stays the chart's own."""
    zoom = {"name": "zoom", "select": "interval", "bind": "scales"}
    spec = {"params": [zoom, {"name": "plain", "value": 3}], "mark": "line"}

    assert read_chart(spec, "").controls == ()
    assert strip_spec(spec)["params"] == spec["params"]


def test_the_page_moves_the_parameters():
    """The specification beside the page has no inputs, and tells no script what to do."""
    made = strip_spec(chart(CURVE) | {"usermeta": {"embedOptions": {"actions": True}}})

    assert made["params"] == [{"name": "k", "value": -2}, {"name": "m", "value": "b"}]
    assert "usermeta" not in made
    assert made["layer"] == [CURVE]


def test_a_line_that_rests_on_parameters_becomes_one():
    """It leaves the picture, and its expression is kept."""
    made = strip_spec(chart(CURVE, LINE))

    assert made["layer"] == [CURVE]
    assert made["params"][-1] == {"name": "cb_line_0", "expr": "'at ' + k + ' %'"}


def test_a_line_that_comes_of_the_data_is_named_and_hidden():
    """It can be read from the drawn chart, and takes no room in it."""
    _, made = strip_spec(chart(CURVE, COMPUTED))["layer"]

    assert made["name"] == "cb_line_0"
    assert (made["mark"]["opacity"], made["mark"]["fontSize"]) == (0, 0)
    assert made["encoding"]["text"] == {"field": "says"}


def test_numbers_on_marks_stay_where_they_are():
    """They are named, so that they can be read aloud beside their category."""
    _, made = strip_spec(chart(CURVE, NUMBERS))["layer"]

    assert made == NUMBERS | {"name": "cb_told_0"}


@pytest.mark.parametrize(
    "unit",
    [
        CURVE,
        {"mark": "text", "encoding": {"x": {"field": "x", "type": "quantitative"}}},
        LINE | {"mark": {"type": "text", "text": {"expr": "datum.a"}}},
        LINE | {"data": {"values": [{}, {}]}},
    ],
)
def test_other_marks_are_left_alone(unit: dict[str, Any]):
    """A label at a point, a text of each row and a curve are the picture's."""
    assert strip_spec(chart(CURVE, unit))["layer"] == [CURVE, unit]


def test_a_specification_is_not_changed_in_place():
    """What the run holds stays as it was."""
    spec = chart(CURVE, LINE, COMPUTED, NUMBERS)
    before = json.dumps(spec)
    strip_spec(spec)

    assert json.dumps(spec) == before


def test_a_view_of_lines_alone_takes_no_room():
    """Nothing of it is left to be seen, and an empty layer would not compile."""
    spec = {"hconcat": [chart(CURVE), {"height": 55, "layer": [LINE]}]}
    _, made = strip_spec(spec)["hconcat"]

    assert made["height"] == 1
    assert len(made["layer"]) == 1


def test_the_first_readout_is_what_the_picture_says():
    """So it takes its room before the chart is drawn."""
    found = read_chart(chart(CURVE, LINE, COMPUTED), PICTURE)

    assert found.lines == ("at -2 %", "best of 3", "best of <9")


def test_a_readout_may_begin_in_more_than_one_way():
    """A case that is drawn takes its room, whichever of them it is."""
    case = "datum.a > 1 ? 'best of ' + datum.a : 'none of ' + datum.a"
    unit = COMPUTED | {"transform": [{"calculate": case, "as": "says"}]}

    assert read_chart(chart(CURVE, unit), PICTURE).lines == ("best of 3", "best of <9")


def test_parts_stand_one_below_another():
    """Their heights add up with room for axes; a single picture has none."""
    parts = [chart(CURVE), {"vconcat": [chart(CURVE), {"mark": "bar", "height": {"step": 20}}]}]

    assert read_chart(chart(CURVE), "").stacked == 0
    assert 600 < read_chart({"hconcat": parts}, "").stacked < 900


def test_a_square_keeps_its_shape():
    """Where width and height are one, an angle must stay what it is."""
    assert read_chart(chart(CURVE) | {"height": 300}, "").square
    assert not read_chart(chart(CURVE), "").square
    assert not read_chart({"mark": "line"}, "").square


def test_controls_wait_for_the_script():
    """They are there at once, named and disabled, with what they are set to."""
    output = drawn()
    output["data"][CHART] = chart(CURVE)
    element = draw_block(Drawing(read_figure(output, "cell 1"), 1, beside=""))
    found = parse(element)

    assert "<fieldset disabled>" in element
    (slider,) = [given for tag, given in found.elements if tag == "input"]
    assert slider == {
        "type": "range",
        "name": "k",
        "min": "-4",
        "max": "4",
        "step": "0.5",
        "value": "-2",
    }
    assert "<span>power k</span>" in element
    assert '<option value="b" selected>b</option>' in element
    assert '<button type="reset">Reset</button>' in element
