"""One notebook, one fresh kernel, papermill: from a job to an executed notebook."""

import json
import re
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from claimbook.errors import Interrupted, NotebookFailed
from claimbook.execution.allowance import make_allowance
from claimbook.execution.engine import (
    ExitAskedError,
    Progress,
    Trace,
    is_injected,
    number_cell,
    run_cells,
)
from claimbook.execution.job import Job
from claimbook.execution.kernel import Kernel, own_loop
from claimbook.execution.limits import Watch
from claimbook.execution.preamble import find_preamble
from claimbook.execution.processes import kill_marked
from claimbook.execution.provenance import begin_provenance, read_commit
from claimbook.execution.spare import take_kernel
from claimbook.execution.surroundings import make_changes
from claimbook.execution.undeclared import read_opened
from claimbook.model.run import INJECTED, Failure, Provenance, Run, make_run
from claimbook.notebook.streams import coalesce, join_text

_FAILURES = (CellExecutionError, CellTimeoutError, DeadKernelError, ExitAskedError)
_LINES = 12  # of a traceback
_RULE = f"\n{'-' * 18}\n"  # below the cell's source, with which nbclient begins
_WIDEST = 2_000  # characters of a line that is told of a failure
_LOOKED_FOR = ("FileNotFoundError", "NotADirectoryError", "ModuleNotFoundError")
_ABSENT = (
    "; a worker of a cluster has the modules that the notebook's imports reach and the files that its"
    " front matter declares under `data`, and nothing else of the project"
)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# where warnings say that a cell stands
_CELL_FILE = re.compile(re.escape(tempfile.gettempdir()) + r"/ipykernel_\d+/\d+\.py")


def execute(job: Job, progress: Progress) -> Run:
    """Run a notebook and return its run, good or failed.

    `progress` is called as each cell begins. A notebook that raises, hangs, exits, dies or
    prints without end is returned as a run with a failure.

    Raises `Interrupted` if the run was stopped from outside.
    """
    parameters = {**job.declared, **job.parameters, "profile": job.profile}
    origin = job.origin or read_commit(job.root)
    known = begin_provenance(origin, job.profile, parameters, job.fingerprint.versions)
    trace = Trace(nbformat.from_dict(job.source))  # type: ignore[no-untyped-call]
    started = time.monotonic()
    changes = make_changes(job.jax_cache)
    allowance = make_allowance(job.memory, job.processes)
    ahead = find_preamble(job.source["cells"], job.root)
    kernel = take_kernel(
        job.root, job.owner, changes, allowance, ahead=ahead, sandboxed=job.sandboxed
    )
    watch = Watch(
        lambda: kill_marked(kernel.marker),
        owner=job.owner,
        session=job.session,
        seconds=job.time_limit,
        size=job.output_limit,
    )
    with own_loop(), watch:
        opened = kernel.open(job.root, changes, halted=watch.is_halted)
        failure, about = _attempt(job, opened, watch, trace, progress)
    if watch.halt and watch.halt.interrupted:
        raise Interrupted(watch.halt.reason, where=f"{job.slug}.ipynb")
    wall = round(time.monotonic() - started, 3)
    return _make(job, trace, failure, replace(known, wall_seconds=wall, **about))


def _attempt(
    job: Job,
    opened: AbstractContextManager[Kernel],
    watch: Watch,
    trace: Trace,
    progress: Progress,
) -> tuple[Failure | None, dict[str, Any]]:
    """Run the cells; return the failure, if any, and what of their provenance the kernel knows."""
    try:
        with opened as kernel:
            try:
                values = {"profile": job.profile, **job.parameters}
                run_cells(trace, values, kernel=kernel, watch=watch, progress=progress)
                return None, _ask_kernel(job, kernel)
            except Exception as error:
                if watch.halt is None and not isinstance(error, _FAILURES):
                    raise  # not of the notebook's making
                return _explain_error(job, error, kernel, watch, trace), _ask_kernel(job, kernel)
    except NotebookFailed as error:
        watch.look()
        if watch.halt is None:
            return _record_failure(job, trace, "KernelDied", str(error)), {}
        return _record_failure(job, trace, watch.halt.name, watch.halt.reason), {}
    except OSError:
        watch.look()  # of an owner who is gone, any other run clears the temporary folders away
        if watch.halt is None:
            raise
        return _record_failure(job, trace, watch.halt.name, watch.halt.reason), {}


def _ask_kernel(job: Job, kernel: Kernel) -> dict[str, Any]:
    """Return the CPU seconds that a run took, and what it read without saying so."""
    undeclared = read_opened(kernel.opened, job.root, job.fingerprint.parts)
    return {"cpu_seconds": kernel.measure_cpu(), "undeclared": undeclared}


