"""One small client for everything that comes from outside: time limits, retries, plain faults.

Requests knows proxies and certificates as the user's environment sets them, and tenacity the
policy of retries; papermill brings both. What is added here is what neither has: a limit on the
whole conversation, on an answer's size, and one line for whatever goes wrong.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import requests
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
)

from claimbook import __version__
from claimbook.errors import ClaimbookError

LARGEST = 10_000_000  # bytes; a record with three thousand authors has a tenth of it
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # worth asking again

T = TypeVar("T")


class Unavailable(ClaimbookError):
    """The network or the other side failed; what was asked for may be fine."""

    def __init__(
        self, what: str, *, where: str, status: int = 0, passing: bool = False, wait: float = 0.0
    ) -> None:
        super().__init__(what, where=where)
        self.status = status  # of HTTP; 0 if there was no answer
        self.passing = passing  # whether to ask again
        self.wait = wait  # seconds that the other side asks for


def choose_address(variable: str, default: str) -> str:
    """Return the address that an environment variable gives instead of the default one."""
    base = os.environ.get(variable) or default
    if not base.startswith(("http://", "https://")):
        raise ClaimbookError(
            f'"{base}" is no web address', where=variable, fix="begin with https://"
        )
    return base.rstrip("/")


@dataclass(frozen=True)
class Client:
    """Ask politely: the whole answer has to come within `seconds`, asking again included."""

    seconds: float = 20.0
    attempts: int = 3
    pause: float = 0.5  # before the second attempt; doubled before each one after it

    def get(self, address: str, *, accept: str) -> bytes:
        """Return what stands at an address.

        Raises `Unavailable` if no whole answer came; its `status` tells an answer that refused.
        """
        where = address.partition("?")[0]
        return _run_within(self.seconds, lambda: self._insist(address, accept, where), where=where)

    def _insist(self, address: str, accept: str, where: str) -> bytes:
        retrying = Retrying(
            retry=retry_if_exception(lambda error: getattr(error, "passing", False)),
            stop=stop_after_attempt(self.attempts) | stop_before_delay(self.seconds),
            wait=self._wait,
            reraise=True,
        )
        return retrying(_get, address, accept, where, self.seconds)

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome and state.outcome.exception()
        asked = error.wait if isinstance(error, Unavailable) else 0.0
        return max(asked, self.pause * 2.0 ** (state.attempt_number - 1))


def _run_within(seconds: float, action: Callable[[], T], *, where: str) -> T:
    """Run `action` for so long and no longer, looking up the host and slow answers included."""
    done: list[T | BaseException] = []

    def work() -> None:
        try:
            done.append(action())
        except BaseException as error:  # raised again below, in the caller's thread
            done.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if not done:
        raise Unavailable(f"did not answer within {seconds:g} s", where=where)
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


def _get(address: str, accept: str, where: str, seconds: float) -> bytes:
    headers = {"User-Agent": f"claimbook/{__version__}", "Accept": accept}
    ends = time.monotonic() + seconds
    try:
        with requests.get(address, headers=headers, timeout=seconds, stream=True) as answer:
            if not answer.ok:
                raise _make_refusal(answer, where)
            return _read_body(answer, ends, where)
    except requests.exceptions.SSLError as error:
        raise Unavailable(f"cannot be trusted: {_find_reason(error)}", where=where) from error
    except requests.exceptions.ChunkedEncodingError as error:
        fault = "broke off in the middle of its answer"
        raise Unavailable(fault, where=where, passing=True) from error
    except (requests.ConnectionError, requests.Timeout) as error:
        fault = f"cannot be reached: {_find_reason(error)}"
        raise Unavailable(fault, where=where, passing=True) from error
    except (requests.RequestException, ValueError) as error:  # requests lets some of the latter out
        raise Unavailable(f"cannot be asked: {_find_reason(error)}", where=where) from error


def _make_refusal(answer: requests.Response, where: str) -> Unavailable:
    status, wait = answer.status_code, _read_wait(answer.headers.get("Retry-After", ""))
    said = f"answered {status} {answer.reason or ''}".strip()
    asks = f" and asks to wait {wait:.0f} s" if wait else ""
    passing = status in _PASSING
    return Unavailable(said + asks, where=where, status=status, passing=passing, wait=wait)


def _read_wait(header: str) -> float:
    """Read Retry-After, which is a number of seconds or a day and time."""
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _read_body(answer: requests.Response, ends: float, where: str) -> bytes:
    data = bytearray()
    for part in answer.iter_content(65536):
        data += part
        if len(data) > LARGEST:
            raise Unavailable("answered with far too much", where=where)
        if time.monotonic() > ends:  # the caller has gone; let the thread end
            raise Unavailable("answers too slowly", where=where)
    return bytes(data)


def _find_reason(error: BaseException) -> str:
    """Return what the innermost cause says, in one line."""
    while inner := error.__cause__ or error.__context__:
        error = inner
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(said).split())
