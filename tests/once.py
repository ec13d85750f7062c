"""What takes long to make, made by one worker of a run of the tests and taken by the others."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder of this run's that `make` has filled, in this worker or in another.

    Whoever comes meanwhile waits; what was given up half made is begun anew.
    """
    base = factory.getbasetemp()
    common = (
        base.parent if base.name.startswith("popen-") else base
    )  # as xdist names a worker's own
    folder, made = common / name, common / f"{name}.made"
    with FileLock(common / f"{name}.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder
