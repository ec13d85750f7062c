"""Which notebooks are stale, and what becomes of those that are run."""

import json
import os
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from claimbook.errors import ClaimbookError
from claimbook.execution.processes import find_marked, name_owner
from claimbook.execution.progress import Task
from claimbook.execution.schedule import find_earlier_seconds, run
from claimbook.execution.session import Outcome
from claimbook.execution.states import State, find_best, find_missing, find_status
from claimbook.execution.store import Store
from front import PROVENANCE, notebook_json, run_of
from small_project import Project


def ran(project: Project, *slugs: str, **options: Any) -> list[Outcome]:
    """Run notebooks in the quick profile, two at a time, in threads unless told otherwise."""
    book, store = project.book, options.pop("store", None) or project.store
    with ThreadPoolExecutor(2) as threads:
        options = {"profile": "quick", "executor": threads} | options
        return run(book, store, slugs, **options)


def states(project: Project, profile: str = "quick") -> dict[str, State]:
    return {one.slug: one.state for one in find_status(project.book, project.store, profile)}


def test_states(project: Project) -> None:
    """A notebook is never run, then fresh or failed, and stale once it has changed."""
    project.add("tiny", "raises")
    assert states(project) == {"raises": State.NEVER_RUN, "tiny": State.NEVER_RUN}
    ran(project)
    assert states(project) == {"raises": State.FAILED, "tiny": State.FRESH}
    project.edit("tiny", "0.1, 0.2", "0.3, 0.2")
    project.edit("raises", "share(1, 0)", "share(1, 2)")
    assert states(project) == {"raises": State.NEVER_RUN, "tiny": State.STALE}
    assert states(project, "full") == {"raises": State.NEVER_RUN, "tiny": State.NEVER_RUN}


def test_reasons(project: Project) -> None:
    """A stale notebook's status names what changed, a failed one's the cell and the error."""
    project.add("tiny", "raises")
    ran(project)
    project.edit("tiny", "0.1, 0.2", "0.3, 0.2")
    reasons = {one.slug: one.reasons for one in find_status(project.book, project.store, "quick")}
    assert reasons == {
        "raises": ("cell 5 (divide): ZeroDivisionError: division by zero",),
        "tiny": ("code cell 2 changed",),
    }


def test_failure_does_not_stop_the_others(project: Project) -> None:
    """Every notebook has its outcome, and each good result is in the store."""
    project.add("raises", "tiny")
    outcomes = {outcome.slug: outcome for outcome in ran(project)}
    assert {slug: outcome.failed for slug, outcome in outcomes.items()} == {
        "raises": True,
        "tiny": False,
    }
    assert outcomes["raises"].error == "cell 5 (divide): ZeroDivisionError: division by zero"
    assert find_best(project.book, project.store, project.book.get_notebook("tiny"))[0] is not None
    assert find_marked(name_owner()) == []


def test_fresh_notebooks_are_not_run(project: Project) -> None:
    """A second run does nothing, unless it is forced."""
    project.add("tiny")
    assert [outcome.slug for outcome in ran(project)] == ["tiny"]
    assert ran(project) == []
    assert [outcome.slug for outcome in ran(project, force=True)] == ["tiny"]


def test_failed_notebook_is_tried_again(project: Project) -> None:
    """A failure is no result: the next run tries again."""
    project.add("exits")
    assert [outcome.failed for outcome in ran(project) + ran(project)] == [True, True]


def test_editing_prose_keeps_a_run_fresh(project: Project) -> None:
    """A changed sentence never costs a rerun."""
    project.add("tiny")
    ran(project)
    project.edit("tiny", "## The gap", "## The gap, measured")
    assert ran(project) == []


def test_only_the_notebooks_named(project: Project) -> None:
    """Only the notebooks named are run, each once."""
    project.add("tiny", "environment", "raises")
    assert [outcome.slug for outcome in ran(project, "tiny", "tiny")] == ["tiny"]


