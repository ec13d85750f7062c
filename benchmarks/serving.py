"""Saving a notebook while it is served, timed until its page says it: ours and mkdocs-jupyter's."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workload import KINDS, keep_outputs, keep_runs, make_peers, make_project

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 600.0  # seconds for a page, on a machine however busy
CALM = 4.0  # seconds in which a server says nothing, so that it has nothing more to do
SAVED = "notebooks/case-3.ipynb", "docs/case-3.ipynb"
PAGES = "papers/case-3/", "case-3/"


@dataclass(frozen=True)
class Server:
    """A server that runs, where it answers, and what it says."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def wait_for(self, page: str, text: str = "") -> None:
        """Wait until a page says a text; a server that died, or never says it, ends the measurement."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.address + page, timeout=LIMIT) as answer:
                    if text in answer.read().decode():
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.02)
        tail = "\n".join(self.log.read_text("utf-8").splitlines()[-20:])
        sys.exit(f"{self.address}{page} never said {text!r}:\n{tail}")

    def wait_for_calm(self) -> None:
        """Wait until it has said nothing for a while."""
        before, since = "", time.monotonic()
        while time.monotonic() - since < CALM:
            if (said := self.log.read_text("utf-8")) != before:
                before, since = said, time.monotonic()
            time.sleep(0.1)


def lay_out(folder: Path, count: int, languages: int = 1) -> tuple[Path, Path]:
    """Lay out the same light notebooks, all executed, for Claimbook and for mkdocs-jupyter."""
    make_project(folder / "claimbook", KINDS["light"], count, languages)
    make_peers(folder, KINDS["light"], count)
    keep_runs(folder / "claimbook")
    keep_outputs(folder / "jupyter")
    return folder / "claimbook", folder / "jupyter"


def time_saves(ours: Path, peer: Path, repeat: int) -> Iterator[tuple[str, float]]:
    """Yield what was saved and the seconds until it was seen; both servers run, and take turns."""
    with serve(ours) as own, serve(peer) as other:
        for _ in range(repeat):
            yield "prose", _save(own, ours / SAVED[0], PAGES[0], "word")
            yield "peer", _save(other, peer / SAVED[1], PAGES[1], "word")
            yield "code", _save(own, ours / SAVED[0], PAGES[0], "print")


def _save(server: Server, path: Path, page: str, kind: str) -> float:
    """Change a word, or what is printed, wait for the page that shows it, and put it back."""
    before = path.read_text("utf-8")
    mark = str(time.time_ns() // 1_000_000 % 10**8)  # never run before
    old, new = {"word": ("A word", f"A {mark}th word"), "print": ("y + 1", f"y + {mark}")}[kind]
    path.write_text(before.replace(old, new, 1), "utf-8")
    began = time.perf_counter()
    server.wait_for(page, f"A {mark}th word" if kind == "word" else str(3 + int(mark)))
    took = time.perf_counter() - began
    server.wait_for_calm()
    path.write_text(before, "utf-8")
    server.wait_for_calm()
    return took


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """Serve a project, once it answers and rests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    log = folder / "serve.log"
    known = {"PYTHONPATH": str(ROOT / "src"), "NO_MKDOCS_2_WARNING": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", host],
            cwd=folder,
            env={**os.environ, **known},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        server = Server(process, f"http://{host}/", log)
        server.wait_for("")
        server.wait_for_calm()
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
