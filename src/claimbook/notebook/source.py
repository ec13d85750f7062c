"""Notebook files: read, validate, strip; cells, tags, the parameters cell, stable ids."""

import ast
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.model.paper import SLUG, FrontMatter
from claimbook.notebook.frontmatter import read_front_matter

PROFILES = ("quick", "full")


@dataclass(frozen=True)
class Cell:
    """One cell of a source notebook; `number` counts from 1 as a reader would."""

    id: str
    kind: str  # "markdown", "code" or "raw"
    source: str
    tags: tuple[str, ...]
    number: int
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mimetype: str = ""


@dataclass(frozen=True)
class Notebook:
    """A source notebook, validated: front matter first, no outputs, a parameters cell."""

    path: Path
    slug: str
    front: FrontMatter
    cells: tuple[Cell, ...]

    @property
    def code(self) -> tuple[Cell, ...]:
        """The code cells, in order."""
        return tuple(cell for cell in self.cells if cell.kind == "code")

    @property
    def prose(self) -> tuple[Cell, ...]:
        """The Markdown cells, in order."""
        return tuple(cell for cell in self.cells if cell.kind == "markdown")

    @property
    def parameters(self) -> dict[str, Any]:
        """The declared parameters and their default values."""
        cell = next(cell for cell in self.code if "parameters" in cell.tags)
        return _assignments(ast.parse(cell.source))

    def where(self, cell: Cell) -> str:
        """Name a cell for an error message."""
        return f"{self.path.name}, cell {cell.number} ({cell.id})"


def read(path: Path) -> Notebook:
    """Read and validate a source notebook.

    Raises `ClaimbookError` if it is not JSON, not nbformat 4, has outputs, lacks ids,
    front matter or a parameters cell, or holds code that is not Python.
    """
    raw = read_json(path)
    cells = tuple(_cells(raw, path.name))
    if not cells or cells[0].kind != "raw":
        raise ClaimbookError(
            "the front matter is missing",
            where=path.name,
            fix="begin with a raw cell of YAML between `---` lines (`claimbook new` writes one)",
        )
    _refuse_repeated_ids(cells, path.name)
    notebook = Notebook(
        path=path,
        slug=_slug(path),
        front=read_front_matter(cells[0].source, where=path.name),
        cells=cells,
    )
    _refuse_outputs(raw, notebook)
    _refuse_broken_code(notebook)
    _refuse_bad_parameters(notebook)
    return notebook


