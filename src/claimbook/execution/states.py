"""How notebooks stand in each profile, and which of their runs is the one to show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from claimbook.execution.facts import open_facts
from claimbook.execution.fingerprint import Fingerprint, take_fingerprint
from claimbook.execution.fingerprint import Known as Known  # for those who ask for many
from claimbook.execution.reasons import explain, say_failure
from claimbook.execution.store import Store
from claimbook.model.run import Run
from claimbook.notebook.book import Book, open_book
from claimbook.notebook.source import PROFILES, Notebook
from claimbook.wording.catalogue import say


class State(StrEnum):
    """How a notebook stands in one profile."""

    FRESH = "fresh"
    STALE = "stale"
    FAILED = "failed"
    NEVER_RUN = "never run"


@dataclass(frozen=True)
class Status:
    """How a notebook stands, and why."""

    slug: str
    state: State
    reasons: tuple[str, ...]
    fingerprint: Fingerprint
    run: Run | None  # the one that it was found by: fresh, failed, or the newest of a stale one

    @property
    def digest(self) -> str:
        """The digest of the notebook as it stands."""
        return self.fingerprint.digest


def find_status(book: Book, store: Store, profile: str) -> list[Status]:
    """Say of each notebook whether it is fresh, stale (and why), failed or never run."""
    return [status for _, (status,) in find_states(book, store, (profile,))]


def find_states(
    book: Book, store: Store, profiles: Sequence[str]
) -> Iterator[tuple[Notebook, tuple[Status, ...]]]:
    """Give each notebook with how it stands in each of `profiles`."""
    known: Known = {}
    for notebook in book.notebooks:
        slug, former = notebook.slug, notebook.front.moved_from
        taken = take_fingerprint(notebook, book.settings, profiles[0], known=known)
        found = (taken.move_to_profile(profile) for profile in profiles)
        if store.holds(slug, former):
            yield notebook, tuple(map(partial(_find_state, store, notebook), profiles, found))
        else:
            yield notebook, tuple(Status(slug, State.NEVER_RUN, (), one, None) for one in found)
    open_facts(book.settings.work).save()


def _find_state(store: Store, notebook: Notebook, profile: str, found: Fingerprint) -> Status:
    slug, former = notebook.slug, notebook.front.moved_from
    if failed := store.get_failure(slug, profile, found.digest):
        reasons = [say_failure(failed.failure)] if failed.failure else []
        return Status(slug, State.FAILED, tuple(reasons), found, failed)
    if fresh := store.get(slug, profile, found.digest, former):
        return Status(slug, State.FRESH, (), found, fresh)
    if last := store.get_latest(slug, profile, former):
        return Status(slug, State.STALE, tuple(explain(last.parts, found.parts)), found, last)
    return Status(slug, State.NEVER_RUN, (), found, None)


def find_best(
    book: Book, store: Store, notebook: Notebook, known: Known | None = None
) -> tuple[Run | None, str]:
    """Return the fresh full run of a notebook, else the fresh quick one.

    Without either, return why the notebook failed exactly as it stands, if it did.
    """
    slug, former = notebook.slug, notebook.front.moved_from
    if not store.holds(slug, former):
        return None, ""  # the first answer of a server must not wait for fingerprints
    found = take_fingerprint(notebook, book.settings, "full", known=known)
    digests = {profile: found.move_to_profile(profile).digest for profile in ("full", "quick")}
    for profile, digest in digests.items():
        if good := store.get(slug, profile, digest, former):
            return good, ""
    for profile, digest in digests.items():
        if failed := store.get_failure(slug, profile, digest):
            return None, say_failure(failed.failure) if failed.failure else ""
    return None, ""


def find_last(
    book: Book, store: Store, notebook: Notebook, shown: Run | None = None
) -> tuple[Run | None, tuple[str, ...]]:
    """Return the run that was shown last, and what has changed since.

    If none is known, it is the newest good run of the notebook in any profile.
    """
    former = notebook.front.moved_from
    latest = (store.get_latest(notebook.slug, one, former) for one in PROFILES)
    found = [shown] if shown else latest
    kept = sorted((run for run in found if run), key=lambda run: run.provenance.started)
    if not kept:
        return None, ()
    last = kept[-1]
    now = take_fingerprint(notebook, book.settings, last.profile)
    return last, tuple(explain(last.parts, now.parts)) or (say("changed-somehow"),)


def find_missing(root: Path, profile: str, *, failed: bool = False) -> list[str]:
    """Name the notebooks without a fresh run; a full run serves for a quick one.

    Those that failed exactly as they stand are left out unless `failed` is set.
    """
    book = open_book(root)
    store = Store(book.settings.store_url)
    profiles = PROFILES if profile == "quick" else (profile,)
    settled = {State.FRESH} if failed else {State.FRESH, State.FAILED}
    return [
        notebook.slug
        for notebook, found in find_states(book, store, profiles)
        if not any(one.state in settled for one in found)
    ]
