"""A process that works for this one: several calls at a time, each in a thread of its own there.

What runs notebooks waits for kernels nearly all the time, so that one process serves several, and what
it has loaded, and what it forks kernels from, serves them all. Where it is killed, all that it does fails.
"""

import pickle
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from typing import Any

Begin = Callable[[str], None]
Call = tuple[Callable[..., Any], Sequence[Any], Mapping[str, Any]]


class Crew:
    """One such process, which begins by calling `begin` with its owner's name."""

    def __init__(self, hands: int, begin: Begin, owner: str) -> None:
        context = SpawnContext()  # threads and forks do not mix
        self._line, theirs = context.Pipe()
        # it does not hold up the end of this process, which ends it
        self._process = context.Process(
            target=_serve, args=(theirs, hands, begin, owner), daemon=True
        )
        self._process.start()
        theirs.close()
        self._lock, self._numbers = threading.Lock(), count()
        self._waiting: dict[int, Future[Any]] = {}
        self.lost = False  # whether the process is gone
        self._reader = threading.Thread(target=self._read, daemon=True, name="claimbook-crew")
        self._reader.start()

    def call(self, call: Call) -> Any:
        """Let a function be called there; return what it returns, or raise what it raises.

        Raises `BrokenExecutor` if the process is gone.
        """
        packed, answer = pickle.dumps(call), Future[Any]()
        with self._lock:
            if self.lost:
                raise BrokenExecutor
            number = next(self._numbers)
            self._waiting[number] = answer
            try:
                self._line.send((number, packed))
            except OSError as error:
                raise BrokenExecutor from error
        return answer.result()

    def _read(self) -> None:
        try:
            while True:
                number, good, value = pickle.loads(self._line.recv_bytes())
                answer = self._waiting.pop(number)
                answer.set_result(value) if good else answer.set_exception(value)
        except Exception:  # whatever it is: nobody is left to wait
            with self._lock:
                self.lost = True
                for answer in self._waiting.values():
                    answer.set_exception(BrokenExecutor())

    def close(self) -> None:
        """Wait for the process to end what it does, and to be gone."""
        with self._lock, suppress(OSError):
            self._line.send(None)
        self._process.join()
        self._reader.join()
        self._line.close()
        self._process.close()


def _serve(line: Connection, hands: int, begin: Begin, owner: str) -> None:
    """Do what is asked for, until nothing more is to come."""
    begin(owner)
    lock = threading.Lock()

    def answer(number: int, packed: bytes) -> None:
        told = number, *_attempt(packed)
        try:
            data = pickle.dumps(told)
        except Exception as error:
            data = pickle.dumps((number, False, RuntimeError(f"no answer can be sent: {error}")))
        with lock:
            line.send_bytes(data)

    with ThreadPoolExecutor(hands) as threads:
        while (asked := line.recv()) is not None:
            threads.submit(answer, *asked)


def _attempt(packed: bytes) -> tuple[bool, Any]:
    try:
        function, given, named = pickle.loads(packed)
        return True, function(*given, **named)
    except BaseException as error:  # an answer is waited for, whatever happens
        return False, _make_portable(error)


def _make_portable(error: BaseException) -> Exception:
    """Return what can be raised in another process: the error itself, or one with its words."""
    if isinstance(error, Exception):
        with suppress(Exception):
            pickle.loads(pickle.dumps(error))  # some cannot be made again
            return error
    return RuntimeError(f"{type(error).__name__}: {error}")
