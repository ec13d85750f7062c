"""What a worker is handed: one notebook to run, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError, suggest
from claimbook.execution.fingerprint import Fingerprint
from claimbook.execution.provenance import Origin
from claimbook.notebook.document import KERNEL, MAJOR, MINOR, Document
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
    declared: Mapping[str, Any]  # all of the notebook's own, with their values
    fingerprint: Fingerprint
    jax_cache: Path
    owner: str  # see `processes.owner`
    definitions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of local modules
    session: Path | None = None  # the folder whose `stop` file ends the run
    time_limit: float = 900.0  # seconds
    output_limit: int = OUTPUT_LIMIT
    memory: int | None = None  # bytes; else by the machine that runs it
    processes: int | None = None
    origin: Origin | None = None  # else the root is asked
    sandboxed: bool = False  # see `sandbox`
    shipped: bool = False  # to a machine where only what the fingerprint knows is there


def make_source(notebook: Notebook) -> Document:
    """Return a notebook as JSON, made from the cells that its fingerprint was taken of."""
    return {
        "cells": [_make_cell(cell) for cell in notebook.cells],
        "metadata": {"kernelspec": dict(KERNEL)},
        "nbformat": MAJOR,
        "nbformat_minor": MINOR,
    }


def _make_cell(cell: Cell) -> Document:
    metadata = {"tags": list(cell.tags), "raw_mimetype": cell.mimetype}
    raw: Document = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": {key: value for key, value in metadata.items() if value},
        "source": cell.source,
    }
    if cell.kind == "code":
        return raw | {"execution_count": None, "outputs": []}
    return raw | ({"attachments": cell.attachments} if cell.attachments else {})


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
