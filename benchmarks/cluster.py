"""What a Dask cluster costs, and how far it reaches.

    python benchmarks/cluster.py                        eight heavy notebooks, there and here
    python benchmarks/cluster.py --simulate             10,000 notebooks on 200 workers
    python benchmarks/cluster.py --simulate --notebooks 100000 --workers 1000

The first runs a scheduler and two workers on the loopback, beside two local processes. The second
measures here what each step costs, and lets that many notebooks pass through one client.
"""

import argparse
import heapq
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import fmean, median
from typing import Any

import psutil
from distributed import Client, LocalCluster

from claimbook.execution import shipping
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.job import Job, make_source
from claimbook.execution.progress import Board
from claimbook.execution.states import find_best
from claimbook.execution.store import Store
from claimbook.model.run import Run
from claimbook.notebook.book import Book, open_book
from claimbook.notebook.document import KERNEL

ROOT = Path(__file__).resolve().parents[1]
KERNEL_START = 0.3  # seconds, with unpacking; it is forked
GOAL = 1.15  # the cluster's time over this machine's
TICK = 0.2  # seconds between two looks of a run at its notebooks
FRONT = """---
paper: {{key: case{n}, title: Case {n}, authors: ["Case, A."], date: 2024-02-29}}
digest: {{date: 2024-02-29, order: {n}, title: Case {n}, tags: [case]}}
trust: Not at all.
setting: []
claims: []
---"""
CELLS = (
    "import matplotlib.pyplot as plt\nimport numpy as np\nrng = np.random.default_rng({n})",
    "B = rng.standard_normal((420, 2000))\nA = B @ B.T / 2000",
    "for _ in range(12):\n    spectrum = np.linalg.eigvalsh(A)",
    "x, path = rng.standard_normal(20000), []\nfor _ in range(6200):\n"
    "    x = x - 0.01 * np.tanh(x) + 0.05 * np.sin(x)\n    path.append(x.var())",
    "plt.hist(spectrum, bins=60)\nplt.show()",
    "plt.plot(path)\nplt.show()",
)


def write_project(root: Path, count: int) -> None:
    """Write a project of heavy notebooks: about two seconds of a core each, two figures."""
    for name, text in {"mkdocs.yml": "site_name: Heavy\n", "bib/works.bib": ""}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "notebooks").mkdir()
    for n in range(count):
        sources = ('profile = "full"\nseeds = 4', *(cell.format(n=n) for cell in CELLS))
        cells = [{"cell_type": "raw", "id": "front", "metadata": {}, "source": FRONT.format(n=n)}]
        for k, source in enumerate(sources):
            tags = {"tags": ["parameters"]} if k == 0 else {}
            code = {"cell_type": "code", "execution_count": None, "outputs": []}
            cells.append(code | {"id": f"c{k}", "metadata": tags, "source": source})
        made = {"cells": cells, "metadata": {"kernelspec": KERNEL}}
        path = root / "notebooks" / f"case-{n}.ipynb"
        path.write_text(json.dumps(made | {"nbformat": 4, "nbformat_minor": 5}))


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a scheduler and two workers of one slot, in an empty folder; return the address."""
    told, started = folder / "scheduler.json", []

    def dask(*command: str) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = (sys.executable, "-m", "dask", *command, "--no-dashboard")
        started.append(subprocess.Popen(command, cwd=folder, **quiet))

    try:
        dask(*("scheduler", "--host", "127.0.0.1", "--port", "0"), "--scheduler-file", str(told))
        while not (told.is_file() and told.read_text().endswith("}")):
            time.sleep(0.1)
        address = json.loads(told.read_text())["address"]
        dask("worker", address, "--nworkers", "2", "--nthreads", "1", "--memory-limit", "0")
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
        yield address
    finally:
        for process in started:
            for one in [*psutil.Process(process.pid).children(recursive=True), process]:
                one.kill()
            process.wait()


def run_all(project: Path, *options: str) -> float:
    """Run every notebook of a project into an empty store; return the seconds that it took."""
    command = [sys.executable, "-m", "claimbook", "--project", str(project), "run", *options]
    with tempfile.TemporaryDirectory() as store:
        began = time.perf_counter()
        env = {**os.environ, "CLAIMBOOK_STORE": store}
        subprocess.run(command, env=env, check=True, capture_output=True)
        return time.perf_counter() - began


def compare(count: int, repeat: int) -> tuple[list[float], list[float]]:
    """Run notebooks on two workers here and there in turn; return the seconds of each."""
    here, there = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as name:
        project, empty = Path(name, "project"), Path(name, "empty")
        write_project(project, count)
        empty.mkdir()
        with cluster(empty) as address:
            for _ in range(repeat):
                here.append(run_all(project, "--jobs", "2"))
                there.append(run_all(project, "--cluster", address))
    return here, there


@dataclass(frozen=True)
class Costs:
    """What one notebook costs the client and the scheduler, in seconds, and what travels."""

    fingerprint: float  # before anything is sent
    pack: float
    pass_on: float  # by Dask, there and back, with what travels
    keep: float
    look: float  # at all notebooks, each tick
    sent: float  # bytes
    received: float
    source: float  # bytes of a notebook that waits

    @property
    def serial(self) -> float:
        """Seconds of the client's one thread for each notebook that is under way."""
        return self.pack + self.pass_on + self.keep


