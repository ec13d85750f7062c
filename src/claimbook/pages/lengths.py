"""How long a page takes: to read, and how long its run took."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from claimbook.model.run import Run
from claimbook.pages import blocks
from claimbook.pages.drawing import Block
from claimbook.wording.catalogue import say

PACE = 220  # words of prose that are read in a minute
LONG = 120  # seconds; what takes longer is said in minutes


@dataclass(frozen=True)
class Lengths:
    """The words of a page's prose and the seconds of its run, with the switch for its code."""

    words: int
    seconds: float | None = None  # of wall time; none without a run
    code: bool = True  # whether there is any to show
    template: ClassVar[str] = "lengths"

    @property
    def reading(self) -> str:
        """Say how long the prose takes."""
        return say("lengths-reading", n=max(1, round(self.words / PACE)))

    @property
    def running(self) -> str:
        """Say how long the run took; nothing without one."""
        if self.seconds is None:
            return ""
        if self.seconds < LONG:
            return say("lengths-run-seconds", n=max(1, round(self.seconds)))
        return say("lengths-run-minutes", n=round(self.seconds / 60))


def measure_lengths(body: Iterable[Block], run: Run | None) -> Lengths:
    """Measure the blocks of a page's body: its prose alone is read, word by word."""
    made = tuple(body)
    prose = (one.html for one in made if isinstance(one, blocks.Prose))
    return Lengths(
        words=sum(len(html.striptags().split()) for html in prose),
        seconds=run.provenance.wall_seconds if run else None,
        code=any(isinstance(one, blocks.Code) for one in made),
    )
