"""BibTeX text → records, strictly: whatever cannot be read is refused, and nothing is guessed."""

import logging
import re
from collections.abc import Iterable, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Field,
    ImplicitComment,
    ParsingFailedBlock,
    Preamble,
    String,
)
from bibtexparser.model import Entry as ParsedEntry

from claimbook.bibliography.bibtex import MONTHS, Record, normalise_field
from claimbook.errors import ClaimbookError
from claimbook.model.paper import CITATION_KEY

_NAME = re.compile(r"[a-z][a-z0-9_+.-]*")

# The parser logs each fault to stderr; here a fault is an error that names it once.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def read_bib(text: str, *, where: str) -> tuple[Record, ...]:
    """Read the entries of a BibTeX file, in its order.

    Raises one `ClaimbookError` that names file, line and key if anything at all cannot be read:
    broken syntax, a key or a field given twice, an unknown macro, unbalanced braces.
    """
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    library = parse_string(source)
    for block in library.blocks:
        _refuse(block, where)
    macros = _read_macros(library, where)
    records = tuple(_read_record(entry, macros, where) for entry in library.entries)
    refuse_twins(records, where)
    return records


def _refuse(block: object, where: str) -> None:
    if isinstance(block, ParsingFailedBlock):
        what, fix = _explain(block)
        raise ClaimbookError(what, where=_locate(where, block.start_line), fix=fix)
    if isinstance(block, Preamble):
        raise ClaimbookError(
            "a @preamble is not kept",
            where=_locate(where, block.start_line),
            fix="put its definitions where they are used, and remove it",
        )
    if isinstance(block, ImplicitComment):
        _refuse_stray_braces(block, where)


def _explain(block: ParsingFailedBlock) -> tuple[str, str]:
    """Say what is wrong with a block that the parser gave up on, and what to do."""
    if isinstance(block, DuplicateFieldKeyBlock):
        key = getattr(block.ignore_error_block, "key", "")
        names = ", ".join(sorted(f'"{excerpt(name)}"' for name in block.duplicate_keys))
        return f"the entry {excerpt(key)} gives {names} twice", "keep one of the two"
    if isinstance(block, DuplicateBlockKeyBlock):
        first = (block.previous_block.start_line or 0) + 1
        kind = "macro" if isinstance(block.ignore_error_block, String) else "key"
        return (
            f'the {kind} "{excerpt(block.key)}" stands twice, first in line {first}',
            "rename one of them",
        )
    reason = getattr(block.error, "abort_reason", "") or str(block.error)
    reason = excerpt(reason, 200).rstrip(".")
    opened = re.match(r"@\w*\s*[{(]\s*([^\s,{}()=]*)", block.raw or "")
    name = f" {excerpt(opened[1])}" if opened and opened[1] else ""
    return f"the entry{name} is no BibTeX: {reason}", "balance its braces, quotes and commas"


def _refuse_stray_braces(block: ImplicitComment, where: str) -> None:
    """Refuse an entry that only looks like a comment, for want of its `@` or a brace."""
    for number, line in enumerate(block.comment.split("\n")):
        if re.search(r"[{}]", line) and not line.lstrip().startswith("%"):
            raise ClaimbookError(
                f"text outside every entry holds a brace: {excerpt(line, 40)}",
                where=_locate(where, (block.start_line or 0) + number),
                fix="an `@` or a brace is missing near here; a comment begins with %",
            )


def excerpt(text: str, length: int = 60) -> str:
    """Return the beginning of a text as it may stand in a message: one line, nothing unprintable."""
    shown = " ".join(text.split())[:length]
    return "".join(letter if letter.isprintable() else "�" for letter in shown)


def _locate(where: str, start: int | None) -> str:
    return f"{where}, line {(start or 0) + 1}"


def _read_macros(library: Library, where: str) -> dict[str, str]:
    macros = dict(MONTHS)
    for name, string in library.strings_dict.items():
        place = f"{_locate(where, string.start_line)}, macro {excerpt(name)}"
        enclosed = string.enclosing != "no-enclosing"
        macros[name.lower()] = string.value if enclosed else _join(string.value, macros, place)
    return macros


