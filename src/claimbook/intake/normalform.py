"""An entry from anywhere → the form that the bibliography keeps; nothing is made up.

Search engines and publishers give biblatex types, arXiv identifiers in place of journals, titles
braced whole, names in every order, and fields that no style prints.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from bibtexparser.middlewares.names import parse_single_name_into_parts

from claimbook.bibliography.accents import settle_accents
from claimbook.bibliography.bibtex import MONTHS, NAMES, ORDER, VERBATIM, Record, normalise_field
from claimbook.bibliography.entries import FIELDS, TYPES
from claimbook.bibliography.latex import escape_title, is_braced
from claimbook.bibliography.reference import split_names
from claimbook.intake.partialpaper import decode_title, from_identifier, from_record

KEPT = frozenset(ORDER) | {"chapter", "translator", "type"}
_ADDRESSES = re.compile(r"https?://(?:dx\.)?(?:www\.)?(?:doi\.org|arxiv\.org)/", re.IGNORECASE)
_RESOLVED = re.compile(r"https?://(?:dx\.)?doi\.org/(10\..+)", re.IGNORECASE)
_PREPRINT = re.compile(r"\barxiv\b|^corr$", re.IGNORECASE)
_MATH_OR_ADDRESS = re.compile(r"((?<!\\)\$[^$]*(?<!\\)\$|\\(?:url|href|path)\s*\{[^{}]*\})")


def normalise_entry(record: Record) -> Record:
    """Return a record in the form that the bibliography keeps; its key stays."""
    known = from_record(record)
    fields = _rename(record.fields)
    kind = _choose_type(record, fields)
    if known.arxiv:
        kind = _take_preprint(kind, fields, known.arxiv)
    resolved = _RESOLVED.match(fields.get("url", ""))
    if doi := known.doi or (_strip_escapes(resolved[1]) if resolved else ""):
        fields["doi"] = doi
    if _ADDRESSES.match(fields.get("url", "")) and (fields.get("doi") or fields.get("eprint")):
        del fields["url"]
    made = {name: _normalise_value(name, text) for name, text in fields.items() if name in KEPT}
    return replace(record, type=kind, fields={name: text for name, text in made.items() if text})


def list_left_out(record: Record) -> tuple[str, ...]:
    """Return the fields of a record that its normal form does not keep."""
    return tuple(sorted(record.fields.keys() - KEPT - FIELDS.keys()))


def _rename(given: Mapping[str, str]) -> dict[str, str]:
    """Return fields under BibTeX's names, a `date` as year and month."""
    fields: dict[str, str] = {}
    for name, text in given.items():
        fields.setdefault(FIELDS.get(name, name), text)
    dated = re.match(r"(\d{4})(?:-(\d\d))?", fields.pop("date", ""))
    if dated:
        fields.setdefault("year", dated[1])
        if dated[2] and 1 <= int(dated[2]) <= 12:
            fields.setdefault("month", list(MONTHS)[int(dated[2]) - 1])
    return fields


def _choose_type(record: Record, fields: dict[str, str]) -> str:
    if record.type in ("thesis", "phdthesis", "mastersthesis"):
        fields.setdefault("school", fields.pop("institution", ""))
        masters = "master" in fields.pop("type", "").lower() or record.type == "mastersthesis"
        return "mastersthesis" if masters else "phdthesis"
    return TYPES.get(record.type, record.type)


def _take_preprint(kind: str, fields: dict[str, str], arxiv: str) -> str:
    """Give the identifier its own fields; what was published nowhere else becomes `@misc`."""
    fields |= {"eprint": arxiv, "archiveprefix": "arXiv"}
    for name in ("journal", "note", "howpublished", "publisher", "institution"):
        if _PREPRINT.search(fields.get(name, "")):
            del fields[name]
    if kind in ("article", "techreport", "unpublished") and not (
        fields.get("journal") or fields.get("institution")
    ):
        kind = "misc"
    if kind == "misc":
        for name in ("volume", "number", "pages", "howpublished"):
            fields.pop(name, None)
        fields.setdefault("doi", f"10.48550/arXiv.{arxiv}")
        day = from_identifier(arxiv).day
        if day and fields.setdefault("year", str(day.year)) == str(day.year):
            fields.setdefault("month", list(MONTHS)[day.month - 1])
    return kind


def _normalise_value(name: str, text: str) -> str:
    if name in VERBATIM:
        return normalise_field(name, _strip_escapes(text))
    if name in NAMES:
        return normalise_field(name, " and ".join(_invert(one) for one in split_names(text) if one))
    text = _escape(text)
    if name == "title":
        while is_braced(text):
            text = text[1:-1].strip()
        text = text if _is_protected(settle_accents(text)) else escape_title(decode_title(text))
    return normalise_field(name, text)


def _strip_escapes(text: str) -> str:
    """Return an identifier or an address without the escapes and the braces some writers add."""
    while is_braced(text) and len(text) > 1:
        text = text[1:-1].strip()
    return re.sub(r"\\([&%#_~$])", r"\1", text)


def _is_protected(title: str) -> bool:
    """Whether someone has protected words of a title with braces."""
    return "{" in re.sub(r"\{\\\W?\s?\w*\}|\\[A-Za-z]+\{[^{}]*\}|\$[^$]*\$|\\\{", "", title)


def _escape(text: str) -> str:
    r"""Return LaTeX with a backslash before each `&`, `%`, `#` and `_` that lacks it."""
    parts = _MATH_OR_ADDRESS.split(text)
    return "".join(
        part if place % 2 else re.sub(r"(?<!\\)([&%#_])", r"\\\1", part)
        for place, part in enumerate(parts)
    )


def _invert(name: str) -> str:
    """Return a name as `von Last, Jr., First`, its LaTeX untouched."""
    if is_braced(name) or name.lower() == "others":
        return name
    parts = parse_single_name_into_parts(name, strict=False)
    family = " ".join([*parts.von, *parts.last])
    found = (family, " ".join(parts.jr), " ".join(parts.first))
    return ", ".join(part for part in found if part)
