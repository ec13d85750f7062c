"""What a worker is handed: one notebook to run, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError, suggest
from claimbook.execution.fingerprint import Fingerprint
from claimbook.notebook.source import Cell, Notebook

OUTPUT_LIMIT = 20_000_000  # bytes, for one notebook


@dataclass(frozen=True)
class Job:
    """All that a worker needs to run one notebook, in this process or in another."""

    slug: str
    root: Path
    source: Mapping[str, Any]  # the notebook as JSON
    profile: str
    parameters: Mapping[str, Any]  # those given a value for this run
    fingerprint: Fingerprint
    jax_cache: Path
    owner: str  # see `processes.owner`
    session: Path | None = None  # the folder whose `stop` file ends the run
    time_limit: float = 900.0  # seconds
    output_limit: int = OUTPUT_LIMIT


def source(notebook: Notebook) -> dict[str, Any]:
    """Return a notebook as JSON, made from the cells that its fingerprint was taken of."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": [_cell(cell) for cell in notebook.cells],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": {"tags": list(cell.tags)} if cell.tags else {},
        "source": cell.source,
    }
    return raw | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {})


def refuse_unknown_parameters(notebook: Notebook, given: Mapping[str, Any]) -> None:
    """Refuse a parameter that the notebook does not declare; papermill would only log it."""
    for name in given:
        if name == "profile":
            raise ClaimbookError("the profile is no parameter to give", fix="use --profile")
        if name not in notebook.parameters:
            valid = set(notebook.parameters) - {"profile"}
            raise ClaimbookError(
                f'declares no parameter "{name}"',
                where=notebook.path.name,
                fix=suggest(name, valid),
            )
