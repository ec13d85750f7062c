"""A finding's mark: a sign, a word and a colour."""

from dataclasses import replace

import pytest

from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding
from claimbook.model.paper import Venue
from claimbook.wording.marks import (
    SIGNS,
    count_verdicts,
    keep_together,
    mark_class,
    show_sign,
    show_verdict,
)
from claimbook.wording.names import show_person, show_venue
from front import front_matter

CLAIM = front_matter().claims[0]
GOOD = Finding(CLAIM, Verdict.REPRODUCED)
PENDING = Finding(CLAIM, Verdict.NOT_TESTED, pending=True)


@pytest.mark.parametrize(
    ("finding", "sign", "word", "classes"),
    [
        (GOOD, "●", "reproduced", "cb-reproduced"),
        (
            replace(GOOD, verdict=Verdict.SAME_DIRECTION),
            "◐",
            "same direction",
            "cb-same-direction",
        ),
        (
            replace(GOOD, provisional=True),
            "●",
            "reproduced (provisional)",
            "cb-reproduced cb-provisional",
        ),
        (PENDING, "…", "not run yet", "cb-pending"),
    ],
)
def test_a_mark_leans_on_no_one_cue(finding: Finding, sign: str, word: str, classes: str):
    """Sign, word and class each tell a verdict, one that is not final and one to come."""
    assert (show_sign(finding), show_verdict(finding), mark_class(finding)) == (
        sign,
        word,
        classes,
    )


def test_every_verdict_has_a_sign_of_its_own():
    """No two verdicts look alike to who sees no colours."""
    assert len({SIGNS[verdict] for verdict in Verdict} | {show_sign(PENDING)}) == len(Verdict) + 1


def test_verdicts_are_counted_from_the_strongest():
    """The count names each verdict once, in their order, and what is to come last."""
    bad = replace(GOOD, verdict=Verdict.NOT_REPRODUCED)

    assert count_verdicts([PENDING, bad, GOOD, GOOD]) == (
        "2 reproduced · 1 not reproduced · 1 not run yet"
    )
    assert count_verdicts([]) == ""


def test_a_line_of_counts_breaks_behind_a_dot_alone():
    """No line ends between a number and what it counts, and none begins with a dot."""
    assert keep_together("3 not reproduced · 1 open") == (
        "3\u00a0not\u00a0reproduced\u00a0· 1\u00a0open"
    )


@pytest.mark.parametrize(
    ("verdict", "count", "says"),
    [
        (Verdict.HOLDS, 1, "1 holds"),
        (Verdict.HOLDS, 3, "3 hold"),
        (Verdict.DOES_NOT_HOLD, 1, "1 does not hold"),
        (Verdict.DOES_NOT_HOLD, 2, "2 do not hold"),
        (Verdict.OPEN, 2, "2 open"),
    ],
)
def test_a_count_is_said_as_one_speaks(verdict: Verdict, count: int, says: str):
    """One claim holds, three hold."""
    assert count_verdicts([replace(GOOD, verdict=verdict)] * count) == says


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Doe, Jane", "Jane Doe"),
        ("von Werra, Leandro", "Leandro von Werra"),
        ("{Llama Team, AI @ Meta}", "Llama Team, AI @ Meta"),
        ("Plato", "Plato"),
    ],
)
def test_a_person_is_named_as_they_are_spoken_of(name: str, shown: str):
    """First name first; an organisation and a single name stay."""
    assert show_person(name) == shown


@pytest.mark.parametrize(
    ("venue", "shown"),
    [
        (Venue(name="International Conference", short="ICML", year=2024), "ICML 2024"),
        (Venue(name="Journal"), "Journal"),
        (Venue(name="Proceedings of 2024", year=2024), "Proceedings of 2024"),
    ],
)
def test_a_venue_is_named_with_its_year_once(venue: Venue, shown: str):
    """The short name, and the year unless the name has it."""
    assert show_venue(venue) == shown
