"""A server that outlives whatever goes wrong: the last good pages stay, and say what is wrong."""

import logging
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from logging.handlers import MemoryHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from claimbook.pages.drawing import draw
from claimbook.site.alone import rebuild_alone
from claimbook.site.following import settle_later
from claimbook.site.state import OvertakenError, list_theme_folders, state

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

POLL = 0.1  # seconds between looks at the files; MkDocs' own is half a second
MOST = 1000  # lines of a fault
TOP = re.compile(r"<article\b[^>]*>|<body\b[^>]*>")


class Builder:
    """Build the site; where that fails, keep the site of before and say so on each of its pages."""

    def __init__(self, build: Callable[[], Any], site: Path) -> None:
        self.build, self.site = build, site
        self.marked: dict[Path, str] = {}  # pages as they were, before a fault was put on them

    def __call__(self) -> None:
        """Build once: the pages that have changed alone, or all of the site."""
        if self._build_alone():
            return
        known = dict(vars(state))
        try:
            self._build_all()
        except OvertakenError:
            vars(state).update(known)
            if self._build_alone():
                settle_later(state.build) if state.build else None
            else:
                self._build_all()

    def _build_alone(self) -> bool:
        with suppress(Exception):  # then the whole is built, which says what is wrong
            return not self.marked and rebuild_alone()
        return False

    def _build_all(self) -> None:
        self._clear_marks()
        with tempfile.TemporaryDirectory(dir=self.site.parent, prefix="mkdocs_") as name:
            _move(self.site, Path(name))
            try:
                with _collect_faults() as faults:
                    self.build()
            except (
                Exception
            ) as error:  # of MkDocs, a plugin, a hook, a template: the server goes on
                _clear_folder(self.site)
                _move(Path(name), self.site)
                if isinstance(error, OvertakenError):
                    raise
                logging.getLogger("mkdocs").error("%s", error)
                self._mark_pages(
                    [record.getMessage() for record in faults.buffer]
                    or [f"{type(error).__name__}: {error}"]
                )

    def _mark_pages(self, faults: list[str]) -> None:
        shown = draw("faults", faults=list(dict.fromkeys(faults)))
        for page in self.site.rglob("*.html"):
            text = page.read_text("utf-8")
            if found := TOP.search(text):
                self.marked[page] = text
                page.write_text(f"{text[: found.end()]}{shown}{text[found.end() :]}", "utf-8")

    def _clear_marks(self) -> None:
        for page, text in self.marked.items():
            page.write_text(text, "utf-8")
        self.marked.clear()


def _move(here: Path, there: Path) -> None:
    for path in list(here.iterdir()):
        with suppress(FileNotFoundError):  # the progress of a run is written at any time
            path.rename(there / path.name)


def _clear_folder(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def _collect_faults() -> Iterator[MemoryHandler]:
    """Collect what MkDocs says of a build that fails; one that gives way has none."""
    faults, log = MemoryHandler(MOST, flushLevel=logging.CRITICAL + 1), logging.getLogger("mkdocs")
    faults.setLevel(logging.ERROR)
    log.addHandler(faults)
    building, state.overtaken = logging.getLogger("mkdocs.commands.build"), False
    building.addFilter(_is_fault)
    try:
        yield faults
    finally:
        log.removeHandler(faults)
        building.removeFilter(_is_fault)


def _is_fault(record: logging.LogRecord) -> bool:
    return record.levelno < logging.ERROR or not state.overtaken


@event_priority(100)  # the others watch what they need on the server that serves
def on_serve(
    server: "LiveReloadServer", config: MkDocsConfig, builder: Callable[..., Any]
) -> "LiveReloadServer":
    """Serve with a builder that does not fail, and look at the files more often."""
    from claimbook.site.serving import Server

    host, port = config.dev_addr
    made = Server(
        Builder(builder, Path(config.site_dir)),
        host,
        port,
        config.site_dir,
        server.mount_path,
        polling_interval=POLL,
    )
    made.error_handler = server.error_handler
    server.server_close()
    made.watch(config.docs_dir)
    if config.config_file_path:
        made.watch(config.config_file_path)
    for folder in list_theme_folders(config):
        made.watch(folder)
    return made
