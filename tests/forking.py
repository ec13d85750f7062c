"""Kernels forked in this process, and what a run tells of what it sees as it begins."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psutil

from claimbook.execution import forks
from claimbook.execution.engine import Progress
from claimbook.execution.family import list_family
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.forks import let_fork, stop_forks
from claimbook.execution.job import Job, make_source
from claimbook.execution.processes import find_marked, name_owner
from claimbook.execution.runner import execute
from claimbook.model.run import Run
from front import cell, write_notebook
from small_project import Project

Forked = Callable[[], int]
SEEN = """\
import sys

loaded = {name: getattr(module, "__file__", None) for name, module in list(sys.modules.items())}
import builtins, gc, inspect, json, locale, logging, os, random, resource, signal, stat, threading
import multiprocessing as mp, time, warnings

def names(things):
    return [getattr(one, "__qualname__", type(one).__qualname__) for one in things]

def tell(name, *, begin=()):
    with open(f"/proc/self/{name}") as file:
        return [line for line in file.read().splitlines() if line.startswith(begin)]

own = {"IPYTHONDIR", "CLAIMBOOK_RUN", "JPY_PARENT_PID"}
limits = [name for name in dir(resource) if name.startswith("RLIMIT_")]
shell = get_ipython()
seen = {
    "modules": sorted(loaded.items()),
    "environment": [(name, None if name in own else os.environ[name]) for name in os.environ],
    "places": [os.getcwd(), sys.path, sys.argv[0], sys.orig_argv[:4], sys.executable],
    "arguments": [len(sys.argv), len(sys.orig_argv)],
    "names": [sorted(dir(builtins)), sorted(vars(sys)), "left" in globals()],
    "main": sorted(name for name in vars(sys.modules["__main__"]) if name[:2] != "_i"),
    "interpreter": [str(sys.flags), sys.getrecursionlimit(), len(inspect.stack()), hash("abc")],
    "memory": [gc.isenabled(), gc.get_threshold(), sys.getswitchinterval()],
    "hooks": [names(sys.meta_path), names(sys.path_hooks), names([sys.excepthook, sys.displayhook])],
    "threads": [threading.active_count(), threading.current_thread() is threading.main_thread()],
    "streams": [stat.S_IFMT(os.fstat(one).st_mode) for one in range(3)],
    "encodings": [locale.setlocale(locale.LC_ALL), sys.stdin.encoding, sys.__stdout__.encoding],
    "signals": [str(signal.getsignal(one)) for one in signal.valid_signals()],
    "masks": tell("status", begin=("SigB", "SigI", "SigC", "Cap", "NoNewPrivs")),
    "limits": [(name, resource.getrlimit(getattr(resource, name))) for name in limits],
    "process": [os.getsid(0) == os.getpid() == os.getpgid(0), os.nice(0), os.umask(0o22)],
    "parent": [os.environ["JPY_PARENT_PID"] == str(os.getppid()), mp.parent_process()],
    "sacrifice": tell("oom_score_adj", begin=""),
    "warnings": [str(one) for one in warnings.filters],
    "logging": [names(logging.root.handlers), sorted(logging.root.manager.loggerDict)],
    "shell": [shell.profile, sorted(shell.extension_manager.loaded), shell.execution_count],
    "time": [time.tzname, time.process_time() < 20],
    "chance": random.getstate() == state if (state := getattr(sys, "left", None)) else None,
}
print(json.dumps(seen))
print(json.dumps([os.getpid(), random.random()]))
"""


def find_last_server() -> int | None:
    """Return the process from which a kernel was forked last, if one can be."""
    (known,) = forks._allowed
    *_, source = (None, *known._sources.values())
    return source._server.pid if source and source._server else None


@contextmanager
def forking() -> Iterator[Forked]:
    """Let kernels be forked meanwhile; what is given names the process that the last came of."""
    before = list_family(os.getpid())
    let_fork()

    def find_server() -> int:
        server = find_last_server()
        assert server is not None
        return server

    yield find_server
    stop_forks()
    left = list_family(os.getpid()) - before
    assert [psutil.Process(pid).cmdline() for pid in left] == []


def run(project: Project, slug: str, progress: Progress = lambda *_: None) -> Run:
    """Run a notebook in this process, and see that nothing of the run is left."""
    book = project.book
    notebook = book.get_notebook(slug)
    job = Job(
        slug=slug,
        root=book.settings.root,
        source=make_source(notebook),
        profile="quick",
        parameters={},
        declared=notebook.parameters,
        fingerprint=take_fingerprint(notebook, book.settings, "quick"),
        jax_cache=project.root / ".claimbook" / "jax-cache",
        owner=f"{name_owner()}/{uuid4().hex}",
    )
    done = execute(job, progress)
    assert find_marked(job.owner) == []
    return done


def write(project: Project, slug: str, *cells: str) -> None:
    """Write a notebook of these code cells."""
    made = [cell("code", f"c{number}", source) for number, source in enumerate(cells)]
    write_notebook(project.root / "notebooks", slug, *made)


def find_seen(done: Run) -> tuple[dict[str, Any], list[Any]]:
    """Return what a run saw as it began, and what is its own."""
    assert done.failure is None
    (output,) = (one for part in done.cells if part.id == "c0" for one in part.outputs)
    seen, own = map(json.loads, "".join(output["text"]).splitlines()[:2])
    return seen, own
