"""Notebooks on the workers of a Dask cluster that shares no disk with this machine.

The scheduler and the workers are real, in processes of their own on the loopback; the workers
begin in empty folders.
"""

import json
import os
import platform
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from bombs import FORKS, HOARDS
from claimbook import __version__
from claimbook.errors import ClaimbookError
from claimbook.execution.fleet import make_task
from claimbook.execution.processes import find_marked
from claimbook.execution.progress import Task
from claimbook.execution.sandbox import find_sandbox
from claimbook.execution.schedule import run
from claimbook.execution.session import Outcome
from claimbook.execution.states import find_status
from dask_cluster import add_workers, await_workers, open_scheduler
from small_project import Project, wait_for_lines

distributed = pytest.importorskip("distributed")

ALONE = ("--nthreads", "2", "--no-nanny")
SHIPPED = """
from pathlib import Path
import helper
from parts.one import ONE
print(*sorted(str(path) for path in Path().rglob("*") if path.is_file()))
print(helper.double(int(Path("data/n.txt").read_text())) + ONE)
"""
FORKED = """
import of_{slug}, psutil
_, server, *_ = psutil.Process().parents()
print(server.pid, "ipykernel_launcher" in server.cmdline())
"""
BOXED = """
import os, socket
from pathlib import Path
print(Path("data/n.txt").read_text(), os.access(".", os.W_OK), os.access(Path.home(), os.W_OK))
print(len(socket.if_nameindex()))
"""
WAITS_ONCE = """
import time
from pathlib import Path
mark = Path({mark!r})
again = mark.exists()
mark.touch()
time.sleep(0 if again else 600)
print("again", again)
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers of one slot each."""
    folder = tmp_path_factory.mktemp("cluster")
    slots = ("--nworkers", "2", "--nthreads", "1")
    with open_scheduler(folder) as (address, _), add_workers(folder / "workers", address, *slots):
        await_workers(address, 2)
        yield address


def write(project: Project, slug: str, code: str, *data: str) -> None:
    """Write a notebook with one cell of code beside its parameters."""
    project.add("environment")
    path = project.root / "notebooks" / "environment.ipynb"
    raw = json.loads(path.read_text("utf-8"))
    front = "".join(raw["cells"][0]["source"]).replace("environment2024", slug.replace("-", ""))
    declared = f"data: [{', '.join(data)}]\nclaims" if data else "claims"
    raw["cells"][0]["source"] = front.replace("claims", declared, 1)
    raw["cells"][-1]["source"] = code.strip()
    path.unlink()
    (path.parent / f"{slug}.ipynb").write_text(json.dumps(raw), "utf-8")


def ran(project: Project, cluster: str, *slugs: str, **options: Any) -> dict[str, Outcome]:
    given = {"cluster": cluster, "profile": "quick", **options}
    return {one.slug: one for one in run(project.book, project.store, slugs, **given)}


def printed(outcome: Outcome) -> str:
    assert outcome.run is not None, outcome.error
    outputs = (output for cell in outcome.run.cells for output in cell.outputs)
    return "".join(out["text"] for out in outputs if out["output_type"] == "stream")


def remote_kernels() -> list[psutil.Process]:
    """The kernels of workers, told by where the worker that started them runs."""
    found = [
        one for one in find_marked(socket.gethostname()) if "ipykernel_launcher" in one.cmdline()
    ]
    return [one for one in found if "dask-scratch-space" in one.cwd()]


def test_a_run_there_is_the_run_here(project: Project, cluster: str) -> None:
    """Fingerprints and cells are those of a run on this machine, and failures too."""
    project.add("tiny", "environment", "raises")
    # Dask's nanny sets it, and large arrays then take twice the time
    project.edit("environment", "names = [", "names = ['MALLOC_TRIM_THRESHOLD_', ")
    there = ran(project, cluster)
    with ThreadPoolExecutor(2) as threads:
        here = ran(project, None, executor=threads, force=True)
    for slug, outcome in there.items():
        assert (outcome.run, here[slug].run) != (None, None)
        assert outcome.run.fingerprint == here[slug].run.fingerprint
        assert outcome.run.document["cells"] == here[slug].run.document["cells"]
    assert there["raises"].error == "cell 5 (divide): ZeroDivisionError: division by zero"
    assert there["tiny"].run.provenance.commit == here["tiny"].run.provenance.commit


def test_kernels_there_are_forked(project: Project, cluster: str) -> None:
    """A worker forks the kernels of all its runs from one process, whatever modules each brings."""
    slugs = "first", "second", "third", "fourth"
    for slug in slugs:
        project.write(f"src/of_{slug}.py", "")
        write(project, slug, FORKED.format(slug=slug))
    with_one = [printed(ran(project, cluster, slug)[slug]).split() for slug in slugs]
    assert {shown for _, shown in with_one} == {"True"}
    assert len({server for server, _ in with_one}) <= 2, "one for each of two workers"


