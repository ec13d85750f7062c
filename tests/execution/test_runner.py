"""One notebook in one fresh kernel: what comes back, and what is left behind."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import pytest

from claimbook.errors import Interrupted
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.forks import let_fork, stop_forks
from claimbook.execution.job import Job, make_source
from claimbook.execution.limits import STOP
from claimbook.execution.processes import find_marked, kill_marked, name_owner
from claimbook.execution.runner import execute
from claimbook.execution.scratch import clear_scratch
from claimbook.model.run import Failure, Run, read_run
from claimbook.notebook.document import dump
from front import cell, run_of, write_notebook
from small_project import CASES, Project


@pytest.fixture(scope="module", autouse=True)
def forked() -> Iterator[None]:
    """Kernels are forked here, as in the workers of `claimbook run`; elsewhere commands start them."""
    let_fork()
    yield
    stop_forks()


def job(project: Project, case: str, **changes: Any) -> Job:
    if (CASES / f"{case}.ipynb").is_file():
        project.add(case)
    book = project.book
    notebook = book.get_notebook(case)
    return replace(
        Job(
            slug=case,
            root=project.root,
            source=make_source(notebook),
            profile="quick",
            parameters={},
            declared=notebook.parameters,
            fingerprint=take_fingerprint(notebook, book.settings, "quick"),
            jax_cache=project.root / ".claimbook" / "jax-cache",
            owner=f"{name_owner()}/{uuid4().hex}",
        ),
        **changes,
    )


def silently(cell: int, cells: int) -> None:
    """Tell nobody."""


def run(job: Job) -> Run:
    """Execute a job, and see that none of its processes is left."""
    executed = execute(job, silently)
    assert find_marked(job.owner) == []
    return executed


def error(executed: Run) -> Failure:
    assert executed.failure is not None
    assert executed.document["metadata"]["claimbook"]["status"] == "failed"
    return executed.failure


def printed(executed: Run) -> str:
    outputs = (output for cell in executed.cells for output in cell.outputs)
    return "".join(out["text"] for out in outputs if out["output_type"] == "stream")


def test_executed_notebook(project: Project) -> None:
    """A notebook comes back with its outputs, and with no trace of papermill or of paths."""
    executed = run(job(project, "tiny"))
    assert executed.measurements["gap"].values == (0.1, 0.2, 0.3, 0.2)
    assert [(cell["id"], cell["metadata"]) for cell in executed.document["cells"]] == [
        ("front-matter", {}),
        ("abstract", {}),
        ("parameters", {"tags": ["parameters"]}),
        ("injected-parameters", {"tags": ["injected-parameters"]}),
        ("gap", {}),
        ("measure", {}),
    ]
    assert sorted(executed.document["metadata"]) == ["claimbook", "kernelspec", "language_info"]
    assert str(project.root) not in json.dumps(executed.document)


def test_run_comes_back_from_its_file(project: Project) -> None:
    """What is kept of a run in a file is all that is known of it, good or failed."""
    for case in ("tiny", "raises"):
        executed = run(job(project, case))
        assert read_run(json.loads(dump(executed.document))) == executed
        assert [cell.ran for cell in executed.cells if cell.kind == "code"] == (
            [True, True] if case == "tiny" else [True, True, True, False]
        )


def test_provenance(project: Project) -> None:
    """An executed notebook says what made it, where, when and how long it took."""
    executed = run(job(project, "tiny"))
    known = executed.provenance
    assert (executed.slug, executed.profile, executed.good) == ("tiny", "quick", True)
    assert executed.document["metadata"]["claimbook"]["status"] == "ok"
    assert known.python == ".".join(map(str, sys.version_info[:3]))
    assert list(known.versions) == ["ipython"]
    assert known.cpu_seconds > 0
    assert known.wall_seconds > 0
    assert re.fullmatch(r".+, \d+ cores?", known.device)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", known.started)
    assert (known.commit, known.dirty) == (None, None)


def test_provenance_names_the_commit(project: Project) -> None:
    """In a git repository the commit is named, and whether files differ from it."""

    def git(*arguments: str) -> str:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        done = subprocess.run(
            ["git", "-C", project.root, *who, *arguments], capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    work = job(project, "tiny")
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "begin")
    project.edit("tiny", "Not at all", "Not in the least")
    known = run(work).provenance
    assert (known.commit, known.dirty) == (git("rev-parse", "HEAD"), True)


def outputs(executed: Run, identifier: str) -> Sequence[Mapping[str, Any]]:
    (cell,) = (cell for cell in executed.cells if cell.id == identifier)
    return cell.outputs


def test_streams_are_joined_and_keep_their_place(project: Project) -> None:
    """Between two displays a stream is one output, whole, with its colours."""
    told = outputs(run(job(project, "speaks")), "progress")
    assert [output.get("name", "display") for output in told] == [
        "stdout",
        "stderr",
        "display",
        "stdout",
    ]
    assert told[0]["text"] == "\r0 of 2\r1 of 2\r2 of 2"
    assert told[1]["text"] == "step 0\nstep 1\nstep 2\n"
    assert told[3]["text"] == "\x1b[32mgreen\x1b[0m\n"


def test_outputs_name_no_folder_of_this_machine(project: Project) -> None:
    """Paths are told from the project's root in streams, results and displays."""
    stream, display, result = outputs(run(job(project, "speaks")), "places")
    beside = f"{project.root}er"  # a name that only begins alike
    assert stream["text"] == f"\x1b[35mhere\x1b[0m {beside} ..\n"
    assert display["data"]["text/html"] == "<p>there</p>"
    assert result["data"]["text/plain"] == "'result'"