def test_unknown_notebook(project: Project) -> None:
    """An unknown name is refused with the nearest one."""
    project.add("tiny")
    with pytest.raises(ClaimbookError, match='no notebook is named "tinny"; did you mean "tiny"'):
        ran(project, "tinny")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"sedes": 3}, 'tiny.ipynb: declares no parameter "sedes"; did you mean "seeds"?'),
        ({"profile": "full"}, "the profile is no parameter to give; use --profile"),
    ],
)
def test_undeclared_parameter(parameters: dict[str, Any], message: str, project: Project) -> None:
    """A parameter that the notebook does not declare is refused before anything runs."""
    project.add("tiny")
    with pytest.raises(ClaimbookError) as caught:
        ran(project, parameters=parameters)
    assert str(caught.value) == message
    assert states(project) == {"tiny": State.NEVER_RUN}


def test_changed_parameter_is_a_run_of_its_own(project: Project) -> None:
    """A run with a changed parameter is kept beside, and does not pass for the notebook's own."""
    project.add("tiny")
    ran(project, parameters={"seeds": 3})
    assert ran(project, parameters={"seeds": 3}) == []
    assert states(project) == {"tiny": State.STALE}


def test_best_prefers_the_full_profile(project: Project) -> None:
    """The best run is the full one if it is fresh, else the quick one, else none."""
    project.add("tiny")

    def profile() -> str | None:
        book = project.book
        found, _ = find_best(book, project.store, book.get_notebook("tiny"))
        return found.profile if found else None

    assert profile() is None
    ran(project)
    assert profile() == "quick"
    ran(project, profile="full")
    assert profile() == "full"
    project.edit("tiny", "seeds = 4", "seeds = 3")
    assert profile() is None


def fabricate(store: Store, slug: str, seconds: float) -> None:
    """Keep a run of long ago, of which only the duration matters."""
    known = replace(PROVENANCE, profile="quick", wall_seconds=seconds)
    store.put(run_of(notebook_json(), slug=slug, fingerprint=uuid4().hex, provenance=known))


def test_longest_first(project: Project) -> None:
    """What took longest begins first, after what has never run."""
    project.add("tiny", "environment", "exits")
    fabricate(project.store, "environment", 1.0)
    fabricate(project.store, "tiny", 2.0)
    with ThreadPoolExecutor(1) as one_by_one:
        outcomes = ran(project, executor=one_by_one)
    assert [outcome.slug for outcome in outcomes] == ["exits", "tiny", "environment"]


def test_progress_is_told_and_written(project: Project) -> None:
    """Progress ends with every notebook done or failed, in the callback and in the file."""
    project.add("tiny", "exits")
    told: list[dict[str, Task]] = []
    ran(project, on_progress=lambda tasks: told.append(dict(tasks)))
    written = json.loads((project.root / ".claimbook" / "progress.json").read_text())
    notebooks = written["notebooks"]
    assert written["running"] is False
    assert {slug: task.state for slug, task in told[-1].items()} == {
        "exits": "failed",
        "tiny": "done",
    }
    assert (notebooks["tiny"]["state"], notebooks["tiny"]["error"]) == ("done", None)
    assert (notebooks["tiny"]["cell"], notebooks["tiny"]["cells"]) == (5, 5)
    assert notebooks["exits"]["error"].startswith("cell 4 (leave): SystemExit")


def test_session_is_cleared_away(project: Project) -> None:
    """A run leaves nothing in the work folder but progress, results and a cache."""
    project.add("tiny")
    stale = project.write(".claimbook/sessions/old/owner", "elsewhere:1:1.0/old")
    killed = project.write(".claimbook/sessions/killed/owner", killed_owner())
    ran(project)
    assert stale.exists()  # of another machine's run nothing is known
    assert not killed.parent.exists()
    assert [path.name for path in (project.root / ".claimbook/sessions").iterdir()] == ["old"]


def killed_owner() -> str:
    host, _, started = name_owner().rsplit(":", 2)
    return f"{host}:999999999:{started}/killed"