def _read_record(entry: ParsedEntry, macros: Mapping[str, str], where: str) -> Record:
    place = f"{_locate(where, entry.start_line)}, {excerpt(entry.key) or 'an entry without a key'}"
    if not CITATION_KEY.fullmatch(entry.key):
        raise ClaimbookError(
            f'"{excerpt(entry.key)}" is no citation key', where=place, fix="use letters and digits"
        )
    fields: dict[str, str] = {}
    for part in entry.fields:
        name, value = part.key.lower(), _read_value(part, macros, place)
        if name in fields:
            raise ClaimbookError(
                f'gives "{excerpt(name)}" twice', where=place, fix="keep one of the two"
            )
        if not _NAME.fullmatch(name):
            shown = excerpt(part.key)
            fix = "inside an entry % begins no comment" if shown.startswith("%") else ""
            raise ClaimbookError(f'"{shown}" is no field name', where=place, fix=fix)
        fields[name] = value
    kept = {name: value for name, value in fields.items() if value}
    return Record(entry.key, entry.entry_type.lower(), kept, (entry.start_line or 0) + 1)


def _read_value(part: Field, macros: Mapping[str, str], place: str) -> str:
    name, raw = part.key.lower(), str(part.value)
    month = name == "month" and raw.lower() in MONTHS
    if part.enclosing == "no-enclosing" and not month:
        raw = _join(raw, macros, f"{place}, {name}")
    value = normalise_field(name, raw)
    if fault := _find_imbalance(value):
        raise ClaimbookError(fault, where=f"{place}, {name}", fix="mend the value's braces")
    return value


def _join(raw: str, macros: Mapping[str, str], place: str) -> str:
    """Evaluate a concatenation such as ``"10~" # jan``."""
    text = ""
    for part in _split(raw):
        enclosed = len(part) > 1 and part[:1] + part[-1:] in ('""', "{}")
        if enclosed and not _find_imbalance(part[1:-1]):
            text += part[1:-1]
        elif not re.fullmatch(r'[^\s"{}=,]+', part):
            shown = excerpt(part)
            raise ClaimbookError(
                f"is no value: {shown}",
                where=place,
                fix="a comma, a quote or a brace is missing",
            )
        elif part.isdecimal() or part.lower() in macros:
            text += macros.get(part.lower(), part)
        else:
            fix = f"write {{{excerpt(part)}}}, or define it with @string"
            raise ClaimbookError(
                f'the macro "{excerpt(part)}" is not defined', where=place, fix=fix
            )
    return text


def _split(raw: str) -> list[str]:
    """Split a value where a # stands outside braces and quotes."""
    depth, quoted, parts = 0, False, [""]
    for character in raw:
        depth += {"{": 1, "}": -1}.get(character, 0)
        quoted ^= character == '"' and depth == 0
        if character == "#" and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _find_imbalance(value: str) -> str:
    """Say how a value would break out of its braces, by BibTeX's count or by the parser's."""
    for pattern in (r"[{}]", r"(?<!\\)[{}]"):  # BibTeX knows no escape, the parser does
        depth = 0
        for brace in re.findall(pattern, value):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                return "closes a brace that it never opened"
        if depth:
            return "opens a brace that it never closes"
    return "ends in a backslash" if value.endswith("\\") else ""


def refuse_twins(records: Iterable[Record], where: str) -> None:
    """Refuse two keys that differ in case alone: BibTeX takes them for one."""
    seen: dict[str, Record] = {}
    for record in records:
        if other := seen.get(record.key.lower()):
            raise ClaimbookError(
                f'the keys "{other.key}" (line {other.line}) and "{record.key}" are one to BibTeX',
                where=f"{where}, line {record.line}",
                fix="rename one of them",
            )
        seen[record.key.lower()] = record
