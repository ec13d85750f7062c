"""The outputs of an executed notebook, sorted into what a page shows of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import nh3

from claimbook.errors import ClaimbookError
from claimbook.model.evidence import MEASUREMENT, measurements
from claimbook.notebook.source import Notebook
from claimbook.pages.figures import Figure, read_figure
from claimbook.wording.numbers import show_measurement

INJECTED = "injected-parameters"  # papermill's tag of the cell that it puts in


@dataclass(frozen=True)
class Shown:
    """What a page shows below one code cell: plain outputs, measurements, numbered figures."""

    plain: tuple[dict[str, Any], ...] = ()
    recorded: str = ""  # HTML
    figures: tuple[tuple[int, Figure], ...] = ()


def sort_outputs(notebook: Notebook, executed: Mapping[str, Any] | None) -> dict[str, Shown]:
    """Return what each code cell shows, by its id; figures are numbered through the notebook.

    Raises `ClaimbookError`, naming the cell, if a figure does not meet the contract or two
    figures have one id.
    """
    if executed is None:
        return {cell.id: Shown() for cell in notebook.code}
    ran = [
        cell
        for cell in executed["cells"]
        if cell["cell_type"] == "code" and INJECTED not in cell["metadata"].get("tags", ())
    ]
    sorted_by_cell: dict[str, Shown] = {}
    drawn: set[str] = set()
    for cell, done in zip(notebook.code, ran, strict=True):
        plain, recorded, figures = _sort(done["outputs"], notebook.where(cell))
        for figure in figures:
            if figure.id in drawn:
                raise ClaimbookError(
                    f'two figures have the id "{figure.id}"',
                    where=notebook.where(cell),
                    fix="rename one",
                )
            drawn.add(figure.id)
        first = len(drawn) - len(figures) + 1
        sorted_by_cell[cell.id] = Shown(
            tuple(plain), recorded, tuple(enumerate(figures, start=first))
        )
    return sorted_by_cell


def _sort(outputs: Sequence[Any], where: str) -> tuple[list[dict[str, Any]], str, list[Figure]]:
    plain: list[dict[str, Any]] = []
    recorded = ""
    figures: list[Figure] = []
    for output in outputs:
        if output.get("metadata", {}).get("claimbook") == "caption":
            continue  # the caption as JupyterLab shows it; a page has its own
        if figure := read_figure(output, where):
            figures.append(figure)
        elif MEASUREMENT in output.get("data", {}):
            recorded += _recorded(output)
        else:
            plain.append(_plain(output))
    return plain, recorded, figures


def _recorded(output: Mapping[str, Any]) -> str:
    found = measurements({"cells": [{"outputs": [output]}]})
    return "".join(
        f"<p><code>{escape(name)}</code> {escape(show_measurement(measurement))}"
        + (f" <span>{escape(measurement.note)}</span>" if measurement.note else "")
        + "</p>"
        for name, measurement in found.items()
    )


def _plain(output: Mapping[str, Any]) -> dict[str, Any]:
    """Return an output that is safe to publish: text as it is, HTML cleaned."""
    if "data" not in output:
        return dict(output)
    data = output["data"]
    if "text/html" in data:
        html = data["text/html"]
        shown: Any = {"text/html": nh3.clean(html if isinstance(html, str) else "".join(html))}
    else:
        shown = {kind: text for kind, text in data.items() if kind == "text/plain"}
    return {"output_type": "display_data", "metadata": {}, "data": shown}
