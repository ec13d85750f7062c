"""Runs before a build, which waits for them; where none is missing, nothing that runs notebooks is loaded."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread

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
    with _heed_ends(), subprocess.Popen([*command, "--profile", profile, *slugs]) as runs:
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


@contextmanager
def _heed_ends() -> Iterator[None]:
    """Let a build that is asked to end, or whose terminal is closed, end what it waits for."""
    names = ("SIGTERM", "SIGHUP") if current_thread() is main_thread() else ()
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    heeded = [one for one in numbers if signal.getsignal(one) is signal.SIG_DFL]
    for one in heeded:
        signal.signal(one, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        for one in heeded:
            signal.signal(one, signal.SIG_DFL)
