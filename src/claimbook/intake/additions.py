"""New entries for `bib/works.bib`, which a person keeps: added at its end, all else untouched.

Each entry stands for itself: the good ones are added, and every other is a fault that says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claimbook.bibliography import entries
from claimbook.bibliography import records as bibliography
from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.reader import read_bib
from claimbook.bibliography.titles import is_akin
from claimbook.bibliography.values import excerpt
from claimbook.checks import bibcheck
from claimbook.checks.bibcheck import PlacedRecord
from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.intake.normalform import list_left_out, normalise_entry
from claimbook.intake.offers import Offer
from claimbook.intake.partialpaper import from_record
from claimbook.model.paper import CITATION_KEY
from claimbook.notebook.book import Book


@dataclass(frozen=True)
class Addition:
    """An entry that was added: its key, and the fields of what was given that were left out."""

    record: Record
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of the entries that were given."""

    added: tuple[Addition, ...]
    faults: tuple[ClaimbookError, ...]


def add(book: Book, offers: Sequence[Offer], *, key: str = "") -> Outcome:
    """Add entries to `bib/works.bib` in their normal form; say of each other one why it was not.

    A key is made of author, year and first telling word, unless `key` is given for a single one.
    """
    if key and len(offers) > 1:
        raise ClaimbookError(f"{len(offers)} entries cannot share one key", fix="give one entry")
    if key and not CITATION_KEY.fullmatch(key):
        raise ClaimbookError(f'"{key}" is no citation key', fix="use letters and digits")
    desk = _Desk(book, key)
    added, faults = [], []
    for offer in offers:
        try:
            added.append(desk.take(offer))
        except ClaimbookError as fault:
            faults.append(fault)
    _append(book.settings.works, [one.record for one in added])
    return Outcome(tuple(added), tuple(faults))


def list_works(book: Book) -> list[Record]:
    """Return what may not be added again: the book's papers, and its works."""
    works = bibliography.read_works(book.settings.works)
    return [one.record for one in bibcheck.place_records(book, works)]


class _Desk:
    """Looks at one entry after another; each that is taken stands on the shelf for the next."""

    def __init__(self, book: Book, key: str) -> None:
        works = bibliography.read_works(book.settings.works)
        self.key = key
        self.known: Mapping[str, Record] = bibliography.index_by_key(
            bibliography.merge_works(book, works)
        )
        self.shelf = list(bibcheck.place_records(book, works))

    def take(self, offer: Offer) -> Addition:
        """Return an entry as it is to be written; raise if it cannot stand there."""
        plain = normalise_entry(offer.record)
        _refuse_faults(plain, offer.where)
        self._refuse_twin(plain, offer)
        made = replace(plain, key=self._choose_key(plain, offer.where))
        self.shelf.append(PlacedRecord(made, f"the new entry {made.key}"))
        return Addition(made, list_left_out(offer.record))

    def _refuse_twin(self, made: Record, offer: Offer) -> None:
        """Refuse a work that is there already, by its own key or by what it is known again by."""
        marks = bibcheck.identify(made)
        for entry in self.shelf:
            there = bibcheck.identify(entry.record)
            same = [name for name, mark in marks.items() if there.get(name) == mark]
            if not self.key and offer.record.key.lower() == entry.record.key.lower():
                same.append("key")
            if same:
                raise ClaimbookError(
                    f'is there already as "{entry.record.key}" ({entry.where}), by its {same[0]}',
                    where=offer.where,
                    fix=f"cite it as [@{entry.record.key}]",
                )

    def _choose_key(self, made: Record, where: str) -> str:
        """Return the key that was given, or one made for the entry that nobody has."""
        known = from_record(made)
        key = self.key or known.guessed_key
        if not key:
            raise ClaimbookError(
                f"how its author or title is read in Latin letters cannot be told: "
                f'"{excerpt(made.get("author"), 30)}", "{excerpt(known.title, 30)}"',
                where=where,
                fix="add it alone, and give its key with --key",
            )
        for letter in ("", *"bcdefghijklmnopqrstuvwxyz"):
            holder = self._find_holder(f"{key}{letter}")
            if holder is None:
                return f"{key}{letter}"
            if self.key or is_akin(from_record(holder.record).title, known.title):
                break
        place = holder.where if holder else "with every letter"
        raise ClaimbookError(
            f'the key "{key}" is taken by another work ({place})',
            where=where,
            fix="if it is not the same work, choose a key with --key",
        )

    def _find_holder(self, key: str) -> PlacedRecord | None:
        for entry in self.shelf:
            if entry.record.key.lower() == key.lower():
                return entry
        if key in self.known:
            record = self.known[key]
            return PlacedRecord(record, f"bib/aliases.yml, for {record.key}")
        return None


def _refuse_faults(record: Record, where: str) -> None:
    found = [f"{field} {what}".strip() for field, what, _ in entries.find_faults(record)]
    if found:
        raise ClaimbookError(
            excerpt("; ".join(found), 400), where=where, fix="mend the entry, then add it"
        )


def _append(path: Path, records: Sequence[Record]) -> None:
    """Write records at the end of a file, in its kind of line ends; what it held stays."""
    if not records:
        return
    before = path.read_bytes().decode("utf-8") if path.is_file() else ""
    text = write_bib(records)
    if before.strip("\ufeff \t\r\n"):
        text = ("\n" if before.endswith("\n") else "\n\n") + text
    after = before + (text.replace("\n", "\r\n") if "\r\n" in before else text)
    read_bib(after, where=path.name)  # never leave a file that cannot be read
    write_if_changed(path, after)
