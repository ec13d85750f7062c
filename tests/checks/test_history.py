"""A history tells of each change between two full runs, and of none that no run took."""

import json
from pathlib import Path

import pytest
from onepaper import RUN, faults, project

from front import FRONT

TURNED = {"time": "2024-03-02T12:00:00+00:00", "verdicts": {"gap-is-small": "reproduced"}}
ENTRY = "  - {{date: {day}, what: verdict, claim: gap-is-small, was: {was}, now: {now}, text: a}}\n"
ADDED = "  - {date: 2024-02-28, what: added, text: a}\n"


def told(day: str = "2024-03-02", was: str = "inconclusive", now: str = "reproduced") -> str:
    return ENTRY.format(day=day, was=was, now=now)


def check(folder: Path, history: str, *runs: dict, front: str = FRONT) -> list[str]:
    root = project(folder, front=f"{front}history:\n{history}{ADDED}")
    (root / "ledger.jsonl").write_text("".join(json.dumps(one) + "\n" for one in runs))
    return faults(root)


def test_a_change_that_is_told_passes(tmp_path: Path) -> None:
    """Two runs and the entry between them agree; what is older than the first run is taken as told."""
    old = told("2024-02-29", "not reproduced", "inconclusive")
    assert check(tmp_path, told() + old, RUN, RUN | TURNED) == []


def test_a_change_without_an_entry_is_named(tmp_path: Path) -> None:
    """Its line says what to add, and that is enough."""
    (fault,) = check(tmp_path / "a", "", RUN, RUN | TURNED)
    assert '"gap-is-small" went from inconclusive to reproduced between two runs' in fault
    entry = fault.partition("add one: ")[2]
    mended = f"  - {entry.replace('date: …', 'date: 2024-03-02')}\n"
    assert check(tmp_path / "b", mended, RUN, RUN | TURNED) == []


def test_an_entry_of_other_words_does_not_count(tmp_path: Path) -> None:
    """The same claim with another verdict before is another change."""
    found = check(tmp_path, told(was="not reproduced"), RUN, RUN | TURNED)
    assert "went from inconclusive to reproduced" in found[0]
    assert 'took "gap-is-small" from not reproduced to reproduced; remove the entry' in found[1]


def test_an_entry_of_a_change_that_no_run_took_is_named(tmp_path: Path) -> None:
    """Once a claim has a full run, its history follows the runs."""
    (fault,) = check(tmp_path, told(), RUN)
    assert fault.startswith("tiny.ipynb: history, 2024-03-02: no two runs in ledger.jsonl took")


def test_a_claim_under_a_new_id_is_no_change(tmp_path: Path) -> None:
    """What an id meant that no claim has any more is not asked for."""
    gone = {"verdicts": {"gap": "reproduced"}}
    assert check(tmp_path, "", RUN | gone, RUN | TURNED) == []


def test_there_and_back_are_two_changes(tmp_path: Path) -> None:
    """Each turn has its entry, in order."""
    back = {"time": "2024-03-03T12:00:00+00:00"}
    runs = (RUN, RUN | TURNED, RUN | back)
    entries = told("2024-03-03", "reproduced", "inconclusive") + told()
    assert check(tmp_path / "a", entries, *runs) == []
    (fault,) = check(tmp_path / "b", told(), *runs)
    assert "went from reproduced to inconclusive" in fault


def test_a_day_to_come_is_named(tmp_path: Path) -> None:
    """Nothing has happened on it."""
    (fault,) = check(tmp_path, "  - {date: 2999-01-01, what: text, text: a}\n")
    assert "2999-01-01 is a day to come; write the day on which it happened" in fault


@pytest.mark.parametrize("was", ["not reproduced", "same direction"])
def test_a_chain_with_a_gap_is_refused(tmp_path: Path, was: str) -> None:
    """What a verdict was is what it had become."""
    from claimbook.errors import ClaimbookError

    history = told("2024-03-04", was, "inconclusive") + told()
    with pytest.raises(
        ClaimbookError, match=f"became reproduced on 2024-03-02, but was {was} before"
    ):
        check(tmp_path, history)
