"""What was written into a project when it was begun: the answers, the day, a digest of each file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from claimbook import __version__
from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.starter.answers import Answers

NAME = ".starter.json"


@dataclass(frozen=True)
class Record:
    """The answers that a project was begun with, on which day, and digests of what was written."""

    answers: Answers
    day: str
    files: Mapping[str, str]


def digest_file(text: str) -> str:
    """Return the digest of a file's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_record(root: Path, record: Record) -> None:
    """Write the record of a project."""
    told = {
        "claimbook": __version__,
        "answers": asdict(record.answers),
        "day": record.day,
        "files": dict(sorted(record.files.items())),
    }
    write_if_changed(root / NAME, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def read_record(root: Path) -> Record:
    """Return the record of a project.

    Raises `ClaimbookError` if there is none, or it is not one.
    """
    path = root / NAME
    try:
        told = json.loads(path.read_text("utf-8"))
        files = {str(name): str(value) for name, value in told["files"].items()}
        answers = {str(name): str(text) for name, text in told["answers"].items()}
        day = date.fromisoformat(told["day"]).isoformat()
        if any(text != " ".join(text.split()) for text in answers.values()):
            raise ValueError("an answer is no line of text")
        return Record(Answers(**answers), day, files)
    except FileNotFoundError:
        what, fix = "there is no record of what was written", "only `claimbook init` leaves one"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what, fix = f"is no record of what was written: {error}", "take it from the repository"
    raise ClaimbookError(what, where=NAME, fix=fix)
