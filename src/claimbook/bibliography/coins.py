"""COinS: a record in the markup of a page, so that Zotero's connector and others can take it.

A reference carries an empty `<span class="Z3988">` whose title is an OpenURL ContextObject
(ANSI/NISO Z39.88-2004). A person is named once, in `rft.au` or `rft.creator`: Zotero compares
these with `rft.aulast` and fails silently where both are there and a first name is not.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote_plus

from claimbook.bibliography.bibtex import MONTHS, Record
from claimbook.bibliography.latex import decode
from claimbook.bibliography.reference import Name, Reference, display, read_names

MOST_AUTHORS = 100  # a page is no place for the three thousand names of a collaboration

_GENRES = {
    "article": ("journal", "article"),
    "inproceedings": ("book", "proceeding"),
    "incollection": ("book", "bookitem"),
    "inbook": ("book", "bookitem"),
    "book": ("book", "book"),
    "techreport": ("book", "report"),
    "phdthesis": ("dissertation", ""),
    "mastersthesis": ("dissertation", ""),
}
# Where the title stands and where what holds the work, by the format and the genre.
_TITLES = {
    "journal": ("rft.atitle", "rft.jtitle"),
    "proceeding": ("rft.atitle", "rft.btitle"),
    "bookitem": ("rft.atitle", "rft.btitle"),
    "book": ("rft.btitle", "rft.pub"),
    "report": ("rft.btitle", "rft.pub"),
    "dissertation": ("rft.title", "rft.inst"),
    "dc": ("rft.title", ""),
}


def make_context_object(record: Record) -> str:
    """Return a record as the key-value pairs of an OpenURL ContextObject."""
    pairs = (f"{name}={quote_plus(text, safe=':/,')}" for name, text in _list_pairs(record) if text)
    return "&".join(pairs)


def _list_pairs(record: Record) -> Iterator[tuple[str, str]]:
    shown = display(record)
    format_, genre = _GENRES.get(record.type, ("dc", ""))
    title, holder = _TITLES[genre if genre in _TITLES else format_]
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{format_}"
    yield "rft.genre", genre
    yield "rft.type", "preprint" if format_ == "dc" and shown.arxiv else ""
    yield title, shown.title
    yield from [(holder, shown.venue or decode(record.get("publisher")))] if holder else []
    for name in (read_names(record) or read_names(record, "editor"))[:MOST_AUTHORS]:
        yield _choose_tag(name, format_), name.inverted
    yield "rft.date", _write_date(record, shown)
    for part, field in (("volume", "volume"), ("issue", "number"), ("pages", "pages")):
        yield f"rft.{part}", record.get(field).replace("--", "-") if format_ != "dc" else ""
    yield "rft.isbn", record.get("isbn") if format_ == "book" else ""
    yield from _list_identifiers(shown)


def _choose_tag(name: Name, format_: str) -> str:
    if name.corporate:
        return "rft.aucorp"
    return "rft.creator" if format_ == "dc" else "rft.au"


def _write_date(record: Record, shown: Reference) -> str:
    month = record.get("month")
    if not re.fullmatch(r"\d{4}", shown.year):
        return ""
    return f"{shown.year}-{list(MONTHS).index(month) + 1:02}" if month in MONTHS else shown.year


def _list_identifiers(shown: Reference) -> Iterator[tuple[str, str]]:
    for _, address in shown.links:
        yield "rft_id", address.replace("https://doi.org/", "info:doi/", 1)
