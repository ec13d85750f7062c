"""Processes that are killed at random moments, and what must not be left of them."""

import os
import random
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from claimbook.execution.stock import find_faults
from claimbook.execution.store import Store

SEED = int(os.environ.get("CLAIMBOOK_SEED", "20240229"))
SOON = 20.0  # seconds within which whatever was started is gone; a second, on a machine at rest


def choose_moments(count: int, within: float) -> Iterator[tuple[int, float, str]]:
    """Yield each victim's number, the seconds after which it dies, and how to have the same again."""
    chance = random.Random(SEED)
    for turn in range(count):
        moment = chance.uniform(0.0, within)
        yield turn, moment, f"seed {SEED}, turn {turn}, after {moment:.2f} s"


def list_family(pid: int) -> list[psutil.Process]:
    """Return a process with all that it has started."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def list_workers(family: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Return the workers among the processes that a command has started."""
    found = []
    for one in family:
        with suppress(psutil.NoSuchProcess):
            found += [one] if "multiprocessing" in " ".join(one.cmdline()) else []
    return found


def kill_all(family: Iterable[psutil.Process]) -> None:
    """Kill processes that the test itself has started."""
    for one in family:
        try:
            one.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue


def is_alive(process: psutil.Process) -> bool:
    """Whether a process runs, and does not only wait to be forgotten."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def await_end(family: Sequence[psutil.Process]) -> list[psutil.Process]:
    """Wait until processes are gone; return those that are not."""
    deadline = time.monotonic() + SOON
    while (alive := [one for one in family if is_alive(one)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return alive


def list_marked(folder: Path) -> list[psutil.Process]:
    """Return every process that has this temporary folder: all that a test's own commands started."""
    found = []
    for one in psutil.process_iter():
        try:
            if one.environ().get("TMPDIR") == str(folder) and is_alive(one):
                found.append(one)
        except psutil.Error:
            continue
    return found


def list_scraps(*folders: Path) -> list[str]:
    """Return what was left half written or half cleared away."""
    found = [path for folder in folders for path in folder.rglob(".*") if path.is_file()]
    return sorted(str(path) for path in found)


def read_over(store: Store) -> list[str]:
    """Return what is wrong with what is kept."""
    return [f"{fault.name}: {fault.what}" for fault in find_faults(store)]


def list_kept(store: Store) -> set[str]:
    """Return the names of all runs that are kept."""
    assert store.folder is not None
    return {str(path.relative_to(store.folder)) for path in store.folder.glob("runs/*/*/[!.l]*")}


def see_after(
    family: Iterable[psutil.Process], temporary: Path, store: Store, kept: set[str], told: str
) -> set[str]:
    """See that soon after a death no process lives, and that what was kept stays and is whole.

    Return the names of all runs that are kept now.
    """
    assert await_end([*family, *list_marked(temporary)]) == [], told
    assert read_over(store) == [], told
    now = list_kept(store)
    assert kept <= now, told
    return now
