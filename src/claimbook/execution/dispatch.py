"""The executor behind `--cluster`: notebooks go out while there is room, and results come back.

Where each runs, and that it runs again elsewhere when its worker is lost, is Dask's affair; one
thread here ships, listens, and notices what goes wrong.
"""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, replace
from threading import Event, Thread
from time import monotonic
from typing import Any
from uuid import uuid4

from claimbook.errors import ClaimbookError, Interrupted
from claimbook.execution import shipping
from claimbook.execution.fleet import Fleet, make_task
from claimbook.execution.job import Job
from claimbook.execution.limits import STOP
from claimbook.execution.session import ClusterGone
from claimbook.execution.shipping import Parcel

log = logging.getLogger("claimbook.execution.dispatch")
_TICK = 0.2  # seconds between two looks, unless something comes
_CENSUS = 2.0  # seconds between two looks at the workers
_ENDING = 8.0  # seconds for the workers to end what was cancelled
_ANSWER = 30.0  # seconds for a result to come that is there
_SPARE = 8  # notebooks in flight beside two for each slot
_TRIES = 3  # of a notebook that comes back without a result
_SETTLED = ("finished", "error", "cancelled")


@dataclass
class Order:
    """One notebook that was asked for."""

    job: Job
    tell: Callable[[int, int], None]
    future: Future[Any]
    needs: dict[str, str]
    workers: frozenset[str] = frozenset()  # the only ones that may run it, if any is named
    tries: int = 0


