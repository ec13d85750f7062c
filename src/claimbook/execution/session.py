"""One round of runs: submitted to an executor, followed, kept one by one, stopped when asked."""

import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from claimbook.errors import ClaimbookError, Interrupted
from claimbook.execution.job import Job
from claimbook.execution.limits import STOP
from claimbook.execution.locks import Lock
from claimbook.execution.pool import hold_interrupts, ignore_interrupts
from claimbook.execution.processes import is_owner_alive, kill_abandoned, kill_marked, name_owner
from claimbook.execution.progress import Board, CellWriter, Task
from claimbook.execution.reasons import say_failure
from claimbook.execution.scratch import clear_scratch
from claimbook.execution.store import Store
from claimbook.files import clear_unfinished
from claimbook.model.run import Run
from claimbook.wording.catalogue import say

_TICK = 0.2  # seconds between two looks at the workers' progress
_PATIENCE = 10.0  # seconds for the workers to stop when asked
# What only the extra `lab` brings: modules of its distributions.
OF_LAB = re.compile(r"No module named '(altair|equinox|jax|jaxlib|optax|sklearn)[.']")
OnProgress = Callable[[Mapping[str, Task]], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one notebook of a run; `error` is one line, if it failed."""

    slug: str
    run: Run | None
    error: str | None = None

    @property
    def failed(self) -> bool:
        """Whether there is no good result."""
        return self.error is not None


@dataclass(frozen=True)
class Session:
    """The folder in which a run and its workers meet, and the run's name."""

    folder: Path
    owner: str


@contextmanager
def open_session(work: Path) -> Iterator[Session]:
    """Make the folder of a run, and clear away what a killed run left behind."""
    kill_abandoned()
    clear_scratch()
    clear_unfinished(work.glob(".*"))
    sessions = work / "sessions"
    for old in sessions.glob("*/owner"):
        if not is_owner_alive(old.read_text("utf-8")):
            shutil.rmtree(old.parent, ignore_errors=True)
    name = uuid4().hex
    session = Session(sessions / name, f"{name_owner()}/{name}")
    try:
        session.folder.mkdir(parents=True)
        (session.folder / "owner").write_text(session.owner, "utf-8")
    except OSError as error:
        raise ClaimbookError(
            f"cannot be written: {error.strerror}", where=str(work), fix="make it writable"
        ) from error
    try:
        yield session
    finally:
        shutil.rmtree(session.folder, ignore_errors=True)


def stop_sessions(work: Path) -> None:
    """Leave a sign for the workers of all that this process runs."""
    for owner in (work / "sessions").glob("*/owner"):
        with suppress(OSError):
            if owner.read_text("utf-8").startswith(f"{name_owner()}/"):
                (owner.parent / STOP).touch()


class ClusterGone(Interrupted):
    """Nothing more comes from the machines that were to run the rest."""


class Round:
    """The jobs of one run on one executor."""

    def __init__(
        self,
        store: Store,
        jobs: Sequence[Job],
        session: Session,
        work: Path,
        on_progress: OnProgress,
        *,
        force: bool = False,
    ) -> None:
        self.store, self.jobs, self.session, self.tell = store, jobs, session, on_progress
        self.force = force
        self.board = Board(session.folder, work, [job.slug for job in jobs])
        self.pending: dict[Future[Any], Job] = {}
        self.locks = {job.slug: self.make_lock(job) for job in jobs}
        self.waiting: dict[str, tuple[Job, Run | None]] = {}  # with how each had failed before
        self.outcomes: list[Outcome] = []
        self.lost: list[ClaimbookError] = []

    def run(self, executor: Executor) -> list[Outcome]:
        """Run every job; keep each result the moment it is there."""
        interruption: Interrupted | None = None
        try:
            with hold_interrupts():
                for job in self.jobs:
                    self.begin(job, executor)
            while self.pending or self.waiting:
                self.follow(executor)
        except KeyboardInterrupt:
            interruption = Interrupted(
                "interrupted", fix="the next `claimbook run` goes on from there"
            )
        except ClusterGone as gone:
            interruption = gone
        finally:
            with ignore_interrupts():
                self.stop()
        if interruption:
            raise self.explain_interruption(interruption)
        if self.lost:
            raise self.lost[0]
        return self.outcomes

    def make_lock(self, job: Job) -> Lock:
        """Return the lock of a job's run."""
        return self.store.make_lock(
            job.slug, job.profile, job.fingerprint.digest, self.session.owner
        )

    def begin(self, job: Job, executor: Executor) -> None:
        """Submit a job, or wait if another process makes its run, or take the run if it has."""
        if not self.locks[job.slug].take():
            if job.slug not in self.waiting:
                self.waiting[job.slug] = job, self.get_failure(job)
                self.board.hold(job.slug)
            return
        waited = self.waiting.pop(job.slug, None)
        if found := None if self.force else self.find_result(job, waited):
            self.close(job, found, say_failure(found.failure) if found.failure else None)
            return
        self.board.release(job.slug)
        self.pending[executor.submit(_execute, job, self.board.make_writer(job.slug))] = job

    def find_result(self, job: Job, waited: tuple[Job, Run | None] | None) -> Run | None:
        """Return the run that another process has made; a failure only if it was waited for."""
        found = self.store.get(job.slug, job.profile, job.fingerprint.digest)
        if found or waited is None:
            return found
        failed = self.get_failure(job)
        return failed if failed != waited[1] else None

    def get_failure(self, job: Job) -> Run | None:
        """Return how the run that a job asks for failed, if it did."""
        return self.store.get_failure(job.slug, job.profile, job.fingerprint.digest)

    def follow(self, executor: Executor) -> None:
        """Wait a moment, settle what has finished and say how far the rest has come."""
        if self.pending:
            done, _ = wait(self.pending, timeout=_TICK, return_when=FIRST_COMPLETED)
        else:
            done = set()
            time.sleep(_TICK)
        self.board.gather()
        for future in done:
            self.settle(future)
        for job in self.pending.values():
            self.locks[job.slug].extend()
        for job, _ in list(self.waiting.values()):
            self.begin(job, executor)
        self.board.publish(running=True)
        self.tell(self.board.tasks)

    def settle(self, future: Future[Any]) -> None:
        """Keep the result of a finished job, or note why there is none."""
        job = self.pending[future]
        run: Run | None = None
        error: str | None = None
        try:
            run = future.result()
            self.store.put(run)
            error = say_failure(run.failure) if run.failure else None
        except ClusterGone:
            raise
        except BrokenExecutor:
            error = say("run-worker-killed")
        except ClaimbookError as fault:
            error = str(fault)
            self.lost += [fault] if run else []
        except Exception as fault:  # of the executor or the machine, not of the notebook
            named = f"{type(fault).__name__}: {fault}".splitlines()[0]
            error = say("run-impossible", error=named)
        del self.pending[future]
        self.close(job, run, error)

    def close(self, job: Job, run: Run | None, error: str | None) -> None:
        """Note what became of a job, and let others have its lock."""
        self.board.settle(job.slug, error)
        self.outcomes.append(Outcome(job.slug, run, error))
        self.locks[job.slug].release()

    def stop(self) -> None:
        """Stop what still runs, keep what has finished meanwhile, and leave no process."""
        if self.pending:
            self.ask_to_stop()
            running = [future for future in self.pending if not future.cancel()]
            done, _ = wait(running, timeout=_PATIENCE)
            for future in done:
                if future.exception() is None:
                    self.settle(future)
        kill_marked(self.session.owner)
        for job in self.pending.values():
            self.locks[job.slug].release()
        self.board.publish(running=False)
        self.tell(self.board.tasks)

    def ask_to_stop(self) -> None:
        """Leave a sign for the workers; where not even that fits, take their folder away."""
        try:
            (self.session.folder / STOP).touch()
        except OSError:
            shutil.rmtree(self.session.folder, ignore_errors=True)

    def explain_interruption(self, cause: Interrupted) -> Interrupted:
        """Say what is kept and what is not."""
        kept, left = len(self.outcomes), len(self.pending) + len(self.waiting)
        return Interrupted(
            f"{cause.what}: {kept} of {kept + left} notebooks finished and are kept",
            where=cause.where,
            fix=cause.fix,
        )


def _execute(job: Job, progress: CellWriter) -> Run:
    from claimbook.execution.runner import execute  # papermill takes a while; only workers need it

    return execute(job, progress)


def report_failure(run: Run) -> list[str]:
    """Say which notebook, cell and error, then the last lines of the traceback."""
    if run.failure is None:
        return []
    failure = say_failure(run.failure)
    first = say("run-failure-report", notebook=f"{run.slug}.ipynb", failure=failure)
    wants_lab = run.failure.name == "ModuleNotFoundError" and bool(OF_LAB.search(run.failure.value))
    return [first, *([say("run-wants-lab")] if wants_lab else []), *run.failure.traceback]
