"""What the ledger of full runs, the accepted verdicts, the stored runs and git say of each other."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from claimbook.checks.history import check_histories
from claimbook.errors import ClaimbookError
from claimbook.execution.provenance import ask_git
from claimbook.execution.store import Store
from claimbook.notebook.book import Book
from claimbook.notebook.source import Notebook
from claimbook.pages.ledger import (
    NAME,
    Entry,
    digest_values,
    follow_moves,
    read_ledger,
    sort_entries,
)
from claimbook.pages.survey import make_report

logger = logging.getLogger(__name__)
_RESTORE = "restore it from the repository's history; only `claimbook run --ledger` writes it"
_LATE = timedelta(hours=1)  # by which the clocks of two machines may differ


def check_ledger(book: Book, now: datetime | None = None) -> Iterator[ClaimbookError]:
    """Find what a ledger's lines cannot be, and what does not follow from them, where there is one."""
    path = book.settings.root / NAME
    now = now or datetime.now(UTC)
    try:
        entries = read_ledger(path)
    except ClaimbookError as fault:
        yield fault
        return
    yield from _check_lines(entries, now)
    yield from _check_commits(entries, book.settings.root)
    runs = sort_entries(follow_moves(entries, book))
    yield from _check_runs(book, runs)
    yield from check_histories(book, runs, now)
    if path.is_file():
        yield from _check_accepted(book, runs)


def _check_lines(entries: Sequence[Entry], now: datetime) -> Iterator[ClaimbookError]:
    """Find lines twice, out of order, of the future, and two results of one run."""
    seen: dict[tuple[str, str], Entry] = {}
    latest = ""
    for number, one in enumerate(entries, start=1):
        where, run = f"{NAME}:{number}", (one.slug, one.time)
        other = seen.setdefault(run, one)
        if other is not one and other.verdicts == one.verdicts:
            yield ClaimbookError("stands there twice", where=where, fix="remove one of the two")
        elif other is not one and (other.values, other.failure) != (one.values, one.failure):
            what = f"one run of {one.slug}, of {one.time}, cannot have two results"
            yield ClaimbookError(what, where=where, fix=_RESTORE)
        if one.moment > now + _LATE:
            yield ClaimbookError(f"is of {one.time}, which is to come", where=where, fix=_RESTORE)
        if latest and one.moment < datetime.fromisoformat(latest):
            what = f"is of {one.time}, and stands behind a run of {latest}"
            yield ClaimbookError(what, where=where, fix="`claimbook run --ledger` sorts the lines")
        else:
            latest = one.time


def _check_commits(entries: Sequence[Entry], root: Path) -> Iterator[ClaimbookError]:
    """Find commits that the repository does not have; a shallow clone cannot tell."""
    lines: dict[str, int] = {}
    for number, one in enumerate(entries, start=1):
        if one.commit:
            lines.setdefault(one.commit, number)
    unknown = _find_unknown(root, list(lines))
    if unknown and _is_shallow(root):
        logger.info(
            "%s: the clone is shallow, so that %d commits are not known", NAME, len(unknown)
        )
        return
    for commit in unknown:
        yield ClaimbookError(
            f"the commit {commit[:12]} is not in this repository",
            where=f"{NAME}:{lines[commit]}",
            fix=f"fetch it, or run that notebook again: {_RESTORE}",
        )


def _is_shallow(root: Path) -> bool:
    return (ask_git(root, "rev-parse", "--is-shallow-repository") or "").strip() == "true"


def _find_unknown(root: Path, commits: Sequence[str]) -> list[str]:
    """Return those that git does not know as commits; none where git is not, or has no commits."""
    if not commits or not ask_git(root, "rev-parse", "HEAD"):
        return []
    asked = "".join(f"{one.split()[0]}^{{commit}}\n" for one in commits if one.split())
    told = (ask_git(root, "cat-file", "--batch-check", stdin=asked) or "").splitlines()
    known = {line.split()[0] for line in told if line.split()[1:2] == ["commit"]}
    return [one for one in commits if one not in known]


def _check_runs(book: Book, runs: Sequence[Entry]) -> Iterator[ClaimbookError]:
    """Find lines that say other than the run that the store has: what it measured, what followed."""
    store = Store(book.settings.store_url)
    notebooks = {one.slug: one for one in book.notebooks}
    newest = {one.slug: one for one in runs if one.verdicts is not None}
    for slug, one in newest.items():
        former = notebooks[slug].front.moved_from if slug in notebooks else ()
        if slug not in notebooks or not store.holds(slug, former):
            continue
        run = store.get(slug, "full", one.fingerprint, former)
        if run is None or run.provenance.started != one.time:
            continue
        where = f"{NAME}, the run of {slug} of {one.time}"
        if digest_values(run) != one.values:
            what = "the stored run measured something else than its line says"
            yield ClaimbookError(what, where=where, fix=_RESTORE)
            continue
        findings = make_report(notebooks[slug], run).findings
        given = {finding.claim.id: str(finding.verdict) for finding in findings}
        yield from _compare(one.verdicts or {}, given, where)


def _compare(
    told: Mapping[str, str], given: Mapping[str, str], where: str
) -> Iterator[ClaimbookError]:
    for claim, verdict in told.items():
        if given.get(claim, verdict) != verdict:
            yield ClaimbookError(
                f'"{claim}" is {verdict} there, but what was measured gives {given[claim]}',
                where=where,
                fix="run `claimbook run --ledger`, and look at what it gives",
            )


def _check_accepted(book: Book, runs: Sequence[Entry]) -> Iterator[ClaimbookError]:
    """Find accepted verdicts that the newest full run did not give."""
    newest = {one.slug: one.verdicts for one in runs if one.verdicts is not None}
    advice = "run `claimbook run --ledger`, and look at what it gives"
    for notebook in book.notebooks:
        former = "" if notebook.slug in newest else _guess_former(notebook, book, newest)
        for claim in notebook.front.claims:
            told = newest.get(notebook.slug, {}).get(claim.id)
            if claim.expect and claim.tests and told != claim.expect:
                yield ClaimbookError(
                    f"{claim.expect} is accepted, but the newest full run in {NAME} "
                    + (f"gave {told}" if told else "does not tell of it"),
                    where=f'{notebook.path.name}, claim "{claim.id}"',
                    fix=f"if it was renamed, add `moved_from: [{former}]`" if former else advice,
                )


def _guess_former(notebook: Notebook, book: Book, told: Mapping[str, Mapping[str, str]]) -> str:
    """Return the slug of a notebook that is gone, of whose claims this one has most; nothing if none."""
    ids = {claim.id for claim in notebook.front.claims}
    there = {one.slug for one in book.notebooks} | {path.stem for path, _ in book.broken}
    shared = {slug: len(ids & {*of}) for slug, of in told.items() if slug not in there}
    return max((slug for slug in shared if shared[slug]), key=shared.__getitem__, default="")