def test_what_is_shipped(project: Project, cluster: str) -> None:
    """Modules in reach and declared data are there, nothing else is; what is missed is explained."""
    project.write("src/helper.py", "def double(n):\n    return 2 * n\n")
    project.write("src/parts/__init__.py", "")
    project.write("src/parts/one.py", "ONE = 1\n")
    project.write("src/unused.py", "")
    project.write("data/n.txt", "21")
    project.write("data/undeclared.txt", "21")
    write(project, "shipped", SHIPPED, "data/n.txt")
    write(project, "forgets", "open('data/undeclared.txt')", "data/n.txt")
    outcomes = ran(project, cluster)
    names = ["data/n.txt", "src/helper.py", "src/parts/__init__.py", "src/parts/one.py"]
    files, answer = printed(outcomes["shipped"]).splitlines()
    assert [name for name in files.split() if not name.startswith(".claimbook")] == names
    assert answer == "43"
    assert "FileNotFoundError: [Errno 2] No such file" in (outcomes["forgets"].error or "")
    assert "declares under `data`, and nothing else" in (outcomes["forgets"].error or "")


@pytest.mark.parametrize("limits", [{"processes": 20}, {"memory": 300 << 20}])
def test_limits_hold_there(project: Project, cluster: str, limits: Mapping[str, int]) -> None:
    """A notebook that takes too much of a worker's machine is ended there, and is named here."""
    write(project, "bomb", FORKS if "processes" in limits else HOARDS)
    (outcome,) = ran(project, cluster, **limits).values()
    assert ("ProcessLimit" if "processes" in limits else "MemoryLimit") in (outcome.error or "")


def test_a_sandbox_there(project: Project, cluster: str) -> None:
    """With `--sandbox` a worker's kernel may change nothing but a folder of its own."""
    try:
        find_sandbox()
    except ClaimbookError as error:
        pytest.skip(str(error))
    project.write("data/n.txt", "21")
    write(project, "boxed", BOXED, "data/n.txt")
    (outcome,) = ran(project, cluster, sandbox=True).values()
    assert printed(outcome).split() == ["21", "False", "True", "1"]


def test_a_killed_worker_s_notebook_runs_elsewhere(project: Project, cluster: str) -> None:
    """SIGKILL in the middle costs time alone; the same table tells how far the rest has come."""
    mark = project.root.parent / "mark"
    write(project, "waits", WAITS_ONCE.format(mark=str(mark)))
    project.add("tiny")
    told: list[Mapping[str, Task]] = []

    def kill(tasks: Mapping[str, Task]) -> None:
        told.append(dict(tasks))
        alone = (tasks["waits"].state, tasks["tiny"].state) == ("running", "done")
        if alone and mark.exists() and not killed:
            killed.extend(remote_kernels())
            for kernel in killed:
                kernel.parents()[2].kill()  # above its keeper, and what that is forked from

    killed: list[psutil.Process] = []
    outcomes = ran(project, cluster, on_progress=kill)
    assert [one.error for one in outcomes.values()] == [None, None]
    assert printed(outcomes["waits"]) == "again True\n"
    assert {task.state for task in told[-1].values()} == {"done"}
    assert any(0 < tasks["waits"].cell < tasks["waits"].cells + 1 for tasks in told)
    _, left = psutil.wait_procs(killed, timeout=10)
    assert (len(killed), left) == (1, [])


