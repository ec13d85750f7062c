"""What a page's history tells, beside what the ledger of full runs knows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from claimbook.errors import ClaimbookError
from claimbook.model.paper import Change
from claimbook.notebook.book import Book
from claimbook.notebook.source import Notebook
from claimbook.pages.ledger import NAME, Entry

Turn = tuple[str, str, str]  # a claim, its verdict in one full run, and in the next


def check_histories(book: Book, runs: Sequence[Entry], now: datetime) -> Iterator[ClaimbookError]:
    """Find days to come, turns that no history tells of, and turns that no run took.

    `runs` are in the order of time.
    """
    for notebook in book.notebooks:
        where = f"{notebook.path.name}: history"
        good = [one for one in runs if one.slug == notebook.slug and one.verdicts is not None]
        for change in notebook.front.history:
            if change.date > (now + timedelta(days=1)).date():  # it is tomorrow somewhere
                what = f"{change.date} is a day to come"
                yield ClaimbookError(what, where=where, fix="write the day on which it happened")
        taken = Counter(_find_turns(notebook, good))
        told = Counter(filter(None, map(_read_turn, notebook.front.history)))
        for claim, was, now_ in taken - told:
            yield ClaimbookError(
                f'"{claim}" went from {was} to {now_} between two runs in {NAME}, and no entry says so',
                where=where,
                fix=f"add one: {{date: …, what: verdict, claim: {claim}, was: {was}, now: {now_}, text: …}}",
            )
        yield from _find_invented(notebook, good, taken)


def _find_turns(notebook: Notebook, good: Sequence[Entry]) -> Iterator[Turn]:
    """Return how verdicts changed from run to run; a claim that was restated has another id."""
    ids = {claim.id for claim in notebook.front.claims}
    for older, newer in pairwise(good):
        for claim, was in (older.verdicts or {}).items():
            verdict = (newer.verdicts or {}).get(claim, was)
            if claim in ids and verdict != was:
                yield claim, was, verdict


def _read_turn(change: Change) -> Turn | None:
    return (change.claim, str(change.was), str(change.now)) if change.claim else None


def _find_invented(
    notebook: Notebook, good: Sequence[Entry], taken: Counter[Turn]
) -> Iterator[ClaimbookError]:
    """Find entries that are younger than a claim's first run here, of a turn that none took."""
    for change in notebook.front.history:
        turn = _read_turn(change)
        first = next((one for one in good if change.claim in (one.verdicts or {})), None)
        if turn and first and change.date > first.moment.date() and turn not in taken:
            yield ClaimbookError(
                f'no two runs in {NAME} took "{turn[0]}" from {turn[1]} to {turn[2]}',
                where=f"{notebook.path.name}: history, {change.date}",
                fix="remove the entry, or run `claimbook run --ledger` if a run is missing there",
            )
