"""Where a result came from: machine, code, versions and time."""

import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claimbook.model.run import Provenance

Origin = tuple[str | None, bool | None]  # the commit, and whether files differ from it


def count_cores() -> int:
    """Return the number of processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def describe_device() -> str:
    """Return the processor's model and the number of cores that may be used."""
    count = count_cores()
    return f"{_read_model()}, {count} core{'s' if count > 1 else ''}"


def _read_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def read_commit(root: Path) -> Origin:
    """Return the commit of a project and whether its files differ; None where git is not."""
    head = ask_git(root, "rev-parse", "HEAD")
    if head is None:
        return None, None
    changes = ask_git(root, "status", "--porcelain", "--untracked-files=no")
    return head.strip(), bool(changes)


def ask_git(root: Path, *arguments: str, stdin: str | None = None) -> str | None:
    """Return what git says in a project; None where it is not, fails or takes ten seconds."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}  # never in the way of a commit
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            env=environment,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def begin_provenance(
    origin: Origin, profile: str, parameters: Mapping[str, Any], versions: Mapping[str, str]
) -> Provenance:
    """Return what is known before a run begins."""
    head, dirty = origin
    return Provenance(
        profile=profile,
        parameters=dict(parameters),
        device=describe_device(),
        python=platform.python_version(),
        platform=platform.platform(),
        machine=platform.machine(),
        versions=dict(versions),
        commit=head,
        dirty=dirty,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )
