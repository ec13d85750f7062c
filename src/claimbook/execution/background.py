"""`claimbook run` beside a server, which never waits for a kernel; and before a build, which does."""

import atexit
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from claimbook.errors import ClaimbookError, Exit
from claimbook.execution.progress import FILE
from claimbook.execution.schedule import find_missing
from claimbook.files import write_if_changed
from claimbook.notebook.book import read_settings
from claimbook.wording.catalogue import say

POLL = 0.3  # seconds between looks at the progress of a run
PATIENCE = 3.0  # seconds that a server is waited for
NICENESS = 10  # the pages come first
STAMP = "stamp"  # the file in the work folder that changes when a run has ended

Say = Callable[[str], None]


def run_missing(root: Path, profile: str) -> int:
    """Run what has no fresh run, and wait for it; return the exit code of `claimbook run`.

    Raises `ClaimbookError` if the book cannot be read.
    """
    slugs = find_missing(root, profile, failed=True)
    return (
        subprocess.run(_make_command(root, profile, slugs), check=False).returncode if slugs else 0
    )


def _make_command(root: Path, profile: str, slugs: Sequence[str]) -> list[str]:
    claimbook = [sys.executable, "-m", "claimbook", "--project", str(root)]
    return [*claimbook, "run", "--profile", profile, *slugs]


class Background:
    """One `claimbook run` at a time, in the quick profile, in a thread that waits for work."""

    def __init__(self, root: Path, *, inform: Say, warn: Say) -> None:
        self.root, self.inform, self.warn = root, inform, warn
        self.published: Path | None = None  # the folder in which pages ask for the progress
        self.served = threading.Event()  # the first answer comes before the first look
        self._wake = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def stamp(self) -> Path:
        """The file that changes when a run has ended."""
        return read_settings(self.root).work / STAMP

    def start(self) -> None:
        """Start the thread; whatever runs at the end of this process is stopped."""
        atexit.register(self.stop)
        threading.Thread(target=self._work, name="claimbook-runs", daemon=True).start()

    def wake(self) -> None:
        """Let the thread look for what is missing now."""
        self._wake.set()

    def stop(self) -> None:
        """Stop the run in progress, and with it its kernels."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=10)

    def _work(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            self.served.wait(PATIENCE)
            try:
                slugs = find_missing(self.root, "quick")
            except ClaimbookError:
                continue  # the pages say what is wrong; mending it wakes this thread again
            if slugs:
                self._attempt(slugs)

    def _attempt(self, slugs: Sequence[str]) -> None:
        """Run notebooks; the thread outlives whatever goes wrong, and says so."""
        try:
            self._run(slugs)
        except (OSError, psutil.Error, ClaimbookError) as error:
            self._report(Exit.UNEXPECTED, f"{type(error).__name__}: {error}")

    def _run(self, slugs: Sequence[str]) -> None:
        """Run notebooks that have no fresh run and have not failed as they stand."""
        self.inform(say("background-begins", slugs=", ".join(slugs)))
        work = read_settings(self.root).work
        work.mkdir(parents=True, exist_ok=True)
        with (work / "background.log").open("w+b") as said:
            command = _make_command(self.root, "quick", slugs)
            process = self._process = subprocess.Popen(command, stdout=said, stderr=said)
            psutil.Process(process.pid).nice(NICENESS)
            while process.poll() is None:
                self._publish(work / FILE)
                time.sleep(POLL)
            said.seek(0)
            self._report(process.returncode, said.read().decode(errors="replace").strip())
        if process.returncode in (Exit.GOOD, Exit.NOTEBOOK_FAILED):
            write_if_changed(self.stamp, str(time.time_ns()))
        live = self.served.is_set()
        self.inform(say("background-ended" if live else "background-restart"))

    def _report(self, code: int, said: str) -> None:
        """Say how a run ended."""
        if code == Exit.NOTEBOOK_FAILED:
            self.warn(f"{say('background-failed')}\n{said}")
        elif code not in (Exit.GOOD, Exit.INTERRUPTED):
            self.warn(f"{say('background-refused')}\n{said}")

    def _publish(self, progress: Path) -> None:
        """Lay the progress beside the pages, where a waiting page asks for it."""
        if progress.is_file() and self.published and self.published.is_dir():
            write_if_changed(self.published / FILE, progress.read_text("utf-8"))
