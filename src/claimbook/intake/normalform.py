"""An entry from anywhere → the form that the bibliography keeps; nothing is made up.

Search engines and publishers give biblatex types, arXiv identifiers in place of journals, titles
braced whole, names in every order, and fields that no style prints. What is kept is what both
BibTeX and biblatex take from an entry of its type.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from claimbook.bibliography.bibtex import MONTHS, ORDER, Record
from claimbook.bibliography.entries import FIELDS, FITTING, TYPES
from claimbook.bibliography.latex import unescape
from claimbook.intake.normalvalues import find_links, normalise_value
from claimbook.intake.partialpaper import from_identifier, from_record

# Under which name a field is kept, if not under its own.
_NAMES: Mapping[str, str] = {
    **FIELDS,
    "eid": "pages",
    "articleno": "pages",
    "article-number": "pages",
    "booksubtitle": "booktitle",
    "journalsubtitle": "journal",
    "collaboration": "author",
    "addendum": "note",
    "titleaddon": "note",
}
_JOINED = {"subtitle": "title", "booksubtitle": "booktitle", "journalsubtitle": "journal"}
_KEPT = frozenset(ORDER) | {"chapter", "translator", "type"}
# All that is read of an entry from anywhere; the rest is what programs write for themselves.
READ = _KEPT | _NAMES.keys() | _JOINED.keys() | {"arxivid", "crossref", "xdata", "maintitle"}
_ADDRESSES = re.compile(r"https?://(?:dx\.)?(?:www\.)?(?:doi\.org|arxiv\.org)/", re.IGNORECASE)
_RESOLVED = re.compile(r"https?://(?:dx\.)?doi\.org/(10\..+)", re.IGNORECASE)
_PREPRINT = re.compile(r"\barxiv\b|^corr$", re.IGNORECASE)
_TOLD_BY_TYPE = frozenset({"phdthesis", "mastersthesis", "techreport"})
_TOLD_BY_EPRINT = set(
    """
    journal journaltitle booktitle volume number url publisher note howpublished institution
    """.split()
)
_THESES = {
    **dict.fromkeys(("", "phdthesis", "phd", "phdthesis", "doctoral"), ""),
    "mathesis": "",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
}
_REPORTS = {"techreport": "", "resreport": "Research report"}


def normalise_entry(record: Record) -> Record:
    """Return a record in the form that the bibliography keeps; its key stays."""
    known = from_record(record)
    fields = _rename(record.fields)
    kind = _choose_type(record, fields)
    if known.arxiv:
        kind = _take_preprint(kind, fields, known.arxiv)
    if doi := _find_doi(fields, known.doi):
        fields["doi"] = doi
    _place_link(kind, fields)
    made = {
        name: normalise_value(name, text)
        for name, text in _fit(kind, fields).items()
        if name in FITTING.get(kind, _KEPT)
    }
    return replace(record, type=kind, fields={name: text for name, text in made.items() if text})


def list_left_out(record: Record) -> tuple[str, ...]:
    """Return the fields of a record of which its normal form holds nothing."""
    whole = normalise_entry(record)
    made = whole.fields
    used = {"date": "year", "arxivid": "eprint", "institution": "school", **_NAMES, **_JOINED}
    told = {"type"} if whole.type in _TOLD_BY_TYPE else set()
    if "howpublished" in made:
        told |= {"publisher", "organization", "journal", "booktitle"}
    if "url" in made:
        told.add("howpublished")
    elif _ADDRESSES.match(record.get("url")):
        told.add("url")
    if whole.type == "misc" and "eprint" in made:
        told |= _TOLD_BY_EPRINT
    return tuple(
        sorted(
            name
            for name in record.fields
            if name not in made and used.get(name, name) not in made and name not in told
        )
    )


def _rename(given: Mapping[str, str]) -> dict[str, str]:
    """Return fields under BibTeX's names, subtitles with titles, a `date` as year and month."""
    fields = dict(given)
    for name, text in given.items():
        if name in _JOINED:
            main = next((one for one in (_JOINED[name], "journaltitle") if one in fields), "")
            if main and text.lower() not in fields[main].lower():
                fields[main] = f"{fields[main].rstrip(':')}: {text}"
            del fields[name]
    for name, text in given.items():
        if name in _NAMES and name in fields:
            fields.setdefault(_NAMES[name], text)
            del fields[name]
    dated = re.match(r"(\d{4})(?:-(\d\d))?", fields.pop("date", ""))
    if dated:
        fields.setdefault("year", dated[1])
        if dated[2] and 1 <= int(dated[2]) <= 12:
            fields.setdefault("month", list(MONTHS)[int(dated[2]) - 1])
    return fields


