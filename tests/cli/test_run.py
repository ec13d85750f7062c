"""`claimbook run`, `status` and `strip` as a person or another program meets them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from bombs import HOARDS
from claimbook import __version__
from claimbook.execution.processes import find_marked, name_owner
from claimbook.execution.schedule import run
from claimbook.model.run import read_run
from front import cell, write_notebook
from small_project import Project, claimbook, wait_for_lines

COMMAND = [sys.executable, "-m", "claimbook"]


def command(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start the command in a process of its own."""
    return subprocess.run(
        [*COMMAND, "--project", project.root, *arguments], capture_output=True, text=True
    )


def keep_runs(project: Project) -> None:
    """Run everything once, in this process."""
    with ThreadPoolExecutor(2) as threads:
        run(project.book, project.store, executor=threads)


def started_by(pid: int) -> list[psutil.Process]:
    """The kernels, and their children, of the run that a process owns."""
    return [
        process
        for process in find_marked()
        if process.environ()["CLAIMBOOK_RUN"].split("/")[0].split(":")[-2:-1] == [str(pid)]
    ]


@contextmanager
def running(project: Project, *lines: str) -> Iterator[subprocess.Popen[str]]:
    """Start a run in a session of its own, and go on when it has printed `lines`.

    The run is killed at the end, in case it has not gone away as it should.
    """
    command = [*COMMAND, "--project", project.root, "run", "--jobs", "2"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            wait_for_lines(process, *lines)
            yield process
        finally:
            for left in [*started_by(process.pid), process]:
                left.kill()


def test_run_then_nothing_is_stale(project: Project) -> None:
    """A run says how each notebook ends; the second says that nothing is stale."""
    project.add("tiny")
    first = command(project, "run")
    assert first.returncode == 0
    assert first.stderr.splitlines()[-1].startswith("tiny: done")
    second = command(project, "run")
    assert (second.returncode, second.stdout, second.stderr) == (0, "nothing is stale\n", "")


def test_nothing_stale_loads_no_papermill(project: Project) -> None:
    """What only runs need is not imported when nothing runs, nor by the status."""
    project.add("tiny")
    keep_runs(project)
    for command in ("run", "status"):
        code = f"""
import sys
from claimbook.cli.main import main
try:
    main(["--project", {str(project.root)!r}, {command!r}])
finally:
    print(*sorted({{"jax", "mkdocs", "papermill", "nbclient"}} & set(sys.modules)))
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.stdout.splitlines()[-1] == ""


def test_failed_notebook(project: Project) -> None:
    """A failure gives notebook, cell, error, the traceback's last lines, and exit code 3."""
    project.add("raises", "tiny")
    done = command(project, "run", "--profile", "quick")
    lines = done.stderr.splitlines()
    assert done.returncode == 3
    assert "raises.ipynb, cell 5 (divide): ZeroDivisionError: division by zero" in lines
    assert "    ZeroDivisionError: division by zero" in lines
    assert lines[-1] == "claimbook: 1 of 2 notebooks failed"


def test_fault_elsewhere_does_not_stop_a_named_run(project: Project) -> None:
    """A notebook is run by its name beside one that cannot be read; all together are not."""
    project.add("tiny")
    project.write("notebooks/half-written.ipynb", "{")
    named, everything = command(project, "run", "tiny"), claimbook(project, "run")
    assert (named.returncode, everything.returncode) == (0, 2)
    assert "half-written.ipynb" in everything.stderr


def test_shard(project: Project) -> None:
    """Two shards run every notebook between them; one that has none to run says so."""
    project.add("tiny", "environment")
    said = [command(project, "run", "--shard", f"{n}/3").stdout for n in (1, 2, 3)]
    assert said == ["shard 1/3: environment\n", "shard 2/3: tiny\n", "shard 3/3: –\n"]
    assert claimbook(project, "run").stdout == "nothing is stale\n"


def test_time_limit(project: Project) -> None:
    """The time limit of the command line holds, and names the culprit."""
    project.add("hangs")
    done = command(project, "run", "--time-limit", "2")
    limit = "hangs.ipynb, cell 4 (loop): TimeLimit: the notebook's time limit of 2 s passed"
    assert done.returncode == 3
    assert f"{limit} in this cell" in done.stderr.splitlines()


def test_limits_of_a_machine(project: Project) -> None:
    """The command line's limits come before the project's; the line says where and what to set."""
    project.write("pyproject.toml", '[tool.claimbook]\nmemory = "8G"\n')
    write_notebook(project.root / "notebooks", "hoards", cell("code", "hoard", HOARDS))
    done = command(project, "run", "--memory", "300M", "--processes", "50")
    assert done.returncode == 3
    assert (
        "hoards.ipynb, cell 3 (hoard): MemoryLimit: the notebook's memory limit of 300 MiB was passed in "
        "this cell; a larger one is set by --memory, or by `memory` under [tool.claimbook]"
    ) in done.stderr.splitlines()


def test_status(project: Project) -> None:
    """The status names each notebook's state, and the reason if it is stale."""
    project.add("tiny")
    status = ("status", "--profile", "full")
    assert claimbook(project, *status).stdout == "tiny  never run\n"
    keep_runs(project)
    assert claimbook(project, *status).stdout == (
        "tiny  fresh\nwaits for `claimbook accept tiny`: gap-is-positive (reproduced)\n"
    )
    project.edit("tiny", "seeds = 4", "seeds = 3")
    assert claimbook(project, *status).stdout == "tiny  stale  parameter seeds 4 → 3\n"


def test_parameter(project: Project) -> None:
    """A parameter is given by name and value, the value as in YAML; all are noted."""
    project.add("tiny")
    assert command(project, "run", "-p", "seeds", "2").returncode == 0
    runs = list((project.root / ".claimbook/runs/tiny/full").glob("*.ipynb"))
    ran = read_run(json.loads(runs[0].read_text()))
    assert ran.provenance.parameters == {"profile": "full", "seeds": 2}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "tinny"], 'no notebook is named "tinny"; did you mean "tiny"?'),
        (["run", "--profile", "ful"], 'no profile is named "ful"; did you mean "full"?'),
        (
            ["run", "-p", "sedes", "3"],
            'tiny.ipynb: declares no parameter "sedes"; did you mean "seeds"?',
        ),
        (["strip", "tinny"], 'no notebook is named "tinny"; did you mean "tiny"?'),
        (
            ["run", "--memory", "2X"],
            "'2X' is no size; write a number and K, M, G or T, as in 2G",
        ),
        (["run", "--jobs", "0"], "Invalid value for '--jobs': 0 is not in the range x>=1."),
        (["run", "--shard", "6/5"], "no shard is written '6/5'; 2/5 is the second of five"),
        (["rum"], "No such command 'rum'."),
    ],
)
def test_bad_usage(arguments: list[str], message: str, project: Project) -> None:
    """Bad usage is one line that says what is meant, and exit code 2."""
    project.add("tiny")
    done = claimbook(project, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"claimbook: {message}")


