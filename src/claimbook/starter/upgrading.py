"""What a newer Claimbook would have written, beside what stands in a project.

A file that is as it was written may be written anew. One that was edited, or lies behind a link, never
is: what would change is shown, and left to its author. One that was deleted stays away.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path

from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.starter.drafting import draft_files
from claimbook.starter.founding import write_new
from claimbook.starter.record import digest_file, read_record, write_record


class Fate(StrEnum):
    """What becomes of a file whose template is another now."""

    ADDED = "added"
    REPLACED = "replaced"
    KEPT = "kept-edited"  # its author has changed it


@dataclass(frozen=True)
class Change:
    """A file that would be written otherwise now."""

    path: str
    fate: Fate
    was: str
    now: str

    @property
    def lines(self) -> Iterable[str]:
        """The difference, as `diff -u` has it."""
        return unified_diff(
            self.was.splitlines(), self.now.splitlines(), self.path, self.path, lineterm=""
        )


def find_changes(root: Path) -> list[Change]:
    """Return what a project would get now that it does not have, told by what was written once."""
    record = read_record(root)
    files = draft_files(record.answers, record.day)
    changes = []
    for path, now in files.items():
        was, written = _read_text(root / path), record.files.get(path)
        if was == now or digest_file(now) == written or (was is None and written):
            continue  # it is there, it was there and is another now, or it was taken away
        if (root / path).resolve() != root.resolve() / path:
            fate = Fate.KEPT  # a link leads to it, from wherever
        elif was is None:
            fate = Fate.ADDED
        elif written is None:
            continue  # it was there before the project was: it is nobody's but its author's
        else:
            fate = Fate.REPLACED if digest_file(was) == written else Fate.KEPT
        changes.append(Change(path, fate, was or "", now))
    return changes


def _read_text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", "") or "it is not UTF-8"
        raise ClaimbookError(f"cannot be read: {what}", where=str(path)) from error


def write_changes(root: Path, changes: Iterable[Change]) -> None:
    """Write what may be written, and note that all of it was shown."""
    record = read_record(root)
    digests = dict(record.files)
    for change in changes:
        if change.fate is Fate.ADDED:
            write_new(root / change.path, change.now)
        elif change.fate is Fate.REPLACED:
            write_if_changed(root / change.path, change.now)
        digests[change.path] = digest_file(change.now)
    write_record(root, replace(record, files=digests))
