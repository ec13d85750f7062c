"""HTML kept out of mkdocs-jupyter's way: it gets an empty element for each piece of ours.

mkdocs-jupyter and nbconvert parse whatever passes through them several times, prose included;
on a paper's page that was two thirds of the time a build took. No hook itself.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_PLACE = re.compile(r'<i data-cb-piece="(\d+)"></i>')


def set_aside(notebook: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return a notebook with a place for each raw cell, and the HTML that goes there."""
    pieces: list[str] = []
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "raw":
            cells.append(cell | {"source": f'<i data-cb-piece="{len(pieces)}"></i>'})
            pieces.append(cell["source"])
        else:
            cells.append(cell)
    return {**notebook, "cells": cells}, pieces


def put_back(html: str, pieces: Sequence[str]) -> str:
    """Return a page with its pieces in their places."""
    return _PLACE.sub(lambda place: pieces[int(place[1])], html)
