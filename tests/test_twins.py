"""What stands twice, because the lab and the engine import nothing from each other, agrees."""

import inspect
import re
import sysconfig
from collections.abc import Callable, Mapping
from math import isclose
from pathlib import Path
from typing import Any
from unittest.mock import patch

import matplotlib.pyplot as plt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook import lab
from claimbook.checks.cells import CONTRACT, DRAWERS
from claimbook.execution.digests import digest_data
from claimbook.lab import charts, corpus, device, figures, looks, measurement, style
from claimbook.model import measurement as recorded
from claimbook.model import run, statistics
from claimbook.model.claim import QUANTITY
from claimbook.model.paper import SLUG, STDLIB
from claimbook.notebook.source import PROFILES
from claimbook.pages import figures as drawn
from claimbook.pages.outputs import sort_outputs
from claimbook.wording.numbers import show_measurement
from front import run_of
from small_project import Project

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "src/claimbook/site/theme/assets/charts.js"

numbers = st.floats(-1e8, 1e8).filter(lambda x: x == 0 or abs(x) > 1e-6)
rows = st.lists(numbers, min_size=2, max_size=12)


def emitted(emit: Callable[..., None], *arguments: Any, **more: Any) -> list[dict[str, Any]]:
    """Return the outputs that a call of the lab leaves in a notebook, as nbformat has them."""
    outputs: list[dict[str, Any]] = []

    def show(data: Mapping[str, Any], metadata: Mapping[str, Any] | None = None) -> None:
        about = dict(metadata or {})
        outputs.append({"output_type": "display_data", "data": dict(data), "metadata": about})

    with patch.object(measurement, "show", show), patch.object(figures, "show", show):
        emit(*arguments, **more)
    return outputs


def executed(*outputs: dict[str, Any]) -> run.Run:
    """Return a run of one code cell with those outputs."""
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": list(outputs)}
    return run_of({"cells": [cell], "metadata": {}})


def read_numbers(text: str) -> list[float]:
    """Return the numbers before the first parenthesis, with commas and minus signs undone."""
    plain = re.sub(r"(?<=\d),(?=\d)", "", text.partition(" (")[0].replace("−", "-"))
    return [float(number) for number in re.findall(r"-?\d[\d.]*(?:e[-+]\d+)?", plain)]


@given(rows)
def test_interval(values: list[float]) -> None:
    """The interval that a notebook sees is the one that its claims are judged by."""
    summary = statistics.summarise(values)
    assert measurement.interval(values) == (summary.mean, summary.low, summary.high)


def test_confidence() -> None:
    """Both say 95 %."""
    assert measurement.CONFIDENCE == statistics.CONFIDENCE


@given(rows, st.sampled_from(["", "bits/byte"]), st.booleans())
def test_record_is_read_back(values: list[float], unit: str, deterministic: bool) -> None:
    """What `record` leaves in an output is what the engine measures."""
    outputs = emitted(lab.record, "gap", values, unit=unit, deterministic=deterministic, note="n")
    assert executed(*outputs).measurements == {
        "gap": recorded.Measurement("gap", tuple(values), unit, deterministic, "n")
    }


@given(st.lists(numbers, min_size=1, max_size=12), st.booleans())
def test_line_of_a_record(values: list[float], deterministic: bool) -> None:
    """JupyterLab's line and the page show the same numbers, each to its own digits.

    A range whose ends read alike is one number on the page.
    """
    (output,) = emitted(lab.record, "gap", values, deterministic=deterministic)
    _, _, line = output["data"]["text/plain"].partition(" = ")
    (measured,) = executed(output).measurements.values()
    ours, theirs = read_numbers(line), read_numbers(show_measurement(measured))
    theirs *= len(ours) if len(theirs) == 1 else 1
    assert len(ours) == len(theirs) > 0
    assert all(isclose(a, b, rel_tol=0.006) for a, b in zip(ours, theirs, strict=True))


def test_mime_types() -> None:
    """The lab emits the types that the engine looks for."""
    assert measurement.MEASUREMENT == recorded.MIME
    assert figures.FIGURE == run.FIGURE
    assert charts.VEGALITE == drawn.CHART
    (version,) = set(re.findall(r"v(\d+)", charts.VEGALITE + charts.SCHEMA))
    assert version == "6"


