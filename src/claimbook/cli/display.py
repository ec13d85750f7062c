"""How a run is shown: a live table on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from claimbook.execution.progress import Task
from claimbook.wording.catalogue import say

Show = Callable[[Mapping[str, Task]], None]
_COLOURS = {
    "queued": "dim",
    "waiting": "yellow",
    "running": "cyan",
    "done": "green",
    "failed": "red",
}


@contextmanager
def show_tasks(console: Console) -> Iterator[Show]:
    """Give a function that shows the tasks of a run as they are."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    with Live(console=console, auto_refresh=False) as live:
        yield lambda tasks: live.update(make_table(tasks), refresh=True)


def make_table(tasks: Mapping[str, Task]) -> Table:
    """Return one row per notebook: its name, how far it has come, for how long."""
    columns = [say(f"task-column-{name}") for name in ("notebook", "cell", "elapsed")]
    rows = Table(columns[0], "", *columns[1:], box=None, header_style="dim")
    for slug, task in tasks.items():
        colour = _COLOURS[task.state]
        rows.add_row(
            slug,
            f"[{colour}]{_say_state(task)}[/]",
            _say_place(task),
            _say_seconds(task),
            escape(task.error or ""),
        )
    return rows


class _Lines:
    """Print a line whenever a notebook begins or ends."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.states: dict[str, str] = {}

    def __call__(self, tasks: Mapping[str, Task]) -> None:
        for slug, task in tasks.items():
            if task.state not in ("queued", self.states.get(slug)):
                self.states[slug] = task.state
                self.console.print(
                    write_line(slug, task), markup=False, highlight=False, soft_wrap=True
                )


def write_line(slug: str, task: Task) -> str:
    """Say in one line how far a notebook has come.

    >>> write_line("dpa", Task(state="running", cell=3, cells=40, elapsed=2.0))
    'dpa: running, cell 3 of 40, 2 s'
    """
    known = {"slug": slug, "state": _say_state(task)}
    seconds = round(task.elapsed)
    if not task.cells:  # no cell has begun
        text = say("task-line-bare", **known)
    elif task.state == "running":
        place = {"cell": task.cell, "cells": task.cells, "seconds": seconds}
        text = say("task-line-running", **known, **place)
    else:
        text = say("task-line-ended", **known, seconds=seconds)
    return say("task-line-error", line=text, error=task.error) if task.error else text


def _say_state(task: Task) -> str:
    return say(f"task-{task.state}")


def _say_place(task: Task) -> str:
    return say("task-cell", cell=task.cell, cells=task.cells) if task.cells else ""


def _say_seconds(task: Task) -> str:
    return say("task-seconds", seconds=round(task.elapsed)) if task.cells else ""