@contextmanager
def running(project: Project, address: str) -> Iterator[subprocess.Popen[str]]:
    """Start a run on a cluster, and go on when tiny is done and hangs is running."""
    project.add("tiny", "hangs")
    command = [sys.executable, "-m", "claimbook", "run", "--cluster", address]
    with subprocess.Popen(
        command, cwd=project.root, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            wait_for_lines(process, "tiny: done", "hangs: running")
            yield process
        finally:
            process.kill()


def test_an_interrupted_run(project: Project, cluster: str) -> None:
    """Ctrl-C cancels, kills the kernels out there, and keeps what was done."""
    with running(project, cluster) as process:
        assert len(remote_kernels()) == 1
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate()
        assert remote_kernels() == []
    assert (process.returncode, errors.splitlines()[-1]) == (
        4,
        "claimbook: interrupted: 1 of 2 notebooks finished and are kept; "
        "the next `claimbook run` goes on from there",
    )
    states = {one.slug: str(one.state) for one in find_status(project.book, project.store, "full")}
    assert states == {"hangs": "never run", "tiny": "fresh"}


def test_a_client_that_is_killed(project: Project, cluster: str) -> None:
    """Nobody waits for the notebook any more, so its kernel ends."""
    with running(project, cluster) as process:
        (kernel,) = remote_kernels()
        process.kill()
        assert psutil.wait_procs([kernel], timeout=20)[1] == []


def test_a_scheduler_that_goes_away(project: Project, tmp_path: Path) -> None:
    """The run ends with one line and the code of an interruption; what was done is kept."""
    with (
        open_scheduler(tmp_path / "dask") as (address, scheduler),
        add_workers(tmp_path / "worker", address, *ALONE),
        running(project, address) as process,
    ):
        (kernel,) = remote_kernels()
        scheduler.kill()
        _, errors = process.communicate()
        assert psutil.wait_procs([kernel], timeout=20)[1] == []
    assert (process.returncode, errors.splitlines()[-1]) == (
        4,
        f"claimbook: {address}: the scheduler went away: 1 of 2 notebooks finished and are kept; "
        "once it is there again, the same command goes on from there",
    )
    states = {one.slug: str(one.state) for one in find_status(project.book, project.store, "full")}
    assert states == {"hangs": "never run", "tiny": "fresh"}


def make_version(folder: Path, name: str, version: str) -> dict[str, str]:
    """Return an environment in which a distribution seems to have this version."""
    about = folder / f"{name}-{version}.dist-info" / "METADATA"
    about.parent.mkdir(parents=True)
    about.write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    return {"PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}


def leave_out_claimbook(folder: Path) -> dict[str, str]:
    """Return an environment that has all distributions of this one but Claimbook."""
    folder.mkdir()
    for path in Path(distributed.__file__).parents[1].iterdir():
        if "claimbook" not in path.name and path.suffix != ".pth":
            (folder / path.name).symlink_to(path)
    return {"PYTHONPATH": str(folder)}


def test_workers_that_differ_are_refused_by_name(
    project: Project, cluster: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The worker, the distribution, what it has and what is needed are told; the others go on."""
    project.add("tiny")
    bare = {"env": leave_out_claimbook(tmp_path / "links"), "python": sys._base_executable}
    old = {"env": make_version(tmp_path / "fake", "claimbook", "0.0.9")}
    needs = {"python": platform.python_version(), "claimbook": __version__}
    with (
        add_workers(tmp_path / "bare", cluster, "--name", "bare", *ALONE, **bare),
        add_workers(tmp_path / "old", cluster, "--name", "old", *ALONE, **old),
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        client.wait_for_workers(4, timeout=90)
        assert ran(project, cluster)["tiny"].error is None
        # one that joins in the middle may be handed a notebook before it is looked at
        task, wanted = make_task(), {"workers": ["bare"], "pure": False}
        _, *told = client.submit(task, needs, b"", **wanted).result(timeout=60)
    assert told == ["bare", {"python": needs["python"], "claimbook": "not installed"}]
    lines = {re.sub(r"\(tcp://[\d.:]+\)", "(…)", line) for line in caplog.messages}
    assert lines == {
        f"bare (…): has claimbook not installed, needs {__version__}; it is not used",
        f"old (…): has claimbook 0.0.9, needs {__version__}; it is not used",
    }


def test_a_cluster_of_which_no_worker_fits(project: Project, cluster: str, tmp_path: Path) -> None:
    """Nothing is run, and one line says what a worker has and what is needed."""
    write(project, "imports", "import rich")
    env = {**os.environ, **make_version(tmp_path / "fake", "rich", "0.0.1")}
    command = [sys.executable, "-m", "claimbook", "run", "--cluster", cluster]
    done = subprocess.run(command, cwd=project.root, env=env, capture_output=True, text=True)
    assert done.returncode == 2
    assert re.match(
        r"claimbook: no worker can run it: tcp://[\d.:]+: has rich [\d.]+, needs 0\.0\.1; ",
        done.stderr.splitlines()[-1],
    )


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("host", "'host' is no address of a scheduler; it is like tcp://host:8786"),
        ("http://127.0.0.1:8787", "'http://127.0.0.1:8787' is no address of a scheduler"),
        ("tls://127.0.0.1:8786", "tls://127.0.0.1:8786: Dask has no certificates for it"),
        ("tcp://127.0.0.1:9", "tcp://127.0.0.1:9: no scheduler answers: .*start one with"),
    ],
)
def test_no_scheduler(
    project: Project, monkeypatch: pytest.MonkeyPatch, address: str, message: str
) -> None:
    """An address at which there is no scheduler is told before anything is run."""
    project.add("tiny")
    monkeypatch.setattr("claimbook.execution.cluster.ANSWER", 0.1)
    with pytest.raises(ClaimbookError, match=message):
        ran(project, address)
