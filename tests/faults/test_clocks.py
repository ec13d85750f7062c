"""Clocks that are set while notebooks run, and several commands that want the same."""

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from claimbook.execution.schedule import run
from front import FRONT, cell, write_notebook
from small_project import Project

LONG = pytest.mark.long
COMMAND = [sys.executable, "-m", "claimbook", "run", "--profile", "quick"]
COUNTS = """
import time
with open("counted.txt", "a") as file:
    file.write("x")
for _ in range(20):
    time.sleep(0.1)
"""


CLEARS = """
from claimbook.execution.session import open_session
with open_session(Path('{work}')):
    pass
"""


def write(project: Project, slug: str, code: str) -> None:
    front = FRONT.replace("doe2024tiny", f"doe2024{slug}")
    write_notebook(project.root / "notebooks", slug, cell("code", "a", code), front=front)


@pytest.mark.parametrize(
    "step", ["+172800", *(pytest.param(s, marks=LONG) for s in ("+3", "-3600"))]
)
def test_another_clock(project: Project, step: str) -> None:
    """A command whose clock was set clears nothing away that lives, by whatever clock that began."""
    if shutil.which("faketime") is None:
        pytest.skip("faketime, which sets a clock for some processes alone, is not installed")
    write(project, "counts", COUNTS)
    clears = f"from pathlib import Path\n{CLEARS.format(work=project.root / '.claimbook')}"
    with subprocess.Popen(COMMAND, cwd=project.root) as first:
        while not (project.root / "counted.txt").exists():
            assert first.poll() is None
            time.sleep(0.02)
        code = [sys.executable, "-c", clears]
        subprocess.run(["faketime", "-f", f"{step}s", *code], check=True)
        assert first.wait() == 0
    assert (project.root / "counted.txt").read_text() == "x"


@pytest.mark.parametrize("step", [172800.0, pytest.param(-172800.0, marks=LONG)])
def test_a_clock_that_is_set(
    project: Project, step: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run goes on by the time that has passed, and is kept."""
    write(project, "counts", COUNTS)
    real = time.time

    def set_clock(_: object) -> None:
        if (project.root / "counted.txt").exists():
            monkeypatch.setattr(time, "time", lambda: real() + step)

    with ThreadPoolExecutor(1) as thread:
        options = {"executor": thread, "on_progress": set_clock, "time_limit": 60.0}
        (done,) = run(project.book, project.store, profile="quick", **options)
    assert not done.failed
    assert 1.9 < done.run.provenance.wall_seconds < 60
    assert (project.root / "counted.txt").read_text() == "x"


@pytest.mark.parametrize("turns", [1, pytest.param(3, marks=LONG)])
def test_several_commands_at_once(project: Project, turns: int) -> None:
    """Of three that want the same two runs each run is made once, and all of them are content."""
    write(project, "counts", COUNTS)
    write(project, "others", COUNTS)
    for turn in range(turns):
        for slug in ("counts", "others"):
            project.edit(slug, "range(20)", f"range({20 - turn})") if turn == 1 else None
        counted = project.root / "counted.txt"
        counted.unlink(missing_ok=True)
        options = ["--force"] if turn > 1 else []
        started = [subprocess.Popen([*COMMAND, *options], cwd=project.root) for _ in range(3)]
        assert [one.wait() for one in started] == [0, 0, 0]
        assert counted.read_text() == "x" * (2 if not options else 6)
