"""How a run is shown, on a terminal and elsewhere."""

import io

from rich.console import Console

from claimbook.cli.display import make_table, show_tasks, write_line
from claimbook.execution.progress import Task

RUNNING = Task(state="running", cell=3, cells=40, elapsed=2.4)
FAILED = Task(state="failed", cell=7, cells=40, elapsed=9.0, error="cell 7 (x): KeyError: [a]")


def test_lines_tell_each_change_once() -> None:
    """Elsewhere than on a terminal a notebook has one line as it begins and one as it ends."""
    text = io.StringIO()
    with show_tasks(Console(file=text, width=20)) as show:
        for task in (Task(), RUNNING, RUNNING, FAILED):
            show({"dpa": task})
    assert text.getvalue().splitlines() == [
        "dpa: running, cell 3 of 40, 2 s",
        "dpa: failed, 9 s: cell 7 (x): KeyError: [a]",
    ]


def test_table_names_notebook_cell_and_time() -> None:
    """On a terminal every notebook has a row with the cell it is at."""
    text = io.StringIO()
    console = Console(file=text, width=100, force_terminal=True, color_system=None)
    with show_tasks(console) as show:
        show({"dpa": RUNNING, "ptst": FAILED, "llama3": Task()})
    shown_rows = [" ".join(row.split()) for row in text.getvalue().splitlines()]
    assert "dpa running 3 of 40 2 s" in shown_rows
    assert "ptst failed 7 of 40 9 s cell 7 (x): KeyError: [a]" in shown_rows
    assert "llama3 queued" in shown_rows


def test_queued_line() -> None:
    """A notebook that waits has neither cell nor time."""
    assert write_line("dpa", Task()) == "dpa: queued"
    assert make_table({}).row_count == 0
