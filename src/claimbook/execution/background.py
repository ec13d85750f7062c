"""Runs beside a server, which never waits for a kernel."""

import atexit
import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from claimbook.errors import ClaimbookError, Interrupted
from claimbook.execution.fingerprint import Fingerprint, take_fingerprint
from claimbook.execution.imports import search_path
from claimbook.execution.lanes import Lane, Work
from claimbook.execution.processes import kill_marked, name_owner
from claimbook.execution.progress import FILE, STAMP, Task, write_stamp
from claimbook.execution.provenance import count_cores
from claimbook.execution.session import Outcome, report_failure, stop_sessions
from claimbook.execution.store import Store
from claimbook.files import write_if_changed
from claimbook.notebook.book import open_book, read_settings
from claimbook.notebook.source import PROFILES, Notebook
from claimbook.wording.catalogue import say

PATIENCE = 3.0  # seconds that a server is waited for
PAUSE = 2.0  # seconds between two calls for new pages while more is to be run

Say = Callable[[str], None]


def find_wanted(root: Path, settled: set[str]) -> dict[str, str]:
    """Return the notebooks that have neither run nor failed as they stand, what changed last first.

    Each comes with its fingerprint in the quick profile; a full run serves as well. Fingerprints
    known to be `settled` are not looked up again. What cannot be read is left to its page.
    """
    book = open_book(root, [])
    store, found = Store(book.settings.store_url), dict[str, str]()
    for notebook in sorted(book.notebooks, key=_find_change, reverse=True):
        try:
            one = take_fingerprint(notebook, book.settings, "quick")
            known = one.digest in settled and store.holds(notebook.slug, notebook.front.moved_from)
            if known or _is_settled(store, notebook, one):
                settled.add(one.digest)
            else:
                found[notebook.slug] = one.digest
        except ClaimbookError:
            continue
    return found


def _find_change(notebook: Notebook) -> float:
    try:
        return notebook.path.stat().st_mtime
    except OSError:  # it is just being replaced
        return 0.0


def _is_settled(store: Store, notebook: Notebook, found: Fingerprint) -> bool:
    digests = [(profile, found.move_to_profile(profile).digest) for profile in PROFILES]
    slug, former = notebook.slug, notebook.front.moved_from
    return any(store.get(slug, *one, former) is not None for one in digests) or any(
        store.get_failure(slug, *one) is not None for one in digests
    )


