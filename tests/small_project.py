"""A small project to run, made of the case notebooks in `tests/notebooks`."""

import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from claimbook.cli.main import main
from claimbook.execution.store import Store
from claimbook.notebook.book import Book, open_book

CASES = Path(__file__).parent / "notebooks"


def wait_for_lines(process: subprocess.Popen[str], *lines: str) -> None:
    """Go on when a run has said each of these on its standard error."""
    assert process.stderr is not None
    awaited = set(lines)
    while awaited:
        line = process.stderr.readline()
        assert line, "the run ended too early"
        awaited = {text for text in awaited if not line.startswith(text)}


@dataclass(frozen=True)
class Project:
    """A project in a folder of its own."""

    root: Path

    def add(self, *cases: str) -> None:
        for case in cases:
            shutil.copy(CASES / f"{case}.ipynb", self.root / "notebooks")

    def edit(self, case: str, old: str, new: str) -> None:
        """Replace a text in a notebook's file, where it must stand."""
        path = self.root / "notebooks" / f"{case}.ipynb"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def move(self, case: str, slug: str) -> None:
        """Rename a notebook's file, and say so in it."""
        self.edit(case, '"trust:', f'"moved_from: [{case}]\\n", "trust:')
        path = self.root / "notebooks" / f"{case}.ipynb"
        path.rename(path.with_stem(slug))

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    @property
    def book(self) -> Book:
        return open_book(self.root)

    @property
    def store(self) -> Store:
        return Store(self.book.settings.store_url)


def claimbook(
    project: Project, *arguments: str, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the command line in the project, in this process: `test_run.py` tries it in one of its own."""
    given, out, err = (TextIOWrapper(BytesIO(text), "utf-8") for text in (stdin.encode(), b"", b""))
    with (
        chdir(project.root),
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        patch.setattr(sys, "stdin", given)
        main(arguments)
    code = ended.value.code
    assert code is None or isinstance(code, int)
    said, warned = (read_back(stream) for stream in (out, err))
    return subprocess.CompletedProcess(arguments, code or 0, said, warned)


def read_back(stream: TextIOWrapper) -> str:
    """Return what was written to a stream."""
    stream.seek(0)
    return stream.read()
