"""A kernel that is forked: no run can tell it from one that a command starts, nor see another run."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import traitlets

from claimbook.execution import forks
from claimbook.execution.forks import SWITCH, let_fork, stop_forks
from claimbook.files import write_if_changed
from forking import SEEN, Forked, find_last_server, find_seen, run, write
from small_project import Project

ROOT = Path(__file__).parents[2]
LEAVES = """\
import asyncio, builtins, colorsys, gc, locale, os, random, signal, sys, tempfile, threading, warnings

builtins.left = left = os.environ["LEFT"] = "left"
random.seed(0)
sys.left = random.getstate()
sys.path.insert(0, "left")
sys.setrecursionlimit(2000)
sys.addaudithook(lambda *_: None)
os.umask(0o77)
gc.disable()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
warnings.simplefilter("ignore")
threading.Thread(target=threading.Event().wait, daemon=True).start()
os.chdir(tempfile.gettempdir())
"""
WORKS = {
    "chance": "import random, uuid\nrandom.seed(3)\nrandom.random(), sum(random.choices(range(9), k=9))",
    "numbers": "import numpy as np\nnp.random.default_rng(0).normal(size=3), {'a', 'b', 'c'}",
    "picture": """
import matplotlib.pyplot as plt
from claimbook.lab import figure, record
fig, ax = plt.subplots()
ax.plot([1, 3, 2], label="a curve")
ax.legend()
figure(fig, id="seen", caption="It rises.", alt="A curve from 1 to 3.", data={"seen": [1, 2]})
record("gap", [0.1, 0.2, 0.3])
""",
    "traces": "import jax\njax.random.normal(jax.random.key(0), (3,)), jax.jit(lambda x: x * 2)(3.5)",
    "children": """
import multiprocessing, subprocess, sys
with multiprocessing.get_context("spawn").Pool(1) as pool:
    print(pool.map(abs, [-1, -2]))
print(subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True, text=True).stdout)
""",
    "depth": """
def dive(depth=0):
    try:
        return dive(depth + 1)
    except RecursionError:
        return depth
dive() > 900
""",
}
THREAD = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()"


def test_a_fork_is_as_a_fresh_process_is(
    project: Project, forked: Forked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Modules, variables, limits, signals, streams: each is a fresh kernel's, whatever ran before."""
    monkeypatch.setenv("JPY_PARENT_PID", "1")  # as in a terminal of JupyterLab
    write(project, "leaves", SEEN, LEAVES)
    found = [find_seen(run(project, "leaves")) for _ in range(2)]
    server = forked()
    found.append(find_seen(run(project, "leaves")))
    assert forked() == server
    stop_forks()
    fresh, _ = find_seen(run(project, "leaves"))
    for seen, _ in found:
        assert {name: seen[name] for name in seen if seen[name] != fresh[name]} == {}
    pids, chances = zip(*(own for _, own in found), strict=True)
    assert len(set(pids)) == len(set(chances)) == 3


def test_nothing_that_notebooks_import_is_loaded_ahead(project: Project, forked: Forked) -> None:
    """A fork has no module of the engine's or of a laboratory's but what every kernel begins with."""
    write(project, "modules", SEEN)
    seen, _ = find_seen(run(project, "modules"))
    names = {name for name, _ in seen["modules"]}
    assert {name.partition(".")[0] for name in names} & {
        "jax",
        "numpy",
        "matplotlib",
        "pandas",
    } == set()
    ours = {name for name in names if name.startswith("claimbook")}
    assert ours == {
        "claimbook",
        "claimbook.execution",
        "claimbook.execution.tether",
        "claimbook.execution.witness",
    }


def test_a_run_is_the_same_both_ways(project: Project, forked: Forked) -> None:
    """Random numbers, arrays, pictures, JAX, children: a fork gives what a command's kernel gives."""
    write(project, "works", *WORKS.values())
    one = run(project, "works")
    forked()
    stop_forks()
    other = run(project, "works")
    assert one.failure is other.failure is None
    assert one.cells == other.cells
    assert one.fingerprint == other.fingerprint
    assert one.provenance.undeclared == other.provenance.undeclared


@pytest.mark.long
@pytest.mark.parametrize("slug", ["dpa", "stable-lm-2", "steerlm"])
def test_a_paper_is_the_same_both_ways(slug: str, project: Project, forked: Forked) -> None:
    """A real notebook has the same outputs, measurements and fingerprint."""
    for name in ("notebooks", "src", "bib"):
        shutil.copytree(ROOT / name, project.root / name, dirs_exist_ok=True)
    one = run(project, slug)
    forked()
    stop_forks()
    other = run(project, slug)
    assert one.failure is other.failure is None
    assert one.cells == other.cells
    assert one.fingerprint == other.fingerprint


