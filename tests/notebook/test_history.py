"""The history of a page, as its front matter tells it."""

from datetime import date

import pytest

from claimbook.errors import ClaimbookError
from claimbook.model.claim import Verdict
from claimbook.model.paper import Change, Event
from front import FRONT, front_matter

HISTORY = """\
history:
  - {date: 2024-03-02, what: verdict, claim: gap-is-small, was: inconclusive, now: reproduced,
     text: More seeds.}
  - {date: 2024-02-29, what: added, text: Published.}
"""


def test_a_history_is_read():
    """Each entry has its day and its words; a change of verdict says of what, from what, to what."""
    newest, oldest = front_matter(FRONT + HISTORY).history

    assert newest == Change(
        date(2024, 3, 2),
        Event.VERDICT,
        "More seeds.",
        "gap-is-small",
        Verdict.INCONCLUSIVE,
        Verdict.REPRODUCED,
    )
    assert oldest == Change(date(2024, 2, 29), Event.ADDED, "Published.")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2024-03-02", "2024-02-01", "2024-02-01 stands before 2024-02-29"),
        ("claim: gap-is-small", "claim: gap-is-smal", 'no claim has the id "gap-is-smal"'),
        ("was: inconclusive", "was: unclear", '"unclear" is no verdict'),
        ("what: added", "what: add", '"add" is unknown; did you mean "added"'),
        ("what: verdict, claim: gap-is-small,", "what: text,", "is an unknown key"),
        ("now: reproduced,", "", "is missing"),
        ("was: inconclusive", "was: reproduced", "is what the verdict was before"),
    ],
)
def test_a_history_that_is_wrong_is_refused(old: str, new: str, message: str):
    """Days go back, and what is named exists."""
    assert old in HISTORY
    with pytest.raises(ClaimbookError, match=message):
        front_matter(FRONT + HISTORY.replace(old, new))


def test_a_verdict_that_changed_in_silence_is_refused():
    """The newest entry on a claim tells of the verdict that is accepted."""
    accepted = FRONT + "    expect: same direction\n"
    with pytest.raises(ClaimbookError, match="became reproduced, but same direction is accepted"):
        front_matter(accepted + HISTORY)
