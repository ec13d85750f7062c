"""Accepted verdicts come from full runs, where a project keeps a ledger of them."""

import json
import subprocess
from pathlib import Path

import pytest
from onepaper import RUN, faults, project

from claimbook.execution.store import Store
from claimbook.pages.ledger import digest_values
from front import FRONT, executed, measured, notebook_json, write_notebook

LINE = RUN | {"verdicts": {"gap-is-small": "reproduced"}}
LATER = LINE | {"time": "2024-03-01T12:00:00+00:00"}
OTHERWISE = {"verdicts": {"gap-is-small": "inconclusive"}}
FAILED = LATER | {"values": None, "verdicts": None, "failure": "cell 4: KeyError"}
ACCEPTED = FRONT + "    expect: reproduced\n"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([LINE], ""),
        ([LINE, FAILED], ""),
        ([LINE | {"slug": "retired"}, LINE], ""),
        ([LINE | {"verdicts": {"gap-is-small": "inconclusive"}}], "gave inconclusive"),
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


def test_a_renamed_notebook_is_guessed(tmp_path: Path):
    """Where a line is of a notebook that is gone and has the same claims, the fault says what to add."""
    root = project(tmp_path, front=ACCEPTED)
    (root / "ledger.jsonl").write_text(json.dumps(LINE | {"slug": "wee"}) + "\n")

    (fault,) = faults(root)
    assert fault.endswith("does not tell of it; if it was renamed, add `moved_from: [wee]`")
    write_notebook(root / "notebooks", front=ACCEPTED + "moved_from: [wee]\n")
    assert faults(root) == []


def test_a_project_may_keep_no_ledger(tmp_path: Path):
    """Without the file nothing is asked."""
    assert faults(project(tmp_path, front=ACCEPTED)) == []


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([LINE, LINE], "ledger.jsonl:2: stands there twice; remove one of the two"),
        ([LINE, LINE | {"values": "w"} | OTHERWISE], "cannot have two results"),
        ([LATER, LINE], "stands behind a run of 2024-03-01T12:00:00+00:00; `claimbook run"),
        ([LINE | {"time": "2999-01-01T00:00:00+00:00"}], "which is to come; restore it"),
        ([LINE | {"time": "yesterday"}], "'yesterday' is no time; restore it"),
        ([LINE | {"time": "2024-02-29T12:00:00"}], "has no time zone; restore it"),
        ([LINE | {"failure": "x"}], "has measured or failed, and not both"),
        ([FAILED | {"verdicts": {}}], "a run that failed gives no verdicts"),
    ],
)
def test_what_no_run_wrote_is_named(tmp_path: Path, lines: list[dict], says: str):
    """A line twice, out of order, to come, or of two minds is nothing that a run writes."""
    root = project(tmp_path)
    (root / "ledger.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    assert any(says in fault for fault in faults(root)), faults(root)


def test_the_newest_run_is_the_latest_by_time(tmp_path: Path):
    """A line that was put behind it does not stand for it."""
    root = project(tmp_path, front=ACCEPTED)
    lines = [LATER | OTHERWISE, LINE]
    (root / "ledger.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    assert any("newest full run in ledger.jsonl gave inconclusive" in one for one in faults(root))


def test_a_commit_that_git_does_not_know_is_named(tmp_path: Path):
    """Where there is a repository its commits are looked up; a shallow clone cannot tell."""
    root = project(tmp_path / "a")

    def git(*words: str, at: Path = root) -> str:
        told = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "protocol.file.allow=always"]
        done = subprocess.run(
            ["git", "-C", str(at), *told, *words], check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "one")
    known = git("rev-parse", "HEAD")
    lines = [LINE | {"commit": known}, LATER | {"commit": "0" * 40}]
    (root / "ledger.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    said = "ledger.jsonl:2: the commit 000000000000 is not in this repository; fetch it, or"
    assert [fault[: len(said)] for fault in faults(root)] == [said]
    git("add", "-A")
    git("commit", "-q", "-m", "two")
    git("clone", "-q", "--depth=1", f"file://{root}", str(tmp_path / "b"), at=tmp_path)
    assert faults(tmp_path / "b") == []


def test_a_line_says_what_the_stored_run_measured(tmp_path: Path):
    """Where the store has the run, its values and the verdicts that follow are compared."""
    root = project(tmp_path)
    run = executed(notebook_json(), {"measure": [measured("gap", 0.1, 0.2, 0.3)]})
    Store(str(root / ".claimbook")).put(run)
    line = LINE | {"fingerprint": run.fingerprint, "values": digest_values(run)}
    line["time"] = run.provenance.started

    def tell(**changes: object) -> list[str]:
        (root / "ledger.jsonl").write_text(json.dumps(line | changes))
        return faults(root)

    assert tell() == []
    (fault,) = tell(verdicts={"gap-is-small": "inconclusive"})
    assert '"gap-is-small" is inconclusive there, but what was measured gives reproduced' in fault
    (fault,) = tell(values="w")
    assert "the stored run measured something else than its line says; restore it" in fault
