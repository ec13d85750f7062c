"""The executed notebook that lies beside a page, cut where it would be too large to be read."""

import json
from collections.abc import Mapping
from typing import Any

from claimbook.model.run import Run
from claimbook.notebook.document import dump
from claimbook.wording.catalogue import say

MOST = 25_000_000  # characters; a run keeps 20 MB of outputs
MOST_OF_CELL = 100_000  # of its outputs, if the whole is larger than that


def write_executed(run: Run) -> str:
    """Return an executed notebook as a file; of one that is too large, what cells showed is cut."""
    text = dump(dict(run.document))
    if len(text) <= MOST:
        return text
    cells = [_cut_cell(cell) for cell in run.document["cells"]]
    return dump({**run.document, "cells": cells})


def _cut_cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    made = {**cell, "metadata": {"tags": list(cell["metadata"].get("tags", ()))}}
    if (size := len(json.dumps(cell.get("outputs", ())))) > MOST_OF_CELL:
        told = say("outputs-cut-from-file", kilobytes=size // 1000)
        made["outputs"] = [{"output_type": "stream", "name": "stderr", "text": f"{told}\n"}]
    return made
