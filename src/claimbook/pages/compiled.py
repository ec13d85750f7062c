"""Compiled templates, kept from one process to the next: to compile them takes a second or more.

A compiled template is found by its source, and lies in a folder named after all else that it was
compiled by: the engine, what is installed, the settings of its environment. What is damaged counts as
absent, and a folder that cannot be written costs time alone.
"""

import logging
import shutil
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from claimbook.files import write_if_changed
from claimbook.installed import digest_engine, digest_text
from claimbook.pages.cabinet import pack, unpack

log = logging.getLogger("claimbook.pages.compiled")
FOLDER = "templates"  # in the work folder
MOST = 4  # folders: of the engine and of the theme, as they were before too
_SETTINGS = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *("trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline"),
    *("optimized", "autoescape", "is_async", "sandboxed"),
)


class Compiled(BytecodeCache):
    """The compiled templates of one environment, each in a file behind a digest of itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template as it was kept, if it was."""
        path = self.folder / bucket.key
        try:
            code = unpack(self._locate(bucket), path.read_bytes())
        except OSError:
            return
        if code is not None:
            bucket.bytecode_from_string(code)
        else:
            log.info("%s is damaged; its template is compiled again", path)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            write_if_changed(self.folder / bucket.key, pack(self._locate(bucket), code))

    def _locate(self, bucket: Bucket) -> str:
        return f"{self.folder.name}/{bucket.key}"


def keep_compiled(environment: Environment, work: Path) -> None:
    """Let an environment keep what it compiles, unless it cannot be told what that is made by."""
    engine = digest_engine()
    if engine is None:
        environment.bytecode_cache = None
        return
    settings = [f"{name} {getattr(environment, name)!r}" for name in _SETTINGS]
    known = [*environment.extensions, "", *environment.filters, "", *environment.tests]
    folder = work / FOLDER / digest_text(engine, *settings, *known)[:32]
    if not folder.is_dir():
        with suppress(OSError):
            folder.mkdir(parents=True)
            _forget_oldest(folder.parent)
    environment.bytecode_cache = Compiled(folder)


def _forget_oldest(folder: Path) -> None:
    found = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime_ns)
    for old in found[:-MOST]:
        shutil.rmtree(old, ignore_errors=True)
