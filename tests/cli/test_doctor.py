"""`claimbook doctor`: what of this machine a digest can count on."""

import json
from typing import Any

import pytest

from claimbook import __version__
from small_project import Project, claimbook

THINGS = "Python Claimbook site notebooks lab store kernel browser network".split()


def test_each_thing_is_told_in_a_line(project: Project) -> None:
    """Versions, store, kernel, browser and network; without a network all is good still."""
    done = claimbook(project, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line[2:].partition(": ")[0] for line in lines] == THINGS
    signs = {line[2:].partition(": ")[0]: line[0] for line in lines}
    assert signs["kernel"] == signs["store"] == signs["notebooks"] == "●"
    assert signs["network"] == "○"
    assert lines[1].startswith(f"● Claimbook: {__version__}, in ")


def test_a_store_that_cannot_be_written_is_a_fault(
    project: Project, monkeypatch: pytest.MonkeyPatch, registries: Any
) -> None:
    """The line says why, the exit code is 1, and what comes after it is looked at all the same."""
    registries()
    monkeypatch.setenv("CLAIMBOOK_STORE", "/proc/nowhere")
    done = claimbook(project, "doctor", "--json")
    assert (done.returncode, done.stderr) == (1, "claimbook: one fault found\n")
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert "cannot be written" in found["store"]["told"]
    assert [name for name, one in found.items() if one["good"] is False] == ["store"]
    assert found["network"] == {"name": "network", "told": "arXiv answers", "good": True}
