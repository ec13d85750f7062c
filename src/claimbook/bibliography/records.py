"""The bibliography of a project: front matter and hand-kept works → records, .bib, RIS, CSL-JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from claimbook.bibliography.aliases import NAME, Alias, Works, add_aliases, read_aliases
from claimbook.bibliography.bibtex import MONTHS, Record, normalise_field, write_bib
from claimbook.bibliography.formats import to_csl, to_ris
from claimbook.bibliography.inheritance import resolve_links
from claimbook.bibliography.latex import escape, escape_name, escape_title
from claimbook.bibliography.reader import read_bib, refuse_twins
from claimbook.bibliography.reference import display, read_names
from claimbook.errors import ClaimbookError
from claimbook.model.paper import FrontMatter, Paper

__all__ = [
    "Record",
    "display",
    "from_paper",
    "generate",
    "index_by_key",
    "make_bibliography",
    "read_bib",
    "read_names",
    "read_records",
    "read_works",
    "to_csl",
    "to_ris",
    "write",
    "write_bib",
]

HEADER = """\
% Written by `claimbook bib` from the front matter of the notebooks and from works.bib.
% Do not edit: change those instead. Keys are stable.

"""


def from_paper(paper: Paper) -> Record:
    """Return the record of a paper, from its front matter.

    A paper with a venue is `@inproceedings` or `@article`; one without is `@misc` with its
    arXiv record, whose DOI arXiv makes of the identifier. The month is the preprint's, so only
    `@misc` has one.
    """
    venue = paper.venue
    kind = "misc" if venue is None else "article" if venue.type == "journal" else "inproceedings"
    raw = {
        "author": " and ".join(escape_name(name) for name in paper.authors),
        "title": escape_title(paper.title),
        **_list_venue_fields(paper),
        "doi": paper.doi or ("" if venue or not paper.arxiv else f"10.48550/arXiv.{paper.arxiv}"),
        **_list_arxiv_fields(paper),
    }
    fields = {name: normalise_field(name, text) for name, text in raw.items() if text}
    return Record(paper.key, kind, fields)


def _list_venue_fields(paper: Paper) -> dict[str, str]:
    venue = paper.venue
    if venue is None:
        address = next(iter(paper.urls.values()), "")
        url = f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else address
        month = list(MONTHS)[paper.date.month - 1]
        return {"year": str(paper.date.year), "month": month, "url": url}
    holder = "journal" if venue.type == "journal" else "booktitle"
    return {
        holder: escape_title(venue.name),
        "volume": escape(venue.volume),
        "number": escape(venue.number),
        "pages": escape(venue.pages),
        "publisher": escape(venue.publisher),
        "year": str(venue.year or paper.date.year),
        "url": venue.url,
    }


def _list_arxiv_fields(paper: Paper) -> dict[str, str]:
    if not paper.arxiv:
        return {}
    return {
        "eprint": paper.arxiv,
        "archiveprefix": "arXiv",
        "primaryclass": paper.primaryclass,
    }


def make_bibliography(
    papers: Iterable[Paper], works: Iterable[Record], aliases: Sequence[Alias] = ()
) -> tuple[Record, ...]:
    """Merge the digest's papers with the other works cited, sorted by key, old keys added.

    Raises `ClaimbookError` if a key stands in both, or an alias stands for nothing.
    """
    own = {paper.key.lower(): from_paper(paper) for paper in papers}
    works = tuple(works)
    for work in works:
        if work.key.lower() in own:
            raise ClaimbookError(
                f'"{work.key}" is the key of a paper of the digest already',
                where=f"works.bib, line {work.line}" if work.line else "works.bib",
                fix="remove the entry; the notebook's front matter is the record",
            )
    records = sorted((*own.values(), *works), key=lambda record: record.key)
    refuse_twins(records, "bibliography")
    return add_aliases(records, aliases)


def read_works(path: Path) -> tuple[Record, ...]:
    """Read a .bib file, entries with what they take from others; one that does not exist has none."""
    try:
        found = resolve_links(read_bib(path.read_text("utf-8"), where=path.name), where=path.name)
        if found.faults:
            raise found.faults[0]
        return tuple(replace(one, held=one.key.lower() in found.givers) for one in found.records)
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ClaimbookError(
            f"is not UTF-8: byte {error.object[error.start]:#04x}",
            where=f"{path.name}, line {line}",
            fix="save it as UTF-8",
        ) from error
    except OSError as error:
        raise ClaimbookError(f"cannot be read: {error.strerror}", where=path.name) from error


class _Settings(Protocol):
    @property
    def works(self) -> Path: ...


class _Notebook(Protocol):
    @property
    def front(self) -> FrontMatter: ...


class Sources(Protocol):
    """What of a book the bibliography is made from."""

    @property
    def settings(self) -> _Settings: ...

    @property
    def notebooks(self) -> Sequence[_Notebook]: ...


def read_records(book: Sources) -> tuple[Record, ...]:
    """Return all that a book may cite: its papers and its hand-kept works, sorted by key.

    A record whose key has changed carries the old ones in `ids`.
    """
    return merge_works(book, read_works(book.settings.works))


def merge_works(book: Sources, works: Iterable[Record]) -> tuple[Record, ...]:
    """Return all that a book may cite, its hand-kept works having been read already."""
    papers = (notebook.front.paper for notebook in book.notebooks)
    return make_bibliography(papers, works, read_aliases(book.settings.works.with_name(NAME)))


def keep_others(records: Iterable[Record], path: Path) -> tuple[Record, ...]:
    """Return records with those of the bibliography at `path` that have another key, sorted."""
    made = index_by_key(records)
    others = (record for record in read_works(path) if record.key not in made)
    return tuple(sorted((*made.values(), *others), key=lambda record: record.key))


def generate(book: Sources) -> str:
    """Return the whole text of `bib/claimbook.bib`, the same for the same sources."""
    return write(read_records(book))


def write(records: Iterable[Record]) -> str:
    """Return the text of a bibliography file, with its heading."""
    return HEADER + write_bib(records)


def index_by_key(records: Iterable[Record]) -> Mapping[str, Record]:
    """Return records by their keys; old keys lead to them too, but are not listed."""
    return Works(records)
