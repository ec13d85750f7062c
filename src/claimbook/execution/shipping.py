"""One notebook with all that its kernel may find, for a machine where nothing of the project is.

The modules within reach of its imports and its declared data are taken as the fingerprint knows
them; what is neither does not travel.
"""

import pickle
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimbook import __version__
from claimbook.errors import ClaimbookError
from claimbook.execution.digests import digest_data, list_files
from claimbook.execution.facts import digest_module
from claimbook.execution.imports import find_module, read_state
from claimbook.execution.job import Job
from claimbook.model.paper import STDLIB

Files = Mapping[str, bytes]  # by their path in the project
_MODULE, _DATA = "module ", "data "


@dataclass(frozen=True)
class Parcel:
    """What one run needs; its data come beside it, for other runs may need the same."""

    job: Job
    modules: Files
    topic: str  # under which a worker tells how far it has come


def pack(thing: Any) -> bytes:
    """Return a thing as bytes, small enough to travel."""
    return zlib.compress(pickle.dumps(thing), level=1)


def unpack(packed: bytes) -> Any:
    """Return what was packed; to be called on what one's own scheduler brought."""
    return pickle.loads(zlib.decompress(packed))


def list_needs(job: Job) -> dict[str, str]:
    """Return what a worker must have, name by name: Python, and distributions in their versions."""
    needs = {"python": job.fingerprint.parts["python"], "claimbook": __version__}
    return needs | job.fingerprint.versions


def collect_modules(job: Job) -> Files:
    """Return the modules that a run depends on, with the stubs that lazy packages read.

    Raises `ClaimbookError` for one that is no longer what the fingerprint was taken of.
    """
    files = dict[str, bytes]()
    for name, digest in _list_parts(job, _MODULE):
        path = find_module(name, job.root)
        if path is None or not _is_same(path, digest):
            raise _explain_change(job, f"the module {name}")
        stub = path.with_suffix(".pyi")
        for file in (path, stub) if stub.is_file() else (path,):
            files[_name_file(file, name, job.root)] = file.read_bytes()
    return files


def _name_file(file: Path, module: str, root: Path) -> str:
    """Return where a file of a module lies below the root; one from elsewhere goes to the others there."""
    if file.is_relative_to(root):
        return file.relative_to(root).as_posix()
    parts = module.split(".") if file.stem == "__init__" else module.split(".")[:-1]
    return "/".join(("src", *parts, file.name))


def _list_parts(job: Job, kind: str) -> Iterator[tuple[str, str]]:
    for part, digest in job.fingerprint.parts.items():
        if part.startswith(kind):
            yield part.removeprefix(kind), digest


def _is_same(path: Path, digest: str) -> bool:
    """Whether a module is what it was; a fingerprint counts its docstrings or does not."""
    state = read_state(path)
    return any(digest == digest_module(path, *state, docstrings=flag) for flag in (False, True))


def list_data(job: Job) -> dict[str, str]:
    """Return the digests of the data that must travel, by name: all but the standard library."""
    return {name: digest for name, digest in _list_parts(job, _DATA) if name != STDLIB}


def collect_data(job: Job, name: str) -> Files:
    """Return the files of one declared name."""
    top = job.root / name
    if not (files := list_files(top)):
        raise _explain_change(job, f'the data file "{name}"')
    return {path.relative_to(job.root).as_posix(): path.read_bytes() for path in files}


def write_files(root: Path, files: Files) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def refuse_changed_data(job: Job, root: Path) -> None:
    """Refuse data that are no longer what the fingerprint was taken of."""
    for name, digest in list_data(job).items():
        if digest_data(name, root, root / ".claimbook" / "digests.json") != digest:
            raise _explain_change(job, f'the data file "{name}"')


def find_stdlib(job: Job, cache_file: Path) -> tuple[str, str] | None:
    """Return the digests here and needed of the standard library, if it is data and they differ."""
    needed = job.fingerprint.parts.get(_DATA + STDLIB)
    here = digest_data(STDLIB, job.root, cache_file) if needed else None
    return (here, needed) if here and needed and here != needed else None


def _explain_change(job: Job, what: str) -> ClaimbookError:
    return ClaimbookError(
        f"{what} has changed since the run began", where=f"{job.slug}.ipynb", fix="run it again"
    )