def test_figure_is_read_back() -> None:
    """A figure's picture and contract arrive, and its caption for JupyterLab is skipped."""
    fig, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    outputs = emitted(
        lab.figure, fig, id="a-line", caption="It rises. Two.", alt="A line.", data={"x": [1, 2]}
    )
    shown = sort_outputs(outputs, where="here")
    (found,) = shown.figures
    assert (found.id, found.caption, found.alt) == ("a-line", "It rises. Two.", "A line.")
    assert (found.columns, found.rows, found.spec) == (("x",), ((1,), (2,)), None)
    assert found.svg == outputs[0]["data"][figures.SVG]
    assert shown.items == (found,)


def test_chart_is_read_back() -> None:
    """A draggable chart arrives with its specification."""
    spec = {"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x"}}}
    about = {"caption": "One dot.", "alt": "A dot at 1.", "data": {"x": [1]}}
    outputs = emitted(lab.chart, spec, id="dot", **about)
    found = drawn.read_figure(outputs[0], "here")
    assert found is not None
    assert found.spec == charts.complete(spec)


def test_neutral_colour() -> None:
    """What the lab draws in the neutral colour, the page and its script draw in the text's."""
    script = SCRIPT.read_text("utf-8")
    (replaced,) = re.findall(r"replaceAll\(/(#[0-9a-f]{6})/gi, ink\)", script)
    assert looks.NEUTRAL == style.NEUTRAL == drawn.NEUTRAL == replaced
    assert re.findall(r'ink = isDark\(\) \? "(.*)" : "(.*)";', script) == [
        (drawn.DARK, drawn.LIGHT)
    ]


def test_colours_of_methods_are_not_the_neutral_one() -> None:
    """The page leaves the colour of a method as it is."""
    assert looks.NEUTRAL not in looks.PALETTE


words = st.text("aZ0_-", max_size=6)


@given(words)
def test_name_of_a_quantity(name: str) -> None:
    """A claim may name just those quantities that `record` takes."""
    assert bool(measurement.NAME.fullmatch(name)) == bool(QUANTITY.fullmatch(name))


@given(words)
def test_id_of_a_figure(name: str) -> None:
    """Figures, claims and notebooks are named alike."""
    assert bool(figures.ID.fullmatch(name)) == bool(SLUG.fullmatch(name))


@pytest.mark.parametrize("profile", PROFILES)
def test_profiles(profile: str) -> None:
    """The lab has a size for each profile that the engine runs, and for no other."""
    assert lab.choose(profile, **{name: name for name in PROFILES}) == profile
    with pytest.raises(ValueError, match="the profile is"):
        lab.choose(profile.upper(), quick=1, full=2)


@pytest.mark.parametrize("name", DRAWERS)
def test_contract_of_figures(name: str) -> None:
    """What `claimbook check` wants of a call that draws is what the lab's function asks for."""
    asked = inspect.signature(getattr(lab, name)).parameters.values()
    named = {one.name for one in asked if one.kind is one.KEYWORD_ONLY}
    assert named == {*CONTRACT}
    assert all(one.default is one.empty for one in asked)


def test_record_is_found_by_its_first_argument() -> None:
    """The engine reads a quantity's name from the place where `record` takes it."""
    assert next(iter(inspect.signature(lab.record).parameters)) == "name"


def test_compilation_cache(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """JupyterLab keeps compiled programs where a run keeps them."""
    monkeypatch.delenv(device.ENVIRONMENT, raising=False)
    kept = project.book.settings.work / "jax-cache"
    assert device.cache_folder(project.root / "notebooks") == kept
    for name in ("surroundings", "schedule"):
        source = (ROOT / "src" / "claimbook" / "execution" / f"{name}.py").read_text("utf-8")
        assert {"surroundings": f'"{device.ENVIRONMENT}"', "schedule": f'"{kept.name}"'}[
            name
        ] in source


def test_corpus_is_part_of_the_declared_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`data: [stdlib]` covers every file that the corpus reads."""
    library = tmp_path / "library"
    names = [f"{folder}{letter}.py" for folder in ("", "json/", "test/") for letter in "abcdef"]
    for name in names:
        (library / name).parent.mkdir(parents=True, exist_ok=True)
        (library / name).write_text("x = 1\n")
    monkeypatch.setattr(sysconfig, "get_path", {"stdlib": str(library)}.__getitem__)
    read = corpus.read(corpus.library(), held_out=0.4)
    known = {digest_data(STDLIB, tmp_path, tmp_path / "digests.json")}
    for name in (*read.train_files, *read.held_out_files):
        (library / name).write_text("x = 22\n")
        known.add(digest_data(STDLIB, tmp_path, tmp_path / "digests.json"))
    assert len(known) == 1 + len(read.train_files) + len(read.held_out_files) == 13
