"""New entries for `bib/works.bib`, which a person keeps: added at its end, all else untouched."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from claimbook.bibliography import entries
from claimbook.bibliography import records as bibliography
from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.reader import read_bib
from claimbook.checks import bibcheck
from claimbook.checks.bibcheck import PlacedRecord
from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.intake import lookup
from claimbook.intake.arguments import read_entry
from claimbook.intake.network import Unavailable
from claimbook.intake.normalform import normalise_entry
from claimbook.intake.partialpaper import from_record
from claimbook.model.paper import CITATION_KEY
from claimbook.notebook.book import Book


def read(given: str, stdin: BinaryIO) -> tuple[Record, ...]:
    """Return the records that an argument stands for.

    It is BibTeX, the name of a .bib file, `-` for stdin, an arXiv identifier or a DOI. Raises
    `ClaimbookError` if it is none of them, or if nobody can be asked about the identifier.
    """
    if not lookup.read_name(given) or Path(given).is_file():
        text, where = read_entry(given, stdin)
        if found := read_bib(text, where=where):
            return found
        raise ClaimbookError("holds no entry", where=where, fix="give a BibTeX entry")
    try:
        return (lookup.look_up_record(given),)
    except Unavailable as error:
        raise ClaimbookError(
            f'nobody could be asked about "{given}": {error}', fix="give the entry as BibTeX"
        ) from error


def add(book: Book, records: Sequence[Record], *, key: str = "") -> tuple[Record, ...]:
    """Add records to `bib/works.bib` in their normal form, and return them.

    A key is made of author, year and first telling word, unless `key` is given. Raises
    `ClaimbookError`, and writes nothing, if a work is there already, a key is taken, or an
    entry lacks what it needs.
    """
    if key and len(records) > 1:
        raise ClaimbookError(f"{len(records)} entries cannot share one key", fix="give one entry")
    path = book.settings.works
    works = bibliography.read_works(path)
    known = bibliography.index_by_key(bibliography.read_records(book))
    shelf = list(bibcheck.place_records(book, works))
    added: list[Record] = []
    for given in records:
        made = _give_key(normalise_entry(given), key)
        _refuse_faults(made)
        _refuse_twin(given, made, shelf, renamed=bool(key))
        _refuse_collision(made, shelf, known)
        added.append(made)
        shelf.append(PlacedRecord(made, f"the new entry {made.key}"))
    _append(path, added)
    return tuple(added)


def _give_key(record: Record, key: str) -> Record:
    if key and not CITATION_KEY.fullmatch(key):
        raise ClaimbookError(f'"{key}" is no citation key', fix="use letters and digits")
    return replace(record, key=key or from_record(record).guessed_key)


def _refuse_faults(record: Record) -> None:
    found = [f"{field} {what}".strip() for field, what, _ in entries.find_faults(record)]
    if found:
        raise ClaimbookError("; ".join(found), where=record.key, fix="mend the entry, then add it")


def _refuse_twin(
    given: Record, made: Record, shelf: Sequence[PlacedRecord], *, renamed: bool
) -> None:
    """Refuse a work that is there already, by its own key or by what it is known again by."""
    marks = bibcheck.identify(made)
    for entry in shelf:
        there = bibcheck.identify(entry.record)
        same = [name for name, mark in marks.items() if there.get(name) == mark]
        if not renamed and given.key and given.key.lower() == entry.record.key.lower():
            same.append("key")
        if same:
            raise ClaimbookError(
                f'is there already as "{entry.record.key}" ({entry.where}), by its {same[0]}',
                where=given.key or made.key,
                fix=f"cite it as [@{entry.record.key}]",
            )


def _refuse_collision(
    record: Record, shelf: Sequence[PlacedRecord], known: Mapping[str, Record]
) -> None:
    taken = {entry.record.key.lower(): entry.where for entry in shelf}
    where = taken.get(record.key.lower())
    if where is None and record.key in known:
        where = f"bib/aliases.yml, for {known[record.key].key}"
    if where is not None:
        raise ClaimbookError(
            f'the key "{record.key}" is taken by another work ({where})',
            fix="choose one with --key",
        )


def _append(path: Path, records: Sequence[Record]) -> None:
    """Write records at the end of a file, in its kind of line ends; what it held stays."""
    before = path.read_bytes().decode("utf-8") if path.is_file() else ""
    text = write_bib(records)
    if before.strip("\ufeff \t\r\n"):
        text = ("\n" if before.endswith("\n") else "\n\n") + text
    after = before + (text.replace("\n", "\r\n") if "\r\n" in before else text)
    read_bib(after, where=path.name)  # never leave a file that cannot be read
    write_if_changed(path, after)
