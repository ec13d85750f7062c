"""A code corpus that every machine with Python has: the standard library's own source."""

import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Left out: what distributions strip or add (tests, Tk, packaging), what holds a machine's own
# paths, and tables rather than code (codecs, the documentation's topics).
FOLDERS = frozenset(
    [
        "__pycache__",
        "_distutils_hack",
        "__phello__",
        "dist-packages",
        "distutils",
        "encodings",
        "ensurepip",
        "idlelib",
        "lib-dynload",
        "lib2to3",
        "pydoc_data",
        "site-packages",
        "test",
        "tests",
        "tkinter",
        "turtledemo",
        "venv",
    ]
)
FILES = frozenset({"sitecustomize.py", "usercustomize.py", "turtle.py"})


@dataclass(frozen=True)
class Corpus:
    """Source text as bytes, split by file; `digest` names its exact content."""

    train: NDArray[np.uint8] = field(repr=False)  # uint8, all training files after one another
    held_out: NDArray[np.uint8] = field(repr=False)
    train_files: tuple[str, ...] = field(repr=False)
    held_out_files: tuple[str, ...] = field(repr=False)
    digest: str

    def text(self, name: str) -> str:
        """Return the source of one file by its name in the library."""
        return (library() / name).read_text("utf-8", errors="replace")

    def held_out_parts(self, parts: int) -> tuple[NDArray[np.uint8], ...]:
        """Deal the held-out files in turn into disjoint parts, as for validation and test."""
        dealt = (self.held_out_files[part::parts] for part in range(parts))
        return tuple(_bytes([(n, (library() / n).read_bytes()) for n in names]) for names in dealt)


def library() -> Path:
    """Return the folder of the standard library."""
    return Path(sysconfig.get_path("stdlib"))


@cache
def python_source(*, held_out: float = 0.1) -> Corpus:
    """Read the standard library's source, with about `held_out` of its files set aside whole.

    Whether a file is held out follows from its name alone, so the split does not depend on the
    machine, on the order of its folders, or on which other files it has. The text differs
    between versions of Python: name the `digest` wherever a result is given.

    Raises `ValueError` if the share is not between 0 and 1.
    """
    if not 0 < held_out < 1:
        raise ValueError(f"held_out is a share between 0 and 1, not {held_out}")
    return read(library(), held_out=held_out)


def read(folder: Path, *, held_out: float) -> Corpus:
    """Read the Python source below a folder as `python_source` does."""
    whole = sha256()
    parts: dict[bool, list[tuple[str, bytes]]] = {False: [], True: []}
    for name in sorted(_names(folder)):
        content = (folder / name).read_bytes()
        whole.update(name.encode() + b"\0" + sha256(content).digest())
        parts[_share(name) < held_out].append((name, content))
    if not parts[False] or not parts[True]:
        raise ValueError("too few source files to split into training and held-out text")
    return Corpus(
        train=_bytes(parts[False]),
        held_out=_bytes(parts[True]),
        train_files=tuple(name for name, _ in parts[False]),
        held_out_files=tuple(name for name, _ in parts[True]),
        digest=whole.hexdigest(),
    )


def _names(folder: Path, inside: str = "") -> Iterator[str]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in FOLDERS:  # pruned here, for site-packages can be very large
                yield from _names(path, f"{inside}{path.name}/")
        elif path.suffix == ".py" and not _of_one_machine(path.name):
            yield inside + path.name


def _of_one_machine(name: str) -> bool:
    return name in FILES or name.startswith("_sysconfigdata")


def _share(name: str) -> float:
    """Return a number in [0, 1) that depends on a file's name alone."""
    return int.from_bytes(sha256(name.encode()).digest()[:6], "big") / 2**48


def _bytes(files: list[tuple[str, bytes]]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(content for _, content in files), dtype=np.uint8)
