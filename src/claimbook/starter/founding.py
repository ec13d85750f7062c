"""A new project, written whole into a folder and never over anything."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claimbook.bibliography.records import generate
from claimbook.errors import ClaimbookError
from claimbook.notebook.book import open_book
from claimbook.starter.answers import Answers
from claimbook.starter.drafting import draft_files
from claimbook.starter.record import NAME, Record, digest_file, write_record


@dataclass(frozen=True)
class Founded:
    """A project just begun: what was written, and what was there and is as it was."""

    made: tuple[str, ...]
    kept: tuple[str, ...]


def find_present(folder: Path, answers: Answers, today: date) -> list[str]:
    """Return the files of a new project that the folder has already, whatever they hold."""
    paths = [*draft_files(answers, today.isoformat()), NAME]
    return [path for path in paths if (folder / path).exists() or (folder / path).is_symlink()]


def begin_project(folder: Path, answers: Answers, today: date) -> Founded:
    """Write every file of a project that the folder does not have.

    Raises `ClaimbookError` if the folder cannot be written to.
    """
    files = draft_files(answers, today.isoformat())
    made = []
    try:
        for path, text in files.items():
            if write_new(folder / path, text):
                made.append(path)
        book = open_book(folder, [])
        write_new(book.settings.bibliography, generate(book))
    except OSError as error:
        where = str(error.filename or folder)
        raise ClaimbookError(f"cannot be written: {error.strerror}", where=where) from error
    if not (folder / NAME).exists():
        digests = {path: digest_file(files[path]) for path in made}
        write_record(folder, Record(answers, today.isoformat(), digests))
    return Founded(tuple(made), tuple(path for path in files if path not in made))


def write_new(path: Path, text: str) -> bool:
    """Write a file where there is none; return whether there was none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="") as file:  # a file that exists is refused
            file.write(text)
    except FileExistsError:
        return False
    return True
