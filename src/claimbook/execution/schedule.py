"""Running the notebooks that are not fresh, on any `concurrent.futures` executor."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from claimbook.execution.allowance import make_allowance
from claimbook.execution.facts import open_facts
from claimbook.execution.fingerprint import Fingerprint, take_fingerprint
from claimbook.execution.job import Job, make_source, refuse_unknown_parameters
from claimbook.execution.pool import heed_sigterm, hold_interrupts, open_pool
from claimbook.execution.preamble import find_preamble
from claimbook.execution.provenance import count_cores, read_commit
from claimbook.execution.sandbox import find_sandbox
from claimbook.execution.session import OnProgress, Outcome, Round, open_session
from claimbook.execution.store import Store
from claimbook.execution.surroundings import make_changes
from claimbook.notebook.book import Book, Settings
from claimbook.notebook.source import Notebook


def run(
    book: Book,
    store: Store,
    slugs: Iterable[str] = (),
    profile: str = "full",
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    cluster: str | None = None,
    force: bool = False,
    parameters: Mapping[str, Any] | None = None,
    time_limit: float | None = None,
    memory: int | None = None,
    processes: int | None = None,
    sandbox: bool = False,
    on_progress: OnProgress = lambda _: None,
) -> list[Outcome]:
    """Run the notebooks named (all, if none is) that are not fresh, and keep each result.

    They run on `executor`, which may reach any machine that shares the project's file system;
    or on the Dask `cluster` whose scheduler has this address, and which need not share any;
    or else in `jobs` processes of this one. One that fails does not stop the others. A run that
    another process makes is waited for and taken; with `force` it is waited for and made again.
    A notebook that takes longer than `time_limit`, or has more than `memory` bytes or
    `processes`, is ended; without them by the project's settings.
    In a `sandbox` a kernel has no network, no file but the project's and may change none of them.

    Raises `Interrupted` on Ctrl-C or SIGTERM, with every finished notebook kept, and
    `ClaimbookError` for an unknown name or parameter, a store that cannot be written, and a
    sandbox that cannot be made.
    """
    given = parameters or {}
    todo = _list_todo(book, store, slugs, profile, given, force=force)
    if not todo:
        return []
    store.check_writable()
    store.clear_unfinished()
    if sandbox and cluster is None:
        find_sandbox()
    origin = read_commit(book.settings.root)
    with open_session(book.settings.work) as session, heed_sigterm():
        work = [
            Job(
                slug=notebook.slug,
                root=book.settings.root,
                source=make_source(notebook),
                profile=profile,
                parameters=given,
                declared=notebook.parameters,
                fingerprint=found,
                definitions=found.list_definitions(),
                jax_cache=find_jax_cache(book.settings, store),
                owner=session.owner,
                session=session.folder,
                time_limit=time_limit or book.settings.time_limit,
                memory=memory or book.settings.memory,
                processes=processes or book.settings.processes,
                origin=origin,
                sandboxed=sandbox,
            )
            for notebook, found in _put_longest_first(todo, store, profile)
        ]
        round_ = Round(store, work, session, book.settings.work, on_progress, force=force)
        if executor is not None:
            return round_.run(executor)
        workers = min(jobs or count_cores(), len(work))
        if cluster is not None:
            with _open_cluster(cluster, work) as machines:
                return round_.run(machines)
        with open_pool(workers, session.owner) as pool:
            with hold_interrupts():
                _begin_sources(work[:workers], pool)
            return round_.run(pool)


def _begin_sources(jobs: Sequence[Job], pool: Executor) -> None:
    """Let workers begin with what the first kernels will be forked from, while they load the rest."""
    kinds = {find_preamble(job.source["cells"], job.root): job for job in jobs if not job.sandboxed}
    for ahead, job in kinds.items():
        pool.submit(_begin_source, job, ahead)


def _begin_source(job: Job, ahead: tuple[str, ...]) -> None:
    from claimbook.execution.forks import begin_source  # only workers need it

    allowance = make_allowance(job.memory, job.processes)
    begin_source(job.root, make_changes(job.jax_cache), allowance, ahead)


def _open_cluster(url: str, work: Sequence[Job]) -> AbstractContextManager[Executor]:
    from claimbook.execution.cluster import open_cluster  # most runs have none

    return open_cluster(url, work)


def find_jax_cache(settings: Settings, store: Store) -> Path:
    """Return the folder in which JAX keeps what it compiled."""
    return (store.folder or settings.work) / "jax-cache"


def find_seconds(store: Store, notebooks: Iterable[Notebook], profile: str) -> dict[str, float]:
    """Say of each notebook that ever ran in a profile how long it last took."""
    latest = {n.slug: store.get_latest(n.slug, profile, n.front.moved_from) for n in notebooks}
    return {slug: run.provenance.wall_seconds for slug, run in latest.items() if run}


def find_earlier_seconds(
    book: Book, store: Store, slugs: Iterable[str], profile: str, given: Mapping[str, Any]
) -> dict[str, float]:
    """Say of notebooks how long they took before they were what they are now.

    Runs of what they are now do not count: in a store that several machines share, what one of
    them has just run changes nothing of what this says to the next.
    """
    found = {}
    for notebook in map(book.get_notebook, slugs):
        now = take_fingerprint(notebook, book.settings, profile, given).digest
        if seconds := _find_earlier(store, notebook, profile, now):
            found[notebook.slug] = seconds
    open_facts(book.settings.work).save()
    return found


def _find_earlier(store: Store, notebook: Notebook, profile: str, now: str) -> float:
    for slug in (notebook.slug, *reversed(notebook.front.moved_from)):
        kept = (digest for digest in store.list_runs(slug, profile) if digest != now)
        runs = [run for digest in kept if (run := store.get(slug, profile, digest))]
        if runs:
            return max(runs, key=lambda run: run.provenance.started).provenance.wall_seconds
    return 0.0


@dataclass(frozen=True)
class Plan:
    """What a run is about to do: how long it may take, and what it leaves out as fresh."""

    slugs: tuple[str, ...]
    skipped: tuple[str, ...]
    seconds: float  # 0 if no time of any of them is known
    unknown: tuple[str, ...]  # those whose time is not in it


def describe_plan(
    book: Book,
    store: Store,
    slugs: Iterable[str],
    profile: str = "full",
    *,
    known: Mapping[str, float],
    parameters: Mapping[str, Any],
    force: bool = False,
    jobs: int | None = None,
) -> Plan:
    """Say what a run would do; `known` are times of full runs where this machine has none."""
    named = list(dict.fromkeys(slugs)) or [notebook.slug for notebook in book.notebooks]
    todo = [n.slug for n, _ in _list_todo(book, store, named, profile, parameters, force=force)]
    own = find_seconds(store, map(book.get_notebook, todo), profile)
    seconds = {slug: known[slug] for slug in todo if slug in known and profile == "full"} | own
    loads = [0.0] * max(1, min(jobs or count_cores(), len(todo)))
    for one in sorted(seconds.values(), reverse=True):  # the longest first, as they are run
        loads[loads.index(min(loads))] += one
    return Plan(
        slugs=tuple(todo),
        skipped=tuple(slug for slug in named if slug not in todo),
        seconds=max(loads),
        unknown=tuple(slug for slug in todo if slug not in seconds),
    )


_Todo = list[tuple[Notebook, Fingerprint]]


def _list_todo(
    book: Book,
    store: Store,
    slugs: Iterable[str],
    profile: str,
    given: Mapping[str, Any],
    *,
    force: bool,
) -> _Todo:
    notebooks = [book.get_notebook(slug) for slug in dict.fromkeys(slugs)] or list(book.notebooks)
    for notebook in notebooks:
        refuse_unknown_parameters(notebook, given)
    found = [(n, take_fingerprint(n, book.settings, profile, given)) for n in notebooks]
    open_facts(book.settings.work).save()
    return [
        (n, f)
        for n, f in found
        if force or not store.get(n.slug, profile, f.digest, n.front.moved_from)
    ]


def _put_longest_first(todo: _Todo, store: Store, profile: str) -> _Todo:
    """Order by the last known duration, so that no long run begins last; the unknown lead."""
    seconds = find_seconds(store, (notebook for notebook, _ in todo), profile)
    return sorted(todo, key=lambda item: seconds.get(item[0].slug, inf), reverse=True)
