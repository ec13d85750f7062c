import re
from typing import Any
from xml.etree import ElementTree

import matplotlib
import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from claimbook.lab import figure, style
from claimbook.lab.figures import FIGURE, SVG, describe, draw, tabulate

matplotlib.use("Agg")

style.declare({"upper": style.BLUE, "lower": style.VERMILLION})


def picture() -> Any:
    import matplotlib.pyplot as plt

    style.use()
    fig, ax = plt.subplots()
    runs = np.linspace(1, 0, 10) + np.arange(3)[:, None] / 50
    style.lines(ax, np.arange(10), runs, "upper")
    style.lines(ax, np.arange(10), runs + 0.01, "lower")
    ax.set_xlabel("step")
    return fig


def show(**changes: Any) -> None:
    contract: dict[str, Any] = {
        "id": "two-runs",
        "caption": "Both runs fall, as *they* should.",
        "alt": "Two lines from 1 to 0.",
        "data": {"step": np.arange(2), "loss": np.array([1.0, 0.5], dtype=np.float32)},
    }
    figure(picture(), **(contract | changes))


def test_bundle_is_valid_and_followed_by_its_caption(shown: list[dict[str, Any]]) -> None:
    """One bundle with picture, contract and alt text; then the caption, marked as such."""
    show()
    cell = new_code_cell(outputs=[nbformat.from_dict(output) for output in shown])
    nbformat.validate(new_notebook(cells=[cell]))
    bundle, caption = shown
    assert bundle["data"][FIGURE] == {
        "id": "two-runs",
        "caption": "Both runs fall, as *they* should.",
        "alt": "Two lines from 1 to 0.",
        "data": {"columns": ["step", "loss"], "rows": [[0, 1.0], [1, 0.5]]},
    }
    assert bundle["data"]["text/plain"] == "Two lines from 1 to 0."
    assert caption["metadata"] == {"claimbook": "caption"}
    assert list(caption["data"]) == ["text/markdown"]


def test_svg_is_the_same_each_time_and_legible() -> None:
    """Two drawings are equal; text stays text in the neutral colour on no background."""
    first, second = draw(picture(), "two-runs"), draw(picture(), "two-runs")
    assert first == second
    assert "<text" in first
    assert style.NEUTRAL in first
    assert "<metadata" not in first
    assert ElementTree.fromstring(first).tag.endswith("svg")


def test_ids_belong_to_the_figure() -> None:
    """Two figures on one page share no id, and every reference has its target."""
    first, second = draw(picture(), "one"), draw(picture(), "two")
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0].isdisjoint(ids[1])
    targets = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', first))
    assert {a or b for a, b in targets} <= ids[0]


def test_figure_is_closed_after_it_is_shown(shown: list[dict[str, Any]]) -> None:
    """A shown figure is not left for the notebook to draw again."""
    import matplotlib.pyplot as plt

    plt.close("all")
    show()
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "Two Runs"}, "kebab-case, not 'Two Runs'"),
        ({"caption": " "}, "has no caption"),
        ({"alt": ""}, "has no alt text"),
        ({"data": {}}, "has no data"),
        ({"data": None}, "has no data"),
        ({"data": {"a": [1], "b": [1, 2]}}, "different lengths"),
        ({"data": {"a": []}}, "different lengths"),
        ({"data": {"a": [float("nan")]}}, "not finite"),
        ({"data": {"a": [[1]]}}, "hold list"),
    ],
)
def test_figure_without_its_contract_is_refused(change: dict[str, Any], message: str) -> None:
    """A figure lacking finding, alt text or data never reaches a page."""
    with pytest.raises(ValueError, match=message):
        show(**change)


def test_data_frames_are_taken_too() -> None:
    """Anything with a data frame's `to_dict` serves as data."""

    class Frame:
        def to_dict(self, orient: str) -> dict[str, list[int]]:
            return {"a": [1, 2], orient: [3, 4]}

    assert tabulate("x", Frame()) == {"columns": ["a", "list"], "rows": [[1, 3], [2, 4]]}


def test_text_is_put_on_one_line() -> None:
    """A caption broken over source lines reads as one line."""
    assert describe("x", "a\n  b", "c\n d", {"a": [1]})["caption"] == "a b"


def test_picture_is_svg(shown: list[dict[str, Any]]) -> None:
    """The bundle's picture begins with the svg element, without a prolog."""
    show()
    assert shown[0]["data"][SVG].startswith("<svg")
