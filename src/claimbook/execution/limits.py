"""What ends a run before its end: time, output, a stop that was asked for, an owner gone."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType

from claimbook.execution.processes import is_owner_alive

_INTERVAL = 0.2  # seconds between two looks
STOP = "stop"  # the file in a session's folder that asks its notebooks to stop


@dataclass(frozen=True)
class Halt:
    """Why a run was ended; `interrupted` if the notebook is not to blame."""

    name: str
    reason: str
    interrupted: bool = False


class Watch(Thread):
    """Watch over one notebook's run, and kill its kernel when a limit is passed.

    A thread rather than a time-out of the client, so that it also holds while the client is
    busy with a flood of output. Used as a context manager.
    """

    def __init__(
        self,
        kill: Callable[[], None],
        *,
        owner: str,
        session: Path | None,
        seconds: float,
        size: int,
    ) -> None:
        super().__init__(daemon=True, name="claimbook-watch")
        self.kill, self.owner, self.session = kill, owner, session
        self.seconds, self.size = seconds, size
        self.halt: Halt | None = None
        self._written, self._ended, self._lock = 0, Event(), Lock()
        self._deadline = inf

    def __enter__(self) -> "Watch":
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

    def run(self) -> None:
        """Look at the limits until one is passed or the run has ended."""
        while not self._ended.wait(_INTERVAL):
            if self.halt is not None:
                self.kill()  # once more: what was just being started may not have been seen
            self.look()

    def look(self) -> None:
        """Look at the limits now, and end the run if one is passed."""
        if self.halt is None and (halt := self._find_passed()):
            self.end(halt)

    def begin(self) -> None:
        """Let the time count: the kernel answers, and the first cell begins."""
        self._deadline = time.monotonic() + self.seconds

    def count_output(self, size: int) -> None:
        """Count output, and end the run when there is too much of it."""
        self._written += size
        if self._written > self.size:
            limit = f"{self.size / 1e6:g} MB"
            self.end(Halt("OutputLimit", f"more than {limit} of output; the kernel was killed"))

    def end(self, halt: Halt) -> None:
        """End the run; of several reasons the first counts."""
        with self._lock:
            if self.halt is not None or self._ended.is_set():
                return
            self.halt = halt
        self.kill()

    def is_halted(self) -> bool:
        """Whether the run was ended."""
        return self.halt is not None

    def _find_passed(self) -> Halt | None:
        if time.monotonic() > self._deadline:
            limit = f"the notebook's time limit of {self.seconds:g} s passed in this cell"
            return Halt("TimeLimit", limit)
        if self.session is not None and not self.session.is_dir():
            return Halt("Interrupted", "its session is over", interrupted=True)
        if self.session is not None and (self.session / STOP).exists():
            return Halt("Interrupted", "the run was stopped", interrupted=True)
        if not is_owner_alive(self.owner):
            return Halt("Interrupted", "the process that started it is gone", interrupted=True)
        return None
