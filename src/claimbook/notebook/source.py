"""One source notebook: its cells, its front matter and its parameters, read and validated."""

import base64
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.fields import name_kind
from claimbook.kept import Index
from claimbook.model.paper import SLUG, FrontMatter
from claimbook.notebook.bounds import LONGEST_SOURCE, MOST_CELLS, find_excess
from claimbook.notebook.code import find_parameters, parse
from claimbook.notebook.document import (
    CELL_ID,
    MAJOR,
    MINOR,
    Document,
    find_version,
    read_json,
    read_source,
)
from claimbook.notebook.frontmatter import read_front_matter
from claimbook.notebook.stripping import INJECTED

PROFILES = ("quick", "full")
PARAMETERS, SKIP = "parameters", "skip-execution"  # the tags of cells
Attachments = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Cell:
    """One cell of a source notebook; `number` counts from 1 as a reader would."""

    id: str
    kind: str  # "markdown", "code" or "raw"
    source: str
    tags: tuple[str, ...]
    number: int
    attachments: Attachments = field(default_factory=dict)  # name → MIME type → base64
    mimetype: str = ""  # a raw cell's, in lower case; "" if it names none


@dataclass(frozen=True)
class Notebook:
    """A source notebook, validated: front matter first, a parameters cell, code that is Python.

    What a program left of a run in the file is no part of it, and no reason to refuse it: an
    author saves what was run. `residue` names it, for whoever keeps sources clean.
    """

    path: Path
    slug: str
    front: FrontMatter
    cells: tuple[Cell, ...]
    residue: tuple[ClaimbookError, ...] = field(default=(), compare=False)

    @property
    def code(self) -> tuple[Cell, ...]:
        """The code cells, in order."""
        return tuple(cell for cell in self.cells if cell.kind == "code")

    @property
    def prose(self) -> tuple[Cell, ...]:
        """The Markdown cells, in order."""
        return tuple(cell for cell in self.cells if cell.kind == "markdown")

    @property
    def slugs(self) -> tuple[str, ...]:
        """Its slug, and those that it had before."""
        return (self.slug, *self.front.moved_from)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The declared parameters and their default values."""
        return find_parameters(next(c for c in self.code if PARAMETERS in c.tags).source)

    def name_cell(self, cell: Cell) -> str:
        """Name a cell for an error message."""
        return _name_cell(self.path, cell)


def _name_cell(path: Path, cell: Cell) -> str:
    return f"{path.name}, cell {cell.number} ({cell.id})"


_known: dict[Path, tuple[str, Notebook]] = {}  # what was read last, by its content


def read(path: Path, index: Index | None = None) -> Notebook:
    """Read and validate a source notebook; one that has not changed since is not parsed again.

    What other processes have parsed before stands in an `index`.

    Raises `ClaimbookError` if it is not JSON, not nbformat 4.5, lacks ids, front matter or a
    parameters cell, or holds code that is not Python.
    """
    if not SLUG.fullmatch(slug := path.stem):
        what, fix = f'"{slug}" is no slug', "use lower case, digits and hyphens"
        raise ClaimbookError(what, where=path.name, fix=fix)
    content = _take_digest(path)
    known = _known.get(path)
    if known is not None and content and known[0] == content:
        return known[1]
    notebook = make_notebook(read_json(path), path, index)
    if content and _take_digest(path) == content:  # nobody has written it meanwhile
        _known[path] = content, notebook
    return notebook


def find_content(notebook: Notebook) -> str:
    """Return the digest of the file that a notebook was read from; nothing if that cannot be told."""
    content, known = _known.get(notebook.path, ("", None))
    return content if known is notebook else ""


def _take_digest(path: Path) -> str:
    """Return the digest of a file, or nothing if it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def make_notebook(raw: Document, path: Path, index: Index | None = None) -> Notebook:
    """Make a notebook of what its file holds, or of what it held when it was run.

    Raises `ClaimbookError` as `read` does.
    """
    _refuse_old(raw, path)
    read_cells = tuple(_read_cells(raw, path))
    cells = tuple(one for one in _drop_empty_end(read_cells) if INJECTED not in one.tags)
    if not cells or cells[0].kind != "raw":
        raise ClaimbookError(
            "the front matter is missing",
            where=path.name,
            fix="begin with a raw cell of YAML between `---` lines (`claimbook new` writes one)",
        )
    _refuse_excess(cells, path)
    _refuse_repeated_ids(cells, path)
    front = read_front_matter(cells[0].source, where=path.name, index=index)
    residue = tuple(_find_residue(raw, read_cells, path))
    notebook = Notebook(path, path.stem, front, cells, residue)
    _refuse_broken_code(notebook)
    _refuse_bad_parameters(notebook)
    return notebook


def _refuse_excess(cells: tuple[Cell, ...], path: Path) -> None:
    if len(cells) > MOST_CELLS:
        what = f"has {len(cells)} cells, {MOST_CELLS} are the most"
        raise ClaimbookError(what, where=path.name, fix="divide it into two notebooks")
    for cell in cells:
        for fault in find_excess(cell.source) if cell.kind == "markdown" else ():
            raise ClaimbookError(fault.what, where=_name_cell(path, cell), fix=fault.fix)
        if len(cell.source) > LONGEST_SOURCE and cell is not cells[0]:
            what = f"has {len(cell.source)} characters, {LONGEST_SOURCE} are the most"
            fix = "divide it, or read what is long from a file under `data`"
            raise ClaimbookError(what, where=_name_cell(path, cell), fix=fix)


