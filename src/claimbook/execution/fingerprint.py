"""What a run depends on, part by part.

Code cells, parameters and profile, the claims' quantities, every local module within reach of
an import, declared data, the versions of what is imported, and Python. Prose, comments,
docstrings, tags and cell ids are no part of it: editing a sentence never costs a rerun.
"""

import ast
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.execution.definitions import read_definitions
from claimbook.execution.digests import digest_data, digest_text
from claimbook.execution.distributions import list_versions
from claimbook.execution.facts import digest_module, find_digest, open_facts
from claimbook.execution.imports import Reach, reach, read_state
from claimbook.execution.names import Names
from claimbook.execution.reasons import CELL
from claimbook.kept import Index
from claimbook.notebook.book import Settings
from claimbook.notebook.code import find_assigned, parse
from claimbook.notebook.source import PARAMETERS, SKIP, Cell, Notebook

Known = dict[Names, Reach]


@dataclass(frozen=True)
class Fingerprint:
    """The digest that names a run, and the parts it was made from."""

    digest: str
    parts: Mapping[str, str]
    reached: Reach | None = field(default=None, compare=False)  # in whose files the parts stand

    @property
    def versions(self) -> dict[str, str]:
        """The versions of the imported distributions."""
        return {
            name.removeprefix("version "): value
            for name, value in self.parts.items()
            if name.startswith("version ")
        }

    def move_to_profile(self, profile: str) -> "Fingerprint":
        """Return the fingerprint of the same notebook in another profile."""
        return _make_fingerprint({**self.parts, "profile": profile}, self.reached)

    def list_definitions(self) -> dict[str, Mapping[str, str]]:
        """Return what each local module within reach defines, with digests."""
        if self.reached is None:
            return {}
        return {
            name: read_definitions(path, *read_state(path), docstrings=self.reached.prose)
            for name, path in self.reached.modules.items()
        }


def _make_fingerprint(parts: Mapping[str, str], reached: Reach | None) -> Fingerprint:
    return Fingerprint(digest_text(json.dumps(parts, sort_keys=True)), parts, reached)


def take_fingerprint(
    notebook: Notebook,
    settings: Settings,
    profile: str,
    parameters: Mapping[str, Any] | None = None,
    known: Known | None = None,
) -> Fingerprint:
    """Return what running `notebook` in `profile`, with changed `parameters`, depends on.

    For many notebooks at once, files are looked for once if all are given what is `known` of the others.
    """
    index = open_facts(settings.work)
    reached = reach((cell.source for cell in notebook.code), settings.root, index, known)
    parts = _list_parts(notebook, settings, profile, parameters or {}, reached)
    return _make_fingerprint(dict(parts), reached)


def _list_parts(
    notebook: Notebook,
    settings: Settings,
    profile: str,
    parameters: Mapping[str, Any],
    reached: Reach,
) -> Iterator[tuple[str, str]]:
    index = open_facts(settings.work)
    yield "python", platform.python_version()
    yield "profile", profile
    yield "quantities", " ".join(sorted(notebook.front.collect_quantities()))
    for name, value in (notebook.parameters | dict(parameters)).items():
        if name != "profile":
            yield f"parameter {name}", json.dumps(value, sort_keys=True, default=repr)
    for number, cell in enumerate(notebook.code, start=1):
        yield f"{CELL}{number}", _digest_cell(cell, index, docstrings=reached.prose)
    for name, path in reached.modules.items():
        state = read_state(path)
        yield f"module {name}", digest_module(path, *state, index, docstrings=reached.prose)
    for name, home in reached.lazy.items():
        yield f"name {name}", home
    for data in notebook.front.data:
        try:
            digest = digest_data(data, settings.root, settings.work / "digests.json")
        except ClaimbookError as error:
            where = f"{notebook.path.name}: data"
            raise ClaimbookError(error.what, where=where, fix=error.fix) from error
        yield f"data {data}", digest
    versions = list_versions(reached.outside, settings.work / "distributions.json")
    yield from ((f"version {name}", version) for name, version in versions)


def _digest_cell(cell: Cell, index: Index, *, docstrings: bool) -> str:
    """Digest a code cell; the values that a parameters cell declares are parts of their own."""
    if PARAMETERS in cell.tags:
        body = parse(cell.source).body
        kept = body if _has_more_to_tell(body) else [one for one in body if not find_assigned(one)]
        found = digest_text("parameters\0" + "\0".join(map(ast.unparse, kept)))
    else:
        found = find_digest(cell.source, index, cell=True, docstrings=docstrings)
    return digest_text(f"{SKIP}\0{found}") if SKIP in cell.tags else found


def _has_more_to_tell(body: Sequence[ast.stmt]) -> bool:
    """Whether parameters do not tell all that a cell gives them: `seeds = seeds * 2`, `size = (1, 2)`."""
    given = [(name, node) for node in body for name in find_assigned(node)]
    values = (node.value for _, node in given if isinstance(node, (ast.Assign, ast.AnnAssign)))
    return len(given) > len(dict(given)) or not all(map(_is_plain, values))


def _is_plain(node: ast.expr | None) -> bool:
    """Whether a value stands in the code as JSON has it too."""
    match node:
        case ast.Constant(value=None | bool() | int() | float() | str()):
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
        case ast.List(elts=elements):
            return all(map(_is_plain, elements))
    return False