class Background:
    """Run in the quick profile what is missing, each notebook alone, while pages are served.

    A run whose notebook has changed meanwhile is stopped, so that of several edits the last is
    run. A thread looks for work when it is woken; each lane has one of its own while it runs.
    """

    def __init__(self, root: Path, *, inform: Say, warn: Say) -> None:
        self.root, self.inform, self.warn = root, inform, warn
        self.published: Path | None = None  # the folder in which pages ask for the progress
        self.served = threading.Event()  # the first answer comes before the first look
        self._wake, self._lock, self._over = threading.Event(), threading.RLock(), False
        self._lanes = [Lane(root, ahead=number == 0) for number in range(min(count_cores(), 4))]
        self._free = list(self._lanes)
        self._wanted: dict[str, str] = {}
        self._running: dict[str, Work] = {}
        self._tasks: dict[str, Task] = {}
        self._settled: set[str] = set()
        self._stamped, self._written = 0.0, ""
        self._ended: set[str] | None = set()  # None if anything may have changed
        self._looking = False
        self.looks = 0  # how often it has looked for work

    @property
    def stamp(self) -> Path:
        """The file that changes when pages are to be made anew."""
        return read_settings(self.root).work / STAMP

    @property
    def places(self) -> tuple[Path, ...]:
        """The folders in which a notebook finds modules of the project."""
        return search_path(self.root)

    def start(self) -> None:
        """Start the thread; whatever runs at the end of this process is stopped."""
        atexit.register(self.stop)
        threading.Thread(target=self._work, name="claimbook-runs", daemon=True).start()

    def wake(self) -> None:
        """Let the thread look for what is missing now."""
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether nothing runs, and nothing is about to."""
        with self._lock:
            at_work = self._running or self._wanted or self._looking
        return not (at_work or self._wake.is_set())

    def call(self) -> None:
        """Let all pages be made anew."""
        with self._lock:
            self._ended = None
        self._write_stamp()

    def _write_stamp(self) -> None:
        with self._lock:
            self._written = write_stamp(self.stamp.parent)

    def take_ended(self) -> set[str] | None:
        """Return the notebooks whose runs have ended since; None if anything may have changed.

        So it may where another process has called for new pages: `claimbook run`, or a second server.
        """
        with self._lock:
            ended, self._ended = self._ended, set()
            with suppress(OSError):
                written, self._written = self._written, self.stamp.read_text("utf-8")
                ended = ended if written == self._written else None
        return ended

    def stop(self) -> None:
        """Stop what runs, and leave no process."""
        with self._lock:
            if self._over:
                return
            self._over = True
            for work in self._running.values():
                work.stopped.set()
        end = time.monotonic() + PATIENCE
        while self._running and time.monotonic() < end:
            time.sleep(0.02)
        with suppress(ClaimbookError):  # what is killed then has not failed
            stop_sessions(read_settings(self.root).work)
        kill_marked(name_owner())
        for lane in self._lanes:
            lane.end()

    def _work(self) -> None:
        while not self._over:
            self._wake.wait()
            self._looking = True
            self._wake.clear()
            self.served.wait(PATIENCE)
            # if it cannot be read, the pages say why, and mending it wakes this thread again
            with suppress(ClaimbookError, OSError):
                self._take_up(find_wanted(self.root, self._settled))
                self.looks += 1
            self._looking = False

    def _take_up(self, wanted: dict[str, str]) -> None:
        """Stop what is wanted no more, and begin with what is."""
        with self._lock:
            self._wanted = wanted
            for slug, work in self._running.items():
                if wanted.get(slug) == work.digest:
                    del wanted[slug]
                elif slug in wanted or work.digest not in self._settled:  # else it has just ended
                    work.stopped.set()
            self._tasks |= {slug: Task() for slug in wanted}
        self._begin()

    def _begin(self) -> None:
        """Fill the lanes; with nothing to do, let a kernel be started for what will come."""
        with self._lock:
            todo = [slug for slug in self._wanted if slug not in self._running]
            while todo and self._free and not self._over:
                work = Work(slug := todo.pop(0), self._wanted.pop(slug))
                self._running[slug] = work
                lane = self._free.pop(0)
                threading.Thread(target=self._run, args=(lane, work), daemon=True).start()
            idle = not self._over and self._lanes[0] in self._free
        if idle:
            self._attempt_to_prepare()

    def _attempt_to_prepare(self) -> None:
        try:
            self._lanes[0].start_ahead()
        except (OSError, RuntimeError, ClaimbookError) as error:
            if not self._over:
                self.warn(f"{say('background-refused')}\n{type(error).__name__}: {error}")

    def _run(self, lane: Lane, work: Work) -> None:
        """Run one notebook; whatever goes wrong is said, and the lane serves again."""
        self.inform(say("background-begins", slug=work.slug))
        try:
            self._report(work, lane.run(work, self._publish))
        except Interrupted:
            if not self._over:
                self.inform(say("background-stopped", slug=work.slug, seconds=work.seconds))
        except Exception as error:  # of the disk, the system, an executor: the server goes on
            named = str(error) if isinstance(error, ClaimbookError) else repr(error)
            self.warn(f"{say('background-refused')}\n{named}")
        with self._lock:
            del self._running[work.slug]
            self._free.insert(0 if lane.ahead else len(self._free), lane)
        self._begin()

    def _report(self, work: Work, outcome: Outcome | None) -> None:
        """Say how a run ended, and have it shown."""
        known = {"slug": work.slug, "seconds": work.seconds}
        if outcome is not None and outcome.failed:
            lines = report_failure(outcome.run) if outcome.run else [str(outcome.error)]
            self.warn("\n".join([say("background-failed", **known), *lines]))
        else:
            self.inform(say("background-ended", **known))
        idle = len(self._running) == 1 and not self._wanted
        with self._lock:
            self._ended = None if self._ended is None else self._ended | {work.slug}
        if idle or time.monotonic() - self._stamped > PAUSE:
            self._stamped = time.monotonic()
            self._write_stamp()
        if idle and not self.served.is_set():
            self.inform(say("background-restart"))

    def _publish(self, tasks: Mapping[str, Task]) -> None:
        """Lay the progress beside the pages, where a waiting page asks for it."""
        with self._lock:
            self._tasks |= tasks
            shown = {
                slug: asdict(task) | {"elapsed": round(task.elapsed)}
                for slug, task in self._tasks.items()
            }
            state = {"running": True, "pid": os.getpid(), "notebooks": shown}
            if self.published and self.published.is_dir():
                write_if_changed(self.published / FILE, json.dumps(state, ensure_ascii=False))
