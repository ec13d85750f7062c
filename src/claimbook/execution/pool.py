"""Worker processes on this machine, and how signals reach them and their parent."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread, current_thread, main_thread
from types import FrameType

from claimbook.errors import Exit
from claimbook.execution.forks import let_fork
from claimbook.execution.processes import kill_marked


@contextmanager
def open_pool(workers: int, owner: str) -> Iterator[ProcessPoolExecutor]:
    """Start up to `workers` fresh processes; they go away with their parent, however it ends."""
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),  # threads and forks do not mix
        initializer=_begin,
        initargs=(owner,),
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(owner: str) -> None:
    """Prepare a worker: Ctrl-C is its parent's affair, and it does not outlive its parent.

    The handler does nothing rather than being "ignore", which kernels would inherit.
    """
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
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
