"""A new notebook for a paper: drafted, checked as the engine will, and written once."""

from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from claimbook.bibliography.records import read_works
from claimbook.errors import ClaimbookError
from claimbook.intake import newbody
from claimbook.intake.arguments import Source, gather
from claimbook.intake.network import Client
from claimbook.intake.newbody import NOTHING, Material
from claimbook.intake.newfront import Place, list_blanks, write_front_matter
from claimbook.intake.partialpaper import PartialPaper
from claimbook.model.paper import CITATION_KEY, SLUG
from claimbook.notebook.book import Book, find_notebooks
from claimbook.notebook.document import dump
from claimbook.notebook.frontmatter import read_front_matter
from claimbook.notebook.stripping import strip


@dataclass(frozen=True)
class NewNotebook:
    """A notebook just written: what is still blank in it, and what was worth saying."""

    path: Path
    blanks: tuple[str, ...]  # as `paper.title: the paper's title`
    notes: tuple[str, ...] = ()


def begin_notebook(
    book: Book, source: Source, *, today: date, slug: str = "", client: Client | None = None
) -> NewNotebook:
    """Write `notebooks/<slug>.ipynb` for a paper, and list what is left to fill in.

    Raises `ClaimbookError` if there is nothing to begin from, if the notebook exists already,
    or if its citation key or its arXiv identifier is taken. Nothing is ever overwritten.
    """
    known, notes = gather(source, client or Client())
    name = slug or known.slug
    if not SLUG.fullmatch(name):
        raise ClaimbookError(f'"{name}" is no slug', fix="use lower case, digits and hyphens")
    path = book.settings.notebooks / f"{name}.ipynb"
    taken = [one for one in find_notebooks(book.settings) if one.stem == name]
    if taken or path.exists():
        where = _locate(taken[0] if taken else path)
        raise ClaimbookError("exists already", where=where, fix="give another slug")
    known = replace(known, key=choose_key(book, known))
    drafted = draft(path, known, Place(today, find_order(book, today)))
    write(drafted)
    return NewNotebook(path, drafted.blanks, notes)


@dataclass(frozen=True)
class UnwrittenNotebook:
    """A notebook about to be written."""

    path: Path
    text: str
    blanks: tuple[str, ...]


def draft(
    path: Path, known: PartialPaper, place: Place, material: Material = NOTHING
) -> UnwrittenNotebook:
    """Draft the notebook of a paper; what it cannot be told is blank, and listed."""
    front = write_front_matter(known, place)
    read_front_matter(front, where=path.name)  # what is written here, the engine reads
    cells = newbody.make_cells(front, known.key, material, lab=has_lab())
    blanks = (*list_blanks(front), *newbody.list_open(cells))
    return UnwrittenNotebook(path, dump(strip({"cells": cells})), blanks)


def has_lab() -> bool:
    """Tell whether what the extra `lab` brings is installed."""
    return find_spec("jax") is not None


def choose_key(book: Book, known: PartialPaper) -> str:
    """Return the paper's key, or raise if the key or the paper is in the project already."""
    key = known.citation_key
    if not CITATION_KEY.fullmatch(key):
        key = "unknownpaper"
    for notebook in book.notebooks:
        paper = notebook.front.paper
        if paper.key.lower() == key.lower() or (known.arxiv and known.arxiv == paper.arxiv):
            raise ClaimbookError(
                f"is about the paper already (citation key {paper.key})",
                where=_locate(notebook.path),
                fix="edit it, or give the BibTeX entry another key",
            )
    for work in read_works(book.settings.works):
        if work.key.lower() == key.lower():
            raise ClaimbookError(
                f'"{work.key}" is among the works cited',
                where=f"{book.settings.works.name}, line {work.line}",
                fix="take it out there first: the notebook's front matter becomes its record",
            )
    return key


def find_order(book: Book, day: date) -> int:
    """Return the next place in the digest of a day."""
    digests = (notebook.front.digest for notebook in book.notebooks)
    return 1 + max((digest.order for digest in digests if digest.date == day), default=0)


def _locate(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def write(drafted: UnwrittenNotebook) -> None:
    """Write a notebook where there is none."""
    path = drafted.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:  # "x" refuses a file that exists
            file.write(drafted.text)
    except FileExistsError as error:
        raise ClaimbookError(
            "exists already", where=_locate(path), fix="give another slug"
        ) from error
    except OSError as error:
        raise ClaimbookError(f"cannot be written: {error.strerror}", where=_locate(path)) from error
