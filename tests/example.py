"""The notebook that contributing.md shows, put together from the page's marked blocks."""

import re
from pathlib import Path
from typing import Any

from claimbook.notebook.document import dump
from claimbook.notebook.stripping import strip

PAGE = (Path(__file__).parents[1] / "docs" / "contributing.md").read_text("utf-8")
SLUG = "adam"
FENCE = re.compile(r"<!-- example: ([a-z ]+) -->\n```[a-z]+\n(.*?)\n```\n", re.DOTALL)
KINDS = {"front matter": "raw", "prose": "markdown", "parameters": "code", "code": "code"}


def build_example() -> dict[str, Any]:
    """Put the page's marked blocks together as a notebook, in their order."""
    cells = [
        {
            "cell_type": KINDS[kind],
            "id": f"{kind.replace(' ', '-')}-{number}",
            "metadata": {"tags": [kind]} if kind == "parameters" else {},
            "source": source,
        }
        for number, (kind, source) in enumerate(FENCE.findall(PAGE), start=1)
    ]
    return strip({"cells": cells})


def write_example(folder: Path) -> Path:
    """Write the example into a folder of notebooks."""
    path = folder / f"{SLUG}.ipynb"
    path.write_text(dump(build_example()), "utf-8")
    return path