class Dispatch(Executor):
    """Run what `session.Round` submits, a job and where to tell its progress, on Dask's workers."""

    def __init__(self, client: Any, fleet: Fleet, url: str) -> None:
        self.client, self.fleet, self.url = client, fleet, url
        self.name = f"claimbook-{uuid4().hex[:12]}"
        self.waiting: deque[Order] = deque()
        self.running: dict[Any, Order] = {}  # by Dask's future
        self.messages: deque[dict[str, Any]] = deque()
        self.alive: set[str] = set()  # notebooks whose worker has told a beginning and no end
        self.data: dict[str, Any] = {}  # Dask's futures, by digest
        self.needs: dict[str, str] = {}  # of all that was asked for
        self.task, self.sent, self._looked = make_task(), 0, -_CENSUS
        self.wake, self.over = Event(), Event()
        client.subscribe_topic(self.name, self._hear)
        self.thread = Thread(target=self._work, daemon=True, name="claimbook-dispatch")
        self.thread.start()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Take a job and what to tell its progress; a worker has its own function to run it."""
        del fn, kwargs
        job, tell = args
        order = Order(job, tell, Future(), shipping.list_needs(job))
        self.needs |= order.needs
        self.waiting.append(order)
        return order.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the thread."""
        del cancel_futures
        self.over.set()
        self.wake.set()
        if wait:
            self.thread.join(_ENDING)

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        self.messages.append(event[1])

    def _work(self) -> None:
        try:
            while not self.over.is_set():
                self.wake.wait(_TICK)
                self.wake.clear()
                self.proceed()
        except Exception as error:  # whoever waits must learn of it
            lost = error if self.client.status == "running" else self.explain_loss()
            for order in (*self.running.values(), *self.waiting):
                if not order.future.done():
                    order.future.set_exception(lost)

    def proceed(self) -> None:
        """Do once what there is to do."""
        if self.client.status != "running":
            raise self.explain_loss()
        self.hand_on()
        for remote in [one for one in self.running if one.status in _SETTLED]:
            self.settle(remote, self.running.pop(remote))
        if self.is_stopped():
            self.stop()
        elif self.waiting or self.running:
            self.look()
            self.feed()

    def explain_loss(self) -> ClusterGone:
        """Return the error of a scheduler that does not answer any more."""
        return ClusterGone(
            "the scheduler went away",
            where=self.url,
            fix="once it is there again, the same command goes on from there",
        )

    def hand_on(self) -> None:
        """Hand on what workers told of their notebooks."""
        tells = {order.job.slug: order.tell for order in self.running.values()}
        while self.messages:
            message = self.messages.popleft()
            slug = message["slug"]
            if "place" in message and slug in tells:
                tells[slug](*message["place"])
            elif message.get("ended"):
                self.alive.discard(slug)
            elif "ended" in message:
                self.alive.add(slug)

    def look(self) -> None:
        """Look at the workers now and then; what only lost ones may run goes elsewhere."""
        if monotonic() - self._looked < _CENSUS:
            return
        self.fleet.look(self.needs)
        if not self.fleet.slots and self._looked < 0:
            log.warning("%s has no worker yet; notebooks wait for the first", self.url)
        self._looked = monotonic()
        there = self.fleet.slots.keys()
        for remote, order in [*self.running.items()]:
            if order.workers and not order.workers & there:
                del self.running[remote]
                remote.cancel()
                self.waiting.appendleft(order)

    def feed(self) -> None:
        """Send out as many as keep every slot busy; the rest would only fill the scheduler."""
        room = 2 * sum(self.fleet.slots.values()) + _SPARE
        while self.waiting and len(self.running) < room:
            order = self.waiting.popleft()
            if order.tries or order.future.set_running_or_notify_cancel():
                try:
                    self.send(order)
                except ClaimbookError as fault:
                    order.future.set_exception(fault)

    def send(self, order: Order) -> None:
        """Ship a notebook.

        Raises `ClaimbookError` if no worker fits, or if it is no longer what it was.
        """
        fitting = self.fleet.choose(order.needs)
        if self.fleet.slots and not fitting:
            raise self.fleet.refuse_all(order.needs)
        limited = len(fitting) < len(self.fleet.slots)
        order.workers = frozenset(fitting if limited else ())
        job, names = order.job, shipping.list_data(order.job).items()
        data = [
            self.data.get(digest) or self.send_data(job, name, digest) for name, digest in names
        ]
        parcel = Parcel(replace(job, shipped=True), shipping.collect_modules(job), self.name)
        order.tries, self.sent = order.tries + 1, self.sent + 1
        remote = self.client.submit(
            self.task,
            *(order.needs, shipping.pack(parcel), *data),
            key=(self.name, job.slug, self.sent),
            workers=fitting if limited else None,
            priority=-self.sent,
            pure=False,
        )
        self.running[remote] = order
        remote.add_done_callback(lambda _: self.wake.set())

    def send_data(self, job: Job, name: str, digest: str) -> Any:
        """Ship a data file once for all that need it; Dask brings it from worker to worker."""
        files = shipping.pack(shipping.collect_data(job, name))
        self.data[digest] = self.client.submit(bytes, files, key=f"claimbook-data-{digest}")
        return self.data[digest]

    def settle(self, remote: Any, order: Order) -> None:
        """Hand back the result of a notebook, or send it out again if there is none."""
        if remote.status == "finished":
            try:
                result = remote.result(timeout=_ANSWER)
            except TimeoutError:  # lost with its worker before it came; it is made again
                self.running[remote] = order
                return
            if isinstance(result, bytes):
                order.future.set_result(shipping.unpack(result))
            else:  # a worker that does not fit
                self.fleet.note_worker(*result)
                order.tries -= 1
                self.waiting.appendleft(order)
        elif remote.status == "error":
            self.settle_fault(remote.exception(), order)
        else:
            order.future.set_exception(Interrupted("somebody cancelled it"))

    def settle_fault(self, fault: BaseException, order: Order) -> None:
        """Try again what a worker left undone; a fault of the notebook's surroundings is told."""
        from distributed import KilledWorker

        if isinstance(fault, KilledWorker):
            order.future.set_exception(BrokenExecutor())
        elif order.tries < _TRIES and (
            isinstance(fault, Interrupted) or not isinstance(fault, ClaimbookError)
        ):
            self.waiting.appendleft(order)
        else:
            order.future.set_exception(fault)

    def is_stopped(self) -> bool:
        """Whether the run was told to stop; its notebooks have one session."""
        order = next(iter([*self.running.values()][:1] or self.waiting), None)
        folder = order.job.session if order else None
        return folder is not None and (not folder.is_dir() or (folder / STOP).exists())

    def stop(self) -> None:
        """Cancel what is out there, and wait until its kernels are gone."""
        self.client.cancel([*self.running])
        deadline = monotonic() + _ENDING
        while monotonic() < deadline:
            self.hand_on()
            if not self.alive & {order.job.slug for order in self.running.values()}:
                break
            self.wake.wait(_TICK / 4)
            self.wake.clear()
        for order in self.running.values():
            order.future.set_exception(Interrupted("the run was stopped"))
        self.running.clear()
        self.waiting.clear()
