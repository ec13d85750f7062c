"""What a run depends on, part by part, and what changed between two runs.

Code cells, parameters and profile, the claims' quantities, every local module within reach of
an import, declared data, the versions of what is imported, and Python. Prose, comments,
docstrings, tags and cell ids are no part of it: editing a sentence never costs a rerun.
"""

import ast
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from importlib import metadata
from itertools import groupby
from typing import Any

from claimbook.execution.definitions import read_definitions
from claimbook.execution.digests import digest_code, digest_data, digest_module, digest_text
from claimbook.execution.imports import Reach, reach, read_state
from claimbook.notebook.book import Settings
from claimbook.notebook.code import find_assigned, parse
from claimbook.notebook.source import Cell, Notebook

_CELL = "code cell "
_FILES = {"module": "module", "data": "data file"}  # parts that are told by name alone


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
) -> Fingerprint:
    """Return what running `notebook` in `profile`, with changed `parameters`, depends on."""
    reached = reach((cell.source for cell in notebook.code), settings.root)
    parts = _list_parts(notebook, settings, profile, parameters or {}, reached)
    return _make_fingerprint(dict(parts), reached)


def _list_parts(
    notebook: Notebook,
    settings: Settings,
    profile: str,
    parameters: Mapping[str, Any],
    reached: Reach,
) -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    yield "profile", profile
    yield "quantities", " ".join(sorted(notebook.front.collect_quantities()))
    for name, value in (notebook.parameters | dict(parameters)).items():
        if name != "profile":
            yield f"parameter {name}", json.dumps(value, sort_keys=True, default=repr)
    for number, cell in enumerate(notebook.code, start=1):
        yield f"{_CELL}{number}", _digest_cell(cell, docstrings=reached.prose)
    for name, path in reached.modules.items():
        yield f"module {name}", digest_module(path, *read_state(path), docstrings=reached.prose)
    for name, home in reached.lazy.items():
        yield f"name {name}", home
    for data in notebook.front.data:
        yield f"data {data}", digest_data(data, settings.root, settings.work / "digests.json")
    yield from _list_versions(reached)


def _digest_cell(cell: Cell, *, docstrings: bool) -> str:
    """Digest a code cell; the values that a parameters cell declares are parts of their own."""
    if "parameters" not in cell.tags:
        return digest_code(cell.source, cell=True, docstrings=docstrings)
    kept = [node for node in parse(cell.source).body if not find_assigned(node)]
    return digest_text("parameters\0" + "\0".join(ast.unparse(node) for node in kept))


def _list_versions(reached: Reach) -> Iterator[tuple[str, str]]:
    installed = _map_distributions()
    for top in sorted(reached.outside):
        for name in sorted(set(installed.get(top, [top]))):
            try:
                yield f"version {name}", metadata.version(name)
            except metadata.PackageNotFoundError:
                yield f"version {name}", "not installed"


@cache
def _map_distributions() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()  # reads every record: 0.3 s


def explain(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Say in a few words each what changed between the parts of two runs.

    >>> explain({"version jax": "0.10.1"}, {"version jax": "0.10.2"})
    ['jax 0.10.1 → 0.10.2']
    """
    reasons = list(_compare_cells(_list_cells(old), _list_cells(new)))
    files: dict[tuple[str, str], list[str]] = {}
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        kind, _, rest = name.partition(" ")
        if before == after or name.startswith(_CELL):
            continue
        if kind == "name" and None in (before, after):
            continue  # the cell or module that takes it, or no longer does, is told already
        if kind in _FILES:
            verb = "added" if before is None else "removed" if after is None else "changed"
            files.setdefault((_FILES[kind], verb), []).append(rest)
        else:
            reasons.append(_say_reason(kind, rest, before, after))
    return reasons + [_say_change(noun, names, verb) for (noun, verb), names in files.items()]


def _list_cells(parts: Mapping[str, str]) -> list[str]:
    numbered = {
        int(name.removeprefix(_CELL)): value
        for name, value in parts.items()
        if name.startswith(_CELL)
    }
    return [numbered[number] for number in sorted(numbered)]


def _compare_cells(old: list[str], new: list[str]) -> Iterator[str]:
    """Compare as sequences, so that a cell put in between leaves the later ones unchanged."""
    found: dict[str, list[int]] = {"changed": [], "added": [], "removed": []}
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, old_start, old_end, start, end in matcher.get_opcodes():
        if tag != "equal":
            both = min(old_end - old_start, end - start)
            found["changed"] += range(start + 1, start + both + 1)
            found["added"] += range(start + both + 1, end + 1)
            found["removed"] += range(old_start + both + 1, old_end + 1)
    for verb, numbers in found.items():
        if numbers:
            yield _say_change(_CELL.strip(), _write_spans(numbers), verb)


def _write_spans(numbers: list[int]) -> list[str]:
    """Write neighbours as a span: 1, 2, 3, 7 → 1–3, 7."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]


def _say_change(noun: str, names: list[str], verb: str) -> str:
    several = len(names) > 1 or "–" in names[0]
    return f"{noun}{'s' if several else ''} {', '.join(names)} {verb}"


def _say_reason(kind: str, rest: str, old: str | None, new: str | None) -> str:
    if kind == "quantities":
        return "the claims' quantities changed"
    label = {"python": "Python", "version": rest, "name": rest}.get(kind, f"{kind} {rest}".strip())
    if old is None or new is None:
        return f"{label} {'added' if old is None else 'removed'}"
    return f"{label} {old} → {new}"
