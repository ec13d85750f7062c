"""Runs before a build, which waits for them, and beside a server, which does not."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
import pytest

from claimbook.errors import ClaimbookError, Exit
from claimbook.execution.background import Background
from claimbook.execution.missing import run_missing
from claimbook.execution.states import State, find_status
from small_project import Project, claimbook, wait_for_lines

DISPLAY = "from IPython.display import display\\n"
PATIENCE = 60.0  # seconds for what a busy machine may take


def states(project: Project, profile: str = "quick") -> dict[str, State]:
    return {one.slug: one.state for one in find_status(project.book, project.store, profile)}


def wait_for(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def read_text(path: Path) -> str:
    """Return what stands in a file, or nothing."""
    return path.read_text() if path.exists() else ""


@dataclass
class Told:
    """A background run of a project, with what it says."""

    background: Background
    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    @property
    def ended(self) -> int:
        """How many runs have ended."""
        return sum(": run in " in line for line in self.said) + len(self.warned)

    def look(self) -> None:
        """Let it look for work, and find that there is none."""
        looked = self.background.looks
        self.background.wake()
        wait_for(lambda: self.background.looks > looked)


@pytest.fixture
def told(project: Project) -> Iterator[Told]:
    """A thread that waits for work in a project that is being served."""
    (project.root / ".claimbook").mkdir()  # as the first build of a server does
    said: list[str] = []
    warned: list[str] = []
    background = Background(project.root, inform=said.append, warn=warned.append)
    background.served.set()
    background.start()
    yield Told(background, said, warned)
    background.stop()


def test_before_a_build_what_is_missing_is_run(project: Project) -> None:
    """The exit code is that of `claimbook run`; with nothing to do, nothing is started or done meanwhile."""
    project.add("tiny")
    done = list[dict[str, State]]()
    steps = [lambda: done.append(states(project))]
    assert run_missing(project.root, "quick", steps) == Exit.GOOD
    assert done == [{"tiny": State.NEVER_RUN}], "the build goes on while it runs"
    assert states(project) == {"tiny": State.FRESH}
    progress = project.root / ".claimbook" / "progress.json"
    before = progress.stat().st_mtime_ns
    assert run_missing(project.root, "quick", steps) == Exit.GOOD
    assert len(done) == 1
    assert progress.stat().st_mtime_ns == before


@pytest.fixture(params=[signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def number(request: pytest.FixtureRequest) -> Iterator[int]:
    """A signal that nothing in this process heeds, as in a build; a command that ran here may have."""
    before = signal.signal(request.param, signal.SIG_DFL)
    yield request.param
    signal.signal(request.param, before)


def test_a_build_that_is_asked_to_end_runs_nothing(project: Project, number: int) -> None:
    """SIGTERM, or a terminal that is closed, ends the run too, with the code of a shell."""
    project.add("hangs")
    before = {one.pid for one in psutil.Process().children()}
    with pytest.raises(SystemExit) as ended:
        run_missing(project.root, "quick", [partial(signal.raise_signal, number)])
    assert ended.value.code == 128 + number
    assert signal.getsignal(number) is signal.SIG_DFL
    assert {one.pid for one in psutil.Process().children()} == before


def test_a_build_that_breaks_off_runs_nothing(project: Project) -> None:
    """Ctrl-C meanwhile ends the run too; a step that fails does not."""
    project.add("hangs")
    before = {one.pid for one in psutil.Process().children()}

    def refuse() -> None:
        raise RuntimeError

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_missing(project.root, "quick", [refuse, interrupt])
    assert {one.pid for one in psutil.Process().children()} == before


def test_before_a_build_a_failure_is_tried_again(project: Project) -> None:
    """A build is no place for an old failure; the others are kept."""
    project.add("raises", "tiny")
    assert run_missing(project.root, "quick") == Exit.NOTEBOOK_FAILED
    assert states(project) == {"raises": State.FAILED, "tiny": State.FRESH}
    project.edit("raises", "share(1, 0)", "share(1, 1)")
    assert run_missing(project.root, "quick") == Exit.GOOD
    assert states(project) == {"raises": State.FRESH, "tiny": State.FRESH}


def test_before_a_build_a_book_that_cannot_be_read_is_named(project: Project) -> None:
    """Nothing is run of it."""
    project.write("notebooks/broken.ipynb", "{")
    with pytest.raises(ClaimbookError, match=r"^broken\.ipynb"):
        run_missing(project.root, "quick")


def test_beside_a_server_what_is_missing_is_run_once(project: Project, told: Told) -> None:
    """It is told when a run begins and ends, and a file that is watched changes then."""
    project.add("tiny")
    told.background.wake()
    wait_for(lambda: told.ended and told.background.idle)
    first = told.background.stamp.read_text()
    begun, ended = told.said
    assert begun == "running in the background: tiny"
    assert re.fullmatch(r"tiny: run in \d+(\.\d)? s", ended)
    assert told.background.take_ended() == {"tiny"}
    assert told.background.take_ended() == set()
    assert states(project) == {"tiny": State.FRESH}
    told.look()
    assert (told.ended, told.warned) == (1, [])
    assert told.background.stamp.read_text() == first


def test_a_call_for_pages_is_for_all_of_them(told: Told) -> None:
    """Whatever has ended meanwhile is among them."""
    told.background.call()
    assert told.background.take_ended() is None
    assert told.background.take_ended() == set()


def test_a_project_without_a_work_folder_is_run(project: Project, told: Told) -> None:
    """Nothing needs to have been built before."""
    (project.root / ".claimbook").rmdir()
    project.add("tiny")
    told.background.wake()
    wait_for(lambda: told.ended)
    assert states(project) == {"tiny": State.FRESH}


def test_beside_a_server_a_failure_is_told_once(project: Project, told: Told) -> None:
    """A notebook that failed as it stands is not tried again until it changes."""
    project.add("raises")
    told.background.wake()
    wait_for(lambda: told.ended)
    (warning,) = told.warned
    assert re.match(r"raises: failed after \d+(\.\d)? s, and its page says so\n", warning)
    assert "raises.ipynb, cell 5 (divide): ZeroDivisionError: division by zero" in warning
    assert told.background.stamp.is_file()
    told.look()
    assert told.ended == 1
    project.edit("raises", "share(1, 0)", "share(1, 1)")
    told.background.wake()
    wait_for(lambda: told.ended == 2)
    assert states(project) == {"raises": State.FRESH}


def test_beside_a_server_a_broken_notebook_stops_no_other(project: Project, told: Told) -> None:
    """Its page says what is wrong; mended, it is run too."""
    project.add("tiny")
    broken = project.write("notebooks/raises.ipynb", "{")
    told.background.wake()
    wait_for(lambda: told.ended)
    assert told.warned == []
    project.add("raises")
    told.background.wake()
    wait_for(lambda: told.ended == 2)
    assert broken.is_file()
    assert states(project) == {"raises": State.FAILED, "tiny": State.FRESH}


def test_of_several_edits_the_last_is_run(project: Project, told: Told) -> None:
    """A run whose notebook has changed is stopped, and says so; it is no failure."""
    project.add("hangs", "tiny")
    told.background.wake()
    wait_for(lambda: told.ended)  # beside the other, which does not end
    project.edit("hangs", "while True:", "while False:")
    told.background.wake()
    wait_for(lambda: told.ended == 2)
    assert any(line.startswith("hangs: stopped after ") for line in told.said)
    assert told.warned == []
    assert states(project) == {"hangs": State.FRESH, "tiny": State.FRESH}


def test_progress_lies_beside_the_pages(project: Project, told: Told, tmp_path: Path) -> None:
    """A page that waits asks for it there."""
    told.background.published = tmp_path
    project.add("tiny")
    told.background.wake()
    wait_for(lambda: told.ended)
    assert "tiny" in json.loads((tmp_path / "progress.json").read_text())["notebooks"]


def let_wait(project: Project, begun: Path, go: Path) -> None:
    """Have the notebook note each of its runs, which then waits for a file."""
    lines = (
        "import time",
        "from pathlib import Path",
        f"with Path('{begun}').open('a') as file: file.write('x')",
        f"while not Path('{go}').exists(): time.sleep(0.02)",
    )
    added = "".join(f'",\n    "{line}\\n' for line in lines)
    project.edit("tiny", DISPLAY, f"{DISPLAY}{added}")


def test_two_servers_and_a_build_make_one_run(project: Project, told: Told, tmp_path: Path) -> None:
    """Whoever comes later waits for the run that is being made, and takes it."""
    begun, go, site = tmp_path / "begun", tmp_path / "go", tmp_path / "site"
    project.add("tiny")
    let_wait(project, begun, go)
    told.background.wake()
    wait_for(begun.exists)
    site.mkdir()
    second = Background(project.root, inform=list[str]().append, warn=told.warned.append)
    second.published = site
    second.served.set()
    second.start()
    second.wake()
    wait_for(lambda: '"waiting"' in read_text(site / "progress.json"))
    build = [sys.executable, "-m", "claimbook", "--project", project.root, "run"]
    with subprocess.Popen(
        [*build, "--profile", "quick"], stderr=subprocess.PIPE, text=True
    ) as process:
        wait_for_lines(process, "tiny: waits for another process")
        go.touch()
        assert process.wait(PATIENCE) == Exit.GOOD
    wait_for(lambda: told.background.idle and second.idle)
    second.stop()
    assert (begun.read_text(), told.warned) == ("x", [])
    assert states(project) == {"tiny": State.FRESH}


def test_a_run_that_is_there_by_now_is_not_stopped(
    project: Project, told: Told, tmp_path: Path
) -> None:
    """Whoever looks the moment that a run has been kept does not take it for an outdated one."""
    begun, go, kept = tmp_path / "begun", tmp_path / "go", project.root / ".claimbook" / "runs"
    project.add("tiny")
    let_wait(project, begun, go)
    go.touch()
    assert run_missing(project.root, "quick") == Exit.GOOD
    for path in (begun, go):
        path.unlink()
    kept.rename(tmp_path / "aside")
    told.background.wake()
    wait_for(begun.exists)
    (tmp_path / "aside").rename(kept)
    told.look()
    go.touch()
    wait_for(lambda: told.background.idle)
    assert (told.ended, [line for line in told.said if "stopped" in line]) == (1, [])


def test_a_run_by_a_command_calls_for_all_pages(project: Project, told: Told) -> None:
    """What `claimbook run` makes beside a server is shown too, by whoever serves; else no stamp is left."""
    project.add("tiny", "quits")
    assert claimbook(project, "run", "tiny").returncode == Exit.GOOD
    assert not told.background.stamp.exists()
    told.background.call()
    assert (told.background.take_ended(), told.background.take_ended()) == (None, set())
    assert claimbook(project, "run", "tiny").returncode == Exit.GOOD
    assert told.background.take_ended() == set()  # nothing was run
    assert claimbook(project, "run").returncode == Exit.NOTEBOOK_FAILED
    assert (told.background.take_ended(), told.background.take_ended()) == (None, set())


def is_alive(process: psutil.Process) -> bool:
    """Whether a process runs; one that is over and was not yet asked how it ended does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_what_runs_ends_with_the_server(project: Project, told: Told) -> None:
    """Stopped, it leaves no kernel, and a run that was cut short is no failure."""

    before = set(psutil.Process().children(recursive=True))  # a browser of other tests, say

    def find_started(word: str) -> list[psutil.Process]:
        """Find what this process has started since, and what that has."""
        found = set(psutil.Process().children(recursive=True)) - before
        return [one for one in found if is_alive(one) and word in " ".join(one.cmdline())]

    project.add("hangs")
    told.background.wake()
    wait_for(lambda: find_started("ipykernel_launcher"))
    left = [
        one for one in find_started("python") if "resource_tracker" not in " ".join(one.cmdline())
    ]
    told.background.stop()
    wait_for(lambda: not any(is_alive(one) for one in left))
    assert told.warned == []
    assert states(project) == {"hangs": State.NEVER_RUN}
