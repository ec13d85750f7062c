"""Whether the bibliography is sound as a whole, and whether pages and records agree."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimbook.bibliography import entries
from claimbook.bibliography import records as bibliography
from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.latex import unescape
from claimbook.bibliography.reference import read_arxiv, split_names
from claimbook.bibliography.titles import split_words
from claimbook.bibliography.values import excerpt
from claimbook.checks.passages import (
    check_companions,
    find_citations,
    find_unknown,
    make_stubs,
    read_passages,
)
from claimbook.errors import ClaimbookError, suggest
from claimbook.notebook.book import Book
from claimbook.prose.citations import refuse_reserved

KEY = re.compile(r"^@\w+\{([^,\s]+),?$", re.MULTILINE)  # in the layout of our own writer


@dataclass(frozen=True)
class PlacedRecord:
    """A record, and where a person would change it."""

    record: Record
    where: str
    hand_kept: bool = True


def place_records(book: Book, works: Iterable[Record]) -> tuple[PlacedRecord, ...]:
    """Return the records of a book's papers and of its hand-kept works, with their places."""
    own = (
        PlacedRecord(
            bibliography.from_paper(one.front.paper), f"{one.name_cell(one.cells[0])}: paper", False
        )
        for one in book.notebooks
    )
    name = book.settings.works.name
    kept = (PlacedRecord(work, f"{name}, line {work.line}, {work.key}") for work in works)
    return (*own, *kept)


def find_entry_faults(placed: Sequence[PlacedRecord]) -> Iterator[ClaimbookError]:
    """Find what is wrong with each entry alone, then the works that stand twice."""
    for entry in placed:
        try:
            refuse_reserved([entry.record.key], where=entry.where)
        except ClaimbookError as error:
            yield error
        for field, what, fix in entries.find_faults(entry.record):
            place = f"{entry.where}, {field}" if field and entry.hand_kept else entry.where
            shown = what if entry.hand_kept or not field else f"{field} {what}"
            yield ClaimbookError(excerpt(shown, 200), where=place, fix=fix)
    yield from find_twins(placed)


def find_twins(placed: Iterable[PlacedRecord]) -> Iterator[ClaimbookError]:
    """Find works that stand twice: by DOI, by arXiv identifier, or by title."""
    seen: dict[tuple[str, ...], PlacedRecord] = {}
    for entry in placed:
        for name, mark in identify(entry.record).items():
            other = seen.setdefault((name, *mark), entry)
            if other is not entry:
                yield ClaimbookError(
                    f'has the {name} of "{other.record.key}" ({other.where})',
                    where=entry.where,
                    fix="keep one of the two, and give its key to the other in bib/aliases.yml",
                )
                break


def identify(record: Record) -> dict[str, tuple[str, ...]]:
    """Return by what a work is known again: DOI, arXiv identifier, title with first author."""
    title = tuple(split_words(_strip_macros(record.get("title"))))
    first = split_names(record.get("author") or record.get("editor"))[0]
    author = split_words(_strip_macros(first.split(",")[0]))
    found = {
        "DOI": (unescape(record.get("doi")).lower(),),
        "arXiv identifier": (read_arxiv(record).lower(),),
        "title": (" ".join(title), *author) if title else ("",),
    }
    return {name: mark for name, mark in found.items() if mark[0]}


def _strip_macros(latex: str) -> str:
    """Take the macros out of a title; good enough to compare it, and a hundred times faster."""
    bare = re.sub(r"\\(ss|ae|oe|aa|o|l|i)\b\s*(?:\{\})?", r"\1", latex, flags=re.IGNORECASE)
    return re.sub(r"\\(?:[A-Za-z]+\s*|.)|[{}]", "", bare)


def find_uncited(placed: Iterable[PlacedRecord], cited: Iterable[str]) -> Iterator[ClaimbookError]:
    """Find the hand-kept works that no page cites."""
    used = frozenset(cited)
    for entry in placed:
        if entry.hand_kept and entry.record.key not in used and not entry.record.held:
            yield ClaimbookError(
                "is cited by no page",
                where=entry.where,
                fix=f"cite it as [@{entry.record.key}], or remove it",
            )


def find_lost(
    path: Path, records: Mapping[str, Record], forget: Sequence[str] = ()
) -> Iterator[ClaimbookError]:
    """Find the keys of the bibliography written last that now lead nowhere.

    Raises `ClaimbookError` for a key to forget that is none of these.
    """
    before = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    gone = [key for key in KEY.findall(before) if key not in records]
    for key in forget:
        if key not in gone:
            raise _refuse_forgetting(key, gone, records, where=f"bib/{path.name}")
    for key in gone:
        if key not in forget:
            yield ClaimbookError(
                f'the key "{key}" stood here and now leads nowhere, though others may cite it',
                where=f"bib/{path.name}",
                fix=f"{_advise_heir(key, records)}, or give it up with `claimbook bib --forget {key}`",
            )


def _refuse_forgetting(
    key: str, gone: Sequence[str], records: Mapping[str, Record], *, where: str
) -> ClaimbookError:
    if key in records:
        fault = f'the key "{key}" leads to a work, so that it cannot be forgotten'
        return ClaimbookError(fault, where=where, fix="take the work out of its source first")
    fault = f'no key "{key}" stands here that would be lost'
    return ClaimbookError(
        fault, where=where, fix=suggest(key, gone) if gone else "leave out --forget"
    )


def _advise_heir(key: str, records: Mapping[str, Record]) -> str:
    close = suggest(key, records)
    guess = re.fullmatch(r'did you mean "(.+)"\?', close)
    return f"add `{key}: {guess[1] if guess else 'newkey'}` to bib/aliases.yml"


def find_stale(path: Path, records: Iterable[Record]) -> Iterator[ClaimbookError]:
    """Find out whether the bibliography written last is that of today."""
    expected = bibliography.write(records).encode("utf-8")
    if not path.is_file() or path.read_bytes() != expected:
        yield ClaimbookError("is out of date", where=f"bib/{path.name}", fix="run `claimbook bib`")


def check_agreement(
    book: Book, placed: Iterable[PlacedRecord], records: Mapping[str, Record], cited: Iterable[str]
) -> Iterator[ClaimbookError]:
    """Find where the works, the pages that cite them and the file written last disagree."""
    path = book.settings.bibliography
    yield from find_uncited(placed, (records[key].key for key in cited))
    yield from find_lost(path, records)
    yield from find_stale(path, records.values())


def check(book: Book) -> list[ClaimbookError]:
    """Return every fault of a book's bibliography and of the citations that lead to it.

    Of a book in which notebooks are broken, whose works nobody knows, only the entries are looked at.

    Raises `ClaimbookError` if records cannot be read at all.
    """
    works = bibliography.read_works(book.settings.works)
    everything = place_records(book, works)
    if book.broken:
        return list(find_entry_faults(everything))
    records = bibliography.index_by_key(bibliography.merge_works(book, works))
    found, cited, stubs = list(find_entry_faults(everything)), set[str](), make_stubs(records)
    for notebook in book.notebooks:
        found += check_companions(notebook, records, cited)
    for passage in read_passages(book):
        ledger = find_citations(passage, stubs)
        cited.update(ledger.cited)
        found += find_unknown(passage, ledger, records)
    return [*found, *check_agreement(book, everything, records, cited)]
