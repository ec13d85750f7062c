"""What a reference says of a work beside its authors, title and venue, as plain text.

Which edition, in which series, who edited the book, who published it and where, what kind of
thesis or report it is, and the note at its end.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.latex import decode, unescape

KINDS = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "techreport": "Technical report",
    "manual": "Manual",
}
_LINK = re.compile(r"\\(?:url|path)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}")
_WORDS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th"}


@dataclass(frozen=True)
class Facts:
    """Parts of a reference; what a work does not have is empty."""

    kind: str = ""  # of a thesis or a report, with its number
    edition: str = ""  # such as `2nd edition`
    editors: str = ""  # such as `edited by A. Doe and B. Roe`
    details: str = ""  # volume, number, pages, the series before them
    imprint: str = ""  # who published it, and where
    note: str = ""


NO_FACTS = Facts()


def find_facts(record: Record, editors: Sequence[str] = (), *, more: bool = False) -> Facts:
    """Return what a reference says of a work; `editors` are those of the book that holds it."""
    return Facts(
        kind=_name_kind(record),
        edition=_name_edition(decode(record.get("edition"))),
        editors=f"edited by {_join(editors, more)}" if editors else "",
        details=_write_details(record),
        imprint=_write_imprint(record),
        note=decode(_LINK.sub(lambda found: _keep_link(found[1] or found[2]), record.get("note"))),
    )


def read_howpublished(record: Record) -> tuple[str, str]:
    r"""Return how a work was published, without its link, and the link whole.

    >>> read_howpublished(Record("a1", "misc", {"howpublished": r"Blog, \url{https://a.org/?x=1&y=2}"}))
    ('Blog', 'https://a.org/?x=1&y=2')
    """
    raw = record.get("howpublished")
    found = _LINK.search(raw) or re.search(r"(https?://[^\s{}]*[^\s{}.,;)])()", raw)
    if not found:
        return decode(raw), ""
    bare = decode(raw.replace(found[0], ""))
    return bare.strip(" ,:;()."), unescape(found[1] or found[2])


def _keep_link(address: str) -> str:
    """Return an address so that decoding gives it back."""
    return re.sub(r"(?<!\\)([&%#_~$])", r"\\\1", address).replace(r"\~", r"\textasciitilde{}")


def _name_kind(record: Record) -> str:
    kind = decode(record.get("type")) or KINDS.get(record.type, "")
    number = decode(record.get("number")) if record.type == "techreport" else ""
    return f"{kind} {number}".strip() if kind else ""


def _name_edition(edition: str) -> str:
    if not edition or "ed" in edition.lower().split() or "edition" in edition.lower():
        return edition
    bare = _WORDS.get(edition.lower(), edition)
    if bare.isdecimal():
        ending = {"1": "st", "2": "nd", "3": "rd"}.get(bare[-1], "th")
        bare += "th" if bare[-2:] in ("11", "12", "13") else ending
    return bare if re.search(r"\bed\b\.?", bare) else f"{bare} edition"


def _join(names: Sequence[str], more: bool) -> str:
    if more or len(names) > 3:
        return f"{names[0]} et al."
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])}, and {names[-1]}"


def _write_details(record: Record) -> str:
    volume, number, pages = (decode(record.get(name)) for name in ("volume", "number", "pages"))
    series = decode(record.get("series"))
    if record.type == "techreport":
        number = ""
    if series and record.type != "article":
        where = [f"{series} {volume or number}".strip(), f"pp. {pages}" if pages else ""]
        return ", ".join(part for part in where if part)
    issue = f"{volume}({number})" if volume and number else volume or number
    return f"{issue}:{pages}" if issue and pages else issue or (f"pp. {pages}" if pages else "")


def _write_imprint(record: Record) -> str:
    """Say who published a book, or where a school or a house is that its reference names anyway."""
    names = ("publisher", "organization") if record.get("booktitle") else ("publisher",)
    houses = [decode(record.get(name)) for name in names]
    house = next((one for one in houses if one), "")
    if record.type == "article":
        return ""
    return ", ".join(part for part in (house, decode(record.get("address"))) if part)
