"""A kernel that is started ahead: one run in it is as in a kernel that is started for it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bombs import HOARDS
from claimbook.errors import Interrupted
from claimbook.execution.lanes import Lane, Work
from claimbook.execution.schedule import run
from claimbook.model.run import Run
from front import cell, write_notebook
from small_project import Project

SEEN = """\
import builtins, json, os, random, sys, threading

turn = 1
seen = [
    sorted(set(sys.modules) - {"claimbook"}),
    sorted(set(os.environ) - {"CLAIMBOOK_RUN", "IPYTHONDIR", "JPY_PARENT_PID"}),
    os.getcwd(),
    sys.path,
    hasattr(builtins, "left"),
    "left" in globals(),
    threading.active_count(),
    random.getstate() == state if (state := getattr(sys, "left", None)) else None,
]
print(json.dumps(seen))
"""
LEAVES = """\
import colorsys, tempfile

builtins.left = left = os.environ["LEFT"] = "left"
random.seed(0)
sys.left = random.getstate()
sys.path.insert(0, "left")
os.chdir(tempfile.gettempdir())
"""


def find_seen(done: Run) -> list[Any]:
    """Return what a run saw as it began."""
    (output,) = (one for part in done.cells if part.id == "seen" for one in part.outputs)
    return list(json.loads("".join(output["text"])))


@pytest.fixture
def lane(project: Project) -> Iterator[Lane]:
    """A worker in which a kernel waits for the next run."""
    made = Lane(project.root, ahead=True)
    yield made
    made.close()


def test_nothing_of_an_earlier_run_is_visible(project: Project, lane: Lane) -> None:
    """No import, variable, seed or folder of one run is there in the next, as in a fresh kernel."""
    write_notebook(
        project.root / "notebooks",
        "leaves",
        cell("code", "seen", SEEN),
        cell("code", "rest", LEAVES),
    )
    pids, seen = set[int](), list[list[Any]]()
    for turn in (2, 3):
        lane.start_ahead()
        waiting = lane.find_waiting()
        assert waiting is not None
        pids.add(waiting)
        project.edit("leaves", f"turn = {turn - 1}", f"turn = {turn}")
        outcome = lane.run(Work("leaves", ""), lambda _: None)
        assert outcome is not None
        assert outcome.run is not None
        assert outcome.error is None
        seen.append(find_seen(outcome.run))
        assert lane.find_waiting() is None  # used once
    assert len(pids) == 2
    (cold,) = run(project.book, project.store, profile="quick", jobs=1, force=True)
    assert cold.run is not None
    assert seen == [find_seen(cold.run)] * 2


def test_a_kernel_that_died_while_it_waited_is_replaced(project: Project, lane: Lane) -> None:
    """The run does not notice."""
    import psutil

    project.add("tiny")
    lane.start_ahead()
    waiting = lane.find_waiting()
    assert waiting is not None
    psutil.Process(waiting).kill()
    outcome = lane.run(Work("tiny", ""), lambda _: None)
    assert outcome is not None
    assert outcome.error is None


def test_a_worker_that_is_gone_is_replaced(project: Project, lane: Lane) -> None:
    """The next run has another, and the one that lost it says so."""
    import psutil

    project.add("tiny")
    lane.start_ahead()
    assert lane.find_waiting() is not None
    for one in psutil.Process().children():
        if "spawn_main" in " ".join(one.cmdline()):
            one.kill()
    lost = lane.run(Work("tiny", ""), lambda _: None)
    assert lost is not None
    assert lost.error == "its worker process was killed, perhaps out of memory; run it again"
    outcome = lane.run(Work("tiny", ""), lambda _: None)
    assert outcome is not None
    assert outcome.error is None


def test_runs_do_not_need_a_folder_for_modules(project: Project, lane: Lane) -> None:
    """A folder of modules that appears while a kernel waits is found by the run."""
    lane.start_ahead()
    assert lane.find_waiting() is not None
    made: Path = project.write("src/appeared.py", "x = 1\n")
    assert made.is_file()
    write_notebook(project.root / "notebooks", "late", cell("code", "a", "import appeared"))
    outcome = lane.run(Work("late", ""), lambda _: None)
    assert outcome is not None
    assert outcome.error is None


def test_the_projects_limits_hold_beside_a_server(project: Project, lane: Lane) -> None:
    """A kernel that waits has them from its start, and gives way to one with others."""
    write_notebook(project.root / "notebooks", "hoards", cell("code", "a", HOARDS))
    lane.start_ahead()
    before = lane.find_waiting()
    project.write("pyproject.toml", '[tool.claimbook]\nmemory = "300M"\n')
    lane.start_ahead()
    assert before != lane.find_waiting()
    outcome = lane.run(Work("hoards", ""), lambda _: None)
    assert outcome is not None
    assert "MemoryLimit: the notebook's memory limit of 300 MiB" in (outcome.error or "")


def test_a_lane_that_has_ended_starts_nothing(project: Project) -> None:
    """Whoever was about to have a kernel or a run begun when the server ended leaves no worker."""
    import psutil

    project.add("tiny")
    lane, before = Lane(project.root, ahead=True), psutil.Process().children()
    lane.end()
    with pytest.raises(Interrupted):
        lane.start_ahead()
    with pytest.raises(Interrupted):
        lane.run(Work("tiny", ""), lambda _: None)
    assert psutil.Process().children() == before
