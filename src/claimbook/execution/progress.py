"""How far each notebook of a run has come, told through files.

A worker writes one small file per notebook; whoever shares its file system can read them. The
run gathers them into `progress.json`, which a site that is being served shows.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from claimbook.files import write_if_changed

FILE = "progress.json"
STAMP = "stamp"  # the file in the work folder that changes when served pages are to be made anew
PAUSE = 10.0  # seconds between two calls for new pages while more is to be run


@dataclass(frozen=True)
class Task:
    """One notebook of a run, as far as it has come."""

    state: str = "queued"  # or "waiting" for another's run; then "running", "done" or "failed"
    cell: int = 0
    cells: int = 0
    elapsed: float = 0.0  # seconds
    error: str | None = None


@dataclass(frozen=True)
class CellWriter:
    """Write which cell of a notebook begins; handed to the worker, wherever it runs."""

    path: Path

    def __call__(self, cell: int, cells: int) -> None:
        """Write that a cell begins."""
        known = read_cell(self.path)
        began = known["began"] if known else time.time()
        self.write({"cell": cell, "cells": cells, "began": began})

    def write(self, state: dict[str, float]) -> None:
        """Write the state, unless the session is over and its folder is gone."""
        with suppress(OSError):  # a full disk must not fail the notebook
            if self.path.parent.is_dir():
                write_if_changed(self.path, json.dumps(state))


def read_cell(path: Path) -> dict[str, float] | None:
    """Return what a worker wrote, or None if it has not begun."""
    try:
        state: dict[str, float] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return state


class Board:
    """The tasks of one run, and their copy in `progress.json`."""

    def __init__(self, session: Path, work: Path, slugs: Iterable[str]) -> None:
        self.session, self.file = session, work / FILE
        self.tasks: dict[str, Task] = {slug: Task() for slug in slugs}

    def make_writer(self, slug: str) -> CellWriter:
        """Return what the worker of a notebook is to call as each cell begins."""
        return CellWriter(self.session / f"{slug}.json")

    def gather(self) -> None:
        """Bring in what the workers have written."""
        try:
            begun = {path.name for path in self.session.iterdir()}
        except OSError:  # the session is over
            return
        for slug, task in self.tasks.items():
            if task.state in ("queued", "running") and f"{slug}.json" in begun:
                self.tasks[slug] = self._look(slug, task)

    def _look(self, slug: str, task: Task) -> Task:
        state = read_cell(self.session / f"{slug}.json")
        if state is None:
            return task
        return Task(
            state="running",
            cell=int(state["cell"]),
            cells=int(state["cells"]),
            elapsed=max(0.0, time.time() - state["began"]),
        )

    def hold(self, slug: str) -> None:
        """Mark a notebook as waiting for a run that another process makes."""
        self.tasks[slug] = Task("waiting")

    def release(self, slug: str) -> None:
        """Mark a notebook as waiting for nothing but a worker."""
        self.tasks[slug] = Task()

    def settle(self, slug: str, error: str | None) -> None:
        """Mark a notebook as done, or as failed with its error."""
        task = self._look(slug, self.tasks[slug])
        state = "failed" if error else "done"
        self.tasks[slug] = replace(task, state=state, error=error)

    def publish(self, *, running: bool) -> None:
        """Write `progress.json`; whole seconds only, so that it changes once a second.

        Who waits leaves it to the process that he waits for.
        """
        tasks = {slug: task for slug, task in self.tasks.items() if task.state != "waiting"}
        if self.tasks and not tasks:
            return
        shown = {
            slug: asdict(task) | {"elapsed": round(task.elapsed)} for slug, task in tasks.items()
        }
        state = {"running": running, "pid": os.getpid(), "notebooks": shown}
        with suppress(OSError):  # nor the run
            write_if_changed(self.file, json.dumps(state, ensure_ascii=False, indent=1))


def write_stamp(work: Path) -> str:
    """Have pages that are served from this folder made anew; return what stands in the stamp now."""
    text = str(time.time_ns())
    write_if_changed(work / STAMP, text)
    return text


@contextmanager
def tell_servers(
    work: Path, tell: Callable[[Mapping[str, Task]], None]
) -> Iterator[Callable[[Mapping[str, Task]], None]]:
    """Give what tells of the tasks of a run, and has pages that are served follow what has ended."""
    ended, told, last = 0, 0, time.monotonic()

    def follow(tasks: Mapping[str, Task]) -> None:
        nonlocal ended, told, last
        ended = sum(task.state in ("done", "failed") for task in tasks.values())
        if ended > told and time.monotonic() > last + PAUSE:
            call()
        tell(tasks)

    def call() -> None:
        nonlocal told, last
        told, last = ended, time.monotonic()
        with suppress(OSError):
            if (work / STAMP).exists():  # else nobody has ever served
                write_stamp(work)

    try:
        yield follow
    finally:
        if ended > told:
            call()
