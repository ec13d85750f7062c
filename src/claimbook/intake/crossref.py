"""Crossref's JSON: a DOI in, the record of what was published out."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from claimbook.bibliography.bibtex import MONTHS, Record, normalise_field
from claimbook.bibliography.latex import escape, escape_name, escape_title
from claimbook.errors import ClaimbookError
from claimbook.intake.jats import strip_markup
from claimbook.intake.network import Client, Unavailable, choose_address
from claimbook.intake.pasted import match_doi

API = "https://api.crossref.org"
TYPES: Mapping[str, str] = {
    "journal-article": "article",
    "proceedings-article": "inproceedings",
    "book-chapter": "incollection",
    "book-section": "incollection",
    "book-part": "incollection",
    "reference-entry": "incollection",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "proceedings": "proceedings",
    "report": "techreport",
    "report-component": "techreport",
    "dissertation": "phdthesis",
}  # all others, preprints among them, are @misc
_MAKER = {"techreport": "institution", "phdthesis": "school", "misc": "howpublished"}
_ALWAYS = ("author", "title", "year", "month", "doi")
_BOOK = ("editor", "series", "volume", "publisher", "isbn")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "article": ("journal", "volume", "number", "pages", "issn"),
    "inproceedings": (*_BOOK, "booktitle", "pages"),
    "incollection": (*_BOOK, "booktitle", "pages", "edition"),
    "book": (*_BOOK, "edition"),
    "proceedings": _BOOK,
    "techreport": ("institution",),
    "phdthesis": ("school",),
    "misc": ("howpublished",),
}
_PARTICLES = frozenset(
    [
        *("af", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "la", "le"),
        *("ten", "ter", "van", "von", "zu", "zum", "zur"),
    ]
)
# A journal's print date is its issue's; `issued` is the earliest of all.
_DATES = ("published-print", "issued", "published", "published-online", "posted", "approved")


def read_doi(text: str) -> str:
    """Return the bare DOI of whatever names one, or nothing.

    >>> read_doi("https://doi.org/10.1162/tacl_a_00638")
    '10.1162/tacl_a_00638'
    >>> read_doi("https://dl.acm.org/doi/abs/10.1145/3442188.3445922?af=R")
    '10.1145/3442188.3445922'
    """
    return match_doi(text)


def fetch(text: str, client: Client | None = None) -> Record:
    """Return the record of a DOI, without a key; CLAIMBOOK_CROSSREF_API overrides whom to ask.

    Raises `Unavailable` if there is no usable answer, and `ClaimbookError` if Crossref answers
    that it does not know the DOI.
    """
    name = read_doi(text)
    if not name:
        raise ClaimbookError(f'"{text}" is no DOI', fix="write it like 10.1162/tacl_a_00638")
    base = choose_address("CLAIMBOOK_CROSSREF_API", API)
    try:
        address = f"{base}/works/{quote(name, safe='')}"
        answer = (client or Client()).get(address, accept="application/json")
    except Unavailable as error:
        if error.status != 404:
            raise
        raise ClaimbookError(
            f"Crossref knows no DOI {name}",
            where=base,
            fix="look it up; if another agency registered it, give the BibTeX of its page",
        ) from error
    return read(answer, name, where=base)


def read(answer: bytes, name: str, *, where: str) -> Record:
    """Return the record that Crossref's answer for a DOI holds; what is missing is left out."""
    try:
        message = json.loads(answer)["message"]
        known = isinstance(message, dict) and bool(message.get("type") or message.get("title"))
    except (ValueError, KeyError, TypeError, RecursionError):
        known = False
    if not known:
        raise Unavailable("answered with something that is no record of Crossref's", where=where)
    return _make_record(message, name)


