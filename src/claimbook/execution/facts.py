"""What code names, and the digests of its cells and modules, kept for later processes.

To know what a notebook depends on, its code is taken apart twice: into a tree, for what it can reach, and
into tokens, for what of it counts. Neither depends on anything but the text.
"""

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from claimbook.execution.digests import digest_code
from claimbook.execution.names import Names, read_cells, read_module
from claimbook.installed import digest_text
from claimbook.kept import Index

FILE = "code.json"  # in the work folder
NOWHERE = Index()


@cache
def open_facts(work: Path) -> Index:
    """Return the index of a work folder, one for a process; who asks for many saves it."""
    return Index(work / FILE)


def find_digest(
    source: str, index: Index = NOWHERE, *, cell: bool = False, docstrings: bool = False
) -> str:
    """Return what `digest_code` does."""
    key = digest_text("code", str(cell), str(docstrings), source)
    found: str | None = index.find(key)
    if found is None:
        found = digest_code(source, cell=cell, docstrings=docstrings)
        index.keep(key, found)
    return found


def find_cell_names(sources: tuple[str, ...], index: Index = NOWHERE) -> Names:
    """Return what `read_cells` does."""
    key = digest_text("cells", *sources)
    if (found := index.find(key)) is not None:
        return _make_names(found)
    names = read_cells(sources)
    index.keep(key, _describe_names(names))
    return names


def find_module_names(source: str, module: str, index: Index = NOWHERE, *, package: bool) -> Names:
    """Return what `read_module` does."""
    key = digest_text("module", module, str(package), source)
    if (found := index.find(key)) is not None:
        return _make_names(found)
    names = read_module(source, module, package=package)
    index.keep(key, _describe_names(names))
    return names


def _describe_names(names: Names) -> dict[str, Any]:
    told = {one.name: getattr(names, one.name) for one in fields(names)}
    return {name: one if isinstance(one, bool) else sorted(one) for name, one in told.items()}


def _make_names(found: dict[str, Any]) -> Names:
    told: dict[str, Any] = {
        name: one if isinstance(one, bool) else frozenset(one) for name, one in found.items()
    }
    return Names(**told)


@cache
def digest_module(
    path: Path, size: int, modified: int, index: Index = NOWHERE, *, docstrings: bool = False
) -> str:
    """Return the digest of a module; size and time of change tell when to read it again."""
    del size, modified
    text = path.read_text("utf-8", errors="replace")
    return find_digest(text, index, docstrings=docstrings)
