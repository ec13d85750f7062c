"""What makes a source of any notebook: nbformat 4.5, ids that stay, nothing that is transient.

Transient is what a run or a program leaves behind: outputs, counts, times, what was folded or
scrolled, which kernel one machine has. Whatever else stands in the file is kept, known or not:
tags, attachments, slides, a title, the keys of programs that nobody here has heard of.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.notebook.document import (
    CELL_ID,
    KERNEL,
    LANGUAGE,
    MAJOR,
    MINOR,
    Document,
    dump,
    find_version,
    read_json,
    read_source,
    refuse_misshapen,
)

INJECTED = "injected-parameters"  # papermill's tag for the cell that it adds to what it runs

# The keys of a cell's metadata that are transient, by who writes them.
OF_A_CELL = frozenset(
    {
        *(
            "collapsed",
            "scrolled",
            "trusted",
            "execution",
            "jp-MarkdownHeadingCollapsed",
        ),  # Jupyter
        *("ExecuteTime", "heading_collapsed", "hidden", "code_folding"),  # its extensions
        *("run_control", "toc-hr-collapsed"),
        *("papermill", "vscode", "pycharm", "nteract"),
        *("colab", "colab_type", "cellView", "executionInfo", "outputId"),  # Colab
    }
)
OF_JUPYTER = frozenset({"outputs_hidden"})  # below `jupyter`, where `source_hidden` is the author's
# The same of the notebook's metadata.
OF_A_NOTEBOOK = frozenset(
    {
        *("widgets", "papermill", "claimbook"),  # what a run leaves
        *("orig_nbformat", "orig_nbformat_minor", "signature"),  # nbformat
        *("toc-autonumbering", "toc-showcode", "toc-showmarkdowntxt", "toc-showtags"),  # JupyterLab
        *("toc", "varInspector", "celltoolbar"),  # the classic notebook and its extensions
        *("vscode", "interpreter", "nteract", "kernel_info"),
        *("colab", "accelerator", "gpuClass"),  # Colab
    }
)


def strip_file(path: Path) -> bool:
    """Strip a notebook file; return whether it changed. A link stays a link.

    Raises `ClaimbookError` for what is no notebook and for a file that cannot be written.
    """
    raw = read_json(path)
    if find_version(raw, path.name)[0] < MAJOR:
        raw = upgrade(raw, path.name)
    try:
        return write_if_changed(path, dump(strip(raw)))
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise ClaimbookError(what, where=path.name, fix="make it writable") from error


def has_outputs(path: Path) -> bool:
    """Whether a notebook file holds what cells showed when they were run."""
    raw = read_json(path)
    sheets = raw.get("worksheets")  # of nbformat 3
    pages = [raw, *(sheets if isinstance(sheets, list) else ())]
    cells = [cell for page in pages if isinstance(page, dict) for cell in page.get("cells") or ()]
    return any(isinstance(cell, dict) and cell.get("outputs") for cell in cells)


def strip(raw: Document) -> Document:
    """Return a notebook of nbformat 4 as a source: without what is transient, in nbformat 4.5.

    A cell without a good id, or with one already taken, gets an id that depends on its place
    alone. Stripping twice changes nothing.
    """
    metadata = raw.get("metadata", {})
    cells = [cell for cell in raw["cells"] if not _is_injected(cell)]
    in_colab = {"id"} if "colab" in metadata else set[str]()
    return raw | {
        "cells": [
            _strip_cell(cell, identifier, OF_A_CELL | in_colab)
            for cell, identifier in zip(cells, name_cells(cells), strict=True)
        ],
        "metadata": _strip_metadata(metadata),
        "nbformat": MAJOR,
        "nbformat_minor": max(raw.get("nbformat_minor", MINOR), MINOR),
    }


def _is_injected(cell: Document) -> bool:
    """Say whether papermill made a cell: it repeats what one run was given."""
    tags = cell.get("metadata", {}).get("tags")
    return isinstance(tags, list) and INJECTED in tags


def _strip_metadata(metadata: Document) -> Document:
    kept = {key: value for key, value in metadata.items() if key not in OF_A_NOTEBOOK}
    named = (_find_name(kept, "kernelspec", "language"), _find_name(kept, "language_info", "name"))
    if all("python" in name for name in named if name):
        kept |= {"kernelspec": dict(KERNEL), "language_info": dict(LANGUAGE)}
    return kept


def _find_name(metadata: Document, key: str, name: str) -> str:
    part = metadata.get(key)
    return str(part.get(name) or "").lower() if isinstance(part, dict) else ""


def _strip_cell(cell: Document, identifier: str, transient: frozenset[str]) -> Document:
    kept = {key: value for key, value in cell.items() if key not in ("outputs", "execution_count")}
    if kept.get("attachments") == {}:
        del kept["attachments"]  # VS Code gives every Markdown cell an empty mapping
    metadata = {k: v for k, v in cell.get("metadata", {}).items() if k not in transient}
    if isinstance(jupyter := metadata.get("jupyter"), dict):
        metadata["jupyter"] = {k: v for k, v in jupyter.items() if k not in OF_JUPYTER}
        if not metadata["jupyter"]:
            del metadata["jupyter"]
    if cell["cell_type"] == "code":
        kept |= {"execution_count": None, "outputs": []}
    source = read_source(cell).splitlines(keepends=True)
    return kept | {"id": identifier, "metadata": metadata, "source": source}


def name_cells(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return an id for each cell: its own, or one made of its place.

    The first cell that has an id keeps it, so that no good id changes because of another cell.
    """
    given = [cell.get("id") for cell in cells]
    good = [name if isinstance(name, str) and CELL_ID.fullmatch(name) else "" for name in given]
    taken = set(good)
    names: dict[str, None] = {}  # as an ordered set
    for number, name in enumerate(good, start=1):
        if not name or name in names:
            name = _find_free(f"{name[:50] or 'cell'}-{number}", taken)
            taken.add(name)
        names[name] = None
    return list(names)


def _find_free(name: str, taken: set[str]) -> str:
    variants = (f"{name}-{number}" for number in count(2))
    return name if name not in taken else next(one for one in variants if one not in taken)


def upgrade(raw: Document, where: str) -> Document:
    """Convert a notebook older than nbformat 4, as nbformat itself does, and leave out its ids.

    They are drawn at random there; `strip` makes others, of each cell's place.
    """
    import nbformat  # 0.1 s, for what hardly anybody has

    major, minor = find_version(raw, where)
    try:
        with _silence("traitlets"):  # which says of a key that it does not know that it is an error
            upgraded = nbformat.reads(json.dumps(raw), as_version=MAJOR)  # type: ignore[no-untyped-call]
        made: Document = json.loads(json.dumps(upgraded))
    except Exception as error:  # whatever a broken file makes it raise
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise ClaimbookError(
            f"cannot be brought from nbformat {major}.{minor} to {MAJOR}.{MINOR}: {reason}",
            where=where,
            fix="mend it, or begin anew with `claimbook new`",
        ) from error
    refuse_misshapen(made, where)
    for cell in made["cells"]:
        cell.pop("id", None)
    return made


@contextmanager
def _silence(name: str) -> Iterator[None]:
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
