"""Measure the times that Claimbook holds itself to, and print them beside the goals.

    python benchmarks/bench.py                    every part but the notebooks and the filter
    python benchmarks/bench.py check import       only these parts
    python benchmarks/bench.py notebooks          quick and full runs of the finished notebooks
    python benchmarks/bench.py notebooks --slug dpa --profile quick

Each row is the median of `--repeat` measurements (a notebook: of one) with the least and the
greatest. Nothing here is a test: a busy machine misses goals without anything being wrong.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from serving import lay_out, time_saves
from workload import keep_runs

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reader import read_bib
from claimbook.notebook.book import open_book
from claimbook.prose import naming
from claimbook.prose.citations import CitationExtension

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
NO_JAX = (
    "import sys, time; began = time.perf_counter(); import {module}; "
    "took = time.perf_counter() - began; "
    "loaded = {{'jax', 'mkdocs'}} & sys.modules.keys(); "
    "assert not loaded, f'{module} loads {{loaded}}'; print(took)"
)


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, in seconds, and its goal."""

    what: str
    seconds: Sequence[float]
    goal: float | None = None
    note: str = ""

    def __str__(self) -> str:
        middle = median(self.seconds)
        digits = 2 if middle >= 0.1 else 4
        low, high = min(self.seconds), max(self.seconds)
        spread = f"{low:.{digits}f} to {high:.{digits}f}" if self.seconds[1:] else ""
        goal = f"< {self.goal:g}" if self.goal else ""
        word = "" if not self.goal else "met" if middle < self.goal else "MISSED"
        return (
            f"{self.what:<44} {middle:8.{digits}f}  {spread:<16} {goal:>6}  {word:<6} {self.note}"
        )