def test_parameters_reach_the_notebook(project: Project) -> None:
    """A parameter given for a run replaces the declared value; all are noted as they were."""
    executed = run(job(project, "tiny", parameters={"seeds": 2}))
    assert executed.measurements["gap"].values == (0.1, 0.2)
    assert executed.provenance.parameters == {"profile": "quick", "seeds": 2}


def test_declared_parameters_are_noted(project: Project) -> None:
    """What was not given for a run is noted with the value that the notebook declares."""
    executed = run(job(project, "tiny"))
    assert executed.provenance.parameters == {"profile": "quick", "seeds": 4}


def test_typed_parameters_reach_the_notebook(
    project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    """A parameter declared with its type is replaced like any other, without a warning."""
    work = job(project, "tiny", parameters={"seeds": 2})
    project.edit("tiny", "seeds = 4", "seeds: int = 4")
    project.edit("tiny", "profile = ", "profile: str = ")
    typed = replace(work, source=make_source(project.book.get_notebook("tiny")))
    assert run(typed).measurements["gap"].values == (0.1, 0.2)
    assert [one for one in caplog.records if "arameter" in one.getMessage()] == []


def test_pictures_and_raw_cells_come_back(project: Project) -> None:
    """A picture in a cell, and what a raw cell holds, are in the executed notebook too."""
    work = job(project, "tiny")
    work.source["cells"][1]["attachments"] = {"p.png": {"image/png": "aGVsbG8="}}
    work.source["cells"][0]["metadata"]["raw_mimetype"] = "text/html"
    executed = run(work)
    assert executed.document["cells"][1]["attachments"] == {"p.png": {"image/png": "aGVsbG8="}}
    assert executed.document["cells"][0]["metadata"] == {"raw_mimetype": "text/html"}


def test_progress_counts_as_the_reader_does(project: Project) -> None:
    """Progress is told as each cell begins, in the numbers of the source notebook."""
    told: list[tuple[int, int]] = []
    execute(job(project, "tiny"), lambda cell, cells: told.append((cell, cells)))
    assert sorted(set(told)) == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_environment(project: Project) -> None:
    """A kernel works in the project's root, on one thread, on the CPU, with a fixed hash seed."""
    work = job(project, "environment")
    assert printed(run(work)).splitlines() == [
        ".",  # what is kept names no folder of this machine
        "1",
        "cpu",
        "0",
        ".claimbook/jax-cache",
    ]


def test_notebook_that_raises(project: Project) -> None:
    """An error is told with its cell and the traceback's last lines, free of colour codes."""
    found = error(run(job(project, "raises")))
    assert (found.cell_id, found.cell_number) == ("divide", 5)
    assert (found.name, found.value) == ("ZeroDivisionError", "division by zero")
    assert found.traceback[-1] == "ZeroDivisionError: division by zero"
    assert "\x1b" not in "".join(found.traceback)


def test_outputs_before_the_error_are_kept(project: Project) -> None:
    """A failed notebook holds what it printed before, and papermill's marker cells not."""
    executed = run(job(project, "raises"))
    assert printed(executed) == "so far, so good\n"
    assert [cell["id"] for cell in executed.document["cells"]] == [
        "front-matter",
        "abstract",
        "parameters",
        "injected-parameters",
        "before",
        "divide",
        "after",
    ]


def test_announced_error_is_an_error(project: Project) -> None:
    """The tag `raises-exception` excuses nothing, as it does not with plain papermill.

    Of a short traceback nothing is told but it: the page shows the cell's code.
    """
    found = error(run(job(project, "raises-as-announced")))
    assert found.name == "ValueError"
    assert found.traceback[1].startswith("ValueError ")  # below a rule


@pytest.mark.parametrize(("case", "call"), [("exits", "exit(0)"), ("quits", "exit")])
def test_notebook_that_exits(case: str, call: str, project: Project) -> None:
    """Leaving early is a failure, whatever the status, in the last cell too."""
    found = error(run(job(project, case)))
    assert (found.cell_id, found.name) == ("leave", "SystemExit")
    assert found.value == f"the cell called {call}; a notebook must run to its end"


def test_kernel_that_dies(project: Project) -> None:
    """A dead kernel is a failure that names the cell and the signal."""
    found = error(run(job(project, "dies")))
    assert (found.cell_id, found.name) == ("die", "KernelDied")
    assert found.value == "the kernel died (killed by signal 9, perhaps out of memory)"


def test_notebook_that_hangs(project: Project) -> None:
    """The time limit of the whole notebook names the cell in which it passed."""
    found = error(run(job(project, "hangs", time_limit=2.0)))
    assert (found.cell_id, found.name) == ("loop", "TimeLimit")
    assert found.value == "the notebook's time limit of 2 s passed in this cell"


def test_notebook_that_prints_without_end(project: Project) -> None:
    """Too much output ends the run, names the cell, and is not kept."""
    executed = run(job(project, "prints-without-end", output_limit=2_000_000))
    found = error(executed)
    assert (found.cell_id, found.name) == ("flood", "OutputLimit")
    assert found.value == "more than 2 MB of output; the kernel was killed"
    assert printed(executed) == "a line\n"


def test_whatever_is_written_counts_and_the_cell_that_wrote_it_is_named(project: Project) -> None:
    """Metadata and tracebacks are output too; of two cells the one that wrote most is the cause."""
    shown = "from IPython.display import display"
    large = f"{shown}\ndisplay({{'text/plain': 'a'}}, raw=True, metadata={{'a': 'x' * 1_800_000}})"
    write_notebook(
        project.root / "notebooks",
        "large",
        cell("code", "large", large),
        cell("code", "small", "raise ValueError('y' * 300_000)"),
    )
    executed = run(job(project, "large", output_limit=2_000_000))
    found = error(executed)
    assert (found.cell_id, found.name) == ("large", "OutputLimit")
    assert len(json.dumps(executed.document)) < 1_000_000


def test_children_do_not_outlive_their_notebook(project: Project) -> None:
    """Children, those in sessions of their own and orphans too, are gone when a run ends."""
    work = job(project, "forks-a-child")
    seen: list[int] = []

    def count(cell: int, cells: int) -> None:
        if cell == cells:
            seen.append(len(find_marked(work.owner)))

    executed = execute(work, count)
    assert executed.good
    assert seen == [4]  # the kernel, two children, and an orphan two forks away
    assert find_marked(work.owner) == []


def test_run_stopped_from_outside(project: Project) -> None:
    """A run whose session asks it to stop is interrupted, and is no failure of the notebook."""
    (project.root / STOP).touch()
    with pytest.raises(Interrupted, match=r"hangs\.ipynb: the run was stopped"):
        run(job(project, "hangs", session=project.root))


def test_run_whose_owner_is_gone(project: Project) -> None:
    """A run stops by itself when the process that wanted it is no more; others may clear away its files."""
    host, _, started = name_owner().rsplit(":", 2)
    over = Event()

    def clear() -> None:
        while not over.wait(0.001):
            clear_scratch()

    with ThreadPoolExecutor(1) as threads:
        cleared = threads.submit(clear)
        try:
            with pytest.raises(Interrupted, match="the process that started it is gone"):
                run(job(project, "hangs", owner=f"{host}:999999999:{started}/{uuid4().hex}"))
        finally:
            over.set()
    assert cleared.exception() is None


def test_plain_papermill_runs_the_same_notebook(project: Project, tmp_path: Path) -> None:
    """From the project's root papermill alone gives the same measurements."""
    project.add("tiny")
    output = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "notebooks/tiny.ipynb", output]
    done = subprocess.run([*command, "-p", "seeds", "3"], cwd=project.root, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert run_of(json.loads(output.read_text())).measurements["gap"].values == (0.1, 0.2, 0.3)


def test_kernel_that_is_killed_as_its_run_is_stopped(project: Project) -> None:
    """The notebook did not fail, even where the sign to stop is seen only after the death."""

    def stop(cell: int, cells: int) -> None:
        if cell == 3:
            (project.root / STOP).touch()
            kill_marked(work.owner)

    work = job(project, "tiny", session=project.root)
    with pytest.raises(Interrupted, match="the run was stopped"):
        execute(work, stop)
    assert find_marked(work.owner) == []
