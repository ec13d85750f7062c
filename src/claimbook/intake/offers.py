"""What a person offers for the bibliography: BibTeX, files, pasted identifiers → entries, faults.

Nothing is written here. What cannot be read, or asked about, is a fault beside the entries.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.inheritance import resolve_links
from claimbook.bibliography.latex import unescape
from claimbook.bibliography.reader import glean_bib
from claimbook.bibliography.reference import read_arxiv
from claimbook.errors import ClaimbookError
from claimbook.intake import lookup
from claimbook.intake.network import Client, Unavailable
from claimbook.intake.normalform import READ
from claimbook.intake.pasted import explain_unknown, find_names, match_arxiv, read_name

_ENTRY = re.compile(r"@\s*\w+\s*[{(]")
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Offer:
    """An entry, and where it stands: file, line and its own key, or what named it."""

    record: Record
    where: str


@dataclass(frozen=True)
class Offers:
    """What was given: entries, faults, and the keys of volumes of which the entries took."""

    entries: tuple[Offer, ...] = ()
    faults: tuple[ClaimbookError, ...] = ()
    volumes: tuple[str, ...] = field(default=())

    def __add__(self, other: "Offers") -> "Offers":
        """Join two."""
        return Offers(
            self.entries + other.entries, self.faults + other.faults, self.volumes + other.volumes
        )


@dataclass(frozen=True)
class _Sources:
    """Where the record of a name comes from: the works that are there, or else the registries."""

    client: Client
    there: Mapping[str, Record]

    def look_up(self, name: str) -> Record:
        """Return the record; nobody is asked about what is there."""
        named = read_name(name)
        known = (named.arxiv or named.doi).lower() if named else ""
        return self.there.get(known) or lookup.look_up_record(name, self.client)


def read_offers(
    given: Iterable[str],
    stdin: BinaryIO,
    client: Client | None = None,
    *,
    there: Iterable[Record] = (),
) -> Offers:
    """Return what arguments stand for, each of them read whatever becomes of the others.

    An argument is BibTeX, the name of a file, `-` for stdin, or names a paper: an arXiv
    identifier, a DOI, the address of either. A file or stdin may hold such names, one a line.
    A name of a work that is `there` stands for that, without a question to anybody.
    """
    found, sources = Offers(), _Sources(client or Client(), _index_by_name(there))
    for one in given:
        try:
            found += _read_one(one, stdin, sources)
        except ClaimbookError as fault:
            found += Offers(faults=(fault,))
    return found


def _index_by_name(records: Iterable[Record]) -> dict[str, Record]:
    named = ((record, (read_arxiv(record), unescape(record.get("doi")))) for record in records)
    return {name.lower(): record for record, names in named for name in names if name}


def _read_one(given: str, stdin: BinaryIO, sources: _Sources) -> Offers:
    if given.lstrip().startswith("@") or given == "-" or _is_file(given):
        text, where = read_entry(given, stdin)
        if _ENTRY.search(text):
            return read_entries(text, where=where)
        return _ask_about_lines(text, where, sources)
    if _WEB.match(given) or match_arxiv(given) or [*find_names(given)]:
        return _ask_about(_name_works(given), "", sources)
    if given.lower().endswith(".bib") or "/" in given:
        read_entry(given, stdin)  # says why there is no such file
    raise explain_unknown(given)


def _is_file(given: str) -> bool:
    try:
        return Path(given).is_file()
    except OSError:  # whatever it is, it is too long for a name
        return False


def read_entry(given: str, stdin: BinaryIO) -> tuple[str, str]:
    """Return BibTeX and where it came from: a file, stdin (`-`), or the argument itself."""
    if not given or given.lstrip().startswith("@"):
        return given, "the BibTeX entry"
    name = "stdin" if given == "-" else given
    try:
        text = (stdin.read() if given == "-" else Path(given).read_bytes()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClaimbookError("is not UTF-8", where=name, fix="save it as UTF-8") from error
    except OSError as error:
        raise ClaimbookError(f"cannot be read: {error.strerror}", where=name) from error
    if not text.strip():
        raise ClaimbookError("is empty", where=name, fix="give one BibTeX entry")
    return text, name


def read_entries(text: str, *, where: str) -> Offers:
    """Read the entries of a BibTeX file from anywhere, each with what it takes from others."""
    gleaned = glean_bib(text, where=where, wanted=READ)
    linked = resolve_links(gleaned.records, where=where)
    faults = sorted((*gleaned.faults, *linked.faults), key=_find_line)
    used = [one for one in linked.records if one.key.lower() not in linked.givers]
    volumes = [one.key for one in linked.records if one.key.lower() in linked.givers]
    if not (used or faults or volumes):
        raise ClaimbookError("holds no entry", where=where, fix="give a BibTeX entry")
    return Offers(
        tuple(Offer(one, _locate(one, where)) for one in used), tuple(faults), tuple(volumes)
    )


def _find_line(fault: ClaimbookError) -> int:
    found = re.search(r", line (\d+)", fault.where)
    return int(found[1]) if found else 0


def _locate(record: Record, where: str) -> str:
    """Name file, line and the entry's own key."""
    key = " ".join(record.key.split())[:60] or "an entry without a key"
    return f"{where}, line {record.line}, {key}"


def _name_works(text: str) -> Sequence[str]:
    names = [*find_names(text)]
    if not names:
        raise explain_unknown(text)
    return names


def _ask_about_lines(text: str, where: str, sources: _Sources) -> Offers:
    """Read a list of names: one or several a line; a line without any is a fault."""
    found = Offers()
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), start=1)]
    for number, line in ((at, line) for at, line in lines if line and not line.startswith("%")):
        place = f"{where}, line {number}"
        try:
            found += _ask_about(_name_works(line), place, sources)
        except ClaimbookError as fault:
            found += Offers(faults=(ClaimbookError(fault.what, where=place, fix=fault.fix),))
    if found == Offers():
        raise ClaimbookError("holds no entry", where=where, fix="give a BibTeX entry")
    return found


def _ask_about(names: Sequence[str], place: str, sources: _Sources) -> Offers:
    return sum((_ask(name, place, sources) for name in _list_once(names)), Offers())


def _list_once(names: Sequence[str]) -> Iterator[str]:
    """Yield names but for those of a paper that was named before."""
    seen = set()
    for name in names:
        if (known := read_name(name)) not in seen:
            seen.add(known)
            yield name


def _ask(name: str, place: str, sources: _Sources) -> Offers:
    where = f"{place}, {name}" if place else name
    try:
        return Offers((Offer(sources.look_up(name), where),))
    except Unavailable as error:
        what = f'nobody could be asked about "{name}": {error}'
        return Offers(faults=(ClaimbookError(what, where=place, fix="give the entry as BibTeX"),))
    except ClaimbookError as fault:
        return Offers(faults=(fault,))
