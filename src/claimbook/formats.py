"""Records in the other formats that reference managers take: RIS and CSL-JSON."""

import re
from collections.abc import Iterable
from typing import Any

from claimbook.bibtex import MONTHS, Record
from claimbook.latex import verbatim
from claimbook.reference import Name, arxiv_of, display, names

_CSL_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "book": "book",
    "incollection": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
}
_RIS_TYPES = {
    "article": "JOUR",
    "inproceedings": "CONF",
    "book": "BOOK",
    "incollection": "CHAP",
    "phdthesis": "THES",
    "mastersthesis": "THES",
    "techreport": "RPRT",
}


def to_csl(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return the records as CSL-JSON."""
    return [_csl(record) for record in records]


def _csl(record: Record) -> dict[str, Any]:
    shown = display(record)
    preprint = "article" if shown.arxiv else "document"
    item: dict[str, Any] = {
        "id": record.key,
        "type": _CSL_TYPES.get(record.type, preprint),
        "title": shown.title,
        "author": [_csl_name(name) for name in names(record)],
        "editor": [_csl_name(name) for name in names(record, "editor")],
        "container-title": shown.venue if record.type in _CSL_TYPES else "",
        "publisher": "arXiv"
        if record.type == "misc" and shown.arxiv
        else _plain(record, "publisher"),
        "volume": _plain(record, "volume"),
        "issue": _plain(record, "number"),
        "page": _plain(record, "pages"),
        "number": f"arXiv:{shown.arxiv}" if shown.arxiv else "",
        "DOI": shown.doi,
        "URL": shown.url or next((address for _, address in shown.links), ""),
        "issued": _issued(record),
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    if name.corporate:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def _issued(record: Record) -> dict[str, Any]:
    year = display(record).year
    if not re.fullmatch(r"\d{4}", year):
        return {} if year == "n.d." else {"literal": year}
    month = record.get("month")
    parts = [int(year), *([list(MONTHS).index(month) + 1] if month in MONTHS else [])]
    return {"date-parts": [parts]}


def _plain(record: Record, name: str) -> str:
    return verbatim(record.get(name)).replace("--", "–")


def to_ris(records: Iterable[Record]) -> str:
    """Return the records as RIS."""
    return "\n".join(_ris(record) for record in records)


def _ris(record: Record) -> str:
    shown = display(record)
    first, _, last = _plain(record, "pages").partition("–")
    holder = {"article": "JO", "inproceedings": "T2", "incollection": "T2"}.get(record.type)
    lines: list[tuple[str, str]] = [
        ("TY", _RIS_TYPES.get(record.type, "GEN")),
        ("ID", record.key),
        *(("AU", name.inverted) for name in names(record)),
        *(("ED", name.inverted) for name in names(record, "editor")),
        ("TI", shown.title),
        *([(holder, shown.venue)] if holder else []),
        ("PY", shown.year if shown.year.isdigit() else ""),
        ("VL", _plain(record, "volume")),
        ("IS", _plain(record, "number")),
        ("SP", first),
        ("EP", last),
        ("PB", _plain(record, "publisher")),
        ("DO", shown.doi),
        *(("UR", address) for _, address in shown.links),
        ("AN", f"arXiv:{arxiv_of(record)}" if arxiv_of(record) else ""),
    ]
    body = "".join(f"{tag}  - {text}\n" for tag, text in lines if text)
    return f"{body}ER  - \n"
