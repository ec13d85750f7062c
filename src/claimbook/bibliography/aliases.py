"""Keys that were renamed: `bib/aliases.yml` names the key that each old one now stands for.

    bellagente2024stablelm: bellagente2024stable

A citation may keep the old key, and `bib/claimbook.bib` carries it in biblatex's field `ids`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from claimbook.bibliography.bibtex import Record
from claimbook.errors import ClaimbookError, suggest
from claimbook.model.paper import CITATION_KEY

NAME = "aliases.yml"


@dataclass(frozen=True)
class Alias:
    """An old key, the key that replaced it, and the line that says so."""

    old: str
    key: str
    line: int

    @property
    def where(self) -> str:
        """The place, for an error message."""
        return f"{NAME}, line {self.line}"


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """Read the table of aliases; a file that does not exist has none.

    Raises `ClaimbookError` for whatever is not a key that stands for a key, and for an old key
    given twice.
    """
    try:
        node = yaml.compose(path.read_text("utf-8"), yaml.SafeLoader)
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimbookError(f"cannot be read: {error}", where=NAME) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{NAME}, line {mark.line + 1}" if mark else NAME
        what = f"is not YAML: {getattr(error, 'problem', None) or 'unknown fault'}"
        raise ClaimbookError(what, where=place, fix="write `oldkey: newkey`") from error
    if node is None:
        return ()
    if not isinstance(node, yaml.MappingNode):
        raise ClaimbookError("is no mapping", where=NAME, fix="write `oldkey: newkey` lines")
    aliases = tuple(_read_alias(*pair) for pair in node.value)
    _refuse_repeats(aliases)
    return aliases


def _read_alias(old: yaml.Node, key: yaml.Node) -> Alias:
    alias = Alias(str(old.value), str(key.value), old.start_mark.line + 1)
    for name in (alias.old, alias.key):
        if not CITATION_KEY.fullmatch(name):
            raise ClaimbookError(f'"{name}" is no citation key', where=alias.where)
    return alias


def _refuse_repeats(aliases: Sequence[Alias]) -> None:
    seen: dict[str, Alias] = {}
    for alias in aliases:
        if other := seen.get(alias.old.lower()):
            raise ClaimbookError(
                f'"{alias.old}" stands twice, first in line {other.line}',
                where=alias.where,
                fix="keep one of the two",
            )
        seen[alias.old.lower()] = alias


def add_aliases(records: Iterable[Record], aliases: Sequence[Alias]) -> tuple[Record, ...]:
    """Add to each record the old keys that stand for it, as `ids`.

    Raises `ClaimbookError` if an old key is in use again, or stands for no record.
    """
    found = {record.key: record for record in records}
    taken = {key.lower(): key for key in found}
    heirs = {alias.old: alias.key for alias in aliases if alias.key in found}
    for alias in aliases:
        if alias.old.lower() in taken:
            raise ClaimbookError(
                f'"{alias.old}" is a key in use, so it cannot stand for another',
                where=alias.where,
                fix="give the record another key, or remove the line",
            )
        if alias.key not in found:
            raise ClaimbookError(
                f'"{alias.old}" stands for "{alias.key}", which no record has',
                where=alias.where,
                fix=f"it is an old key itself: write {alias.old}: {heirs[alias.key]}"
                if alias.key in heirs
                else suggest(alias.key, found),
            )
        record = found[alias.key]
        ids = ", ".join([*read_old_keys(record), alias.old])
        found[alias.key] = replace(record, fields={**record.fields, "ids": ids})
    return tuple(found.values())


def read_old_keys(record: Record) -> tuple[str, ...]:
    """Return the old keys that stand for a record."""
    return tuple(key for key in record.get("ids").replace(",", " ").split() if key)


class Works(Mapping[str, Record]):
    """Records by key. An old key leads to its record too, but only true keys are listed.

    >>> works = Works([Record("new2024a", "misc", {"ids": "old2024a"})])
    >>> works["old2024a"].key, "old2024a" in works, list(works)
    ('new2024a', True, ['new2024a'])
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = {record.key: record for record in records}
        self._old = {
            old: record
            for record in self._records.values()
            if "ids" in record.fields
            for old in read_old_keys(record)
        }

    def __getitem__(self, key: str) -> Record:
        """Return the record of a key, true or old."""
        found = self._records.get(key) or self._old.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        """Whether a key, true or old, leads to a record."""
        return key in self._records or key in self._old

    def __iter__(self) -> Iterator[str]:
        """Go through the true keys."""
        return iter(self._records)

    def __len__(self) -> int:
        """Count the records."""
        return len(self._records)
