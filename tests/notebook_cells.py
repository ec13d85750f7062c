"""Cells of the book's own notebooks, run one by one, so that tests can ask what they compute.

run_cells("llama3", "imports", "laws")["LAWS"]               a name that a cell defines
run_cells("llama3", "imports", "laws")["recorded"]["best_sizes"]   what it recorded
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from claimbook.notebook.source import read

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@cache
def cells(slug: str) -> dict[str, str]:
    """Return the code of a notebook's cells by their ids."""
    return {cell.id: cell.source for cell in read(NOTEBOOKS / f"{slug}.ipynb").code}


def run_cells(slug: str, *ids: str, **given: Any) -> dict[str, Any]:
    """Run cells in order and return their names, and under `recorded` their measurements.

    The profile is quick and there are two seeds; `given` is known to the first cell as well.
    """
    space: dict[str, Any] = {"profile": "quick", "seeds": 2, "recorded": {}, **given}
    for id_ in ids:
        run_more(space, cells(slug)[id_])
    return space


def run_more(space: dict[str, Any], source: str) -> None:
    """Run more code among the names that cells have left."""
    recorded = space.setdefault("recorded", {})
    exec(compile(source, "cell", "exec"), space)
    space["record"] = lambda name, values, **_: recorded.update({name: np.asarray(values)})


def until(slug: str, id_: str, line: str) -> str:
    """Return a cell's code up to the first line that begins so."""
    before, found, _ = cells(slug)[id_].partition(f"\n{line}")
    assert found, f"no line of the cell {id_} begins with {line}"
    return before
