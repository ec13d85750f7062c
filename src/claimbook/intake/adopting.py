"""A notebook that exists already is brought in: all reasons against it at once, or written once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path

from claimbook.errors import ClaimbookError
from claimbook.intake import newbody, newnotebook
from claimbook.intake.adoption import CLAIM, Draft, draft_cells
from claimbook.intake.arguments import Source, gather
from claimbook.intake.network import Client
from claimbook.intake.newfront import Place, list_blanks, write_front_matter
from claimbook.intake.obstacles import find_obstacles
from claimbook.intake.partialpaper import PartialPaper
from claimbook.intake.romanised import fold_to_ascii
from claimbook.model.paper import SLUG
from claimbook.notebook.book import Book, find_notebooks
from claimbook.notebook.document import MAJOR, dump, find_version, read_json
from claimbook.notebook.ordinary import is_ordinary
from claimbook.notebook.source import make_notebook
from claimbook.notebook.stripping import strip, upgrade


@dataclass(frozen=True)
class Adopted:
    """What became of a file: the notebook that was written, or every reason why none was."""

    path: Path
    refused: tuple[ClaimbookError, ...] = ()
    draft: Draft | None = None
    blanks: tuple[str, ...] = ()  # of the front matter, as `paper.title: the paper's title`
    notes: tuple[str, ...] = ()


def adopt_file(
    book: Book,
    file: Path,
    source: Source | None = None,
    *,
    today: date,
    slug: str = "",
    client: Client | None = None,
) -> Adopted:
    """Write `notebooks/<slug>.ipynb` for a notebook from anywhere, which itself is left as it is.

    `source` names the paper that it is about, if that is known. Nothing is ever overwritten.

    Raises `ClaimbookError` for a file that is no notebook, and for a paper that is there already.
    """
    raw = read_json(file)
    if find_version(raw, file.name)[0] < MAJOR:
        raw = upgrade(raw, file.name)
    name = slug or make_slug(file.stem)
    path = book.settings.notebooks / f"{name}.ipynb"
    refused = [*_find_taken(book, name, file), *find_obstacles(raw, file.name)]
    if not is_ordinary(raw):
        what, fix = "has front matter already", "copy it into notebooks/ as it is"
        refused.append(ClaimbookError(what, where=file.name, fix=fix))
    if refused:
        return Adopted(path, tuple(refused))
    draft = draft_cells(raw["cells"])
    known, notes = gather(source, client or Client()) if source else (PartialPaper(), ())
    front = _write_front(book, known, draft, file, today)
    opening = {"cell_type": "raw", "id": "front-matter", "metadata": {}, "source": front}
    document = strip({"cells": [opening, *draft.cells], "metadata": raw.get("metadata", {})})
    try:
        make_notebook(document, path)  # what is written here, the engine reads
    except ClaimbookError as fault:
        return Adopted(path, (ClaimbookError(fault.what, where=file.name, fix=fault.fix),))
    newnotebook.write(newnotebook.UnwrittenNotebook(path, dump(document), ()))
    blanks = (*list_blanks(front), *newbody.list_open(draft.cells))
    return Adopted(path, (), draft, blanks, notes)


def make_slug(name: str) -> str:
    """Return the slug that a file's name makes.

    >>> make_slug("01_About Py")
    '01-about-py'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold_to_ascii(name)).strip("-")


def _find_taken(book: Book, name: str, file: Path) -> Iterator[ClaimbookError]:
    """Say why a notebook cannot be written under a name."""
    if not SLUG.fullmatch(name):
        fix = "give one with --slug: lower case, digits and hyphens"
        yield ClaimbookError(f'"{name}" is no slug', where=file.name, fix=fix)
    for path in find_notebooks(book.settings):
        if path.stem != name:
            continue
        itself = path.samefile(file)
        yield ClaimbookError(
            "lies where the adopted one would" if itself else "exists already",
            where=path.relative_to(book.settings.root).as_posix(),
            fix="move it out of notebooks/, and adopt it from there"
            if itself
            else "give another name with --slug",
        )


def _write_front(book: Book, known: PartialPaper, draft: Draft, file: Path, today: date) -> str:
    """Write what is known of the paper; of one that nobody named, all is blank."""
    title = draft.title or file.stem
    named = known.title or known.arxiv or known.doi
    key = newnotebook.choose_key(book, known) if named else _find_free_key(book, title)
    doubts = {} if named else {"key": "author, year and word, before anybody cites it"}
    place = Place(today, newnotebook.find_order(book, today), title, doubts=doubts)
    lead = next(iter(draft.figures), "")
    return write_front_matter(replace(known, key=key), place, CLAIM, lead)


def _find_free_key(book: Book, title: str) -> str:
    """Return a key that no other notebook has, for as long as nobody knows the paper."""
    taken = {notebook.front.paper.key.lower() for notebook in book.notebooks}
    made = PartialPaper(title=title).guessed_key
    keys = (made if n == 1 else f"{made}{n}" for n in count(1))
    return next(key for key in keys if key.lower() not in taken)
