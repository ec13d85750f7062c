"""Runs before a build, which waits for them; where none is missing, nothing that runs notebooks is loaded."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from claimbook.execution.states import find_missing


def run_missing(root: Path, profile: str, meanwhile: Callable[[], None] = lambda: None) -> int:
    """Run what has no fresh run, and wait for it; return the exit code of `claimbook run`.

    Where anything is run, `meanwhile` is called while it runs.

    Raises `ClaimbookError` if the book cannot be read.
    """
    slugs = find_missing(root, profile, failed=True)
    if not slugs:
        return 0
    command = [sys.executable, "-m", "claimbook", "--project", str(root), "run"]
    with subprocess.Popen([*command, "--profile", profile, *slugs]) as runs:
        try:
            meanwhile()
            return runs.wait()
        except BaseException:
            runs.kill()
            raise