def timed(function: Callable[..., Any], *arguments: Any) -> float:
    """Return the CPU seconds that a call takes, which a busy machine does not change."""
    began = time.process_time()
    function(*arguments)
    return time.process_time() - began


def measure(book: Book, runs: Sequence[Run], notebooks: int) -> Costs:
    """Measure each step on the project's own notebooks and runs."""
    jobs, fingerprints = list[Job](), list[float]()
    for run in runs:
        notebook = book.get_notebook(run.slug)
        take_fingerprint(notebook, book.settings, "full")  # the modules are read but once
        fingerprints.append(timed(take_fingerprint, notebook, book.settings, "full"))
        jobs.append(make_job(book, run.slug))
    parcels = [pack_job(job) for job in jobs]
    packs = [timed(pack_job, job) for job in jobs]
    results = [shipping.pack(run) for run in runs]
    unpacks = [timed(shipping.unpack, result) for result in results]
    with tempfile.TemporaryDirectory() as name:
        store = Store(name)
        keeps = [timed(store.put, run) for run in runs]
        board = Board(Path(name), Path(name), [f"n{n}" for n in range(notebooks)])

        def look() -> None:
            board.gather()
            board.publish(running=True)

        looks = [timed(look) for _ in range(3)]
    return Costs(
        fingerprint=median(fingerprints),
        pack=median(packs) + median(unpacks),
        pass_on=measure_dask(parcels, results),
        keep=median(keeps),
        look=median(looks),
        sent=fmean(map(len, parcels)),
        received=fmean(map(len, results)),
        source=fmean(len(json.dumps(job.source)) for job in jobs),
    )


def pack_job(job: Job) -> bytes:
    """Return what is sent for a notebook."""
    return shipping.pack((job, shipping.collect_modules(job)))


def make_job(book: Book, slug: str) -> Job:
    """Return what a run would submit for a notebook."""
    notebook, root = book.get_notebook(slug), book.settings.root
    found = take_fingerprint(notebook, book.settings, "full")
    source = make_source(notebook)
    return Job(slug, root, source, "full", {}, notebook.parameters, found, root / "cache", "nobody")


def measure_dask(parcels: Sequence[bytes], results: Sequence[bytes], count: int = 300) -> float:
    """Return the CPU seconds of client and scheduler, in this process, for a task that does nothing."""
    quiet = {"dashboard_address": None, "silence_logs": 50}
    with LocalCluster(n_workers=2, threads_per_worker=8, **quiet) as local, Client(local) as client:
        answers = client.scatter([max(results, key=len)] * 1)
        began = time.process_time()
        sent = islice(cycle(parcels), count)
        futures = [
            client.submit(lambda _, answer: answer, one, answers[0], pure=False) for one in sent
        ]
        for future in futures:
            future.result()
        return (time.process_time() - began) / count


