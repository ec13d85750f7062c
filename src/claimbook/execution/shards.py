"""One part of several in which machines that share nothing run a project, each knowing its own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from claimbook.errors import ClaimbookError

_WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})", re.ASCII)
_UNKNOWN = 1.0  # seconds; any will do where no time is known at all


@dataclass(frozen=True)
class Shard:
    """The part with this number, from 1, of so many."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def read_shard(text: str) -> Shard:
    """Read a part as it is written: 2/5 is the second of five.

    >>> read_shard("2/5")
    Shard(number=2, count=5)
    """
    if found := _WRITTEN.fullmatch(text):
        shard = Shard(int(found[1]), int(found[2]))
        if 1 <= shard.number <= shard.count:
            return shard
    raise ClaimbookError(
        f"no shard is written {text!r}", fix="2/5 is the second of five, 5/5 the last"
    )


def choose_shard(slugs: Iterable[str], seconds: Mapping[str, float], shard: Shard) -> list[str]:
    """Return what a part has to run, sorted: every slug is in one part and in one only.

    The longest goes first into the part that has least to do; what is not known to take any
    time takes the mean. The same slugs and seconds give the same parts on every machine.

    >>> [choose_shard("abc", {"a": 9, "b": 4, "c": 4}, Shard(n, 2)) for n in (1, 2)]
    [['a'], ['b', 'c']]
    """
    named = set(slugs)
    known = [seconds[slug] for slug in named if slug in seconds]
    mean = fmean(known) if known else _UNKNOWN
    times = {slug: seconds.get(slug, mean) for slug in named}
    loads = [(0.0, number) for number in range(1, shard.count + 1)]
    ours = list[str]()
    for slug in sorted(times, key=lambda one: (-times[one], one)):
        load, number = min(loads)
        loads[number - 1] = (load + times[slug], number)
        ours += [slug] if number == shard.number else []
    return sorted(ours)
