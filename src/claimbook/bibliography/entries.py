"""Whether one entry of the bibliography is sound: its type, its fields, its names, its LaTeX.

An entry serves BibTeX and biblatex alike, so it has a type that both know and BibTeX's names for
the fields; biblatex takes these too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from claimbook.bibliography import identifiers
from claimbook.bibliography.bibtex import MONTHS, NAMES, ORDER, VERBATIM, Record, normalise_field
from claimbook.bibliography.latex import decode, protect_venue
from claimbook.bibliography.reference import split_names
from claimbook.bibliography.values import excerpt
from claimbook.errors import suggest

_PLACE = ("eprint", "doi", "url", "howpublished")
REQUIRED: Mapping[str, Sequence[str | Sequence[str]]] = {
    "article": ("author", "title", "journal", "year"),
    "book": (("author", "editor"), "title", "publisher", "year"),
    "booklet": ("author", "title", "year"),
    "inbook": ("author", "title", ("chapter", "pages"), "publisher", "year"),
    "incollection": ("author", "title", "booktitle", "publisher", "year"),
    "inproceedings": ("author", "title", "booktitle", "year"),
    "manual": ("author", "title", "year"),
    "mastersthesis": ("author", "title", "school", "year"),
    "misc": (("author", "editor"), "title", "year", _PLACE),
    "phdthesis": ("author", "title", "school", "year"),
    "proceedings": ("title", "year"),
    "techreport": ("author", "title", "institution", "year"),
    "unpublished": ("author", "title", "note", "year"),
}
VENUES = frozenset({"booktitle", "journal", "series"})
PRINTED = frozenset(ORDER) - VERBATIM
# What biblatex or a program alone knows, and what both do.
TYPES: Mapping[str, str] = {
    **dict.fromkeys(("collection", "mvcollection", "mvproceedings", "mvreference"), "proceedings"),
    "reference": "proceedings",
    "mvbook": "book",
    **dict.fromkeys(("bookinbook", "suppbook"), "inbook"),
    **dict.fromkeys(("inreference", "suppcollection"), "incollection"),
    **dict.fromkeys(("review", "suppperiodical"), "article"),
    "conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
    **dict.fromkeys(
        """
        artwork audio bibnote commentary data dataset electronic image jurisdiction legal
        legislation letter movie music online patent performance periodical preprint software
        standard unspecified video webpage www
        """.split(),
        "misc",
    ),
}
FIELDS: Mapping[str, str] = {
    "eprintclass": "primaryclass",
    "eprinttype": "archiveprefix",
    "journaltitle": "journal",
    "location": "address",
}
_ANYWHERE = frozenset(
    """
    author title year month note doi eprint archiveprefix primaryclass url urldate ids
    """.split()
)
_VOLUME = frozenset({"series", "volume", "number", "publisher", "address", "isbn"})
# The fields that both BibTeX and biblatex take from each type without a warning.
FITTING: Mapping[str, frozenset[str]] = {
    kind: _ANYWHERE | names
    for kind, names in {
        "article": frozenset({"journal", "volume", "number", "pages", "issn", "translator"}),
        "book": _VOLUME | {"editor", "edition", "chapter", "pages", "translator"},
        "booklet": frozenset({"howpublished", "address"}),
        "incollection": _VOLUME
        | {"booktitle", "editor", "edition", "chapter", "pages", "translator"},
        "inproceedings": _VOLUME | {"booktitle", "editor", "pages", "organization"},
        "manual": frozenset({"organization", "edition", "address"}),
        "mastersthesis": frozenset({"school", "type", "address"}),
        "misc": frozenset({"editor", "howpublished"}),
        "phdthesis": frozenset({"school", "type", "address"}),
        "proceedings": (_VOLUME | {"editor", "organization"}),
        "techreport": frozenset({"institution", "type", "number", "address"}),
        "unpublished": frozenset({"address"}),
    }.items()
}
_MATH = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$")
_ADDRESS = re.compile(r"\\(?:url|href|path)\s*\{[^{}]*\}")
_BARE = re.compile(r"(?<!\\)[&#_^%$]")
_RANGE = re.compile(r"(?<![0-9A-Za-z.])(\d+)--(\d+)(?![0-9A-Za-z.])")


def find_faults(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield the field of each fault of an entry (or nothing), what is wrong, and what to do."""
    if record.type not in REQUIRED:
        yield "", f"@{record.type} is no type that BibTeX and biblatex share", _advise_type(record)
    for wanted in REQUIRED.get(record.type, ("title", "year")):
        names = (wanted,) if isinstance(wanted, str) else wanted
        if not any(record.get(name) for name in names):
            yield "", f"has no {' or '.join(names)}", _advise_missing(record, names)
    for name, what in identifiers.find_faults(record):
        yield name, what, ""
    yield from _find_plain_faults(record)
    yield from _find_venue_faults(record)
    for name in sorted(NAMES & record.fields.keys()):
        yield from _find_name_faults(name, record.get(name))
    for name in PRINTED & record.fields.keys():
        text = _MATH.sub("", _ADDRESS.sub("", record.get(name)))
        if bare := _BARE.search(text):
            yield name, f"holds a bare {bare[0]}, at which LaTeX stops", f"write \\{bare[0]}"


