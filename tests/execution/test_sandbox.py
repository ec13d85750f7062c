"""A stranger's notebook: it runs as any other, and reaches nothing."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.execution import sandbox
from claimbook.execution.processes import find_marked, name_owner
from claimbook.execution.sandbox import find_sandbox
from claimbook.execution.schedule import run
from claimbook.model.run import Run
from front import FRONT, cell, write_notebook
from loopback import saying, server
from small_project import Project

PROWL = """\
import json, os, pathlib, socket, subprocess, urllib.request
from claimbook.lab import record

def attempt(do):
    try:
        do()
    except Exception as error:
        return type(error).__name__
    return "done"

home = pathlib.Path.home()
here = pathlib.Path.cwd()
found = {
    "asks": attempt(lambda: urllib.request.urlopen(ADDRESS, timeout=5)),
    "resolves": attempt(lambda: socket.getaddrinfo("localhost.invalid", 80)),
    "writes": attempt(lambda: (here / "planted").write_text("x")),
    "rewrites": attempt(lambda: (here / "bib" / "works.bib").write_text("x")),
    "reads the project": attempt(lambda: (here / "bib" / "works.bib").read_text()),
    "reads a stranger's file": attempt(lambda: pathlib.Path(SECRET).read_text()),
    "reads git": attempt(lambda: (here / ".git" / "config").read_text()),
    "reads .env": (here / ".env").read_text(),
    "keeps in its home": attempt(lambda: (home / "kept").write_text("x")),
    "keeps for a while": attempt(lambda: pathlib.Path("/tmp/kept").write_text("x")),
    "kills": attempt(lambda: os.kill(OWNER, 0)),
    "token": os.environ.get("CLAIMBOOK_TEST_TOKEN"),
    "privileges": [line.split()[1] for line in open("/proc/self/status") if "CapEff" in line],
    "others": len([name for name in os.listdir("/proc") if name.isdigit()]),
}
subprocess.Popen(["sleep", "600"], start_new_session=True)
print(json.dumps(found))
record("gap", [0.1, 0.2, 0.3])
"""


@pytest.fixture(autouse=True)
def possible() -> None:
    """Skip where no sandbox can be made: without bubblewrap, or without user namespaces."""
    try:
        find_sandbox()
    except ClaimbookError as error:
        pytest.skip(str(error))


@pytest.fixture
def address() -> Iterator[str]:
    """Where somebody answers whoever may ask."""
    with server([saying("here")], []) as base:
        yield base


def keep(project: Project) -> Run:
    """Run the one notebook in a sandbox; none of its processes is left."""
    with ThreadPoolExecutor(1) as thread:
        (outcome,) = run(
            project.book, project.store, profile="quick", executor=thread, sandbox=True
        )
    assert find_marked(name_owner()) == []
    assert outcome.run is not None
    return outcome.run


def test_it_reaches_nothing(
    project: Project, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No network, no file or process of the user's, no secret, and no change of the project."""
    monkeypatch.setenv("CLAIMBOOK_TEST_TOKEN", "secret")
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (project.root / ".env").write_text("TOKEN=secret")
    (project.root / ".git").mkdir()
    (project.root / ".git" / "config").write_text("token")
    given = f"ADDRESS, SECRET, OWNER = {address!r}, {str(secret)!r}, {os.getpid()}\n"
    write_notebook(
        project.root / "notebooks", "tiny", cell("code", "prowl", given + PROWL), front=FRONT
    )
    before = sorted(project.root.rglob("*"))

    kept = keep(project)

    assert kept.failure is None
    assert kept.measurements["gap"].values == (0.1, 0.2, 0.3)
    printed = "".join(out.get("text", "") for one in kept.cells for out in one.outputs)
    found = json.loads(re.findall(r"^\{.*\}$", printed, re.MULTILINE)[0])
    assert found.pop("others") < 10
    assert found == {
        "asks": "URLError",
        "resolves": "gaierror",
        "writes": "OSError",
        "rewrites": "OSError",
        "reads the project": "done",
        "reads a stranger's file": "FileNotFoundError",
        "reads git": "FileNotFoundError",
        "reads .env": "",
        "keeps in its home": "done",
        "keeps for a while": "done",
        "kills": "ProcessLookupError",
        "token": None,
        "privileges": ["0000000000000000"],
    }
    made = {path for path in project.root.rglob("*") if ".claimbook" not in path.parts}
    assert made == {path for path in before if ".claimbook" not in path.parts}


def test_what_it_gives_is_what_any_run_gives(project: Project) -> None:
    """The run has the fingerprint and the outputs of one outside, and serves as one."""
    project.add("tiny")
    kept = keep(project)
    with ThreadPoolExecutor(1) as thread:
        assert run(project.book, project.store, profile="quick", executor=thread) == []
        (outside,) = run(project.book, project.store, profile="quick", executor=thread, force=True)

    assert outside.run is not None
    assert outside.run.fingerprint == kept.fingerprint
    assert [one.outputs for one in outside.run.cells] == [one.outputs for one in kept.cells]


def test_a_folder_from_which_it_could_not_be_reached(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no network, and a socket's path is short: one line says so, and nothing is waited for."""
    project.add("tiny")
    far = tmp_path / ("x" * 90)
    far.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(far))
    with ThreadPoolExecutor(1) as thread:
        (outcome,) = run(
            project.book, project.store, profile="quick", executor=thread, sandbox=True
        )
    assert outcome.error is not None
    assert outcome.error.startswith(
        f"{far}: too long a name for the sockets of a kernel in a sandb"
    )
    assert list(far.iterdir()) == []


@pytest.mark.parametrize(
    ("bwrap", "said"),
    [
        (None, "there is no bubblewrap"),
        (
            "#!/bin/sh\necho 'no namespaces' >&2\nexit 1\n",
            "cannot make a sandbox here: no namespaces",
        ),
    ],
)
def test_without_a_sandbox_nothing_runs(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    bwrap: str | None,
    said: str,
) -> None:
    """One line says what is missing, and what to do; the notebook is not run unprotected."""
    project.add("tiny")
    folder = tmp_path / "bin"
    folder.mkdir()
    if bwrap:
        (folder / "bwrap").write_text(bwrap)
        (folder / "bwrap").chmod(0o755)
    monkeypatch.setenv(
        "PATH", f"{folder}:{Path(shutil.which('sh') or '').parent}" if bwrap else str(folder)
    )
    sandbox.find_sandbox.cache_clear()
    try:
        with pytest.raises(ClaimbookError, match=said):
            run(project.book, project.store, sandbox=True)
    finally:
        sandbox.find_sandbox.cache_clear()
    assert not (project.root / ".claimbook" / "runs").exists()