def _advise_strip(path: Path) -> str:
    return f"run `claimbook strip {path.stem}`"


def _refuse_old(raw: Document, path: Path) -> None:
    if (version := find_version(raw, path.name)) < (MAJOR, MINOR):
        raise ClaimbookError(
            f"is nbformat {version[0]}.{version[1]}, not {MAJOR}.{MINOR}",
            where=path.name,
            fix=_advise_strip(path),
        )


def _read_cells(raw: Document, path: Path) -> Iterator[Cell]:
    for number, cell in enumerate(raw["cells"], start=1):
        place = f"{path.name}, cell {number}"
        identifier = cell.get("id")
        if not isinstance(identifier, str) or not CELL_ID.fullmatch(identifier):
            what = f"{str(identifier)[:70]!r} is no id" if identifier else "has no id"
            raise ClaimbookError(what, where=place, fix=_advise_strip(path))
        metadata = cell.get("metadata", {})
        if (size := _measure(metadata)) > LONGEST_SOURCE:
            what = f"has metadata of {size} characters, {LONGEST_SOURCE} are the most"
            raise ClaimbookError(what, where=place, fix="empty it: `{}` will do")
        yield Cell(
            id=identifier,
            kind=cell["cell_type"],
            source=read_source(cell),
            tags=_read_tags(metadata, f"{place} ({identifier})"),
            number=number,
            attachments=_read_attachments(cell, f"{place} ({identifier})"),
            mimetype=_read_mimetype(cell, metadata, f"{place} ({identifier})"),
        )


def _drop_empty_end(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Leave out the empty code cells at the end: JupyterLab adds one when the last has been run."""
    while cells and cells[-1].kind == "code" and not cells[-1].source.strip():
        cells = cells[:-1]
    return cells


def _measure(metadata: Document) -> int:
    """Return the size of what stands in a cell's metadata."""
    return len(json.dumps(metadata)) if metadata else 0


def _read_tags(metadata: Document, place: str) -> tuple[str, ...]:
    tags = metadata.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise ClaimbookError(
            f"tags: expected a list of text, found {name_kind(tags)}",
            where=place,
            fix='write them like `"tags": ["parameters"]`',
        )
    return tuple(tags)


def _read_mimetype(cell: Document, metadata: Document, place: str) -> str:
    """Return what a raw cell holds: `raw_mimetype` as Jupyter writes it, `format` by nbformat."""
    if cell["cell_type"] != "raw":
        return ""
    for key in ("raw_mimetype", "format"):
        if not isinstance(value := metadata.get(key, ""), str):
            raise ClaimbookError(
                f"{key}: expected text, found {name_kind(value)}",
                where=place,
                fix=f'write a MIME type, such as `"{key}": "text/html"`',
            )
        if value.strip():
            return value.strip().lower()
    return ""


def _read_attachments(cell: Document, place: str) -> Attachments:
    """Return a cell's attachments, each checked to be base64 and without its line ends."""
    given = cell.get("attachments", {})
    if not isinstance(given, dict):
        raise _explain_broken(f"expected a mapping, found {name_kind(given)}", place)
    return {name: dict(_read_bundle(name, bundle, place)) for name, bundle in given.items()}


def _read_bundle(name: str, bundle: object, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(bundle, dict) or not bundle:
        raise _explain_broken(f"expected MIME types, found {name_kind(bundle)}", place, name)
    for mimetype, data in bundle.items():
        lines = data if isinstance(data, list) else [data]
        if not all(isinstance(line, str) for line in lines):
            raise _explain_broken(f"expected base64, found {name_kind(data)}", place, name)
        text = "".join("".join(lines).split())
        try:
            base64.b64decode(text, validate=True)
        except ValueError as error:
            raise _explain_broken("is not base64", place, name) from error
        yield mimetype, text


def _explain_broken(what: str, place: str, name: str = "") -> ClaimbookError:
    named = f"the attachment {name!r}" if name else "attachments"
    fix = "remove it, and paste the picture into the cell anew"
    return ClaimbookError(f"{named}: {what}", where=place, fix=fix)


def _refuse_repeated_ids(cells: tuple[Cell, ...], path: Path) -> None:
    for identifier, count in Counter(cell.id for cell in cells).items():
        if count > 1:
            raise ClaimbookError(
                f'{count} cells have the id "{identifier}"',
                where=path.name,
                fix=_advise_strip(path),
            )


def _find_residue(raw: Document, cells: Iterable[Cell], path: Path) -> Iterator[ClaimbookError]:
    """Find what a run left: outputs, counts, the cell of its parameters."""
    for cell, source in zip(raw["cells"], cells, strict=True):
        if cell.get("outputs") or cell.get("execution_count"):
            what = "has outputs; a source notebook has none"
        elif INJECTED in source.tags:
            what = "holds the parameters of one run, as papermill puts them in"
        else:
            continue
        yield ClaimbookError(what, where=_name_cell(path, source), fix=_advise_strip(path))


def _refuse_broken_code(notebook: Notebook) -> None:
    for cell in notebook.code:
        try:
            parse(cell.source)
        except SyntaxError as error:
            raise ClaimbookError(
                f"is not Python: {error.msg} (line {error.lineno} of the cell)",
                where=notebook.name_cell(cell),
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
                where=notebook.name_cell(tagged[0]),
                fix=f"add `{name} = …`",
            )