def _advise_type(record: Record) -> str:
    better = TYPES.get(record.type)
    return f"write @{better}" if better else suggest(record.type, REQUIRED)


def _advise_missing(record: Record, names: Sequence[str]) -> str:
    if "year" in names and record.get("date"):
        return "BibTeX does not read `date`: give year and month"
    instead = [old for old, new in FIELDS.items() if new in names and record.get(old)]
    return f"rename {instead[0]}" if instead else "add it"


def _find_plain_faults(record: Record) -> Iterator[tuple[str, str, str]]:
    year, month, url = (record.get(name) for name in ("year", "month", "url"))
    if year and not re.fullmatch(r"\d{4}", year) and not re.search(r"press|forthcoming", year):
        yield "year", f'"{year}" is no year', "write four digits"
    if month and month not in MONTHS:
        yield "month", f'"{month}" is no month', "write jan, feb, …"
    if url and not re.match(r"https?://[^\s/]+\.[^\s]+$", url):
        yield "url", f'"{url}" is no web address', "begin with https://"
    for first, last in _RANGE.findall(record.get("pages")):
        if int(first) > int(last):
            yield "pages", f"the range {first}--{last} runs backwards", "write both in full"


def _find_venue_faults(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with where a work appeared: the preprint's DOI, braces of another kind."""
    doi = record.get("doi")
    if record.type != "misc" and re.match(r"10\.48550/arxiv\.", doi, re.IGNORECASE):
        yield (
            "doi",
            f'"{doi}" is the preprint\'s, and the work was published',
            "give its own, or none",
        )
    for name in sorted(VENUES & record.fields.keys()):
        meant = normalise_field(name, protect_venue(record.get(name)))
        if meant != record.get(name):
            yield (
                name,
                "has its acronyms braced another way than the rest",
                f"write {excerpt(meant, 120)}",
            )


def _find_name_faults(field: str, raw: str) -> Iterator[tuple[str, str, str]]:
    people = split_names(raw)
    for place, name in enumerate(people):
        if not name or not decode(name):
            yield field, "names nobody between two `and`", "remove one of them"
        elif name.lower() == "others":
            if place + 1 < len(people):
                yield field, "goes on after `others`", "let `and others` be the last"
        elif fault := _find_name_fault(name):
            yield field, *fault


def _find_name_fault(name: str) -> tuple[str, str] | None:
    if re.search(r"\bet\.? al\b", name):
        return f'"{name}" is no name', "write `and others`"
    depth, commas = 0, 0
    for character in name:
        depth += {"{": 1, "}": -1}.get(character, 0)
        commas += character == "," and not depth
    if commas > 2 or ";" in re.sub(r"&\w+;", "", name):
        return f'"{name}" holds more than one person', "join people with ` and `"
    if not commas and not name.startswith("{") and re.search(r"[^\\]\s", name):
        return f'"{name}" does not say what is the family name', "write `Last, First`, or {braces}"
    return None
