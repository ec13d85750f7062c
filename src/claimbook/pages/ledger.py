"""The ledger of full runs: one line of JSON for each, failed ones too, in the repository.

With it an outsider can see which rules were there before which results: each line names the commit
that was run, a digest of what it measured, and the verdicts that followed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.execution.reasons import say_failure
from claimbook.execution.states import find_best
from claimbook.execution.store import Store
from claimbook.files import write_if_changed
from claimbook.model.claim import Verdict
from claimbook.model.run import Run
from claimbook.notebook.book import Book
from claimbook.notebook.source import Notebook
from claimbook.pages.survey import make_report

NAME = "ledger.jsonl"  # at the project's root


@dataclass(frozen=True)
class Entry:
    """One full run."""

    time: str  # when it started, in ISO 8601
    slug: str
    fingerprint: str
    commit: str | None  # None if not under version control
    dirty: bool | None  # whether there were uncommitted changes
    values: str | None  # SHA-256 of what was measured; None if it failed
    verdicts: Mapping[str, str] | None  # by claim; None if it failed
    failure: str | None
    seconds: float | None = None  # that it took; older lines do not say

    @property
    def moment(self) -> datetime:
        """When it started."""
        return datetime.fromisoformat(self.time)


def sort_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries in the order of time; what was judged again stays behind."""
    return sorted(entries, key=lambda one: one.moment)


def follow_moves(entries: Iterable[Entry], book: Book) -> list[Entry]:
    """Return entries with those of notebooks that were moved under the slug that these have now."""
    heirs = book.heirs
    return [replace(one, slug=heirs.get(one.slug, one.slug)) for one in entries]


def make_entry(notebook: Notebook, run: Run) -> Entry:
    """Return the line on a full run.

    Raises `ClaimbookError` if the run cannot be judged.
    """
    about = run.provenance
    failed = say_failure(run.failure) if run.failure else None
    findings = make_report(notebook, run).findings if failed is None else ()
    return Entry(
        time=about.started,
        slug=run.slug,
        fingerprint=run.fingerprint,
        commit=about.commit,
        dirty=about.dirty,
        values=digest_values(run) if failed is None else None,
        verdicts={one.claim.id: str(one.verdict) for one in findings} if findings else None,
        failure=failed,
        seconds=about.wall_seconds,
    )


def digest_values(run: Run) -> str:
    """Return the SHA-256 of all that a run measured: names, units and every value, in full."""
    told = [asdict(one) for _, one in sorted(run.measurements.items())]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def read_ledger(path: Path) -> tuple[Entry, ...]:
    """Return every line of a ledger, in its order; nothing if there is no file.

    Raises `ClaimbookError`, naming the line, for one that is malformed.
    """
    if not path.is_file():
        return ()
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ClaimbookError("is no text", where=path.name, fix="restore it") from error
    return tuple(_read_line(line, f"{path.name}:{n}") for n, line in enumerate(lines, start=1))


def _read_line(line: str, where: str) -> Entry:
    try:
        told = json.loads(line)
        names = {one.name for one in fields(Entry)}
        if not isinstance(told, dict) or {*told, "seconds"} != names:
            raise ValueError("its keys are not those of an entry")
        _check_types(told)
    except (ValueError, TypeError, RecursionError) as error:
        raise ClaimbookError(
            f"is no line of a ledger: {error}",
            where=where,
            fix="restore it from the repository's history; only `claimbook run --ledger` writes it",
        ) from error
    return Entry(**told)


def _check_types(told: Mapping[str, Any]) -> None:
    verdicts = told["verdicts"]
    texts = [told["time"], told["slug"], told["fingerprint"]]
    texts += [one for one in (told["commit"], told["values"], told["failure"]) if one is not None]
    if isinstance(verdicts, dict):
        texts += [*verdicts, *verdicts.values()]
        if unknown := set(verdicts.values()) - set(Verdict):
            raise ValueError(f"{sorted(map(str, unknown))[0]!r} is no verdict")
    elif verdicts is not None:
        raise ValueError("its verdicts are no mapping")
    number = told.get("seconds") or 0.0
    if not all(isinstance(one, str) for one in texts) or not isinstance(number, (int, float)):
        raise ValueError("a value is not of its kind")
    if (told["failure"] is None) == (told["values"] is None):
        raise ValueError("a run has measured or failed, and not both")
    if told["values"] is None and verdicts is not None:
        raise ValueError("a run that failed gives no verdicts")
    _check_time(told["time"])


def _check_time(text: str) -> None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no time") from error
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")


def find_seconds(path: Path, book: Book) -> dict[str, float]:
    """Say of each notebook how long its newest good run in a ledger took, as far as that is told."""
    known = follow_moves(read_ledger(path), book)
    good = (one for one in known if one.seconds and not one.failure)
    return {one.slug: float(one.seconds or 0.0) for one in good}


def find_lacking(
    book: Book, store: Store, known: Sequence[Entry], failed: Iterable[Run]
) -> Iterator[Entry]:
    """Yield the lines that a ledger lacks: of the fresh full run of each notebook, and of failures."""
    moved = follow_moves(known, book)
    written = {(one.slug, one.fingerprint, one.time): one.verdicts for one in moved}
    runs = [*failed, *(find_best(book, store, notebook)[0] for notebook in book.notebooks)]
    for run in runs:
        if run is None or not run.full:
            continue
        entry = make_entry(book.get_notebook(run.slug), run)
        place = (run.slug, run.fingerprint, run.provenance.started)
        if place not in written or written[place] != entry.verdicts:
            yield entry  # new, or judged by other rules since


def keep_ledger(book: Book, store: Store, failed: Iterable[Run]) -> list[Entry]:
    """Write the lines that the project's ledger lacks, and return them, oldest first."""
    path = book.settings.root / NAME
    known = read_ledger(path)
    added = sort_entries(find_lacking(book, store, known, failed))
    lines = [json.dumps(_tell(one), ensure_ascii=False) for one in sort_entries([*known, *added])]
    if lines:
        write_if_changed(path, "".join(f"{line}\n" for line in lines))
    return added


def _tell(entry: Entry) -> dict[str, Any]:
    told = {one.name: getattr(entry, one.name) for one in fields(Entry)}
    return {name: value for name, value in told.items() if (name, value) != ("seconds", None)}
