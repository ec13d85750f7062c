"""A project of one paper in a folder of its own, to be checked."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from claimbook.bibliography.records import generate
from claimbook.checks.project import check
from claimbook.checks.sound import FILE
from claimbook.notebook.book import open_book
from front import FRONT, write_notebook

_KEPT: list[tempfile.TemporaryDirectory[str]] = []
RUN = {  # a line of the ledger
    "time": "2024-02-29T12:00:00+00:00",
    "slug": "tiny",
    "fingerprint": "f",
    "commit": None,
    "dirty": None,
    "values": "v",
    "verdicts": {"gap-is-small": "inconclusive"},
    "failure": None,
}


def project(tmp_path: Path, *cells, front: str = FRONT, works: str = "") -> Path:
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "docs").mkdir(parents=True)
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "works.bib").write_text(works)
    write_notebook(tmp_path / "notebooks", "tiny", *cells, front=front)
    refresh(tmp_path)
    return tmp_path


def refresh(root: Path) -> None:
    (root / "bib" / "claimbook.bib").write_text(generate(open_book(root)))


def faults(root: Path) -> list[str]:
    """Check a project that remembers whatever any other test found sound."""
    index, shared = root / ".claimbook" / FILE, open_shared() / FILE
    if shared.is_file():
        index.parent.mkdir(exist_ok=True)
        shutil.copyfile(shared, index)
    found = [str(fault) for fault in check(root)]
    if index.is_file():
        shutil.copyfile(index, shared)
    assert all("\n" not in fault for fault in found)
    return found


@cache
def open_shared() -> Path:
    """Return the folder of this process in which tests find what others found sound."""
    _KEPT.append(tempfile.TemporaryDirectory())
    return Path(_KEPT[0].name)
