"""The one error root: what is wrong, where, and what to do."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from enum import IntEnum

# What a terminal would obey and a line cannot hold: faults quote what others wrote.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LONGEST = 200  # characters of what nobody foresaw


class Exit(IntEnum):
    """The documented exit codes of the command line."""

    GOOD = 0
    CLAIM_FAILED = 1  # a claim or a check failed
    BAD_INPUT = 2  # bad usage or input
    NOTEBOOK_FAILED = 3
    INTERRUPTED = 4
    UNEXPECTED = 5  # a fault of Claimbook itself


class ClaimbookError(Exception):
    """Say in one line what is wrong, where, and what to do about it.

    `what` is the fault, `where` the place (file, cell, key) and `fix` the remedy;
    `str()` joins them as ``where: what; fix``.
    """

    exit_code = Exit.BAD_INPUT

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        self.what, self.where, self.fix = what, where, fix
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f"; {self.fix}" if self.fix else ""
        return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", f"{place}{self.what}{remedy}")


class NotAdopted(ClaimbookError):
    """An ordinary notebook lies among those of the project: nobody else's business."""


class CheckFailed(ClaimbookError):
    """A claim's verdict or a check is not what was accepted."""

    exit_code = Exit.CLAIM_FAILED


class NotebookFailed(ClaimbookError):
    """A notebook raised, hung, died or printed without end."""

    exit_code = Exit.NOTEBOOK_FAILED


class Interrupted(ClaimbookError):
    """A person or the system stopped the run."""

    exit_code = Exit.INTERRUPTED


class Unexpected(ClaimbookError):
    """Something that nobody foresaw: a fault of Claimbook itself, and not of what it was given."""

    exit_code = Exit.UNEXPECTED


@contextmanager
def name_unforeseen(where: str) -> Iterator[None]:
    """Turn what goes wrong unforeseen into one line that names the file; a fault that has one stays."""
    try:
        yield
    except ClaimbookError:
        raise
    except Exception as error:
        told = f"{type(error).__name__}: {error}".splitlines()[0][:LONGEST]
        fix = "undo the last change; and report it, for the message ought to say more"
        raise Unexpected(f"cannot be made into a page: {told}", where=where, fix=fix) from error


def suggest(name: str, valid: Iterable[str]) -> str:
    """Return a remedy that names the valid name nearest to `name`.

    >>> suggest("titel", ["title", "date"])
    'did you mean "title"?'
    >>> suggest("zzz", ["title", "date"])
    'valid names: date, title'
    """
    names = sorted(set(valid))
    if close := get_close_matches(name, names, n=1, cutoff=0.6):
        return f'did you mean "{close[0]}"?'
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"valid names: {shown}" if names else "no name is valid here"
