"""Accepted verdicts come from full runs, where a project keeps a ledger of them."""

import json
from pathlib import Path

import pytest
from onepaper import faults, project

from front import FRONT

LINE = {
    "time": "2024-02-29T12:00:00+00:00",
    "slug": "tiny",
    "fingerprint": "f",
    "commit": None,
    "dirty": None,
    "values": "v",
    "verdicts": {"gap-is-small": "reproduced"},
    "failure": None,
}
FAILED = LINE | {"values": None, "verdicts": None, "failure": "cell 4: KeyError"}
ACCEPTED = FRONT + "    expect: reproduced\n"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([LINE], ""),
        ([LINE, FAILED], ""),
        ([LINE | {"slug": "retired"}, LINE], ""),
        ([LINE | {"verdicts": {"gap-is-small": "inconclusive"}}], "gave inconclusive"),
        ([LINE, LINE | {"verdicts": {"gap-is-small": "inconclusive"}}], "gave inconclusive"),
        ([FAILED], "does not tell of it"),
        ([], "does not tell of it"),
        ([{"slug": "tiny"}], "ledger.jsonl:1: is no line of a ledger"),
    ],
)
def test_an_accepted_verdict_has_its_run(tmp_path: Path, lines: list[dict], says: str):
    """The newest full run that succeeded gave what a person accepted."""
    root = project(tmp_path, front=ACCEPTED)
    (root / "ledger.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))

    found = faults(root)
    assert [says in fault for fault in found] == ([True] if says else [])


def test_a_project_may_keep_no_ledger(tmp_path: Path):
    """Without the file nothing is asked."""
    assert faults(project(tmp_path, front=ACCEPTED)) == []
