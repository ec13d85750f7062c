"""BibTeX text → records: strictly, nothing is guessed; or from anywhere, the good entries of it.

What a person keeps is refused for its first fault (`read_bib`). What a program exported gives the
entries that can be read, and every fault with its line and its own key (`glean_bib`).
"""

import logging
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

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

from claimbook.bibliography.bibtex import MONTHS, Record, normalise_field, read_month
from claimbook.bibliography.values import excerpt, find_imbalance, join_value
from claimbook.errors import ClaimbookError
from claimbook.model.paper import CITATION_KEY

_NAME = re.compile(r"[a-z][a-z0-9_+.-]*")

# The parser logs each fault to stderr; here a fault is an error that names it once.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Gleaning:
    """What can be read of a file, and what cannot."""

    records: tuple[Record, ...]
    faults: tuple[ClaimbookError, ...]


def read_bib(text: str, *, where: str) -> tuple[Record, ...]:
    """Read the entries of a BibTeX file, in its order.

    Raises one `ClaimbookError` that names file, line and key if anything at all cannot be read:
    broken syntax, a key or a field given twice, an unknown macro, unbalanced braces.
    """
    found = _Reading(where).read(text)
    if found.faults:
        raise found.faults[0]
    refuse_twins(found.records, where)
    return found.records


def glean_bib(text: str, *, where: str, wanted: Container[str]) -> Gleaning:
    """Read what can be read of a BibTeX file from anywhere, whatever its keys are.

    Of fields that are not `wanted`, which programs write for themselves, nothing matters but the
    name. The keys of others may be anything, and may stand twice.
    """
    return _Reading(where, wanted).read(text)


@dataclass(frozen=True)
class _Reading:
    """One file being read; with `wanted` it is somebody else's."""

    where: str
    wanted: Container[str] | None = None

    def read(self, text: str) -> Gleaning:
        source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        library = parse_string(source)
        macros, faults = self._read_macros(library)
        records = []
        for block in library.blocks:
            try:
                if entry := self._take_entry(block):
                    records.append(self._read_record(entry, macros))
            except ClaimbookError as fault:
                faults.append(fault)
        return Gleaning(tuple(records), tuple(faults))

    def _take_entry(self, block: object) -> ParsedEntry | None:
        """Return the entry that a block holds; raise if it holds what cannot be read."""
        if isinstance(block, ParsedEntry):
            return block
        if isinstance(block, ParsingFailedBlock):
            return self._take_failed(block)
        if isinstance(block, Preamble) and self.wanted is None:
            raise ClaimbookError(
                "a @preamble is not kept",
                where=self._locate(block.start_line),
                fix="put its definitions where they are used, and remove it",
            )
        if isinstance(block, ImplicitComment):
            self._refuse_stray_braces(block)
        return None

    def _take_failed(self, block: ParsingFailedBlock) -> ParsedEntry:
        """Return the entry of a block that the parser gave up on, if nothing hangs on the fault."""
        inner = block.ignore_error_block
        if self.wanted is not None and isinstance(inner, ParsedEntry):
            return inner  # a repeated key is replaced, and repeated fields are compared
        what, fix = _explain(block)
        raise ClaimbookError(what, where=self._locate(block.start_line), fix=fix)

    def _refuse_stray_braces(self, block: ImplicitComment) -> None:
        """Refuse an entry that only looks like a comment, for want of its `@` or a brace."""
        for number, line in enumerate(block.comment.split("\n")):
            if re.search(r"[{}]", line) and not line.lstrip().startswith("%"):
                raise ClaimbookError(
                    f"text outside every entry holds a brace: {excerpt(line, 40)}",
                    where=self._locate((block.start_line or 0) + number),
                    fix="an `@` or a brace is missing near here; a comment begins with %",
                )

    def _locate(self, start: int | None) -> str:
        return f"{self.where}, line {(start or 0) + 1}"

    def _read_macros(self, library: Library) -> tuple[dict[str, str], list[ClaimbookError]]:
        macros: dict[str, str] = dict(MONTHS)
        faults = []
        for name, string in library.strings_dict.items():
            place = f"{self._locate(string.start_line)}, macro {excerpt(name)}"
            enclosed = string.enclosing != "no-enclosing"
            try:
                value = string.value if enclosed else join_value(string.value, macros, place)
                macros[name.lower()] = value
            except ClaimbookError as fault:
                faults.append(fault)
        return macros, faults

    def _read_record(self, entry: ParsedEntry, macros: Mapping[str, str]) -> Record:
        key = excerpt(entry.key) or "an entry without a key"
        place = f"{self._locate(entry.start_line)}, {key}"
        if self.wanted is None and not CITATION_KEY.fullmatch(entry.key):
            raise ClaimbookError(
                f'"{excerpt(entry.key)}" is no citation key',
                where=place,
                fix="use letters and digits",
            )
        fields: dict[str, str] = {}
        for part in entry.fields:
            name, value = part.key.lower(), self._read_value(part, macros, place)
            if name in fields and (self.wanted is None or self._is_other(name, fields, value)):
                raise ClaimbookError(
                    f'gives "{excerpt(name)}" twice', where=place, fix="keep one of the two"
                )
            fields[name] = value
        kept = {name: value for name, value in fields.items() if value}
        return Record(entry.key, entry.entry_type.lower(), kept, (entry.start_line or 0) + 1)

    def _is_other(self, name: str, fields: Mapping[str, str], value: str) -> bool:
        return self._is_wanted(name) and fields[name] != value

    def _is_wanted(self, name: str) -> bool:
        return self.wanted is None or name in self.wanted

    def _read_value(self, part: Field, macros: Mapping[str, str], place: str) -> str:
        name, raw = part.key.lower(), str(part.value)
        if not self._is_wanted(name):
            return " ".join(raw.split())
        if not _NAME.fullmatch(name):
            shown = excerpt(part.key)
            fix = "inside an entry % begins no comment" if shown.startswith("%") else ""
            raise ClaimbookError(f'"{shown}" is no field name', where=place, fix=fix)
        month = name == "month" and read_month(raw) in MONTHS
        if part.enclosing == "no-enclosing" and not month:
            raw = join_value(raw, macros, f"{place}, {name}")
        value = normalise_field(name, raw)
        if fault := find_imbalance(value):
            raise ClaimbookError(fault, where=f"{place}, {name}", fix="mend the value's braces")
        return value


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
