"""A new notebook: front matter from what is known of a paper, blanks marked `TODO`, an example.

A blank is text that begins with `TODO:`, or a comment where no text can stand; `claimbook check`
names each until it is filled in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from claimbook import template
from claimbook.bibliography import read_works
from claimbook.book import Book
from claimbook.errors import ClaimbookError
from claimbook.frontmatter import read_front_matter
from claimbook.network import Client
from claimbook.notebook import dump, strip
from claimbook.origin import Source, gather
from claimbook.paper import CITATION_KEY, SLUG
from claimbook.sketch import Sketch


class _Plain(yaml.SafeDumper):
    """Write every value out, without references to an equal one."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


@dataclass(frozen=True)
class Scaffold:
    """A notebook just written: what is still blank in it, and what was worth saying."""

    path: Path
    blanks: tuple[str, ...]  # as `paper.title: the paper's title`
    notes: tuple[str, ...] = ()


def new(
    book: Book, source: Source, *, today: date, slug: str = "", client: Client | None = None
) -> Scaffold:
    """Write `notebooks/<slug>.ipynb` for a paper, and list what is left to fill in.

    Raises `ClaimbookError` if there is nothing to begin from, if the notebook exists already,
    or if its citation key or its arXiv identifier is taken. Nothing is ever overwritten.
    """
    known, notes = gather(source, client or Client())
    name = slug or known.slug
    if not SLUG.fullmatch(name):
        raise ClaimbookError(f'"{name}" is no slug', fix="use lower case, digits and hyphens")
    path = book.settings.notebooks / f"{name}.ipynb"
    if path.exists():
        raise ClaimbookError("exists already", where=_place(path), fix="give another slug")
    known = replace(known, key=_free_key(book, known))
    front = front_matter(known, today, _order(book, today))
    text = dump(strip({"cells": template.cells(front, known.key)}))
    read_front_matter(front, where=path.name)  # what the scaffold writes, the engine reads
    _write(path, text)
    return Scaffold(path, tuple(blanks(front)), notes)


def _free_key(book: Book, known: Sketch) -> str:
    """Return the paper's key, or raise if the key or the paper is in the project already."""
    key = known.citation_key
    if not CITATION_KEY.fullmatch(key):
        key = "unknownpaper"
    for notebook in book.notebooks:
        paper = notebook.front.paper
        if paper.key.lower() == key.lower() or (known.arxiv and known.arxiv == paper.arxiv):
            raise ClaimbookError(
                f"is about the paper already (citation key {paper.key})",
                where=_place(notebook.path),
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


def _order(book: Book, day: date) -> int:
    digests = (notebook.front.digest for notebook in book.notebooks)
    return 1 + max((digest.order for digest in digests if digest.date == day), default=0)


def _place(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:  # "x" refuses a file that exists
            file.write(text)
    except FileExistsError as error:
        raise ClaimbookError(
            "exists already", where=_place(path), fix="give another slug"
        ) from error
    except OSError as error:
        raise ClaimbookError(f"cannot be written: {error.strerror}", where=_place(path)) from error


def front_matter(known: Sketch, today: date, order: int) -> str:
    """Return the first cell of a notebook: complete, with what is not known as `TODO`."""
    paper = _paper(known, today)
    data = {
        "paper": paper,
        "digest": _digest(known, today, order),
        "trust": "TODO: one or two sentences on how far to trust this page",
        "setting": [
            {
                "aspect": "TODO: model, data or steps",
                "paper": "TODO: the paper's scale",
                "ours": "TODO: our scale",
                "locator": "TODO: section or table",
            }
        ],
        "claims": [_claim()],
    }
    text = yaml.dump(data, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=88)
    for name, said in _guesses(known).items():
        text = re.sub(rf"(?m)^(  {name}:.*)$", rf"\1 # TODO: {said}", text, count=1)
    return f"---\n{text}---"


def _guesses(known: Sketch) -> dict[str, str]:
    """Say which parts of the paper's record are there, but are no more than a guess."""
    guesses = {}
    if not (known.day and known.authors and known.title) and known.key == known.guessed_key:
        guesses["key"] = "author, year and word, before anybody cites it"
    if known.more:
        guesses["authors"] = "the source left authors out"
    if not known.exact:
        guesses["date"] = "the day" if known.day else "the day of the first version"
    return guesses


def _paper(known: Sketch, today: date) -> dict[str, Any]:
    venue = known.venue
    published = venue and {name: part for name, part in vars(venue).items() if part}
    urls = {} if venue and venue.url else {"paper": known.url or _abstract(known)}
    paper = {
        "key": known.key,
        "title": known.title or "TODO: the paper's title",
        "authors": list(known.authors) or ["TODO: Last, First"],
        "date": known.day or today,
        "arxiv": known.arxiv,
        "primaryclass": known.primaryclass,
        "doi": known.doi,
        "venue": published,
        "urls": {name: url for name, url in urls.items() if url},
    }
    return {name: value for name, value in paper.items() if value}


def _abstract(known: Sketch) -> str:
    if known.arxiv:
        return f"https://arxiv.org/abs/{known.arxiv}"
    return f"https://doi.org/{known.doi}" if known.doi else ""


def _digest(known: Sketch, today: date, order: int) -> dict[str, Any]:
    return {
        "date": today,
        "order": order,
        "title": known.title.partition(":")[0] or "TODO: a short title",
        "tags": ["TODO: a tag"],
        "question": "TODO: the question that the digest asks of the paper",
    }


def _claim() -> dict[str, Any]:
    return {
        "id": template.EXAMPLE,
        "statement": "TODO: what the paper claims, in one sentence",
        "locator": "TODO: section, table or figure",
        "paper": {"text": "TODO: what the paper printed for it"},
        "test": {"quantity": template.QUANTITY, "rule": "positive"},
        "scale": "TODO: what a test of this size can and cannot show",
    }


def blanks(front: str) -> Iterator[str]:
    """Yield what is left to fill in of a front matter, with the path to each."""
    lines = front.splitlines()[1:-1]
    yield from _blanks(yaml.safe_load("\n".join(lines)), "")
    for line in lines:
        value, mark, said = line.partition(" # TODO: ")
        if mark:
            yield f"paper.{value.strip().partition(':')[0]}: {said}"


def _blanks(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _blanks(part, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _blanks(part, f"{path}[{place}]")
    elif isinstance(value, str) and value.startswith("TODO: "):
        yield f"{path}: {value.removeprefix('TODO: ')}"