def _make_record(work: Mapping[str, Any], name: str) -> Record:
    kind = TYPES.get(_read_text(work.get("type")), "misc")
    if kind == "incollection" and isinstance(work.get("event"), dict):
        kind = "inproceedings"  # Springer's proceedings are books of chapters
    author, editor = (_write_people(work.get(role)) for role in ("author", "editor"))
    kind, people = _settle_roles(kind, author, editor)
    raw = {
        **people,
        "title": escape_title(_read_title(work)),
        **_read_container(work, kind),
        "volume": escape(_read_text(work.get("volume"))),
        "number": escape(_read_text(work.get("issue"))),
        "edition": escape(_read_text(work.get("edition-number"))),
        "pages": escape(_read_text(work.get("page")) or _read_text(work.get("article-number"))),
        **_read_date(work),
        "doi": re.sub(r"[{}\\]", lambda odd: quote(odd[0]), _read_text(work.get("DOI")) or name),
        "isbn": _read_text(_take_first(work.get("ISBN"))).rpartition("/")[2],
        "issn": _read_text(_take_first(work.get("ISSN"))),
    }
    kept = (*_ALWAYS, *_FIELDS[kind])
    fields = {
        field: normalise_field(field, text) for field, text in raw.items() if text and field in kept
    }
    return Record("", kind, fields)


def _settle_roles(kind: str, author: str, editor: str) -> tuple[str, dict[str, str]]:
    """Say whose a work is, so that neither BibTeX nor biblatex warns."""
    if kind == "book" and editor and not author:
        kind = "proceedings"  # biblatex wants an author of @book, and none of @proceedings
    if kind == "proceedings":
        author, editor = "", editor or author
    elif kind == "book" and author:
        editor = ""  # BibTeX takes one of the two
    return kind, {"author": author, "editor": editor}


def _read_title(work: Mapping[str, Any]) -> str:
    names = (_take_first(work.get(part)) for part in ("title", "subtitle"))
    title, subtitle = map(_read_text, names)
    if not subtitle or subtitle.lower() in title.lower():
        return title
    return f"{title.rstrip(':')}: {subtitle}"


def _read_container(work: Mapping[str, Any], kind: str) -> dict[str, str]:
    """Say in what the work appeared: a journal, a book and its series, or whose report it is."""
    names = [_read_text(name) for name in _list_items(work.get("container-title"))]
    publisher = _read_text(work.get("publisher"))
    if kind == "article":
        return {"journal": escape_title(names[0] if names else "")}
    if kind in _MAKER:
        maker = _take_first(work.get("institution"))
        own = _read_text(maker.get("name")) if isinstance(maker, dict) else ""
        return {_MAKER[kind]: escape(own or (names or [publisher])[0])}
    book = names.pop() if names and "booktitle" in _FIELDS[kind] else ""
    series = names[0] if names else ""  # comes first where both are named
    return {
        "booktitle": escape_title(book),
        "series": escape_title(series),
        "publisher": escape(publisher),
    }


def _write_people(given: Any) -> str:
    return " and ".join(escape_name(name) for name in _read_names(given))


def _read_names(given: Any) -> Iterator[str]:
    """Yield names as `Last, Jr., First`, and those of groups in braces."""
    for one in _list_items(given):
        person = one if isinstance(one, dict) else {}
        # a name has no commas of its own: they would tell its parts
        parts = (
            _read_text(person.get(part)).replace(",", " ") for part in ("family", "given", "suffix")
        )
        family, first, suffix = (" ".join(part.split()) for part in parts)
        if family:
            *front, last = ("", *first.split()) if first else ("", "")
            while last in _PARTICLES and front:  # some publishers file them with the first name
                family, last = f"{last} {family}", front.pop()
            yield ", ".join(filter(None, (family, suffix, " ".join([*front, last]).strip())))
        elif whole := first or _read_text(person.get("name")):
            yield whole if first else f"{{{whole}}}"


def _read_date(work: Mapping[str, Any]) -> dict[str, str]:
    for name in _DATES:
        try:
            parts = [int(part) for part in work[name]["date-parts"][0]]
        except (KeyError, IndexError, TypeError, ValueError):
            continue  # `[[null]]` is Crossref's way of not knowing
        month = parts[1] if len(parts) > 1 and 1 <= parts[1] <= 12 else 0
        return {"year": str(parts[0])} | ({"month": list(MONTHS)[month - 1]} if month else {})
    return {}


def _list_items(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given] if given else []


def _take_first(given: Any) -> Any:
    return next(iter(_list_items(given)), "")


def _read_text(given: Any) -> str:
    return strip_markup(str(given)) if isinstance(given, (str, int)) else ""
