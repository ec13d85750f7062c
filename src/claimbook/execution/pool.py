"""Worker processes on this machine, and how signals reach them and their parent."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import resource_tracker
from queue import SimpleQueue
from threading import Thread, current_thread, main_thread
from types import FrameType
from typing import Any

from claimbook.errors import Exit
from claimbook.execution.crew import Call, Crew
from claimbook.execution.processes import kill_marked

_HANDS = 4  # of a process: its kernels do the work, but what they say passes through it


class Pool(Executor):
    """Runs what is submitted in other processes, which are started with the first of it."""

    def __init__(self, workers: int, owner: str) -> None:
        self._owner, self._stack = owner, ExitStack()
        self._threads = ThreadPoolExecutor(workers)
        self._hands = [_HANDS] * (workers // _HANDS) + [workers % _HANDS] * (workers % _HANDS > 0)
        self._crews: list[Crew] = []
        self._free = SimpleQueue[Crew]()  # each as often as it has hands free

    def start(self) -> None:
        """Start the processes, if they are not."""
        while self._hands:
            hands = self._hands.pop()
            crew = Crew(hands, _begin, self._owner)
            self._stack.callback(crew.close)
            self._crews.append(crew)
            for _ in range(hands):
                self._free.put(crew)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Let a function be called."""
        self.start()
        return self._threads.submit(self._call, (fn, args, kwargs))

    def _call(self, call: Call) -> Any:
        crew = self._take_crew()
        try:
            return crew.call(call)
        finally:
            self._free.put(crew)

    def _take_crew(self) -> Crew:
        """Take a process that has a hand free; one that is gone, which always has, only if all are."""
        crew = self._free.get()
        while crew.lost and not all(one.lost for one in self._crews):
            crew = self._free.get()
        return crew

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes when they have done what was submitted."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        self._stack.close()


@contextmanager
def open_pool(workers: int, owner: str) -> Iterator[Pool]:
    """Give fresh processes for so many calls at a time; they go with their parent, however it ends."""
    pool = Pool(workers, owner)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(owner: str) -> None:
    """Prepare a worker: Ctrl-C is its parent's affair, and it does not outlive its parent.

    The handler does nothing rather than being "ignore", which kernels would inherit.
    """
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    from claimbook.execution.forks import let_fork  # with all that reaches kernels

    let_fork()
    Thread(target=_follow_parent, args=(owner,), daemon=True).start()


def _follow_parent(owner: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # it was killed; else this worker would have been asked to end
        kill_marked(owner)
        os._exit(Exit.INTERRUPTED)


@contextmanager
def hold_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back while workers are started, so that none is hit before it is prepared."""
    resource_tracker.ensure_running()  # which the first worker would start, and let Ctrl-C through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def heed_sigterm() -> Iterator[None]:
    """Let SIGTERM interrupt as Ctrl-C does; Python allows it in the main thread only."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    del signum, frame
    raise KeyboardInterrupt


@contextmanager
def ignore_interrupts() -> Iterator[None]:
    """Let a second Ctrl-C or SIGTERM not interrupt the cleaning up after the first."""
    if current_thread() is not main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.SIG_IGN) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
