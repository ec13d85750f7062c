"""A notebook has what it may have of its machine, and no more; whatever it starts ends with it."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil
import pytest

from bombs import DAEMON, FORKS, HOARDS
from claimbook.errors import ClaimbookError
from claimbook.execution.allowance import find_passed, make_allowance
from claimbook.execution.family import list_family
from claimbook.execution.forks import let_fork, stop_forks
from claimbook.execution.keeper import MEMORY_PASSED, PROCESSES_PASSED
from claimbook.execution.sandbox import find_sandbox
from claimbook.execution.schedule import run
from claimbook.model.run import Failure, Run
from front import FRONT, cell, write_notebook
from small_project import Project

BOTH_WAYS = pytest.mark.parametrize("nothing_left", ["command", "fork"], indirect=True)


@pytest.fixture(autouse=True, params=["command"])
def nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """No process is left of a test that was not there before it; kernels are forked, if asked for."""
    before = list_family(os.getpid())
    if request.param == "fork":
        let_fork()
    yield
    stop_forks()
    left = list_family(os.getpid()) - before
    assert [psutil.Process(pid).cmdline() for pid in left] == []


def keep(project: Project, code: str, **limits: Any) -> Run:
    """Run a notebook of one cell in this process."""
    write_notebook(project.root / "notebooks", "tiny", cell("code", "bomb", code), front=FRONT)
    with ThreadPoolExecutor(1) as thread:
        (one,) = run(project.book, project.store, profile="quick", executor=thread, **limits)
    assert one.run is not None
    return one.run


def fail(project: Project, code: str, **limits: Any) -> Failure:
    """Run a notebook that passes a limit; it does not take long."""
    done = keep(project, code, **limits)
    assert done.failure is not None
    assert (done.failure.cell_id, done.failure.cell_number) == ("bomb", 3)
    assert done.provenance.wall_seconds < 25
    return done.failure


@BOTH_WAYS
def test_processes_without_end(project: Project) -> None:
    """Too many processes end the notebook, all at once, and the line says what to set."""
    failure = fail(project, FORKS, processes=20)
    assert (failure.name, failure.value) == (
        "ProcessLimit",
        "the notebook's limit of 20 processes was passed in this cell; a larger one is set by "
        "--processes, or by `processes` under [tool.claimbook]",
    )


@BOTH_WAYS
def test_memory_without_end(project: Project) -> None:
    """Too much memory of all its processes together ends the notebook too."""
    failure = fail(project, HOARDS, memory=300 << 20)
    assert (failure.name, failure.value) == (
        "MemoryLimit",
        "the notebook's memory limit of 300 MiB was passed in this cell; a larger one is set by "
        "--memory, or by `memory` under [tool.claimbook]",
    )


def test_the_projects_limits_hold_in_a_sandbox(project: Project) -> None:
    """What pyproject.toml says counts wherever a notebook runs."""
    try:
        find_sandbox()
    except ClaimbookError as error:
        pytest.skip(str(error))
    project.write("pyproject.toml", '[tool.claimbook]\nmemory = "300M"\nprocesses = 20\n')
    assert fail(project, HOARDS, sandbox=True).name == "MemoryLimit"
    assert fail(project, FORKS, sandbox=True).name == "ProcessLimit"


@BOTH_WAYS
def test_memory_that_is_shared_counts_once(project: Project) -> None:
    """Four children with what their parent has are no more than one; what they have of their own is."""
    code = """
import os, signal, time
kept = b"x" * (200 << 20)
for _ in range(4):
    if os.fork() == 0:
        signal.alarm(20)
        time.sleep(2)
        os._exit(0)
time.sleep(2)
"""
    assert keep(project, code, memory=500 << 20).good


@BOTH_WAYS
def test_a_daemon_ends_with_its_notebook(project: Project) -> None:
    """Two forks away, in a session and with an environment of its own: it does not outlive the run."""
    done = keep(project, DAEMON)
    assert done.good
    (output,) = (out for one in done.cells for out in one.outputs)
    assert not psutil.pid_exists(int("".join(output["text"])))


@BOTH_WAYS
def test_a_limit_too_small_for_a_kernel(project: Project) -> None:
    """The line names the limit, rather than a kernel that died."""
    done = keep(project, "", memory=8 << 20)
    assert done.failure is not None
    assert done.failure.value == (
        "no kernel could be started: the notebook's memory limit of 8 MiB was passed; a larger one "
        "is set by --memory, or by `memory` under [tool.claimbook]"
    )


def test_what_is_not_said_is_by_the_machine() -> None:
    """Three quarters of its memory, and 256 processes."""
    made = make_allowance(None, None)
    assert made.memory == int(psutil.virtual_memory().total * 0.75)
    assert made.processes == 256
    assert make_allowance(1, 2) == type(made)(1, 2)


def test_statuses_tell_which_limit_was_passed() -> None:
    """Every other status is the kernel's own."""
    allowance = make_allowance(1 << 30, 5)
    named = [find_passed(status, allowance) for status in (MEMORY_PASSED, PROCESSES_PASSED)]
    assert [one.name for one in named if one] == ["MemoryLimit", "ProcessLimit"]
    assert [find_passed(status, allowance) for status in (None, 0, 1, -9)] == [None] * 4
