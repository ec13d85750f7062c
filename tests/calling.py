"""What a process that works for this one is asked to do: it finds these by name, as it finds the package."""

import os
import time

from claimbook.errors import ClaimbookError


class OddError(Exception):
    """One that cannot be made again of what it holds."""

    def __init__(self, word: str, *, number: int) -> None:
        super().__init__(word)
        self.number = number


def meet(seconds: float) -> int:
    """Return which process it is, after a while in which others may begin."""
    time.sleep(seconds)
    return os.getpid()


def refuse() -> None:
    """Raise what users are told."""
    raise ClaimbookError("something", where="somewhere")


def raise_odd() -> None:
    """Raise what cannot travel."""
    raise OddError("a word", number=1)