def test_no_project(tmp_path: Path) -> None:
    """Outside a project every command says so."""
    done = claimbook(Project(tmp_path), "status")
    assert done.returncode == 2
    assert done.stderr.startswith(f"claimbook: {tmp_path}: no Claimbook project here")


def test_debug_shows_the_traceback(project: Project) -> None:
    """With `--debug` an error keeps its traceback."""
    done = claimbook(project, "--debug", "run", "nothing")
    assert "Traceback" in done.stderr


def test_version(project: Project) -> None:
    """The version is printed."""
    assert claimbook(project, "--version").stdout == f"claimbook, version {__version__}\n"


def test_strip(project: Project) -> None:
    """Outputs are taken out of a notebook; only the check minds them."""
    project.add("tiny")
    path = project.root / "notebooks" / "tiny.ipynb"
    clean = path.read_text()
    path.write_text(clean.replace('"outputs": []', '"outputs": [{"output_type": "stream"}]', 1))
    assert claimbook(project, "status").returncode == 0
    assert "has outputs" in claimbook(project, "check").stderr
    assert claimbook(project, "strip", "tiny").stdout == "stripped notebooks/tiny.ipynb\n"
    assert path.read_text() == clean
    assert claimbook(project, "strip", "tiny").stdout == ""


def test_truncated_result_is_run_again(project: Project) -> None:
    """A file that was cut short is told in one line, and its notebook run again."""
    project.add("tiny")
    keep_runs(project)
    (path,) = (project.root / ".claimbook/runs/tiny/full").glob("*.ipynb")
    whole = path.read_text()
    path.write_text(whole[:200])
    done = command(project, "run")
    assert done.returncode == 0
    assert f"{path}: is truncated or no executed notebook" in done.stderr.replace(
        "claimbook: ", "", 1
    )
    assert json.loads(path.read_text())["cells"] == json.loads(whole)["cells"]


