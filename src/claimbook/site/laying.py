"""Lay files into the site: what the site of before had, byte for byte, is moved rather than written.

MkDocs empties the site's folder before each build, and to make thousands of files takes longer than all the
rest. So what is there is put aside first, and dropped at the end.
"""

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from claimbook.files import write_anew
from claimbook.site.state import state

FOLDER = "site-before"  # in the work folder


def on_pre_build(config: MkDocsConfig) -> None:
    """Put the site of before aside; beside a server it is kept in case that the build fails."""
    state.laid = None
    if state.serving:
        return
    site, aside = Path(config.site_dir), state.edition.book.settings.work / FOLDER
    shutil.rmtree(aside, ignore_errors=True)
    with suppress(OSError):  # another file system, or nothing there: all is written anew
        aside.mkdir(parents=True)
        state.laid = aside
        for path in site.iterdir():
            if path.name[0] != ".":  # which MkDocs leaves alone
                path.rename(aside / path.name)


def put_file(config: MkDocsConfig, name: str, content: str | bytes) -> None:
    """Lay a file into the site that is being made; `name` is its path there."""
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


@event_priority(-300)  # all is there
def on_post_build(config: MkDocsConfig) -> None:
    """Drop what is left of the site of before."""
    del config
    _drop()


def on_build_error(error: Exception) -> None:
    """Do the same."""
    del error
    _drop()


def _drop() -> None:
    if state.laid is not None:
        shutil.rmtree(state.laid, ignore_errors=True)
        state.laid = None
