"""`claimbook run` killed at random moments, alone or with its workers: nothing lost, half-written or left."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from deaths import (
    await_end,
    choose_moments,
    kill_all,
    list_family,
    list_marked,
    list_scraps,
    list_workers,
    see_after,
)

from claimbook.execution.states import State, find_status
from front import FRONT, cell, write_notebook
from small_project import Project

CODE = """
import os, subprocess, sys, time
from claimbook.lab import record
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    os.execve(sys.executable, [sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"], KEPT)
time.sleep(0.3)
record("gap", [0.1, 0.2, 0.3])
""".replace("KEPT", '{"TMPDIR": os.environ["TMPDIR"]}')  # the test knows its own by that alone
WITHIN = 3.5  # seconds that a run takes, about


@pytest.mark.parametrize("count", [2, pytest.param(50, marks=pytest.mark.long)])
def test_killed_runs(project: Project, temporary: Path, count: int) -> None:
    """What was kept stays and is whole, and soon after each death no process of it lives.

    The next run takes up where it was, and clears the rest away.
    """
    for number in range(3):
        front = FRONT.replace("doe2024tiny", f"doe2024tiny{number}")
        write_notebook(
            project.root / "notebooks", f"tiny{number}", cell("code", "a", CODE), front=front
        )
    command = [sys.executable, "-m", "claimbook", "run", "--profile", "quick", "--jobs", "2"]
    kept = set[str]()
    for turn, moment, told in choose_moments(count, WITHIN):
        with subprocess.Popen(
            [*command, "--force"], cwd=project.root, stderr=subprocess.DEVNULL
        ) as victim:
            time.sleep(moment)
            family = list_family(victim.pid)
            kill_all(family[:1] if turn % 2 else [family[0], *list_workers(family)])
        kept = see_after(family, temporary, project.store, kept, told)
    age(project.root / ".claimbook")
    subprocess.run(command, cwd=project.root, check=True, capture_output=True)
    states = {one.state for one in find_status(project.book, project.store, "quick")}
    assert states == {State.FRESH}
    assert await_end(list_marked(temporary)) == []
    assert list(temporary.iterdir()) == []
    assert list_scraps(project.root / ".claimbook") == []
    assert list((project.root / ".claimbook" / "sessions").iterdir()) == []


def age(folder: Path) -> None:
    """Let what was left half written be some minutes old."""
    for path in folder.rglob(".*"):
        os.utime(path, (time.time() - 600,) * 2)
