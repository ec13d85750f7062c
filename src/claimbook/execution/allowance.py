"""What a notebook may use of its machine beside time: memory, and a number of processes."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from os import getpid
from pathlib import Path

import psutil

from claimbook.execution.keeper import MEMORY_PASSED, PROCESSES_PASSED
from claimbook.execution.placement import choose_place
from claimbook.notebook.sizes import show_size

PROCESSES = 256  # unless told otherwise
_PART = 3 / 4  # of the machine's memory, unless told otherwise
_ENGINE = Path(__file__).parents[2]
_KEEPER = "import sys; sys.path.append(sys.argv.pop(1)); from claimbook.execution import keeper"
_KEEPER += "; keeper.main(sys.argv[1:])"
_BOX = 2  # processes that a sandbox adds


@dataclass(frozen=True)
class Allowance:
    """The most that all processes of one notebook may have together."""

    memory: int  # bytes
    processes: int


@dataclass(frozen=True)
class Passed:
    """A limit that a notebook has passed."""

    name: str
    what: str
    advice: str

    @property
    def reason(self) -> str:
        """Say what was passed while a cell ran, and what to do."""
        return f"{self.what} in this cell; {self.advice}"


def make_allowance(memory: int | None, processes: int | None) -> Allowance:
    """Return what a notebook may use; what is not said is by the machine's size."""
    return Allowance(memory or _measure_machine(), processes or PROCESSES)


@cache
def _measure_machine() -> int:
    return int(psutil.virtual_memory().total * _PART)


def find_passed(status: int | None, allowance: Allowance) -> Passed | None:
    """Return the limit that the exit status of a keeper tells of, if it does."""
    if status == MEMORY_PASSED:
        what, option, name = f"memory limit of {show_size(allowance.memory)}", "--memory", "memory"
        return _describe("MemoryLimit", what, option, name)
    if status == PROCESSES_PASSED:
        what, option, name = f"limit of {allowance.processes} processes", "--processes", "processes"
        return _describe("ProcessLimit", what, option, name)
    return None


def _describe(kind: str, what: str, option: str, name: str) -> Passed:
    advice = f"a larger one is set by {option}, or by `{name}` under [tool.claimbook]"
    return Passed(kind, f"the notebook's {what} was passed", advice)


def keep_command(
    command: Sequence[str], *, marker: str, scratch: Path, allowance: Allowance, boxed: bool
) -> list[str]:
    """Return the command that runs a kernel's command under a `keeper`; `boxed` if in a sandbox."""
    flags = ("-I", "-S") if sys.platform == "linux" else ("-I",)  # elsewhere psutil is needed
    processes = allowance.processes + (_BOX if boxed else 0)
    place = choose_place(allowance.memory, processes)
    return [
        *(sys.executable, *flags, "-c", _KEEPER, str(_ENGINE), marker, str(scratch)),
        *(str(getpid()), str(allowance.memory), str(processes), place.parent),
        *(*place.prefix, *command),
    ]
