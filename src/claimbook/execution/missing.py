"""Runs before a build, which waits for them; where none is missing, nothing that runs notebooks is loaded."""

import subprocess
import sys
from pathlib import Path

from claimbook.execution.states import find_missing


def run_missing(root: Path, profile: str) -> int:
    """Run what has no fresh run, and wait for it; return the exit code of `claimbook run`.

    Raises `ClaimbookError` if the book cannot be read.
    """
    slugs = find_missing(root, profile, failed=True)
    command = [sys.executable, "-m", "claimbook", "--project", str(root), "run"]
    command += ["--profile", profile, *slugs]
    return subprocess.run(command, check=False).returncode if slugs else 0