def test_store_behind_a_url(project: Project) -> None:
    """Results go to a store that is no folder just as well."""
    project.add("tiny")
    store = Store(f"memory://{uuid4().hex}")
    assert [outcome.failed for outcome in ran(project, store=store)] == [False]
    assert [one.state for one in find_status(project.book, store, "quick")] == [State.FRESH]


def test_store_that_cannot_be_written(project: Project) -> None:
    """Nothing is run for a store that could not keep it."""
    project.add("tiny")
    told: list[Any] = []
    store = Store(str(project.write("file", "") / "store"))
    with pytest.raises(ClaimbookError, match="the store cannot be written: Not a directory"):
        ran(project, store=store, on_progress=told.append)
    assert told == []


class _NoRoom(Store):
    """A store on a disk that fills up after the first look."""

    def check_writable(self) -> None:
        super().check_writable()
        Path(self.url, "runs").write_text("in the way")


def test_store_that_fills_up(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that the store refuses is an error that names the notebook and the store."""
    project.add("tiny")
    monkeypatch.setattr("tempfile.tempdir", str(project.root))
    folder = project.root / "store"
    with pytest.raises(ClaimbookError) as caught:
        ran(project, store=_NoRoom(str(folder)))
    assert str(caught.value).startswith(f"{folder}: the store could not keep the result of tiny:")
    assert len(list(project.root.glob("claimbook-tiny-*.ipynb"))) == 1


def test_processes_of_this_machine(project: Project) -> None:
    """Without an executor the notebooks run in processes of their own, and all end."""
    project.add("tiny", "forks-a-child")
    outcomes = ran(project, executor=None, jobs=2)
    assert [outcome.failed for outcome in outcomes] == [False, False]
    assert find_marked(name_owner()) == []


def test_killed_worker(project: Project) -> None:
    """A worker that the system kills fails its notebook, and takes its kernel with it."""
    project.add("hangs")

    def kill(tasks: Mapping[str, Task]) -> None:
        if tasks["hangs"].state == "running":
            for kernel in find_marked(name_owner()):
                workers = [one for one in kernel.parents() if one.ppid() == os.getpid()]
                workers[0].kill()

    outcomes = ran(project, executor=None, on_progress=kill)
    assert [outcome.error for outcome in outcomes] == [
        "its worker process was killed, perhaps out of memory; run it again"
    ]
    assert find_marked(name_owner()) == []


class _Refuses(Executor):
    """An executor that is not to be used."""

    def submit(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("nothing should be submitted")


def test_nothing_is_submitted_when_nothing_is_stale(project: Project) -> None:
    """A run with nothing to do does not touch its executor."""
    project.add("tiny")
    ran(project)
    assert ran(project, executor=_Refuses()) == []


def test_what_is_missing_is_named(project: Project) -> None:
    """What has no fresh run and has not failed as it stands; with failures if they are wanted."""
    project.add("raises", "tiny", "environment")
    ran(project, "raises", "tiny")
    assert find_missing(project.root, "quick") == ["environment"]
    assert find_missing(project.root, "quick", failed=True) == ["environment", "raises"]
    assert find_missing(project.root, "full") == ["environment", "raises", "tiny"]


def test_what_is_fresh_does_not_say_how_long_it_took(project: Project) -> None:
    """A part that has run tells the next one what it told before, under a new name too."""
    project.add("tiny")

    def earlier() -> dict[str, float]:
        (notebook,) = project.book.notebooks
        return find_earlier_seconds(project.book, project.store, [notebook.slug], "quick", {})

    (first,) = ran(project)
    assert earlier() == {}
    project.edit("tiny", "0.1, 0.2", "0.3, 0.2")
    assert first.run is not None
    told = {"tiny": first.run.provenance.wall_seconds}
    assert earlier() == told
    ran(project)
    assert earlier() == told


def test_a_full_run_serves_for_a_quick_one(project: Project) -> None:
    """What was run in full need not be run in the quick profile; what failed in full need not either."""
    project.add("raises", "tiny")
    ran(project, profile="full")
    assert find_missing(project.root, "quick") == []
    assert find_missing(project.root, "quick", failed=True) == ["raises"]
