"""Accepting a run: which verdicts wait, which run was accepted last, and what a rerun changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimbook.errors import ClaimbookError
from claimbook.execution.store import Store
from claimbook.files import write_if_changed
from claimbook.model.measurement import Measurement
from claimbook.model.run import FIGURE, Run
from claimbook.notebook.book import Book
from claimbook.notebook.document import dump, read_json, read_source
from claimbook.notebook.expecting import write_expectations
from claimbook.notebook.frontmatter import read_front_matter
from claimbook.notebook.source import Notebook
from claimbook.pages.ledger import NAME, Entry, read_ledger, sort_entries
from claimbook.pages.survey import Report, make_report
from claimbook.wording.numbers import show_measurement


@dataclass(frozen=True)
class Change:
    """Something that is other than it was; `was` or `now` is empty where there was nothing."""

    what: str  # "verdict", "quantity" or "figure"
    name: str
    was: str
    now: str


def find_waiting(report: Report) -> list[Change]:
    """Return the verdicts of a fresh full run that nobody has accepted."""
    return [
        Change("verdict", one.claim.id, str(one.claim.expect or ""), str(one.verdict))
        for one in report.findings
        if one.claim.tests
        and not (one.provisional or one.pending)
        and one.verdict != one.claim.expect
    ]


def accept_verdicts(notebook: Notebook, changes: Sequence[Change]) -> None:
    """Write verdicts into a notebook as the ones that are expected from now on."""
    raw = read_json(notebook.path)
    where = notebook.path.name
    verdicts = {one.name: one.now for one in changes}
    place = next(n for n, cell in enumerate(raw["cells"]) if cell["cell_type"] == "raw")
    front = write_expectations(read_source(raw["cells"][place]), verdicts, where=where)
    claims = {one.id: str(one.expect) for one in read_front_matter(front, where=where).claims}
    if verdicts.items() - claims.items():  # never write what is not read back
        what, fix = (
            "its claims are written in a way that cannot be edited",
            "write `expect:` yourself",
        )
        raise ClaimbookError(what, where=where, fix=fix)
    raw["cells"][place]["source"] = front.splitlines(keepends=True)
    write_if_changed(notebook.path, dump(raw))


def find_accepted(book: Book, store: Store, notebook: Notebook) -> tuple[Entry | None, Run | None]:
    """Return the newest full run whose verdicts are the accepted ones: its line, itself if it is kept.

    A ledger names it; where there is none, the runs that are kept are looked at.
    """
    expected = {one.id: str(one.expect) for one in notebook.front.claims if one.expect}
    slug, former = notebook.slug, notebook.front.moved_from
    for entry in reversed(sort_entries(read_ledger(book.settings.root / NAME))):
        told = entry.verdicts or {}
        if entry.slug in notebook.slugs and expected and expected.items() <= told.items():
            return entry, store.get(slug, "full", entry.fingerprint, former)
    digests = (one for name in notebook.slugs for one in store.list_runs(name, "full"))
    kept = (store.get(slug, "full", one, former) for one in digests)
    runs = sorted((run for run in kept if run), key=lambda run: run.provenance.started)
    for run in reversed(runs) if expected else ():
        if expected.items() <= find_verdicts(notebook, run).items():
            return None, run
    return None, None


def find_verdicts(notebook: Notebook, run: Run) -> dict[str, str]:
    """Return the verdicts that a run gives on the claims as they stand; none if it cannot be judged."""
    try:
        return {one.claim.id: str(one.verdict) for one in make_report(notebook, run).findings}
    except ClaimbookError:
        return {}


def compare_runs(notebook: Notebook, old: Run, new: Run) -> Iterator[Change]:
    """Yield what a rerun changed: verdicts, then quantities with their intervals, then figures."""
    verdicts = find_verdicts(notebook, old), find_verdicts(notebook, new)
    yield from _compare("verdict", *verdicts)
    yield from _compare_quantities(old.measurements, new.measurements)
    yield from _compare("figure", _tell_figures(old), _tell_figures(new))


def compare_verdicts(notebook: Notebook, told: Mapping[str, str], new: Run) -> Iterator[Change]:
    """Yield what of the verdicts changed, where no more than these is known of the accepted run."""
    yield from _compare("verdict", told, find_verdicts(notebook, new))


def _compare(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name, ""), new.get(name, "")
        if was != now:
            yield Change(what, name, was, now)


def _compare_quantities(
    old: Mapping[str, Measurement], new: Mapping[str, Measurement]
) -> Iterator[Change]:
    """Compare every value, and show what a reader sees of them; all digits where that is the same."""
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        shown = tuple(show_measurement(one) if one else "" for one in (was, now))
        if shown[0] == shown[1] and was and now:
            shown = tuple(
                f"{text} ({list(one.values)})" for text, one in zip(shown, (was, now), strict=True)
            )
        yield Change("quantity", name, *shown)


def _tell_figures(run: Run) -> dict[str, str]:
    """Return what each figure says of itself: caption, and its data and picture as a digest."""
    told = {}
    for cell in run.cells:
        for output in cell.outputs:
            data = output.get("data", {})
            about = data.get(FIGURE)
            if isinstance(about, dict) and "id" in about:
                rest = {kind: value for kind, value in data.items() if kind != "text/plain"}
                told[str(about["id"])] = json.dumps(rest, sort_keys=True)
    return told


def describe_figure(told: str) -> str:
    """Return the caption of a figure as `compare_runs` gives it."""
    return str(json.loads(told)[FIGURE].get("caption", "")) if told else ""
