"""A front matter to vary, and the notebooks that carry it."""

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

from claimbook.model.paper import FrontMatter
from claimbook.model.run import INJECTED, Failure, Provenance, Run, make_run
from claimbook.notebook.document import dump
from claimbook.notebook.frontmatter import read_front_matter

FRONT = """\
paper:
  key: doe2024tiny
  title: A Tiny Paper
  authors: ["Doe, Jane"]
  date: 2024-02-29
  arxiv: "2402.00001"
digest:
  date: 2024-02-29
  order: 1
  title: A tiny paper
  tags: [tiny]
headline: The gap is small.
summary:
  claimed: The paper claims a small gap.
  happened: It was small.
read: whole
trust: Nothing much.
setting:
  - {aspect: seeds, paper: one, ours: five}
claims:
  - id: gap-is-small
    statement: The gap is small.
    locator: "§1"
    paper: {text: "no gap"}
    test: {quantity: gap, rule: at_most, bound: 0.5}
    scale: A toy.
"""
UNTESTED = """\
  - id: at-scale
    statement: Seven billion parameters behave alike.
    locator: "§2"
    paper: {text: "they do"}
    untested: Out of a laptop's reach.
"""  # one claim more

HISTORY = """\
history:
  - {date: 2024-03-04, what: correction, text: Second of the day.}
  - {date: 2024-03-04, what: correction, text: First of the day.}
  - date: 2024-03-03
    what: verdict
    claim: gap-is-small
    was: inconclusive
    now: reproduced
    text: More seeds <b>.
  - {date: 2024-03-02, what: text, text: Shorter.}
  - {date: 2024-03-01, what: added, text: A toy.}
"""


def front_matter(text: str = FRONT) -> FrontMatter:
    """Read a front matter."""
    return read_front_matter(f"---\n{text}---", where="tiny.ipynb")


def cell(kind: str, identifier: str, source: str, *tags: str) -> dict[str, Any]:
    """Make one cell as JSON."""
    made = {"cell_type": kind, "id": identifier, "metadata": {"tags": list(tags)}, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


PARAMETERS = cell("code", "parameters", 'profile = "full"\nseeds = 5', "parameters")
RECORD = cell(
    "code",
    "measure",
    dedent(
        """\
        from claimbook.lab import record

        record("gap", [0.1, 0.2, 0.3])
        """
    ),
)
SECTIONS = """\
## Abstract, restated

1. The gap is small. {{ claim:gap-is-small }}

## Commentary

Ours.

## Setting

A toy.

## Is the gap small?
"""
PROVENANCE = Provenance(
    profile="full",
    parameters={"profile": "full", "seeds": 5},
    device="a CPU",
    python="3.11.7",
    platform="Linux",
    versions={"numpy": "2.0.0"},
    commit="0123abc",
    dirty=False,
    started="2024-02-29T12:00:00+00:00",
    wall_seconds=1.5,
    cpu_seconds=1.25,
)
ENDING = "The gap was {{ gap.mean | .2f }}.\n\n## What this does not test\n\nMuch.\n\n## Questions\n\nWhy?\n"


def notebook_json(*cells: dict[str, Any], front: str = FRONT) -> dict[str, Any]:
    """Make a whole notebook: front matter, parameters, and `cells` or the usual ones."""
    usual = (
        cell("markdown", "opening", SECTIONS),
        RECORD,
        cell("markdown", "ending", ENDING),
    )
    made = {
        "cells": [cell("raw", "front-matter", f"---\n{front}---"), PARAMETERS, *(cells or usual)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return deepcopy(made)  # so that a test may edit its own


def write_notebook(
    folder: Path, slug: str = "tiny", *cells: dict[str, Any], front: str = FRONT
) -> Path:
    """Write a notebook into `folder` and return its path."""
    path = folder / f"{slug}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump(notebook_json(*cells, front=front)), "utf-8")
    return path


def executed(
    source: dict[str, Any],
    outputs: dict[str, list[Any]],
    profile: str = "full",
    *,
    failure: Failure | None = None,
) -> Run:
    """Make the run that executing `source` with these outputs, by the id of their cell, leaves."""
    done = json.loads(json.dumps(source))
    for count, made in enumerate((c for c in done["cells"] if c["cell_type"] == "code"), start=1):
        made["outputs"], made["execution_count"] = outputs.get(made["id"], []), count
    injected = cell("code", INJECTED, f'profile = "{profile}"', INJECTED)
    done["cells"].insert(2, injected | {"execution_count": 1})  # as papermill does
    return run_of(done, profile, failure=failure)


def run_of(document: dict[str, Any], profile: str = "full", **changes: Any) -> Run:
    """Make the run whose executed notebook this is."""
    parameters = {"profile": profile, "seeds": 5}
    known = {
        "slug": "tiny",
        "fingerprint": "f" * 64,
        "parts": {"python": "3.11.7"},
        "failure": None,
        "provenance": replace(PROVENANCE, profile=profile, parameters=parameters),
    }
    return make_run(document, **(known | changes))


def measured(name: str, *values: float, **more: Any) -> dict[str, Any]:
    """Make the output that `record` leaves."""
    payload = {"name": name, "values": list(values), "unit": "", "deterministic": False} | more
    data = {"application/vnd.claimbook.measurement+json": payload, "text/plain": name}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def drawn(identifier: str = "gap", **changes: Any) -> dict[str, Any]:
    """Make the output that `figure` leaves."""
    about = {
        "id": identifier,
        "caption": "The gap shrinks. Five seeds.",
        "alt": "A line from 0.3 to 0.1.",
        "data": {"columns": ["step", "gap"], "rows": [[0, 0.3], [1, 0.1]]},
    } | changes
    svg = '<?xml version="1.0"?><svg viewBox="0 0 9 9"><text fill="#6e6e6e">gap</text></svg>'
    data = {
        "application/vnd.claimbook.figure+json": about,
        "image/svg+xml": svg,
        "text/plain": "gap",
    }
    return {"output_type": "display_data", "metadata": {}, "data": data}


def dragged(identifier: str = "slider") -> dict[str, Any]:
    """Make the output that `chart` leaves."""
    output = drawn(identifier)
    output["data"]["application/vnd.vegalite.v6+json"] = {"mark": "line"}
    return output
