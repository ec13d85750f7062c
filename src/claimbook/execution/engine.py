"""Papermill's engine and client: a kernel that runs already, output counted, errors let out."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import papermill
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines

from claimbook.execution.kernel import Kernel, silent
from claimbook.execution.limits import Watch
from claimbook.model.run import INJECTED

Progress = Callable[[int, int], None]  # the cell that begins and the number of cells, from 1
_NAME = "claimbook"


@dataclass
class Trace:
    """How far a run has come; papermill drops both when an error passes through it."""

    notebook: Any
    cell: int = 0
    written: Counter[int] = field(default_factory=Counter)  # characters, by cell


class ExitAskedError(Exception):
    """A cell asked the kernel to end, by `exit` or `quit`."""


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Execute the cells in order, count their output, and let the first error out."""

    def __init__(
        self, manager: Any, *, kernel: Kernel, watch: Watch, trace: Trace, progress: Progress
    ) -> None:
        super().__init__(
            manager,
            km=kernel.manager,
            log=silent,
            force_raise_errors=True,
            record_timing=False,
            iopub_timeout=60,
        )
        self.kc, self.watch, self.trace, self.progress = kernel.client, watch, trace, progress
        self.on_cell_executed = self.refuse_exit

    def papermill_execute_cells(self) -> None:
        self.watch.begin()
        for index, cell in enumerate(self.nb.cells):
            self.trace.cell = index
            self.progress(number_cell(self.nb.cells, index), number_cell(self.nb.cells))
            self.execute_cell(cell, index)

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        size = _measure_size(msg["content"])
        self.trace.written[cell_index] += size
        self.watch.count_output(size)
        return super().process_message(msg, cell, cell_index)

    def refuse_exit(self, execute_reply: Any, **_: Any) -> None:
        payload = execute_reply["content"].get("payload", ())
        if any(item.get("source") == "ask_exit" for item in payload):
            raise ExitAskedError


class _Engine(Engine):  # type: ignore[misc]
    """Papermill's own engine, with a kernel that is already running."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,  # noqa: ARG003 (papermill passes it by place)
        *,
        kernel: Kernel,
        watch: Watch,
        trace: Trace,
        progress: Progress,
        **_: Any,
    ) -> None:
        trace.notebook = nb_man.nb
        _Client(nb_man, kernel=kernel, watch=watch, trace=trace, progress=progress).execute()


papermill_engines.register(_NAME, _Engine)


def run_cells(
    trace: Trace,
    parameters: Mapping[str, Any],
    *,
    kernel: Kernel,
    watch: Watch,
    progress: Progress,
) -> None:
    """Execute the notebook of `trace` in place, until its end or its first error.

    Raises nbclient's `CellExecutionError`, `CellTimeoutError` or `DeadKernelError`, or
    `ExitAskedError`.
    """
    papermill.execute_notebook(
        trace.notebook,
        None,
        parameters=dict(parameters),
        engine_name=_NAME,
        kernel_name="python3",
        language="python",
        request_save_on_cell_execute=False,
        autosave_cell_every=0,
        progress_bar=False,
        kernel=kernel,
        watch=watch,
        trace=trace,
        progress=progress,
    )


def is_injected(cell: Any) -> bool:
    """Return whether papermill added this cell."""
    return INJECTED in cell.metadata.get("tags", ())


def number_cell(cells: list[Any], index: int | None = None) -> int:
    """Return a cell's number in the source notebook, in which no parameters are injected.

    Without an index, return the number of the last cell.
    """
    before = cells if index is None else cells[: index + 1]
    return sum(not is_injected(cell) for cell in before)


def _measure_size(content: Mapping[str, Any]) -> int:
    """Return the size of a message: text and pictures, metadata, names and tracebacks of errors."""
    return sum(
        len(one) if isinstance(one, str) else len(json.dumps(one, default=str))
        for one in content.values()
    )
