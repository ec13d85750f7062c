"""Lanes beside a server: each a worker process that stays, for one notebook after another."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, RLock

import psutil

from claimbook.errors import Interrupted
from claimbook.execution.pool import hold_interrupts, open_pool
from claimbook.execution.processes import name_owner
from claimbook.execution.progress import Task
from claimbook.execution.schedule import find_jax_cache, run
from claimbook.execution.session import Outcome
from claimbook.execution.store import Store
from claimbook.notebook.book import open_book, read_settings

_PATIENCE = 5.0  # seconds for a worker to end the kernel that waits
NICENESS = 10  # of all but the first: the pages come before them, and what an author waits for

Tell = Callable[[Mapping[str, Task]], None]


@dataclass(frozen=True)
class Work:
    """A notebook that is to be run as it stands, and whether that is still wanted."""

    slug: str
    digest: str
    began: float = field(default_factory=time.monotonic)
    stopped: Event = field(default_factory=Event)

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self.began


class Lane:
    """One worker process, started when it is needed; `ahead` if a kernel is to wait in it."""

    def __init__(self, root: Path, *, ahead: bool) -> None:
        self.root, self.ahead = root, ahead
        self._stack = ExitStack()
        self._pool: Executor | None = None
        self._lock, self._over = RLock(), False

    def run(self, work: Work, tell: Tell) -> Outcome | None:
        """Run a notebook and keep its result; nothing is there to say if it is fresh already.

        Raises `Interrupted` if it is stopped, and `ClaimbookError` if it cannot be run.
        """
        stopped = False

        def follow(tasks: Mapping[str, Task]) -> None:
            nonlocal stopped
            tell(tasks)
            if work.stopped.is_set() and not stopped:
                stopped = True
                raise Interrupted("the notebook has changed", where=work.slug)

        book = open_book(self.root, only=[work.slug])
        store = Store(book.settings.store_url)
        try:
            made = run(book, store, [work.slug], "quick", executor=self._open(), on_progress=follow)
        except BrokenExecutor:
            self.close()
            raise
        if made and made[0].run is None:
            self.close()  # its process may be gone
        return made[0] if made else None

    def start_ahead(self) -> None:
        """Let the worker start a kernel for what comes next; a failure of that is told by the run."""
        if self.ahead:
            settings = read_settings(self.root)
            cache = find_jax_cache(settings, Store(settings.store_url))
            limits = settings.memory, settings.processes
            self._open().submit(_start_ahead, self.root, name_owner(), cache, limits)

    def find_waiting(self) -> int | None:
        """Return the process of the kernel that waits, if one does; it may take a while to start."""
        return self._open().submit(_find_waiting).result()

    def _open(self) -> Executor:
        with self._lock:
            if self._over:
                raise Interrupted("the server ends")
            if self._pool is None:
                with hold_interrupts():
                    self._pool = self._stack.enter_context(open_pool(1, name_owner()))
                    niceness = 0 if self.ahead else NICENESS
                    first: Future[int] = self._pool.submit(_settle_in, niceness)
                first.result()
            return self._pool

    def end(self) -> None:
        """End the worker; no other is started any more, whoever may be about to ask for one."""
        with self._lock:
            self._over = True
            self.close()

    def close(self) -> None:
        """End the worker, and the kernel that waits in it."""
        if self._pool is not None and self.ahead:
            with suppress(
                BrokenExecutor, RuntimeError, TimeoutError
            ):  # it is gone or will be killed
                self._pool.submit(_drop_ahead).result(_PATIENCE)
        self._pool = None
        self._stack.close()


def _settle_in(niceness: int) -> int:
    """Load what runs need."""
    from claimbook.execution import runner

    del runner
    return int(psutil.Process().nice(niceness) or 0) if niceness else 0


def _start_ahead(
    root: Path, owner: str, cache: Path, limits: tuple[int | None, int | None]
) -> None:
    from claimbook.execution.allowance import make_allowance
    from claimbook.execution.spare import start_ahead
    from claimbook.execution.surroundings import make_changes

    start_ahead(root, owner, make_changes(cache), make_allowance(*limits))


def _find_waiting() -> int | None:
    from claimbook.execution.spare import find_waiting

    return find_waiting()


def _drop_ahead() -> None:
    from claimbook.execution.spare import drop_ahead

    drop_ahead()