def test_read_only_store(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that cannot be written is one line that names it, before anything is run."""
    project.add("tiny")
    store = project.write("file", "") / "store"
    monkeypatch.setenv("CLAIMBOOK_STORE", str(store))
    done = claimbook(project, "run")
    assert done.returncode == 2
    assert done.stderr == (
        f"claimbook: {store}: the store cannot be written: Not a directory; "
        "make it writable, or name another one with CLAIMBOOK_STORE\n"
    )


def to_group(process: subprocess.Popen[str]) -> None:
    """Ctrl-C: a terminal sends the signal to the command and to its workers."""
    os.killpg(process.pid, signal.SIGINT)


def to_parent(process: subprocess.Popen[str]) -> None:
    """A signal from another program reaches the command alone."""
    process.terminate()


def to_all(process: subprocess.Popen[str]) -> None:
    """Some supervisors end every process of a group at once."""
    os.killpg(process.pid, signal.SIGTERM)


@pytest.mark.parametrize("interrupt", [to_group, to_parent, to_all])
def test_interrupted_run(interrupt: object, project: Project) -> None:
    """Ctrl-C and SIGTERM stop everything; what finished is kept, the rest runs next time."""
    project.add("tiny", "hangs")
    with running(project, "tiny: done", "hangs: running") as process:
        assert callable(interrupt)
        interrupt(process)
        _, errors = process.communicate()
        left = started_by(process.pid)
    assert errors.splitlines()[-1] == (
        "claimbook: interrupted: 1 of 2 notebooks finished and are kept; "
        "the next `claimbook run` goes on from there"
    )
    assert process.returncode == 4
    assert left == []
    told = claimbook(project, "status", "--profile", "full").stdout
    assert told.splitlines()[:2] == ["hangs  never run", "tiny   fresh"]


class Held:
    """The notebook that counts how often it is run, and goes on only when it may."""

    def __init__(self, project: Project) -> None:
        self.counted, self.gate = project.root / "counted.txt", project.root / "gate"
        project.add("tiny")
        code = [
            "import os, time, IPython.display as shown",
            f"open('{self.counted}', 'a').write('x')",
            f"while not os.path.exists('{self.gate}'): time.sleep(0.05)",
        ]
        project.edit("tiny", "from IPython.display import display", "\\n".join(code))
        project.edit("tiny", '"display(', '"shown.display(')


@contextmanager
def waiting(project: Project, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Start a second run, and go on when it says that it waits for the first."""
    command = [*COMMAND, "--project", project.root, "run", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("to run: tiny (")
        assert process.stderr.readline() == "tiny: waits for another process that runs it\n"
        yield process


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_two_want_one_run(
    where: str,
    project: Project,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of two commands one runs a notebook; the other says that it waits, and takes the result."""
    if where == "bucket":
        monkeypatch.setenv("CLAIMBOOK_STORE", request.getfixturevalue("s3")())
    held = Held(project)
    with running(project, "tiny: running") as first, waiting(project) as second:
        held.gate.touch()
        _, said = second.communicate()
        assert (first.wait(), second.returncode, said) == (0, 0, "tiny: done\n")
    assert held.counted.read_text() == "x"


def test_waiting_for_a_run_that_is_killed(project: Project) -> None:
    """Whoever waits for a run makes it himself where its owner is killed."""
    held = Held(project)
    with running(project, "tiny: running") as first, waiting(project) as second:
        first.kill()
        assert second.stderr is not None
        assert second.stderr.readline().startswith("tiny: running")
        held.gate.touch()
        assert second.wait() == 0
    assert held.counted.read_text() == "xx"


def test_forced_run_waits_and_runs(project: Project) -> None:
    """With `--force` a run under way is waited for, and made again."""
    held = Held(project)
    with running(project, "tiny: running") as first, waiting(project, "--force") as second:
        held.gate.touch()
        assert (first.wait(), second.wait()) == (0, 0)
    assert held.counted.read_text() == "xx"


def test_killed_run(project: Project) -> None:
    """After SIGKILL the workers and kernels go by themselves, and what finished is kept."""
    project.add("tiny", "hangs")
    with running(project, "tiny: done", "hangs: running") as process:
        workers = psutil.Process(process.pid).children(recursive=True)
        kernels = started_by(process.pid)
        process.kill()
        assert process.stderr is not None
        process.stderr.read()  # ends when the last worker has closed it
        _, alive = psutil.wait_procs([*workers, *kernels], timeout=30)
        alive = [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]
    assert kernels != []
    assert alive == []
    assert claimbook(project, "run", "tiny").stdout == "nothing is stale\n"


def test_killed_with_its_workers(project: Project) -> None:
    """Where SIGKILL hits a command and its workers at once, a kernel that hears nobody ends too."""
    project.add("hangs")
    project.edit(
        "hangs",
        "while True:\\n",
        "sum(iter(int, 1))  # never lets go of the interpreter\\nif 1:\\n",
    )
    with running(project, "hangs: running") as process:
        while '"cell": 4' not in (project.root / ".claimbook/progress.json").read_text():
            assert process.poll() is None
        kernels = started_by(process.pid)
        for victim in [*psutil.Process(process.pid).children(), process]:
            victim.kill()
        _, alive = psutil.wait_procs(kernels, timeout=30)
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []
    assert kernels != []


def test_terminated_early(project: Project) -> None:
    """A command that is asked to end before it has begun says so with its own exit code."""
    fifo = project.root / "notebooks" / "tiny.ipynb"
    os.mkfifo(fifo)
    command = [*COMMAND, "--project", project.root, "run"]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process,
        fifo.open("w"),  # opened when it is read
    ):
        process.terminate()
        _, said = process.communicate()
    assert (process.returncode, said.strip()) == (4, "claimbook: interrupted")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_terminated_while_it_is_loaded(project: Project, number: int) -> None:
    """From its first line on, a command that is asked to end does so at once, with its own exit code."""
    code = f"""
import os, sys
def raise_signal(event, arguments):
    if event == "import" and arguments[0] == "claimbook.cli.main":
        os.kill(os.getpid(), {int(number)})
sys.addaudithook(raise_signal)
from claimbook.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (4, "claimbook: interrupted\n")


def test_terminated_when_it_has_ended(project: Project) -> None:
    """A command whose work is done ends with the code of that."""
    code = """
import atexit, os
atexit.register(os.kill, os.getpid(), 15)
from claimbook.__main__ import main
main()
"""
    project.add("tiny")
    command = [sys.executable, "-c", code, "--project", project.root, "status"]
    assert subprocess.run(command, capture_output=True).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_terminated_while_python_takes_leave(project: Project, number: int) -> None:
    """When nothing heeds signals any more, none of them takes the command's own code away."""
    code = f"""
import os
class Last:
    def __del__(self, kill=os.kill, pid=os.getpid()):
        kill(pid, {int(number)})
last = Last()
from claimbook.__main__ import main
main()
"""
    command = [sys.executable, "-c", code, "--project", project.root, "status"]
    assert subprocess.run(command, capture_output=True).returncode == 0


def test_next_run_clears_away_what_a_killed_one_left(project: Project) -> None:
    """A process that a killed run left behind is gone after the next run."""
    project.add("tiny")
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        owner = f"{name_owner().rsplit(':', 2)[0]}:{gone.pid}:1/left"
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(sleep, env={**os.environ, "CLAIMBOOK_RUN": owner}) as stray:
        command(project, "run")
        assert stray.wait() == -signal.SIGKILL
