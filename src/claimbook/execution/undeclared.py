"""Files that a run read though its notebook declares them nowhere.

A fingerprint cannot hold them: they are known only once the notebook has run. They are kept with
the run, so that whoever reads its numbers, and its author, learns what else these hang on.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from claimbook.errors import ClaimbookError
from claimbook.execution.elsewhere import find_homes
from claimbook.execution.imports import search_path

MOST = 100  # names that a run keeps
SHOWN = 5  # of them in a line


def read_opened(log: Path, root: Path, parts: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return what a kernel noted, less what is a part of the fingerprint; None if it noted nothing.

    A file of the project is named by its path in it, one of the user by its path from ``~``.
    """
    try:
        noted = log.read_bytes().split(b"\0")[:-1]
    except OSError:
        return None
    paths = [Path(os.fsdecode(name)) for name in noted]
    roots = tuple(dict.fromkeys((root, root.resolve())))  # a kernel knows where it really is
    known = {file for one in roots for file in _list_modules(one, parts)}
    left = drop_declared((path for path in paths if path not in known), root, _list_declared(parts))
    return tuple(sorted({_name_path(path, roots) for path in left}))[:MOST]


def drop_declared(paths: Iterable[Path], root: Path, declared: Iterable[str]) -> list[Path]:
    """Leave out files that `declared` names, or that lie in a folder which it names; links are followed."""
    known = {(root / name).resolve() for name in declared}
    found = ((path, path.resolve()) for path in paths)
    return [path for path, real in found if not known & {real, *real.parents}]


def _list_declared(parts: Mapping[str, str]) -> list[str]:
    return [name.removeprefix("data ") for name in parts if name.startswith("data ")]


def _list_modules(root: Path, parts: Mapping[str, str]) -> set[Path]:
    """List the files in which the modules of a fingerprint may stand, with their stubs."""
    names = [name.removeprefix("module ") for name in parts if name.startswith("module ")]
    found = set[Path]()
    for name in names:
        for folder in (*search_path(root), *find_homes(name.partition(".")[0])):
            stem = folder.joinpath(*name.split("."))
            files = (stem.with_suffix(".py"), stem / "__init__.py")
            found.update(file.with_suffix(end) for file in files for end in (".py", ".pyi"))
    return found


def _name_path(path: Path, roots: Iterable[Path]) -> str:
    text = path.as_posix()
    for folder, short in (*((root, "") for root in roots), (Path.home(), "~/")):
        if path.is_relative_to(folder):
            text = f"{short}{path.relative_to(folder).as_posix()}"
            break
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def explain_undeclared(slug: str, names: Sequence[str]) -> ClaimbookError:
    """Return what is amiss with a notebook whose run read these files, in one line."""
    shown = list(names) if len(names) <= SHOWN + 1 else list(names[:SHOWN])
    files = ", ".join(shown) + (
        f" and {len(names) - SHOWN} more" if len(names) > len(shown) else ""
    )
    return ClaimbookError(
        f"its run read {files}, on which no fingerprint looks",
        where=f"{slug}.ipynb",
        fix="list under `data` what the results hang on, and keep it below the project's root",
    )
