"""Saving a notebook while it is served, timed until its page says it: ours and mkdocs-jupyter's."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workload import KINDS, keep_outputs, keep_runs, make_peers, make_project

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 120.0  # seconds for a page
CALM = 4.0  # seconds in which a server says nothing, so that it has nothing more to do
SAVED = "notebooks/case-3.ipynb", "docs/case-3.ipynb"
PAGES = "papers/case-3/", "case-3/"


def lay_out(folder: Path, count: int) -> tuple[Path, Path]:
    """Lay out the same light notebooks, all executed, for Claimbook and for mkdocs-jupyter."""
    make_project(folder / "claimbook", KINDS["light"], count)
    make_peers(folder, KINDS["light"], count)
    keep_runs(folder / "claimbook")
    keep_outputs(folder / "jupyter")
    return folder / "claimbook", folder / "jupyter"


def time_saves(ours: Path, peer: Path, repeat: int) -> Iterator[tuple[str, list[float]]]:
    """Yield what was done and the seconds of each time, from the save to the page."""
    with serve(ours) as address:
        yield "prose", list(_save(ours / SAVED[0], address + PAGES[0], "word", repeat))
        yield "code", list(_save(ours / SAVED[0], address + PAGES[0], "print", repeat))
    with serve(peer) as address:
        yield "peer", list(_save(peer / SAVED[1], address + PAGES[1], "word", repeat))


def _save(path: Path, address: str, kind: str, repeat: int) -> Iterator[float]:
    """Change a word, or what is printed, and wait for the page that shows it."""
    before = path.read_text("utf-8")
    for _ in range(repeat):
        mark = str(time.time_ns() // 1_000_000 % 10**8)  # never run before
        old, new = {"word": ("A word", f"A {mark}th word"), "print": ("y + 1", f"y + {mark}")}[kind]
        path.write_text(before.replace(old, new, 1), "utf-8")
        shown = f"A {mark}th word" if kind == "word" else str(3 + int(mark))
        began = time.perf_counter()
        _wait_for(address, shown)
        yield time.perf_counter() - began
        time.sleep(CALM)


def _wait_for(address: str, text: str = "") -> None:
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=LIMIT) as page:
                if text in page.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.02)
    sys.exit(f"{address} never said {text!r}")


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a project, and give its address once it answers and rests."""
    port = 8000 + os.getpid() % 1000
    address, log = f"http://127.0.0.1:{port}/", folder / "serve.log"
    known = {"PYTHONPATH": str(ROOT / "src"), "NO_MKDOCS_2_WARNING": "1"}
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=folder,
            env={**os.environ, **known},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(address)
        _wait_for_calm(log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for_calm(log: Path) -> None:
    before, since = "", time.monotonic()
    while time.monotonic() - since < CALM:
        if (said := log.read_text("utf-8")) != before:
            before, since = said, time.monotonic()
        time.sleep(0.1)
