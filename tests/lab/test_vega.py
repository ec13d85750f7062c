from typing import Any

import pytest

from claimbook.lab import style, vega
from claimbook.lab.charts import complete, render

style.declare({"early": style.BLUE, "late": style.GREEN})


def test_readout_is_written_from_the_slider() -> None:
    """The static picture shows what the expression gives at the slider's initial value."""
    x = vega.axis("k", "k")
    layers: list[dict[str, Any]] = [vega.rule("k", x), vega.readout("'twice: ' + 2 * k", 90, 10)]
    spec = {"params": [vega.slider("k", 21, 1, 40, 1, "number")], "layer": layers}
    assert "twice: 42" in render(complete(spec), "readout")


def test_methods_keep_their_colours_in_charts() -> None:
    """A chart draws a method in the colour that figures draw it in, with a second cue."""
    channels = vega.method("schedule", ["early", "late"])
    assert channels["color"]["scale"]["range"] == [style.colour("early"), style.colour("late")]
    assert channels["strokeDash"]["scale"]["range"] == [[1, 0], [8, 3]]


@pytest.mark.parametrize(("value", "step"), [(5, 1), (-1, 1), (2, 0)])
def test_slider_outside_its_range_is_refused(value: float, step: float) -> None:
    """A slider whose value it cannot show, or that cannot move, is an error."""
    with pytest.raises(ValueError, match='slider "k"'):
        vega.slider("k", value, 0, 4, step, "k")


@pytest.mark.parametrize(
    ("value", "low", "step"), [(0.6, -0.95, 0.05), (9.72, 0, 0.18), (7.2, 1, 0.1)]
)
def test_slider_may_start_on_any_step_of_its_low_end(value: float, low: float, step: float) -> None:
    """Steps are counted from the low end, and a step that binary fractions only near is one."""
    assert vega.slider("k", value, low, 70, step, "k")["value"] == value


@pytest.mark.parametrize(("value", "low", "step"), [(7.17, 1, 0.1), (2, 0.5, 1), (0.0001, 0, 0.01)])
def test_slider_between_two_steps_is_refused(value: float, low: float, step: float) -> None:
    """A value that a browser would move to the nearest step is an error that names that step."""
    with pytest.raises(ValueError, match=r"on no step of .* use [0-9.]+$"):
        vega.slider("k", value, low, 70, step, "k")


def test_bars_write_their_numbers_on_a_scale_that_stays() -> None:
    """Only the rows that the slider picks are drawn, and the scale holds for all of them."""
    rows = [
        {"k": k, "where": "here", "who": who, "height": k + 0.5, "said": k + 0.123}
        for k in (1, 2)
        for who in ("early", "late")
    ]
    y = vega.axis("height", "height")
    layers = vega.bars(rows, x="where", group="who", names=["early", "late"], y=y, label="said")
    spec = {
        "params": [vega.slider("k", 1, 1, 2, 1, "k")],
        "data": {"values": rows},
        "transform": [{"filter": "datum.k == k"}],
        "layer": layers,
    }
    svg = render(complete(spec), "bars")
    assert svg.count(">1.123<") == 2
    assert ">2.123<" not in svg
    assert layers[0]["encoding"]["y"]["scale"]["domain"] == [0, 2.75]