def simulate(seconds: Sequence[float], workers: int, costs: Costs, window: int) -> float:
    """Return when the last result is kept: one client in line, workers side by side.

    The client serves results before it sends more, as ours does, and has `window` under way.
    """
    waiting = sorted(seconds)  # the longest is taken first, from the end
    client = costs.fingerprint * len(seconds)
    idle, ready, running = workers, 0, list[tuple[float, float]]()
    queue: list[float] = []
    while waiting or queue or running:
        if running and (running[0][0] <= client or not waiting or ready + len(running) >= window):
            ended, _ = heapq.heappop(running)
            client = max(client, ended) + costs.keep + costs.pass_on / 2
            idle += 1
        elif waiting:
            client += costs.pack + costs.pass_on / 2
            queue.append(waiting.pop())
        ready = len(queue)
        while idle and queue:
            took = queue.pop(0)
            heapq.heappush(running, (client + took, took))
            idle -= 1
        ready = len(queue)
    return client


def report(options: argparse.Namespace) -> None:
    """Print what is measured here, and what follows for so many notebooks and workers."""
    book = open_book(ROOT)
    store = Store(book.settings.store_url)
    found = [find_best(book, store, notebook)[0] for notebook in book.notebooks]
    runs = [run for run in found if run]
    if not runs:
        sys.exit("no notebook has a fresh run to take times from: claimbook run")
    n, workers = options.notebooks, options.workers
    costs = measure(book, runs, n)
    known = [(run.provenance.cpu_seconds or 0.0) + KERNEL_START for run in runs]
    seconds = [*islice(cycle(known), n)]
    took = simulate(seconds, workers, costs, window=2 * workers + 8)
    ideal = sum(seconds) / workers
    volume = costs.sent + costs.received
    busy, looking = costs.serial * n / took, costs.look / TICK
    lines = {
        "on a worker": f"{fmean(known):.0f} s ({min(known):.0f} to {max(known):.0f})",
        "fingerprint, before anything is sent": f"{costs.fingerprint * 1e3:.1f} ms",
        "packed and unpacked": f"{costs.pack * 1e3:.1f} ms",
        "passed on by Dask, there and back": f"{costs.pass_on * 1e3:.1f} ms",
        "kept in the store": f"{costs.keep * 1e3:.1f} ms",
        "sent, received": f"{costs.sent / 1e3:.0f}, {costs.received / 1e3:.0f} kB",
        f"{n} notebooks on {workers} workers": f"{took / 60:.1f} min, {ideal / 60:.1f} at best",
        "until the first is sent": f"{costs.fingerprint * n:.0f} s",
        "notebooks in memory": f"{costs.source * n / 1e6:.0f} MB",
        "through the scheduler": f"{volume * n / 1e9:.1f} GB, {volume * n / took / 1e6:.1f} MB/s",
        "one core of the client, shipping": f"{busy:.0%}",
        "one core of the client, looking at all": f"{looking:.0%}",
        "workers that one client keeps up with": f"{fmean(known) / costs.serial:.0f}",
        "the same if a notebook takes 10 s": f"{10 / costs.serial:.0f}",
    }
    for what, value in lines.items():
        print(f"{what:<40} {value}")
    for count in (50, 200, 1000, 5000):
        share = sum(seconds) / count / simulate(seconds, count, costs, 2 * count + 8)
        print(f"{f'{count} workers are in notebooks':<40} {share:.0%} of the time")


def main() -> None:
    """Compare, or simulate."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--simulate", action="store_true")
    parser.add_argument("--notebooks", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=200)
    parser.add_argument("--count", type=int, default=8, help="heavy notebooks to compare with")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    if options.simulate:
        report(options)
        return
    here, there = compare(options.count, options.repeat)
    ratio = median(there) / median(here)
    word = "met" if ratio <= GOAL else "MISSED"
    print("here ", *(f"{one:6.1f}" for one in here))
    print("there", *(f"{one:6.1f}" for one in there))
    print(f"{options.count} heavy notebooks, two workers: {ratio:.2f}, goal {GOAL} {word}")


if __name__ == "__main__":
    main()
