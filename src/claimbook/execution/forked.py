"""A keeper that was forked from another process than this: how it does, and how it is ended."""

import os
import select
import signal
import socket
import subprocess
import time
from contextlib import suppress
from json import dumps
from threading import Lock

_LONG = 60.0  # seconds to wait where nobody says how long


class Fork:
    """A keeper that was forked, with what is used of `subprocess.Popen`."""

    def __init__(self, control: socket.socket, answers: int, stdin: int) -> None:
        self.control, self.answers, self.stdin = control, answers, stdin
        self.pid = 0
        self.returncode: int | None = None
        self._told, self._lock = b"", Lock()

    def begin(self, patience: float) -> bool:
        """Wait for the keeper to be there; return whether it is."""
        deadline = time.monotonic() + patience
        while b"\n" not in self._told and self.returncode is None:
            if not self._hear(deadline - time.monotonic()):
                break
        word = self._told.partition(b"\n")[0]
        self.pid = int(word) if word.isdigit() else 0
        return self.pid > 0

    def poll(self) -> int | None:
        """Return how the keeper ended, as `subprocess` does, if it has."""
        self._hear(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end of the keeper.

        Raises `subprocess.TimeoutExpired`.
        """
        deadline = time.monotonic() + (_LONG if timeout is None else timeout)
        while self.returncode is None:
            if not self._hear(deadline - time.monotonic()) and self.returncode is None:
                raise subprocess.TimeoutExpired("keeper", timeout or _LONG)
        return self.returncode

    def _hear(self, seconds: float) -> bool:
        """Take what the server tells, waiting for it a while; return whether it told anything."""
        with self._lock:
            if self.returncode is not None:
                return False
            poll = select.poll()
            poll.register(self.answers, select.POLLIN)
            if not poll.poll(max(0.0, seconds) * 1000):
                return False
            told = os.read(self.answers, 100)
            self._told += told
            lines = self._told.split(b"\n")
            if len(lines) > 2:
                self._end(os.waitstatus_to_exitcode(int(lines[1])))
            elif not told:  # the server is gone, and the keeper goes after it
                self._end(-signal.SIGKILL)
            return True

    def _end(self, code: int) -> None:
        self.returncode = code
        os.close(self.answers)
        os.close(self.stdin)

    def terminate(self) -> None:
        """Ask the keeper to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the keeper alone."""
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        """Let the server send a signal: it knows whether the keeper's number is still its own."""
        with suppress(OSError):
            self.control.send(dumps({"keeper": self.pid, "signal": number}).encode())
