"""One notebook at a worker of a Dask cluster: unpacked, run in a folder of its own, sent back."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any
from uuid import uuid4

from claimbook.execution import shipping
from claimbook.execution.forks import let_fork
from claimbook.execution.limits import STOP
from claimbook.execution.processes import kill_abandoned, name_owner
from claimbook.execution.runner import execute
from claimbook.execution.shipping import Parcel

_INTERVAL = 0.25  # seconds between two looks, and between two messages on one notebook
_LIVE = ("running", "paused", "closing_gracefully")  # states of a worker that works on
_taken, _lock = set[int](), Lock()  # the folders of this process's runs, by number


def run_parcel(packed: bytes, data: Sequence[bytes]) -> bytes | Mapping[str, str]:
    """Run what a parcel holds; return the packed run, or what of this machine differs.

    Raises `Interrupted` if nobody waits for the run any more.
    """
    from distributed import get_worker

    parcel: Parcel = shipping.unpack(packed)
    worker = get_worker()
    home = Path(worker.local_directory) / "claimbook"  # shared by the slots of this worker
    home.mkdir(parents=True, exist_ok=True)
    if other := shipping.find_stdlib(parcel.job, home / "digests.json"):
        return {"stdlib": other[0]}
    _clear_away()
    let_fork()
    with _take_place(home) as place:
        root, session = place / "project", place / "session"
        session.mkdir(parents=True)
        root.mkdir()
        for files in (parcel.modules, *map(shipping.unpack, data)):
            shipping.write_files(root, files)
        shipping.refuse_changed_data(parcel.job, root)
        cache = root / ".claimbook" / "jax-cache"  # where a notebook sees it at home
        (home / "jax-cache").mkdir(exist_ok=True)
        cache.parent.mkdir(exist_ok=True)
        cache.symlink_to(home / "jax-cache")
        owner = f"{name_owner()}/{uuid4().hex}"
        ours: dict[str, Any] = {
            "root": root,
            "session": session,
            "owner": owner,
            "jax_cache": cache,
        }
        with Line(worker, parcel, session) as line:
            return shipping.pack(execute(replace(parcel.job, **ours), line))


@contextmanager
def _take_place(home: Path) -> Iterator[Path]:
    """Give a folder that nobody else here has meanwhile; it is not there yet, nor any more.

    They are few and come again: what kernels are forked from serves runs in one folder.
    """
    with _lock:
        number = next(one for one in count() if one not in _taken)
        _taken.add(number)
    place = home / f"place-{number}"
    try:
        shutil.rmtree(place, ignore_errors=True)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        with _lock:
            _taken.discard(number)


@cache
def _clear_away() -> None:
    """Kill the kernels of a worker that was itself killed on this machine; once is enough."""
    kill_abandoned()


class Line(Thread):
    """Tell how far one notebook has come, and stop it when nobody waits for it any more.

    Dask cannot end a task that runs: a thread asks whether it is still wanted, which it is not
    when its client has cancelled it or is gone, or when the worker is being closed.
    """

    def __init__(self, worker: Any, parcel: Parcel, session: Path) -> None:
        super().__init__(daemon=True, name="claimbook-line")
        self.worker, self.parcel, self.session = worker, parcel, session
        self.key = worker.get_current_task()
        self.place: tuple[int, int] | None = None
        self._told: tuple[int, int] | None = None
        self._ended = Event()

    def __call__(self, cell: int, cells: int) -> None:
        """Note that a cell begins; it is told at the next look."""
        self.place = (cell, cells)

    def __enter__(self) -> "Line":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self.join()
        self.tell()
        self.send(ended=True)

    def run(self) -> None:
        """Look until the run has ended."""
        self.send(ended=False)
        while not self._ended.wait(_INTERVAL):
            self.tell()
            if not self.is_wanted():
                (self.session / STOP).touch()

    def is_wanted(self) -> bool:
        """Whether somebody waits for the result."""
        task = self.worker.state.tasks.get(self.key)
        wanted = task is not None and task.state != "cancelled"
        return wanted and self.worker.status.value in _LIVE

    def tell(self) -> None:
        """Tell which cell runs, if it is another than was told."""
        if self.place and self.place != self._told:
            self._told = self.place
            self.send(place=self.place)

    def send(self, **message: Any) -> None:
        """Send a message; a line that is cut must not fail the notebook."""
        with suppress(Exception):
            self.worker.log_event(self.parcel.topic, {"slug": self.parcel.job.slug, **message})
