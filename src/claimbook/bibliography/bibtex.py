"""Records of a bibliography: their normal form, and how they are written as BibTeX.

A record's fields are raw LaTeX text in a normal form, so that reading what was written changes
nothing: white space is single, a month is its macro (`feb`), pages have the en-dash `--`, a DOI
has no resolver and an arXiv identifier no prefix. An accented letter of Latin script has one
spelling, in ASCII: BibTeX, which counts bytes, would cut it in two (see `accents`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from claimbook.bibliography.accents import settle_accents, spell_in_ascii

MONTHS: Mapping[str, str] = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
ORDER = (
    *("author", "editor", "title", "subtitle", "booktitle", "journal", "journaltitle", "series"),
    *("edition", "volume", "number", "pages", "institution", "school", "organization"),
    *("publisher", "address", "howpublished", "year", "date", "month", "doi", "eprint"),
    *(
        "archiveprefix",
        "eprinttype",
        "primaryclass",
        "isbn",
        "issn",
        "url",
        "urldate",
        "note",
        "ids",
    ),
)
NAMES = frozenset({"author", "editor", "translator"})
# Of which biblatex makes a list where an `and` stands outside braces.
LISTS = frozenset({"publisher", "institution", "school", "organization", "address", "location"})
VERBATIM = frozenset({"url", "doi", "eprint", "file", "isbn", "issn", "urldate", "date", "ids"})
_RANK = {name: rank for rank, name in enumerate(ORDER)}
_RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(r"^(?:https?://arxiv\.org/abs/|arxiv:)\s*", re.IGNORECASE)
_KEPT = re.compile(r"((?<!\\)\$[^$]*(?<!\\)\$|\\(?:url|href|path)\s*\{[^{}]*\})")
_DASH = re.compile(r"(?<=[0-9A-Za-z])\s*(?:–|—|-{1,3})\s*(?=[0-9A-Za-z])")


@dataclass(frozen=True)
class Record:
    """One entry of a bibliography; the values of `fields` are raw LaTeX, ready for a .bib file."""

    key: str
    type: str
    fields: Mapping[str, str] = field(hash=False)
    line: int = field(default=0, compare=False)  # where it stands in its file; 0 if in none
    held: bool = field(default=False, compare=False)  # whether other entries take from it

    def get(self, name: str) -> str:
        """Return a field's raw text, or nothing."""
        return self.fields.get(name, "")


def normalise_field(name: str, raw: str) -> str:
    """Return a field's value in its normal form."""
    value = " ".join(raw.split())
    match name:
        case "month":
            return read_month(value)
        case "pages":
            return _DASH.sub("--", value)
        case "doi":
            return _RESOLVER.sub("", value)
        case "eprint":
            return _ARXIV_PREFIX.sub("", value)
    if name in NAMES:
        return spell_in_ascii(settle_accents(value))
    if name in LISTS and re.search(r"\sand\s", re.sub(r"\{[^{}]*\}", "", value)):
        value = f"{{{value}}}"  # one house, whatever it is called
    return value if name in VERBATIM else _spell_text(settle_accents(value))


def _spell_text(text: str) -> str:
    """Spell accented letters out, but for those of formulas and of links."""
    if text.isascii():
        return text
    parts = _KEPT.split(text)
    return "".join(part if place % 2 else spell_in_ascii(part) for place, part in enumerate(parts))


def read_month(value: str) -> str:
    """Return the macro of a month given in any usual spelling, or the value as it is."""
    bare = value.strip("{}. ").lower()
    if bare.isdecimal() and bare.isascii() and 1 <= int(bare) <= 12:
        return list(MONTHS)[int(bare) - 1]
    known = bare[:3] in MONTHS and MONTHS[bare[:3]].lower().startswith(bare)
    return bare[:3] if known or bare == "sept" else value


def write_bib(records: Iterable[Record]) -> str:
    """Write records as BibTeX in the order given, with fixed field order and layout."""
    return "\n".join(_write_entry(record) for record in records)


def _write_entry(record: Record) -> str:
    lines = "".join(f",\n{line}" for line in _write_lines(record))
    return f"@{record.type}{{{record.key}{lines}\n}}\n"


def _write_lines(record: Record) -> Iterator[str]:
    for name in sorted(record.fields, key=lambda name: (_RANK.get(name, len(_RANK)), name)):
        value = record.fields[name]
        macro = name == "month" and value in MONTHS
        yield f"  {name:<13} = {value}" if macro else f"  {name:<13} = {{{value}}}"
