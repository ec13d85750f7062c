"""Where a notebook gets a cgroup of its own: beside this process's, below it, or from systemd.

Linux alone has them, and only version 2 can be handed to a user. A folder is used only if the limits
that hold here hold there too; where none is, the `keeper` counts and weighs by itself.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimbook.execution.keeper import count_tasks

_NEEDED = {"memory", "pids"}
_SECONDS = 5.0  # for systemd to answer
_SCOPE = ("systemd-run", "--user", "--scope", "--quiet", "--collect")
_FREE = "max"


@dataclass(frozen=True)
class Place:
    """The folder for groups, or the words before a command that give it one; neither, maybe."""

    parent: str = ""
    prefix: tuple[str, ...] = ()


def choose_place(memory: int, processes: int) -> Place:
    """Return where a kernel with these limits gets its group."""
    own = find_own_group()
    if own is None:
        return Place()
    folder, offered = find_parent(own)
    if not offered and find_scopes():
        return Place(prefix=ask_scope(memory, count_tasks(processes)))
    return Place(parent=str(folder) if folder else "")


@cache
def find_own_group(proc: Path = Path("/proc/self")) -> Path | None:
    """Return the folder of this process's cgroup of version 2, if there is one that can be seen."""
    try:
        groups = (proc / "cgroup").read_text("utf-8").splitlines()
        mounts = (proc / "mountinfo").read_text("utf-8").splitlines()
    except OSError:
        return None
    own = next((line[3:] for line in groups if line.startswith("0::")), "")
    for top, point in _list_mounts(mounts):
        if own.startswith(top) and ".." not in own:
            return Path(point) / own.removeprefix(top).lstrip("/")
    return None


def _list_mounts(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield, of each mounted tree of version 2, which part of it lies where."""
    for line in lines:
        place, _, kind = line.partition(" - ")
        if kind.startswith("cgroup2 "):
            fields = place.split()
            yield fields[3], fields[4]


def find_parent(own: Path) -> tuple[Path | None, bool]:
    """Return a folder in which a group may be made, and whether it offers the limits."""
    for folder in _list_folders(own):
        if _read_words(folder / "cgroup.subtree_control") >= _NEEDED and _may_make(folder):
            return folder, True
    return (own, False) if _may_make(own) else (None, False)


def _list_folders(own: Path) -> Iterator[Path]:
    yield own
    # what is beside a group is not held by its limits
    limits = (_read_words(own / name) for name in ("memory.max", "memory.high", "pids.max"))
    if all(limit <= {_FREE} for limit in limits) and (own.parent / "cgroup.procs").exists():
        yield own.parent


def _read_words(path: Path) -> set[str]:
    try:
        return set(path.read_text("ascii").split())
    except OSError:
        return set()


def _may_make(folder: Path) -> bool:
    """Whether groups may be made in a folder, and processes be moved within it."""
    return os.access(folder, os.W_OK) and os.access(folder / "cgroup.procs", os.W_OK)


@cache
def find_scopes() -> bool:
    """Whether this user's systemd makes groups for commands."""
    if not os.environ.get("XDG_RUNTIME_DIR") or shutil.which(_SCOPE[0]) is None:
        return False
    try:
        tried = [*ask_scope(1 << 30, 64), "true"]
        return not subprocess.run(
            tried, capture_output=True, timeout=_SECONDS, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def ask_scope(memory: int, tasks: int) -> tuple[str, ...]:
    """Return the words before a command that have systemd give it a group with these limits.

    They lie a little higher: the group is gone with what was in it, and who dies of its limits
    without the keeper leaves no sign of why.
    """
    limits = (f"MemoryMax={memory + memory // 8}", "MemorySwapMax=0", f"TasksMax={tasks}")
    given = (word for limit in limits for word in ("--property", limit))
    runtime = f"XDG_RUNTIME_DIR={os.environ['XDG_RUNTIME_DIR']}"  # a sandbox's kernel has it not
    return ("env", runtime, *_SCOPE, *given, "--")