def _choose_type(record: Record, fields: dict[str, str]) -> str:
    sort = re.sub(r"[{}]", "", fields.get("type", "")).strip().lower()
    if record.type in ("thesis", "phdthesis", "mastersthesis"):
        fields.setdefault("school", fields.pop("institution", ""))
        doctoral = re.match(r"ph\.?\s?d|doctor", sort) is not None
        if sort in _THESES or doctoral or sort.startswith("master"):
            fields["type"] = "" if doctoral else _THESES.get(sort, "")
        lesser = sort.startswith("master") or sort in ("mathesis", "bathesis")
        return "mastersthesis" if lesser or record.type == "mastersthesis" else "phdthesis"
    kind = TYPES.get(record.type, record.type)
    if kind == "techreport":
        fields["type"] = _REPORTS.get(sort, fields.get("type", ""))
    if kind == "inbook":  # BibTeX's names the book in its title, biblatex's beside it
        return "incollection" if fields.get("booktitle") else "book"
    if kind == "book" and fields.get("editor") and not fields.get("author"):
        return "proceedings"
    return kind


def _take_preprint(kind: str, fields: dict[str, str], arxiv: str) -> str:
    """Give the identifier its own fields; what was published nowhere else becomes `@misc`."""
    fields |= {"eprint": arxiv, "archiveprefix": "arXiv"}
    for name in ("journal", "booktitle", "note", "howpublished", "publisher", "institution"):
        if _PREPRINT.search(fields.get(name, "")):
            del fields[name]
    if kind in ("article", "techreport", "unpublished", "inproceedings") and not (
        fields.get("journal") or fields.get("institution") or fields.get("booktitle")
    ):
        kind = "misc"
    if kind == "misc":
        for name in ("volume", "number", "pages", "howpublished", "journal"):
            fields.pop(name, None)
        fields.setdefault("doi", f"10.48550/arXiv.{arxiv}")
        _settle_date(fields, arxiv)
    elif _PREPRINT.search(fields.get("doi", "")):
        del fields["doi"]  # of the preprint, where the work has a place of its own
    return kind


def _settle_date(fields: dict[str, str], arxiv: str) -> None:
    """Take the month from the number, and the year where a later version's was given."""
    day = from_identifier(arxiv).day
    if day and fields.get("year", "9999")[:4] > str(day.year):
        fields |= {"year": str(day.year), "month": ""}
    if day and fields.get("year") == str(day.year):
        fields["month"] = fields.get("month") or list(MONTHS)[day.month - 1]


def _find_doi(fields: Mapping[str, str], known: str) -> str:
    if fields.get("eprint") and fields.get("doi", "") == "" and _PREPRINT.search(known):
        return ""
    resolved = _RESOLVED.match(unescape(fields.get("url", "")))
    return fields.get("doi", "") or known or (resolved[1] if resolved else "")


def _place_link(kind: str, fields: dict[str, str]) -> None:
    """Put the link of a text into `url`, and take out an address that an identifier says too."""
    for name in ("howpublished", "note"):
        links = find_links(fields.get(name, ""))
        if links and fields.setdefault("url", links[0]) in links and name == "howpublished":
            bare = re.sub(r"\\(?:url|path)\s*\{[^{}]*\}|\\href\s*\{[^{}]*\}", "", fields[name])
            bare = re.sub(r"https?://\S+|(?:available\s+)?(?:at|from|online)?:?\s*$", "", bare)
            fields[name] = bare.strip(" {}.,:;")
    if _ADDRESSES.match(fields.get("url", "")) and (fields.get("doi") or fields.get("eprint")):
        del fields["url"]
    if kind == "misc" and not fields.get("howpublished") and not fields.get("eprint"):
        makers = ("publisher", "organization", "institution", "journal", "booktitle")
        fields["howpublished"] = next((fields[one] for one in makers if fields.get(one)), "")


def _fit(kind: str, fields: dict[str, str]) -> dict[str, str]:
    """Leave out what BibTeX's styles warn of: two of what they take one of, a number alone."""
    held = kind in ("book", "proceedings", "inproceedings", "incollection")
    if kind == "proceedings":
        fields["editor"] = fields.get("editor") or fields.pop("author", "")
    if kind == "book" and fields.get("author"):
        fields.pop("editor", None)
    if held and fields.get("volume"):
        fields.pop("number", None)
    elif held and fields.get("number") and not fields.get("series"):
        fields["volume"] = fields.pop("number")
    return fields
