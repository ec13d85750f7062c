"""A Dask scheduler and workers in processes of their own, in folders where nothing of a project is."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import psutil

PATIENCE = 90.0  # seconds for a process to be there


@contextmanager
def start(
    folder: Path, *command: str, env: Mapping[str, str] | None = None, python: str = sys.executable
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Dask command in an empty folder; end it with all that it started."""
    folder.mkdir(parents=True)
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        process = subprocess.Popen(
            [python, "-m", "dask", *command],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, **(env or {})},
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            family = psutil.Process(process.pid).children(recursive=True)
            for one in (psutil.Process(process.pid), *family):
                with suppress(psutil.NoSuchProcess):  # the first takes some of them with it
                    one.kill()
        process.wait()


@contextmanager
def open_scheduler(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a scheduler on the loopback; return its address and its process."""
    told = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))
    with start(folder / "scheduler", "scheduler", *options, "--no-dashboard") as process:
        deadline = time.monotonic() + PATIENCE
        while not (told.is_file() and told.read_text().endswith("}")):
            assert time.monotonic() < deadline, "there is no scheduler"
            time.sleep(0.05)
        yield str(json.loads(told.read_text())["address"]), process


def add_workers(
    folder: Path,
    address: str,
    *options: str,
    env: Mapping[str, str] | None = None,
    python: str = sys.executable,
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Start a worker, or several; `await_workers` waits until the scheduler knows them."""
    always = ("--memory-limit", "0", "--no-dashboard")
    return start(folder, "worker", address, *always, *options, env=env, python=python)


def await_workers(address: str, count: int) -> None:
    """Wait until a scheduler has so many workers."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=PATIENCE)
