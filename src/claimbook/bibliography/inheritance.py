"""What an entry takes from another: `crossref` from the volume that holds it, `xdata` from a store.

The rules are biblatex's own, so that an entry is what biber makes of it: a field that is missing
comes from the other, and the title of the volume becomes the title of the book. An entry that
has taken what it needs names the other no longer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claimbook.bibliography.bibtex import Record
from claimbook.errors import ClaimbookError, suggest

LINKS = frozenset({"crossref", "xdata"})
# What says something of one entry alone.
_OWN = LINKS | frozenset(
    """
    ids xref entryset entrysubtype execute label options presort related relatedoptions
    relatedstring relatedtype shorthand shorthandintro sortkey
    """.split()
)
# biber takes these too; but they would lead to the volume in place of the work
_PLACES = frozenset({"doi", "eprint", "eprinttype", "eprintclass", "archiveprefix", "url"})
_TITLES = ("title", "subtitle", "titleaddon")
_HIDDEN = frozenset({"shorttitle", "sorttitle", "indextitle", "indexsorttitle"})
_PARTS = frozenset({"inbook", "bookinbook", "suppbook"})
_COLLECTED = frozenset({"incollection", "inreference", "suppcollection"})
_TALKS = frozenset({"inproceedings", "conference"})
# Types of the other, types of the entry, and what stands before `title` there.
_VOLUMES = (
    ({"mvbook"}, {"book", *_PARTS}, "main"),
    ({"mvcollection", "mvreference"}, {"collection", "reference", *_COLLECTED}, "main"),
    ({"mvproceedings"}, {"proceedings", *_TALKS}, "main"),
    ({"book"}, _PARTS, "book"),
    ({"collection", "reference"}, _COLLECTED, "book"),
    ({"proceedings"}, _TALKS, "book"),
    ({"periodical"}, {"article", "suppperiodical"}, "journal"),
)


@dataclass(frozen=True)
class Inheritance:
    """The entries with what they took, the keys that were taken from, and what could not be."""

    records: tuple[Record, ...]
    givers: frozenset[str]
    faults: tuple[ClaimbookError, ...]


def resolve_links(records: Sequence[Record], *, where: str) -> Inheritance:
    """Let entries take what they name with `crossref` and `xdata`; stores of data go.

    An entry that names one that is not there, or itself in a circle, is a fault and left out.
    """
    shelf = {record.key.lower(): record for record in records}
    made, faults = [], []
    for record in records:
        try:
            whole = _resolve(record, shelf, (), where)
        except ClaimbookError as fault:
            faults.append(fault)
        else:
            made += [whole] if record.type != "xdata" else []
    givers = {key.lower() for record in records for _, key in _list_links(record)}
    return Inheritance(tuple(made), frozenset(givers), tuple(faults))


def _list_links(record: Record) -> Iterator[tuple[str, str]]:
    for name in ("xdata", "crossref"):
        parts = record.get(name).split(",")
        yield from ((name, part.strip()) for part in parts if part.strip())


def _resolve(
    record: Record, shelf: Mapping[str, Record], seen: tuple[str, ...], where: str
) -> Record:
    fields = dict(record.fields)
    place = f"{where}, line {record.line}, {record.key}"
    for name, text in fields.items():
        if text.lower().startswith("xdata="):
            raise ClaimbookError(
                f"takes `{name}` alone from an @xdata entry, which is not read",
                where=place,
                fix="write its value here",
            )
    for name, key in _list_links(record):
        other = shelf.get(key.lower())
        if other is None:
            raise ClaimbookError(
                f'`{name}` names "{key}", which is no entry of the file',
                where=place,
                fix=suggest(key, (one.key for one in shelf.values())),
            )
        if key.lower() in (*seen, record.key.lower()):
            raise ClaimbookError(
                f'`{name}` leads in a circle, by way of "{key}"', where=place, fix="take it out"
            )
        giver = _resolve(other, shelf, (*seen, record.key.lower()), where)
        if name == "xdata":  # which stands before what the entry says itself
            fields |= {one: text for one, text in giver.fields.items() if one not in _OWN}
        else:
            fields = {**_list_taken(record.type, giver), **fields}
    return replace(record, fields={name: fields[name] for name in fields if name not in LINKS})


def _list_taken(kind: str, giver: Record) -> dict[str, str]:
    """Return what an entry of a type takes from the volume that holds it, by the names it gets."""
    taken = dict(giver.fields)
    for holders, kinds, prefix in _VOLUMES:
        if giver.type in holders and kind in kinds:
            taken = _rename_titles(taken, prefix)
            break
    if giver.type in ("book", "mvbook") and kind in _PARTS and "author" in taken:
        taken["bookauthor"] = taken["author"]
    return {name: text for name, text in taken.items() if name not in _OWN | _PLACES}


def _rename_titles(fields: Mapping[str, str], prefix: str) -> dict[str, str]:
    gone = _HIDDEN | frozenset(_TITLES)
    renamed = {f"{prefix}{name}": fields[name] for name in _TITLES if name in fields}
    return {name: text for name, text in fields.items() if name not in gone} | renamed
