"""The parts in which several machines run a project."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.execution.shards import Shard, choose_shard, read_shard

SLUGS = st.lists(st.text("abc-0", min_size=1), unique=True)
SECONDS = st.dictionaries(st.text("abc-0", min_size=1), st.floats(0, 1e6))


def parts(slugs: list[str], seconds: dict[str, float], count: int) -> list[list[str]]:
    return [choose_shard(slugs, seconds, Shard(n, count)) for n in range(1, count + 1)]


@given(SLUGS, SECONDS, st.integers(1, 9), st.randoms())
def test_every_notebook_is_in_one_part(slugs, seconds, count, random) -> None:
    """The parts are disjoint, make up the whole, and do not depend on any order."""
    found = parts(slugs, seconds, count)
    assert sorted(chain(*found)) == sorted(slugs)
    random.shuffle(slugs)
    shuffled = dict(random.sample(sorted(seconds.items()), len(seconds)))
    assert parts(slugs, shuffled, count) == found


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(1, 9))
def test_no_part_takes_more_than_its_share_and_one_notebook(times, count) -> None:
    """The longest part is at most the even share and the longest notebook together."""
    seconds = {f"n{number}": time for number, time in enumerate(times)}
    loads = [sum(seconds[slug] for slug in part) for part in parts([*seconds], seconds, count)]
    assert max(loads) <= (sum(times) / count + max(times)) * (1 + 1e-9)


def test_what_was_never_run_takes_the_mean() -> None:
    """Two unknown ones weigh as much as one of twice the mean; times of others do not count."""
    seconds = {"long": 5.0, "short": 1.0, "elsewhere": 900.0}
    assert parts(["long", "short", "new", "newer"], seconds, 2) == [
        ["long", "short"],
        ["new", "newer"],
    ]


@pytest.mark.parametrize(
    "text", ["0/5", "6/5", "a/b", "2", "2/0", "-1/5", "1/5/2", "", "1.5/2", " 1/2", "²/5", "1/5\n"]
)
def test_no_part(text: str) -> None:
    """What is no part is refused with an example of one."""
    with pytest.raises(ClaimbookError, match=r"no shard is written .*; 2/5 is the second of five"):
        read_shard(text)
