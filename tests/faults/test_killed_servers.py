"""`mkdocs serve` killed at random moments while notebooks run: nothing lost, half-written or left."""

import shutil
import time
from pathlib import Path

import pytest
from deaths import (
    await_end,
    choose_moments,
    kill_all,
    list_family,
    list_kept,
    list_marked,
    see_after,
)
from serving import Server, copy_project

from claimbook.execution.store import Store
from front import FRONT, cell, write_notebook

SLOW = """
import time
from claimbook.lab import record
turn = 0
time.sleep(1)
record("gap", [0.1, 0.2, 0.3])
"""
WITHIN = 9.0  # seconds until a server has answered and its notebook has run, about


@pytest.mark.parametrize("count", [1, pytest.param(20, marks=pytest.mark.long)])
def test_killed_servers(tmp_path: Path, temporary: Path, count: int) -> None:
    """Soon after each death no process of it lives; the next server takes up what was not run."""
    root = copy_project(tmp_path / "project")
    shutil.rmtree(root / "notebooks")
    store, kept = Store(str(root / ".claimbook")), set[str]()
    for turn, moment, told in choose_moments(count, WITHIN):
        code = cell("code", "measure", SLOW.replace("turn = 0", f"turn = {turn}"))
        write_notebook(root / "notebooks", "tiny", code, front=FRONT)
        server = Server(root)
        time.sleep(moment)
        family = list_family(server.process.pid)
        kill_all(family[:1])
        server.process.wait()
        kept = see_after(family, temporary, store, kept, told)
    if count > 1:
        serve_to_its_end(root, store)
        assert await_end(list_marked(temporary)) == []
        assert list((root / ".claimbook" / "sessions").iterdir()) == []
    assert [one.name for one in temporary.iterdir() if one.name.startswith("cb-")] == []


def serve_to_its_end(root: Path, store: Store) -> None:
    """Serve until the last notebook has run, and stop."""
    kept, server = list_kept(store), Server(root)
    server.wait()
    deadline = time.monotonic() + 60
    while len(list_kept(store)) == len(kept) and "tiny: run in" not in server.log.read_text():
        assert time.monotonic() < deadline, server.log.read_text()
        time.sleep(0.1)
    server.stop()