def read_json(path: Path) -> dict[str, Any]:
    """Read a notebook file as JSON and refuse whatever is not nbformat 4."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ClaimbookError("there is no such file", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimbookError(f"cannot be read: {error}", where=path.name) from error
    except json.JSONDecodeError as error:
        raise ClaimbookError(
            f"is not JSON: {error.msg} (line {error.lineno})",
            where=path.name,
            fix="restore it from git, or save it again from JupyterLab",
        ) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("cells"), list):
        raise ClaimbookError("is JSON but no notebook", where=path.name)
    version = (raw.get("nbformat"), raw.get("nbformat_minor", 0))
    if version[0] != 4 or version[1] < 5:
        raise ClaimbookError(
            f"is nbformat {version[0]}.{version[1]}, not 4.5",
            where=path.name,
            fix="convert it: `jupyter nbconvert --to notebook --nbformat 4 --inplace`",
        )
    return raw


def _cells(raw: dict[str, Any], name: str) -> Iterator[Cell]:
    for number, cell in enumerate(raw["cells"], start=1):
        place = f"{name}, cell {number}"
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("markdown", "code", "raw"):
            raise ClaimbookError("is no notebook cell", where=place)
        if not cell.get("id"):
            raise ClaimbookError(
                "has no id", where=place, fix="run `claimbook strip` on the notebook"
            )
        source = cell.get("source", "")
        metadata = cell.get("metadata", {})
        yield Cell(
            id=str(cell["id"]),
            kind=cell["cell_type"],
            source=source if isinstance(source, str) else "".join(source),
            tags=tuple(metadata.get("tags", ())),
            number=number,
        )


def _slug(path: Path) -> str:
    if not SLUG.fullmatch(path.stem):
        raise ClaimbookError(
            f'"{path.stem}" is no slug', where=path.name, fix="use lower case, digits and hyphens"
        )
    return path.stem


def _refuse_repeated_ids(cells: tuple[Cell, ...], name: str) -> None:
    for identifier, count in Counter(cell.id for cell in cells).items():
        if count > 1:
            raise ClaimbookError(
                f'{count} cells have the id "{identifier}"',
                where=name,
                fix="run `claimbook strip` on the notebook",
            )


def _refuse_outputs(raw: dict[str, Any], notebook: Notebook) -> None:
    for cell, source in zip(raw["cells"], notebook.cells, strict=True):
        if cell.get("outputs") or cell.get("execution_count"):
            raise ClaimbookError(
                "has outputs; a source notebook has none",
                where=notebook.where(source),
                fix=f"run `claimbook strip {notebook.slug}`",
            )


def _refuse_broken_code(notebook: Notebook) -> None:
    for cell in notebook.code:
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            raise ClaimbookError(
                f"is not Python: {error.msg} (line {error.lineno} of the cell)",
                where=notebook.where(cell),
                fix="write plain Python, without magics",
            ) from error


def _refuse_bad_parameters(notebook: Notebook) -> None:
    tagged = [cell for cell in notebook.code if "parameters" in cell.tags]
    if len(tagged) != 1:
        found = "no cell is" if not tagged else f"{len(tagged)} cells are"
        raise ClaimbookError(
            f"{found} tagged `parameters`",
            where=notebook.path.name,
            fix='tag exactly one code cell that holds `profile = "full"` and `seeds = 8`',
        )
    declared = notebook.parameters
    for name in ("profile", "seeds"):
        if name not in declared:
            raise ClaimbookError(
                f"the parameters cell does not declare `{name}`",
                where=notebook.where(tagged[0]),
                fix=f"add `{name} = …`",
            )


def _assignments(tree: ast.Module) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                values[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                values[node.targets[0].id] = ast.unparse(node.value)
    return values


def recorded(cell: Cell) -> frozenset[str]:
    """Return the quantities that a code cell records by a literal name.

    Found in the syntax tree, so that a claim can be checked without starting a kernel.
    """
    given = (call.args[0] for call in _calls(cell, "record") if call.args)
    return frozenset(str(name.value) for name in given if isinstance(name, ast.Constant))


def drawn(cell: Cell) -> tuple[str, ...]:
    """Return the literal ids of the figures and charts that a code cell shows, in order."""
    calls = sorted(_calls(cell, "figure", "chart"), key=lambda call: (call.lineno, call.col_offset))
    given = (keyword for call in calls for keyword in call.keywords if keyword.arg == "id")
    return tuple(str(one.value.value) for one in given if isinstance(one.value, ast.Constant))


def _calls(cell: Cell, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in names:
                yield node


def strip(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook without outputs, counts and transient metadata, with ids kept.

    A cell without an id, or with an id already taken, gets one that depends on its place
    alone, so that stripping twice changes nothing.
    """
    taken: set[str] = set()
    cells = []
    for number, cell in enumerate(raw["cells"], start=1):
        identifier = cell.get("id") or f"cell-{number}"
        while identifier in taken:
            identifier = f"{identifier}-{number}"
        taken.add(identifier)
        cells.append(_stripped(cell, identifier))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _stripped(cell: dict[str, Any], identifier: str) -> dict[str, Any]:
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    kept = {k: v for k, v in cell.get("metadata", {}).items() if k in ("tags", "raw_mimetype")}
    stripped = {"cell_type": cell["cell_type"], "id": identifier, "metadata": kept}
    if cell["cell_type"] == "code":
        stripped |= {"execution_count": None, "outputs": []}
    return stripped | {"source": text.splitlines(keepends=True)}


def dump(raw: dict[str, Any]) -> str:
    """Serialise a notebook as text, the same for the same content."""
    return json.dumps(raw, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write_if_changed(path: Path, text: str) -> bool:
    """Write a text file atomically, only if its content changes; return whether it did."""
    data = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
