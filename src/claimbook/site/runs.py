"""Run what is missing: before a build, and beside a server, which never waits for a kernel.

What a server alone needs is loaded when there is one.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from claimbook.errors import ClaimbookError
from claimbook.execution.missing import run_missing
from claimbook.notebook.book import find_root, read_settings
from claimbook.notebook.source import PROFILES
from claimbook.site.state import log, state

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from claimbook.execution.background import Background

CHANGES = ("created", "deleted", "modified", "moved")


@event_priority(120)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Run what is missing before a build; a notebook that fails fails the build."""
    root = find_root(Path(config.config_file_path).parent)
    try:
        read_settings(root)  # without which nothing can be read
    except ClaimbookError as error:
        raise PluginError(str(error)) from None
    profile = config.extra.get("claimbook", {}).get("profile", "full")
    if profile not in (*PROFILES, "none"):
        place = "mkdocs.yml: extra.claimbook.profile"
        raise PluginError(f'{place}: "{profile}" is not full, quick or none')
    if state.serving:
        background = _begin_background(root, Path(config.site_dir))
        if background.served.is_set():  # what has changed is run while its page is made
            background.wake()
    elif profile != "none":
        _run_before_build(root, profile, config)
    return config


def _begin_background(root: Path, site: Path) -> "Background":
    """Start the thread once; a server comes here at every rebuild."""
    if state.background is None:
        from claimbook.execution.background import Background

        state.background = Background(root, inform=log.info, warn=log.warning)
        state.background.start()
        state.background.call()  # there is something to watch
        for name in ("SIGTERM", "SIGHUP"):  # asked to end, or its terminal is closed
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda number, _: sys.exit(128 + number))
    state.background.published = site
    return state.background


def on_shutdown() -> None:
    """Stop what runs before the interpreter waits for its workers."""
    if state.background:
        state.background.stop()


def _run_before_build(root: Path, profile: str, config: MkDocsConfig) -> None:
    try:
        code = run_missing(root, profile, _list_meanwhile(root, config))
    except ClaimbookError as error:
        raise PluginError(str(error)) from None
    if code:
        raise PluginError(f"the site is not built: `claimbook run` ended with exit code {code}")


def _list_meanwhile(root: Path, config: MkDocsConfig) -> Iterator[Callable[[], object]]:
    """Yield what is loaded while notebooks run: where any is run, there are pages to make."""
    from claimbook.site.warming import list_steps

    yield from list_steps(config, read_settings(root).work)


def on_serve(server: "LiveReloadServer", config: MkDocsConfig, builder: Callable[..., Any]) -> None:
    """Rebuild when a background run ends, or a module that notebooks may import has changed."""
    del config, builder
    if state.background:
        server.watch(str(state.background.stamp))
        watch_sources(state.background)
        state.background.served.set()


class Sources(FileSystemEventHandler):
    """Call for new pages when a module or data change; begin to run a notebook the moment it is saved."""

    def __init__(self, background: "Background") -> None:
        super().__init__()
        self.background = background
        self.behind: list[Path] = []  # where links among the data lead

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Do so, unless a file was only read."""
        paths = os.fsdecode(event.src_path), os.fsdecode(event.dest_path)
        if event.event_type not in CHANGES:
            return
        data = tuple(map(str, [*list_data(), *self.behind]))
        if any(one.endswith((".py", ".pyi")) for one in paths) or any(
            f"{one}/".startswith(f"{name}/") for one in paths if one for name in data
        ):
            self.background.call()
        elif any(one.endswith(".ipynb") for one in paths):
            state.saved = time.monotonic()
            self.background.wake()


def list_data() -> list[Path]:
    """Return the files and folders that notebooks declare as their data."""
    book = state.edition.book
    names = {name for notebook in book.notebooks for name in notebook.front.data}
    return [book.settings.root / name for name in sorted(names)]


def watch_sources(background: "Background") -> None:
    """Watch notebooks, their data, and what lies where their kernels find local modules."""
    from watchdog.observers import Observer

    root, handler = background.root, Sources(background)
    state.observer, state.sources = (observer := Observer()), handler
    observer.daemon = True
    for folder in background.places:
        if folder.is_dir():
            observer.schedule(handler, str(folder), recursive=folder != root)
    try:
        observer.start()
    except OSError as error:  # the system watches no more files: a restart sees what has changed
        log.info("%s", error)
    _watch_data(handler)


def _watch_data(handler: Sources) -> None:
    declared = list_data()
    handler.behind = [real for path in declared for real in _follow_links(path)]
    for path in (*declared, *handler.behind):
        folder = path if path.is_dir() else path.parent
        with suppress(OSError):  # it is not there, which its page says
            state.observer.schedule(handler, str(folder), recursive=path.is_dir())


def _follow_links(path: Path) -> Iterator[Path]:
    """Yield where data lead that are links, or hold some."""
    with suppress(OSError):
        yield from (one.resolve() for one in (path, *path.rglob("*")) if one.is_symlink())


def on_post_build(config: MkDocsConfig) -> None:
    """Let the thread look for what is missing now; watch the data that notebooks declare since."""
    del config
    if state.background:
        state.background.wake()
        if state.observer is not None:
            _watch_data(state.sources)
