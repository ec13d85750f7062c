"""Records in the other formats that reference managers take: RIS and CSL-JSON."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from claimbook.bibliography.bibtex import MONTHS, Record
from claimbook.bibliography.latex import decode, unescape
from claimbook.bibliography.reference import Name, Reference, display, read_names

_CSL_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "manual": "report",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "proceedings": "book",
    "techreport": "report",
    "unpublished": "manuscript",
}
_RIS_TYPES = {
    "article": "JOUR",
    "book": "BOOK",
    "booklet": "PAMP",
    "inbook": "CHAP",
    "incollection": "CHAP",
    "inproceedings": "CONF",
    "manual": "RPRT",
    "mastersthesis": "THES",
    "phdthesis": "THES",
    "proceedings": "BOOK",
    "techreport": "RPRT",
    "unpublished": "UNPB",
}
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}


def to_csl(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return the records as CSL-JSON."""
    return [_make_csl_item(record) for record in records]


def _make_csl_item(record: Record) -> dict[str, Any]:
    shown = display(record)
    report = record.type in ("techreport", "manual")
    item: dict[str, Any] = {
        "id": record.key,
        "type": _CSL_TYPES.get(record.type, "article" if shown.arxiv else "document"),
        "title": shown.title,
        "author": [_make_csl_name(name) for name in read_names(record)],
        "editor": [_make_csl_name(name) for name in read_names(record, "editor")],
        "container-title": _find_holder(record),
        "collection-title": _read_text(record, "series"),
        "publisher": _find_publisher(record, shown),
        "publisher-place": _read_text(record, "address"),
        "edition": _read_text(record, "edition"),
        "chapter-number": _read_text(record, "chapter"),
        "volume": _read_text(record, "volume"),
        "issue": "" if report else _read_text(record, "number").replace("–", "-"),
        "page": _read_text(record, "pages").replace("–", "-"),
        "genre": _GENRES.get(record.type, ""),
        "number": _number_preprint(record, shown)
        or (_read_text(record, "number") if report else ""),
        "archive": "arXiv" if shown.arxiv else "",
        "archive_location": shown.arxiv,
        "DOI": shown.doi,
        "ISBN": unescape(record.get("isbn")),
        "ISSN": unescape(record.get("issn")),
        "URL": next(iter(_list_addresses(shown)), ""),
        "note": _read_text(record, "note"),
        "issued": _make_issued(record),
    }
    return {name: value for name, value in item.items() if value}


def _make_csl_name(name: Name) -> dict[str, str]:
    if name.corporate:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def _make_issued(record: Record) -> dict[str, Any]:
    year, month, day = _read_date(record)
    if not re.fullmatch(r"\d{4}", year):
        return {"literal": year} if year else {}
    return {"date-parts": [[int(part) for part in (year, month, day) if part]]}


def _read_date(record: Record) -> tuple[str, str, str]:
    """Return year, month and day as far as they are known; a year may be any text."""
    dated = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$", record.get("date"))
    if dated:
        return dated[1], dated[2] or "", dated[3] or ""
    year, month = _read_text(record, "year"), record.get("month")
    return year, f"{list(MONTHS).index(month) + 1:02}" if month in MONTHS else "", ""


def _find_holder(record: Record) -> str:
    """Return the journal or the book that holds a work."""
    holders = (_read_text(record, name) for name in ("booktitle", "journal", "journaltitle"))
    return next(filter(None, holders), "")


def _find_publisher(record: Record, shown: Reference) -> str:
    """Return who published a work: of a thesis the school, of a preprint arXiv."""
    found = (
        _read_text(record, name) for name in ("publisher", "school", "institution", "organization")
    )
    return next(filter(None, found), "arXiv" if _number_preprint(record, shown) else "")


def _number_preprint(record: Record, shown: Reference) -> str:
    """Return the number of a preprint that was published nowhere else."""
    return f"arXiv:{shown.arxiv}" if shown.arxiv and record.type not in _CSL_TYPES else ""


def _list_addresses(shown: Reference) -> list[str]:
    """Return where to read a work, but for what its DOI says already; its own address first."""
    links = [address for _, address in shown.links if not address.startswith("https://doi.org/")]
    return sorted(links, key=lambda address: address != shown.url)


def _read_text(record: Record, name: str) -> str:
    return decode(record.get(name)).replace("--", "–")


def to_ris(records: Iterable[Record]) -> str:
    """Return the records as RIS, with the line ends that its definition asks for.

    What programs make of a tag differs: the book that holds a paper is `T2` to EndNote, Mendeley and
    Zotero, `BT` to JabRef and bibutils, so it stands under both; the arXiv identifier is `AV`,
    because JabRef takes `AN` for the number of an issue.
    """
    return "\r\n".join(_write_ris_entry(record) for record in records)


def _write_ris_entry(record: Record) -> str:
    shown = display(record)
    kind = _RIS_TYPES.get(record.type, "UNPB" if shown.arxiv else "GEN")
    lines = [
        ("TY", kind),
        ("ID", record.key),
        *(("AU", _write_ris_name(name)) for name in read_names(record)),
        *(("ED", _write_ris_name(name)) for name in read_names(record, "editor")),
        ("TI", shown.title),
        *_list_ris_details(record, shown).items(),
        *(("UR", address) for address in _list_addresses(shown)),
        ("AV", f"arXiv:{shown.arxiv}" if shown.arxiv else ""),
    ]
    body = "".join(f"{tag}  - {text}\r\n" for tag, text in lines if text)
    return f"{body}ER  - \r\n"


def _write_ris_name(name: Name) -> str:
    """Return a name inverted; a comma in a corporate one would make two parts of it."""
    return name.family.replace(",", "") if name.corporate else name.inverted


def _list_ris_details(record: Record, shown: Reference) -> Mapping[str, str]:
    year, month, day = _read_date(record)
    known = bool(re.fullmatch(r"\d{4}", year))
    pages = _read_text(record, "pages")
    first, last = pages.split("–") if re.fullmatch(r"\w+–\w+", pages) else (pages, "")
    numbers = (unescape(record.get("isbn")), unescape(record.get("issn")))
    return {
        "T2": _find_holder(record),
        "BT": _read_text(record, "booktitle"),
        "T3": _read_text(record, "series"),
        "PY": year if known else "",
        "DA": f"{year}/{month}/{day}/" if known and month else "",
        "VL": _read_text(record, "volume"),
        "IS": _read_text(record, "number"),
        "SP": first,
        "EP": last,
        "ET": _read_text(record, "edition"),
        "PB": _find_publisher(record, shown),
        "CY": _read_text(record, "address"),
        "M3": _GENRES.get(record.type, ""),
        "SN": next(filter(None, numbers), ""),
        "DO": shown.doi,
        "N1": _read_text(record, "note"),
    }
