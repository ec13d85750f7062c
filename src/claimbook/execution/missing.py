"""Runs before a build, which waits for them; where none is missing, nothing that runs notebooks is loaded."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from claimbook.execution.states import find_missing


def run_missing(root: Path, profile: str, meanwhile: Iterable[Callable[[], object]] = ()) -> int:
    """Run what has no fresh run, and wait for it; return the exit code of `claimbook run`.

    Where anything is run, `meanwhile` is called, one after another, as long as it runs.

    Raises `ClaimbookError` if the book cannot be read.
    """
    slugs = find_missing(root, profile, failed=True)
    if not slugs:
        return 0
    command = [sys.executable, "-m", "claimbook", "--project", str(root), "run"]
    with subprocess.Popen([*command, "--profile", profile, *slugs]) as runs:
        try:
            for step in meanwhile:
                if runs.poll() is not None:
                    break
                with suppress(Exception):  # what is needed is tried again, and told of, where it is
                    step()
            return runs.wait()
        except BaseException:
            runs.kill()
            raise
