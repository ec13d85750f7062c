"""A small project to run, made of the case notebooks in `tests/notebooks`."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from claimbook.book import Book, open_book
from claimbook.store import Store

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")

CASES = Path(__file__).parent / "notebooks"


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


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty project."""
    monkeypatch.delenv("CLAIMBOOK_STORE", raising=False)
    made = Project(tmp_path / "project")
    made.write("mkdocs.yml", "site_name: A small project\n")
    made.write("pyproject.toml", "[tool.claimbook]\ntime_limit = 60\n")
    made.write("bib/works.bib", "")
    (made.root / "notebooks").mkdir()
    return made
