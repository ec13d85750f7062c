"""Lay files into the site: what the site of before had, byte for byte, is moved rather than written.

MkDocs empties the site's folder before each build, and to make thousands of files takes longer than all the
rest. So what is there is put aside first, and dropped at the end. Builds into one folder take turns, or one
would put aside, and put back, what the other makes.
"""

import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority

from claimbook.files import write_anew
from claimbook.installed import digest_text
from claimbook.site.state import log, state

FOLDER = "site-before"  # in the work folder
_LONG = 86_400.0  # seconds after which a build has been broken off


def on_pre_build(config: MkDocsConfig) -> None:
    """Put the site of before aside; beside a server it is kept in case that the build fails."""
    state.laid = None
    if state.serving:
        return
    site, folder = Path(config.site_dir), state.edition.book.settings.work / FOLDER
    _wait_for_turn(aside := folder / name_site(config))
    shutil.rmtree(aside, ignore_errors=True)
    _clear_abandoned(folder)
    with suppress(OSError):  # another file system, or nothing there: all is written anew
        aside.mkdir(parents=True)
        state.laid = aside
        for path in site.iterdir():
            if path.name[0] != ".":  # which MkDocs leaves alone
                path.rename(aside / path.name)


def name_site(config: MkDocsConfig) -> str:
    """Return what tells the folder that is built into from others."""
    return digest_text(str(Path(config.site_dir).resolve()))[:16]


def _wait_for_turn(aside: Path) -> None:
    """Wait until nobody else builds into the same folder; where no file can be locked, nobody waits."""
    _end_turn()
    with suppress(NotImplementedError, OSError):
        aside.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{aside}.lock", thread_local=False, fallback_to_soft=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            log.info("waiting for another build into the same folder")
            lock.acquire()
        state.turn = lock


def _clear_abandoned(folder: Path) -> None:
    """Remove what builds into other folders left that were killed."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and path.stat().st_mtime < time.time() - _LONG:
                shutil.rmtree(path, ignore_errors=True)


def put_file(config: MkDocsConfig, name: str, content: str | bytes) -> None:
    """Lay a file into the site that is being made; `name` is its path there."""
    state.put.append(name)
    data = content.encode("utf-8") if isinstance(content, str) else content
    path = os.path.join(config.site_dir, name)  # noqa: PTH118 (thousands: texts are quicker)
    if state.laid is not None and _take_over(f"{state.laid}/{name}", path, data):
        return
    write_anew(Path(path), data)


def _take_over(old: str, new: str, data: bytes) -> bool:
    """Move a file of the site of before, if it is what would be written; return whether it is."""
    try:
        about = os.lstat(old)
        if not stat.S_ISREG(about.st_mode) or about.st_size != len(data):
            return False
        with open(old, "rb") as file:  # noqa: PTH123
            same = file.read() == data
        if same:
            os.rename(old, new)  # noqa: PTH104
    except OSError:
        return False
    return same


@event_priority(-650)  # all languages are there
def _drop_rest(config: MkDocsConfig) -> None:
    """Drop what is left of the site of before."""
    del config
    if state.language is None:
        _drop()


@event_priority(-700)  # all languages are there, and it is noted what lies in the site
def _let_next(config: MkDocsConfig) -> None:
    """Let another build into the same folder begin."""
    del config
    if state.language is None:
        _end_turn()


on_post_build = CombinedEvent(_drop_rest, _let_next)


def on_build_error(error: Exception) -> None:
    """Do both."""
    del error
    _drop()
    _end_turn()


def _end_turn() -> None:
    if state.turn is not None:
        state.turn.release()
        state.turn = None


def _drop() -> None:
    if state.laid is not None:
        shutil.rmtree(state.laid, ignore_errors=True)
        state.laid = None
