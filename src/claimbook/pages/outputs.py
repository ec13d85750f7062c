"""The outputs of a run, sorted into what a page shows of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.model.measurement import MIME, Measurement, read_measurement
from claimbook.model.run import Run, is_caption
from claimbook.notebook.source import Notebook
from claimbook.pages.figures import Figure, read_figure


@dataclass(frozen=True)
class Shown:
    """What a page shows below one code cell: plain outputs, measurements, numbered figures."""

    plain: tuple[Mapping[str, Any], ...] = ()
    recorded: tuple[Measurement, ...] = ()
    figures: tuple[tuple[int, Figure], ...] = ()


def sort_outputs(notebook: Notebook, run: Run | None) -> dict[str, Shown]:
    """Return what each code cell shows, by its id; figures are numbered through the notebook.

    Raises `ClaimbookError`, naming the cell, if a figure does not meet the contract or two
    figures have one id.
    """
    if run is None:
        return {cell.id: Shown() for cell in notebook.code}
    ran = [cell for cell in run.cells if cell.kind == "code"]
    sorted_by_cell: dict[str, Shown] = {}
    drawn: set[str] = set()
    for cell, done in zip(notebook.code, ran, strict=True):
        plain, recorded, figures = _sort(done.outputs, notebook.where(cell))
        for figure in figures:
            if figure.id in drawn:
                raise ClaimbookError(
                    f'two figures have the id "{figure.id}"',
                    where=notebook.where(cell),
                    fix="rename one",
                )
            drawn.add(figure.id)
        first = len(drawn) - len(figures) + 1
        numbered = tuple(enumerate(figures, start=first))
        sorted_by_cell[cell.id] = Shown(tuple(plain), tuple(recorded), numbered)
    return sorted_by_cell


def _sort(
    outputs: Sequence[Mapping[str, Any]], where: str
) -> tuple[list[Mapping[str, Any]], list[Measurement], list[Figure]]:
    plain: list[Mapping[str, Any]] = []
    recorded: list[Measurement] = []
    figures: list[Figure] = []
    for output in outputs:
        if is_caption(output):
            continue
        if figure := read_figure(output, where):
            figures.append(figure)
        elif MIME in output.get("data", {}):
            recorded.append(read_measurement(output["data"][MIME], where=where))
        else:
            plain.append(output)
    return plain, recorded, figures
