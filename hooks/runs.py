"""Run what is missing: before a build, and beside a server, which never waits for a kernel."""

import atexit
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority, get_plugin_logger

from claimbook.errors import ClaimbookError, Exit
from claimbook.execution.schedule import State, find_status
from claimbook.execution.store import Store
from claimbook.notebook.book import find_root, open_book, read_settings
from claimbook.notebook.source import PROFILES, write_if_changed

log = get_plugin_logger("claimbook")
POLL = 0.3  # seconds between looks at the progress of a background run


class Background:
    """One `claimbook run` at a time beside the server; module globals outlive a rebuild."""

    def __init__(self) -> None:
        self.wake = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.server: LiveReloadServer | None = None
        self.site_dir = self.root = Path()

    def start(self) -> None:
        """Start the thread that waits for work."""
        atexit.register(self.stop)
        threading.Thread(target=self._work, name="claimbook-runs", daemon=True).start()

    def stop(self) -> None:
        """Stop the run in progress, and with it its kernels."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=10)

    def _work(self) -> None:
        while True:
            self.wake.wait()
            self.wake.clear()
            while not (self.server and self.server.serve_thread.is_alive()):
                threading.Event().wait(POLL)  # the first answer comes before the first look
            self._run()

    def _run(self) -> None:
        """Run every notebook that has no fresh run and has not failed as it stands."""
        try:
            slugs = missing(self.root, "quick")
        except ClaimbookError:
            return  # the pages say what is wrong; mending it wakes this thread again
        if not slugs:
            return
        work = read_settings(self.root).work
        with (work / "background.log").open("w+b") as said:
            self.process = subprocess.Popen(
                _run_command(self.root, "quick", slugs), stdout=said, stderr=said
            )
            psutil.Process(self.process.pid).nice(10)  # the pages come first
            while self.process.poll() is None:
                self._publish(work / "progress.json")
                threading.Event().wait(POLL)
            said.seek(0)
            self._report(said.read().decode(errors="replace").strip())
        if self.process.returncode in (Exit.GOOD, Exit.NOTEBOOK_FAILED):
            write_if_changed(work / "stamp", str(time.time_ns()))

    def _report(self, said: str) -> None:
        """Say in the terminal what went wrong."""
        if self.process and self.process.returncode == Exit.NOTEBOOK_FAILED:
            log.warning("a notebook failed, and its page says so\n%s", said)
        elif self.process and self.process.returncode not in (Exit.GOOD, Exit.INTERRUPTED):
            log.warning("notebooks could not be run\n%s", said)

    def _publish(self, progress: Path) -> None:
        """Lay the progress beside the pages, where a waiting page asks for it."""
        if progress.is_file() and self.site_dir.is_dir():
            write_if_changed(self.site_dir / "progress.json", progress.read_text("utf-8"))


background = Background()
command = "build"


def on_startup(command: str, dirty: bool) -> None:
    """Remember which command runs; start the thread of a server."""
    del dirty
    globals()["command"] = command
    if command == "serve":
        background.start()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # runs `stop`


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Run what is missing before a build; a notebook that fails fails the build."""
    root = find_root(Path(config.config_file_path).parent)
    profile = config.extra["claimbook"]["profile"]
    if profile not in (*PROFILES, "none"):
        raise PluginError(
            f'mkdocs.yml: extra.claimbook.profile: "{profile}" is not full, quick or none'
        )
    if command == "build" and profile != "none":
        _run_before_build(root, profile)
    background.root, background.site_dir = root, Path(config.site_dir)
    return config


def _run_before_build(root: Path, profile: str) -> None:
    try:
        slugs = missing(root, profile, failed=True)
    except ClaimbookError as error:
        raise PluginError(str(error)) from None
    done = subprocess.run(_run_command(root, profile, slugs), check=False) if slugs else None
    if done and done.returncode:
        raise PluginError(
            f"the site is not built: `claimbook run` ended with exit code {done.returncode}"
        )


def missing(root: Path, profile: str, *, failed: bool = False) -> list[str]:
    """Name the notebooks without a fresh run; a full run serves for a quick one.

    Those that failed exactly as they stand are left out unless `failed` is set.
    """
    book = open_book(root)
    store = Store(book.settings.store_url)
    profiles = PROFILES if profile == "quick" else (profile,)
    states = [find_status(book, store, name) for name in profiles]
    settled = {State.FRESH} if failed else {State.FRESH, State.FAILED}
    return [
        notebook.slug
        for notebook, *found in zip(book.notebooks, *states, strict=True)
        if not any(one.state in settled for one in found)
    ]


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., Any]) -> None:
    """Rebuild when a background run ends."""
    del config, builder
    background.server = server
    stamp = read_settings(background.root).work / "stamp"
    write_if_changed(stamp, "")
    server.watch(str(stamp))


def on_post_build(config: MkDocsConfig) -> None:
    """Let the thread look for what is missing now."""
    del config
    if command == "serve":
        background.wake.set()


def _run_command(root: Path, profile: str, slugs: list[str]) -> list[str]:
    claimbook = [sys.executable, "-m", "claimbook", "--project", str(root)]
    return [*claimbook, "run", "--profile", profile, *slugs]