def timed(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> float:
    """Run a command to its good end and return the seconds that it took."""
    began = time.perf_counter()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{tail}")
    return took


def bench_import(options: argparse.Namespace) -> Iterator[Row]:
    """Time the import alone, and see that neither JAX nor MkDocs comes with it."""
    for module, goal in (("claimbook", 0.3), ("claimbook.cli.main", None)):
        command = [sys.executable, "-c", NO_JAX.format(module=module)]
        seconds = [
            float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            for _ in range(options.repeat)
        ]
        yield Row(f"import {module}", seconds, goal, "without JAX and MkDocs")


def bench_check(options: argparse.Namespace) -> Iterator[Row]:
    """Time the validation of the whole project."""
    yield Row("claimbook check", repeated(options, [BIN / "claimbook", "check"]), 3.0)


def bench_stale(options: argparse.Namespace) -> Iterator[Row]:
    """Time a run that finds nothing to do, after one that did whatever there was."""
    command = (BIN / "claimbook", "run", "--profile", "quick")
    timed(command)
    yield Row("claimbook run, nothing stale", repeated(options, command), 2.0)


ENTRY = """\
@inproceedings{{author{year}word{number},
  author        = {{von Author, Jane Q. and M{{\\"u}}ller, Max and {{A Team}} and Last, First}},
  title         = {{A Title of {{LLM}} Number {number}, with Words as Usual: Their $n^2$ Meanings}},
  booktitle     = {{Proceedings of the {{IEEE/CVF}} Conference on Things}},
  pages         = {{{number}--{number}9}},
  publisher     = {{Association}},
  year          = {{{year}}},
  doi           = {{10.1000/{year}.things-long.{number}}},
  eprint        = {{{short}01.{number:05}}},
  archiveprefix = {{arXiv}},
  primaryclass  = {{cs.LG}}
}}
"""


def bench_bib(options: argparse.Namespace, size: int = 10_000) -> Iterator[Row]:
    """Time writing and checking a bibliography of ten thousand entries, each cited by a page."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        years = [2015 + number % 10 for number in range(size)]
        entries = [ENTRY.format(year=y, short=y - 2000, number=n) for n, y in enumerate(years)]
        cites = [f"As [@author{y}word{n}] says.\n" for n, y in enumerate(years)]
        for name in ("bib", "docs", "notebooks"):
            (root / name).mkdir()
        (root / "mkdocs.yml").write_text("site_name: Ten thousand\n", "utf-8")
        (root / "bib" / "works.bib").write_text("\n".join(entries), "utf-8")
        for page in range(0, size, 100):
            text = "\n".join(cites[page : page + 100])
            (root / "docs" / f"{page}.md").write_text(text, "utf-8")
        command = [BIN / "claimbook", "--project", root, "bib"]
        yield Row(f"claimbook bib, {size:,} entries", repeated(options, command), 5.0)
        yield Row("claimbook bib --check", repeated(options, [*command, "--check"]), 5.0)


LIGHT = """\
---
paper:
  key: doe2024case{n}
  title: "Case {n} of Many"
  authors: ["Doe, Jane"]
  date: 2024-02-29
  arxiv: "2402.{n:05}"
digest: {{date: 2024-02-29, order: {n}, title: "Case {n} of many", tags: [case]}}
headline: The gap of case {n} is positive
summary: {{claimed: "The paper claims a gap.", happened: "There was one."}}
read: whole
trust: Not at all; it is a case.
setting: [{{aspect: seeds, paper: one, ours: four}}]
claims:
  - id: gap-of-case-{n}
    statement: The gap of case {n} is positive.
    locator: "§1"
    paper: {{text: positive}}
    test: {{quantity: gap, rule: positive}}
    scale: Four numbers.
---
## Abstract, restated

1. The gap of case {n} is positive. {{{{ claim:gap-of-case-{n} }}}}

## Commentary

Much could be said of $x_{n}^2$.

## Setting

Four numbers.
---
profile = "full"
seeds = 4
---
from claimbook.lab import record

record("gap", [0.1, 0.2, 0.3, 0.{n}][:seeds])
---
## Is there a gap?

It is {{{{ gap }}}}. Then comes [another](case-{after}.ipynb).

## What this does not test

Much.

## Questions

Why?
"""


def bench_many(options: argparse.Namespace, size: int = 1000) -> Iterator[Row]:
    """Time what is said of a thousand small notebooks: none has run, then all have."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("bib", "docs", "notebooks"):
            (root / name).mkdir()
        (root / "mkdocs.yml").write_text("site_name: A thousand\n", "utf-8")
        (root / "bib" / "works.bib").touch()
        for n in range(size):
            text = json.dumps(make_light(LIGHT.format(n=n, after=(n + 1) % size)))
            (root / "notebooks" / f"case-{n}.ipynb").write_text(text, "utf-8")
        command = [BIN / "claimbook", "--project", root]
        timed([*command, "bib"])
        yield from time_many(options, command, "never run")
        keep_runs(root)
        yield from time_many(options, command, "executed")


def time_many(
    options: argparse.Namespace, command: Sequence[str | Path], note: str
) -> Iterator[Row]:
    """Time `status` and `check`, the first after a change of the engine and the later ones."""
    for name, goal in {"status": 1.5, "check": 5.0}.items():
        for kept in ("fronts.json", "code.json", "sound.json"):
            (Path(command[-1]) / ".claimbook" / kept).unlink(missing_ok=True)
        what = f"claimbook {name}, 1,000 notebooks"
        first, *later = [cpu_of([*command, name]) for _ in range(options.repeat + 1)]
        yield Row(what, later, goal, f"CPU, {note}; {first:.1f} the first time")


def make_light(text: str) -> dict[str, Any]:
    """Make a notebook of its five cells."""
    front, abstract, parameters, code, prose = text.removeprefix("---\n").split("---\n")
    cells = [
        ("raw", f"---\n{front}---"),
        ("markdown", abstract),
        ("code", parameters),
        ("code", code),
        ("markdown", prose),
    ]
    made = [
        {"cell_type": kind, "id": f"c{place}", "metadata": {}, "source": source.strip()}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for place, (kind, source) in enumerate(cells)
    ]
    made[2]["metadata"] = {"tags": ["parameters"]}
    return {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def cpu_of(command: Sequence[str | Path]) -> float:
    """Run a command to its good end and return the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    timed(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


PAGE = "Prose with *emphasis*, `code`, a [link](https://example.org) and no more.\n\n" * 40
CITING = "As @{0} [§2] and others [see @{1}; @{2}, table 4; -@{3}] found.\n\n"
SITE = ("toc", "footnotes", "tables", "attr_list", "md_in_html", "abbr", "def_list", "admonition")


def bench_citations(options: argparse.Namespace, size: int = 1000) -> Iterator[Row]:
    """Time what citations add to a page, all works of a bibliography cited once.

    So every work is decoded on the page that is timed; in one title of twenty there is math.
    """
    years = [2015 + number % 10 for number in range(size)]
    entries = [ENTRY.format(year=y, short=y - 2000, number=n) for n, y in enumerate(years)]
    entries = [e if n % 20 == 0 else e.replace("$n^2$ ", "") for n, e in enumerate(entries)]
    records = {one.key: one for one in read_bib("\n".join(entries), where="works.bib")}
    keys = list(records)
    pages = [
        PAGE
        + "".join(CITING.format(*keys[place : place + 4]) for place in range(first, first + 16, 4))
        for first in range(0, size - 15, 16)
    ]
    for style in ("author-year", "numeric"):
        seconds = []
        for _ in range(options.repeat):
            naming.forget()
            plain = converted(pages, lambda: ())
            citing = converted(pages, partial(cited_from, records, style))
            seconds.append((citing - plain) / len(pages))
        yield Row(f"citations, a page, {style}", seconds, 0.005, f"{size:,} entries, 16 a page")


def cited_from(records: Mapping[str, Record], style: str) -> tuple[Extension]:
    """Make the extension that a page is converted with."""
    return (CitationExtension(records=records, style=style),)


def converted(pages: Sequence[str], citing: Callable[[], Sequence[Extension]]) -> float:
    """Convert pages as MkDocs does, each with an instance of its own; return the CPU seconds."""
    began = time.process_time()
    for page in pages:
        Markdown(extensions=[*SITE, *citing()]).convert(page)
    return time.process_time() - began


TYPED = """async (text) => {
  const search = document.querySelector(".cb-filter [type=search]");
  const began = performance.now();
  search.value = text;
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return (performance.now() - began) / 1000;
}"""


def bench_filter(options: argparse.Namespace, size: int = 10_000) -> Iterator[Row]:
    """Time the bibliography page's answer to a letter typed, until it is painted."""
    from playwright.sync_api import sync_playwright

    with fresh_copy() as copy, sync_playwright() as playwright:
        with (copy / "bib" / "works.bib").open("a", encoding="utf-8") as works:
            for n in range(size):
                works.write(ENTRY.format(year=2015 + n % 10, short=15 + n % 10, number=n) + "\n")
        command = [BIN / "mkdocs", "build", "-q", "-f", copy / "mkdocs.yml"]
        own = {"CLAIMBOOK_PROFILE": "none", "CLAIMBOOK_STORE": str(copy / ".claimbook")}
        yield Row(f"mkdocs build, {size:,} works more", [timed(command, own)])
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        page = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        ).new_page()
        page.goto((copy / "site" / "bibliography" / "index.html").as_uri())
        page.wait_for_function("document.querySelectorAll('.cb-shelf li[id]').length <= 200")
        typed = ["t", "ti", "tit", "title 77", "", "2019", "muller", "no such work", ""]
        seconds = [page.evaluate(TYPED, text) for text in typed * options.repeat]
        yield Row("bibliography page, a letter typed", seconds, 0.1, "until painted")


def repeated(options: argparse.Namespace, command: Sequence[str | Path]) -> list[float]:
    """Time a command as often as the options say."""
    return [timed(command) for _ in range(options.repeat)]


def bench_serve(options: argparse.Namespace) -> Iterator[Row]:
    """Time from the command to the first page, in a fresh copy where nothing has ever run."""
    seconds = [first_answer() for _ in range(options.repeat)]
    yield Row("mkdocs serve, first answer, cold", seconds, 5.0, "empty store, fresh copy")


def first_answer(limit: float = 60.0) -> float:
    """Serve a fresh copy of the project and return the seconds until it answers."""
    with fresh_copy() as copy:
        port = free_port()
        log = copy.parent / "serve.log"
        with log.open("w") as output:
            began = time.perf_counter()
            server = subprocess.Popen(
                [str(BIN / "mkdocs"), "serve", "--dev-addr", f"127.0.0.1:{port}"],
                cwd=copy,
                env=os.environ | {"CLAIMBOOK_STORE": str(copy / ".claimbook")},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            while time.perf_counter() - began < limit and server.poll() is None:
                if answers(f"http://127.0.0.1:{port}/"):
                    return time.perf_counter() - began
                time.sleep(0.02)
            sys.exit(f"mkdocs serve gave no page:\n{log.read_text('utf-8')[-2000:]}")
        finally:
            stop(server)


@contextmanager
def fresh_copy() -> Iterator[Path]:
    """Copy what git would keep into a temporary folder."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    # a background run may write its last files while the folder goes
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "claimbook"
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        yield copy


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Return whether a page is there."""
    try:
        with urllib.request.urlopen(url, timeout=5) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server as Ctrl-C would, so that it ends its kernels; then without asking."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def bench_notebooks(options: argparse.Namespace) -> Iterator[Row]:
    """Time each finished notebook on one core, with nothing compiled and nothing stored."""
    goals = {"quick": 20.0, "full": 180.0}
    finished = [notebook.slug for notebook in open_book(ROOT).notebooks if notebook.front.tested]
    for slug in options.slug or finished:
        for profile in options.profile or goals:
            wall, cpu = one_core(slug, profile)
            yield Row(
                f"claimbook run {slug}, {profile}", [wall], goals[profile], f"CPU {cpu:.1f} s"
            )


def one_core(slug: str, profile: str) -> tuple[float, float]:
    """Run a notebook on one core in an empty store; return wall and CPU seconds."""
    available = os.sched_getaffinity(0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    os.sched_setaffinity(0, {max(available)})
    try:
        with tempfile.TemporaryDirectory() as store:
            command = (BIN / "claimbook", "run", slug, "--profile", profile, "--jobs", "1")
            wall = timed(command, {"CLAIMBOOK_STORE": store, "OMP_NUM_THREADS": "1"})
    finally:
        os.sched_setaffinity(0, available)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bench_saved(options: argparse.Namespace, count: int = 100) -> Iterator[Row]:
    """Time what an author waits for, of 100 light notebooks, executed before."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found: dict[str, list[float]] = {}
        projects = lay_out(Path(folder), count, options.languages)
        for what, seconds in time_saves(*projects, options.repeat):
            found.setdefault(what, []).append(seconds)
    languages = ("one language", "two languages")[options.languages - 1]
    note = f"the cell takes no time; {languages}"
    yield Row(f"one code cell while serving {count}", found["code"], 0.7, note)
    goal = 0.4 * median(found["peer"])
    note = f"0.4 of the next; {languages}"
    yield Row(f"one sentence while serving {count}", found["prose"], goal, note)
    yield Row("the same, mkdocs-jupyter", found["peer"])


PARTS: Mapping[str, Callable[[argparse.Namespace], Iterator[Row]]] = {
    "import": bench_import,
    "check": bench_check,
    "many": bench_many,
    "bib": bench_bib,
    "citations": bench_citations,
    "filter": bench_filter,
    "stale": bench_stale,
    "serve": bench_serve,
    "saved": bench_saved,
    "notebooks": bench_notebooks,
}


def main() -> None:
    """Parse the options, measure the parts in turn, and print a row as soon as it is known."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS)}")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="measurements a row")
    parser.add_argument(
        "--languages", type=int, choices=(1, 2), default=1, help="saved: of our site"
    )
    parser.add_argument("--slug", action="append", help="notebooks: only this one")
    parser.add_argument("--profile", action="append", choices=("quick", "full"))
    options = parser.parse_args()
    if unknown := [part for part in options.parts if part not in PARTS]:
        parser.error(f"no part is named {unknown[0]}; there are {', '.join(PARTS)}")
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(f"{'what':<44} {'median s':>8}  {'range':<16} {'goal':>6}")
    for part in options.parts or [name for name in PARTS if name not in ("notebooks", "filter")]:
        for row in PARTS[part](options):
            print(row, flush=True)


if __name__ == "__main__":
    main()