def _explain_error(
    job: Job, error: Exception, kernel: Kernel, watch: Watch, trace: Trace
) -> Failure:
    if kernel.process.poll() is not None:
        watch.look()  # it may be the run that was stopped
    if watch.halt is not None:
        return _record_failure(job, trace, watch.halt.name, watch.halt.reason)
    if passed := kernel.find_passed():
        return _record_failure(job, trace, passed.name, passed.reason)
    if isinstance(error, CellExecutionError) and error.ename != "SystemExit":
        return _record_failure(job, trace, error.ename, error.evalue, error.traceback)
    if isinstance(error, (CellExecutionError, ExitAskedError)):
        status = f"({error.evalue})" if isinstance(error, CellExecutionError) else ""
        reason = f"the cell called exit{status}; a notebook must run to its end"
        return _record_failure(job, trace, "SystemExit", reason)
    if isinstance(error, CellTimeoutError):
        return _record_failure(job, trace, "OutputLost", "the kernel's output did not arrive")
    return _record_failure(job, trace, "KernelDied", kernel.explain_death())


def _find_talker(trace: Trace) -> int:
    """Return the cell that wrote most: of one that says a little more, another is the cause."""
    return trace.written.most_common(1)[0][0] if trace.written else trace.cell


def _record_failure(job: Job, trace: Trace, name: str, value: str, traceback: str = "") -> Failure:
    index = _find_talker(trace) if name == "OutputLimit" else trace.cell
    cell = trace.notebook.cells[index]
    absent = _ABSENT if job.shipped and name in _LOOKED_FOR else ""
    lines = _make_plain(job, traceback).rpartition(_RULE)[2].strip().splitlines()
    return Failure(
        cell_id=INJECTED if is_injected(cell) else cell.id,
        cell_number=number_cell(trace.notebook.cells, index),
        name=name[:_WIDEST],
        value=_make_plain(job, value[:_WIDEST]) + absent,
        traceback=tuple(line[:_WIDEST] for line in lines[-_LINES:]),
    )


def _make(job: Job, trace: Trace, failure: Failure | None, known: Provenance) -> Run:
    if failure and failure.name == "OutputLimit":
        trace.notebook.cells[_find_talker(trace)].outputs = []
    raw: dict[str, Any] = json.loads(json.dumps(trace.notebook))
    for cell in raw["cells"]:
        tags = cell["metadata"].get("tags", [])
        kept = ("tags", "raw_mimetype")
        cell["metadata"] = {k: v for k, v in cell["metadata"].items() if v and k in kept}
        cell["id"] = INJECTED if INJECTED in tags else cell["id"]
        if "outputs" in cell:
            cell["outputs"] = coalesce(cell["outputs"])
            _scrub(cell["outputs"], job)
    names = ("kernelspec", "language_info", "widgets")
    raw["metadata"] = {name: raw["metadata"][name] for name in names if name in raw["metadata"]}
    return make_run(
        raw,
        slug=job.slug,
        fingerprint=job.fingerprint.digest,
        parts=dict(job.fingerprint.parts),
        definitions=job.definitions,
        failure=failure,
        provenance=known,
    )


def _scrub(outputs: list[dict[str, Any]], job: Job) -> None:
    """Take this machine's paths out of what is printed and shown; readers have other machines.

    Colours stay in streams and results, which a page shows; an error's are for a terminal.
    """
    for output in outputs:
        match output["output_type"]:
            case "stream":
                output["text"] = _strip_paths(job, output["text"])
            case "error":
                output["traceback"] = [_make_plain(job, line) for line in output["traceback"]]
            case _:
                data = output["data"]
                texts = {kind: data[kind] for kind in data if kind.startswith("text/")}
                data |= {kind: _strip_paths(job, join_text(text)) for kind, text in texts.items()}


def _make_plain(job: Job, text: str) -> str:
    return _strip_paths(job, _ANSI.sub("", text))


def _strip_paths(job: Job, text: str) -> str:
    """Name no folder of this machine: files of the project by their path in it."""
    text = _CELL_FILE.sub("<cell>", text)
    for folder in (str(job.root), sys.prefix):
        if folder in text:
            text = _match_path(folder).sub(lambda match: "" if match[1] else ".", text)
    return text


@cache
def _match_path(folder: str) -> re.Pattern[str]:
    """Match a folder's whole name, perhaps behind a colour, and a slash that follows.

    A name that only begins alike stays, and so does what looks like one within encoded data.
    """
    return re.compile(rf"(?:(?<![\w+])|(?<=[\d;[]m)){re.escape(folder)}(?:(/)|(?![\w-]|\.\w))")