def test_a_server_that_is_killed(project: Project, forked: Forked) -> None:
    """The notebook that ran then has failed, with nothing left of it; the next is forked from another."""
    project.add("tiny", "hangs")
    victims: list[int] = []

    def kill(number: int, cells: int) -> None:
        if number == cells:
            victims.append(forked())
            psutil.Process(victims[0]).kill()

    done = run(project, "hangs", kill)
    assert done.failure is not None
    assert (done.failure.name, done.failure.cell_id) == ("KernelDied", "loop")
    assert run(project, "tiny").good
    assert forked() not in victims


def test_another_environment_has_another_server(
    project: Project, forked: Forked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read as an interpreter starts is never another run's."""
    write(project, "zone", "import time\ntime.tzname")
    servers = set()
    for zone in ("UTC", "EST5EDT", "EST5EDT"):
        monkeypatch.setenv("TZ", zone)
        assert zone[:3] in str(run(project, "zone").cells)
        servers.add(forked())
    assert len(servers) == 2


def test_a_server_that_is_being_asked_is_not_ended(project: Project, forked: Forked) -> None:
    """While a kernel is forked from it, it is of use, though none lives there yet."""
    project.add("tiny")
    assert run(project, "tiny").good
    server = psutil.Process(forked())
    (source,) = forks._allowed[0]._sources.values()
    with source._lock, ThreadPoolExecutor() as another:  # as it is held by who asks
        assert not another.submit(source.close_idle).result()
    assert server.is_running()
    assert source.close_idle()
    assert not server.is_running()


@pytest.mark.parametrize(
    ("start", "servers"),
    [("", 2), (THREAD, 0)],
    ids=["changed", "threads"],
)
def test_a_server_that_is_not_fit(
    start: str,
    servers: int,
    project: Project,
    forked: Forked,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that has threads, or loaded a file that has changed, forks no more; runs do not notice."""
    site = project.write("start/sitecustomize.py", start)
    monkeypatch.setenv("PYTHONPATH", f"{site.parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    write(project, "value", "import sitecustomize\nprint(getattr(sitecustomize, 'value', 0))")
    seen = set()
    for value in (0, 1, 1):
        write_if_changed(site, start + f"\nvalue = {value}" * value)
        assert f"'{value}\\n'" in str(run(project, "value").cells)
        if server := find_last_server():
            seen.add(server)
    assert len(seen) == servers


def test_what_is_installed_meanwhile_is_found(
    project: Project,
    forked: Forked,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A module that comes to lie before one that is loaded is the one that a run sees; a save is none."""
    write(project, "value", "import sqlite3, traitlets\nprint(getattr(traitlets, 'new', 'old'))")
    place = project.root / "src"
    place.mkdir()
    assert "old" in str(run(project, "value").cells)
    server = forked()
    (project.root / "notebooks" / "notes.ipynb.tmp").write_text("")
    (project.root / "notebooks" / "mine.py").write_text("")
    assert "old" in str(run(project, "value").cells)
    assert forked() == server, "only what bears the name of what is loaded counts"
    original = Path(str(traitlets.__file__)).parent
    shutil.copytree(original, place / "traitlets")
    with (place / "traitlets" / "__init__.py").open("a") as file:
        file.write("\nnew = 'new'\n")
    assert "new" in str(run(project, "value").cells)
    assert forked() != server


SERVES = """\
import os, socket, subprocess

from claimbook.execution.ahead import Ahead
from claimbook.execution.forkserver import Server
from claimbook.execution.places import look_at

ours, _ = socket.socketpair()
server = Server(ours, frozenset(), frozenset(), Ahead(["colorsys"], look_at))
child = subprocess.Popen(["true"])
os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
server.bury()
here = os.getcwd()
os.rmdir(here)
(told, answers), (stdin, log) = os.pipe(), os.pipe()
print(server.follow({"folder": here}, (stdin, log, answers)), os.read(told, 9))
"""


def test_a_server_outlives_what_goes_wrong(tmp_path: Path) -> None:
    """Where it cannot fork it says so, and a child that it did not fork is none of its: others live by it."""
    gone = tmp_path / "gone"
    gone.mkdir()
    command = [sys.executable, "-c", SERVES]
    done = subprocess.run(command, cwd=gone, capture_output=True, text=True, check=True)
    assert done.stdout == "None b'unfit\\n'\n"


def test_forks_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment variable says so."""
    monkeypatch.setenv(SWITCH, "never")
    let_fork()
    assert forks._allowed == []
