"""How notebooks stand, as a person and a program ask for it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from claimbook.cli.main import main
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.model.run import make_run
from front import PROVENANCE
from small_project import Project


def keep(project: Project, profile: str = "full", **known: Any) -> None:
    """Keep a run of the tiny notebook as it stands, without running it."""
    book = project.book
    notebook = book.get_notebook("tiny")
    found = take_fingerprint(notebook, book.settings, profile)
    raw = json.loads(notebook.path.read_text("utf-8"))
    project.store.put(
        make_run(
            raw,
            slug="tiny",
            fingerprint=found.digest,
            parts=found.parts,
            failure=None,
            provenance=replace(PROVENANCE, **{"profile": profile} | known),
            definitions=found.list_definitions(),
        )
    )


@pytest.fixture
def tiny(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project of one notebook, entered."""
    project.add("tiny")
    monkeypatch.chdir(project.root)
    return project


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what the command prints; it must end well."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(["status", *arguments])
        assert ended.value.code == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def why(say: Any) -> Any:
    """Return the lines that say what is other than in the nearest run, in the full profile."""

    def run(*arguments: str) -> list[str]:
        known = json.loads(say("--why", "--json", "--profile", "full", *arguments))
        differences: list[str] = known["notebooks"][0]["profiles"]["full"]["nearest"]["differences"]
        return differences

    return run


def test_both_profiles_stand_side_by_side(tiny: Project, say: Any) -> None:
    """A line a notebook tells of both profiles, and of one alone if that is asked for."""
    keep(tiny, "quick")
    assert say().splitlines() == ["notebook  full       quick", "tiny      never run  fresh"]
    tiny.edit("tiny", "seeds = 4", "seeds = 3")
    stale = "tiny      never run  stale  quick: parameter seeds 4 → 3"
    assert say("tiny").splitlines()[1] == stale
    assert say("--profile", "quick") == "tiny  stale  parameter seeds 4 → 3\n"
    keep(tiny, "full")
    tiny.edit("tiny", "seeds = 3", "seeds = 2")
    both = "full: parameter seeds 3 → 2, quick: parameter seeds 4 → 2"
    assert say().splitlines()[1] == f"tiny      stale  stale  {both}"


def test_a_project_without_notebooks_says_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch, say: Any
) -> None:
    """Where there is no notebook there is no line."""
    monkeypatch.chdir(project.root)
    assert say() == ""


def test_json_has_a_version_and_documented_keys(tiny: Project, say: Any) -> None:
    """What docs/contributing.md says of the JSON is what a program finds."""
    keep(tiny, undeclared=("a.csv",), machine="x86_64")
    known = json.loads(say("--json", "tiny"))
    (one,) = known["notebooks"]
    full, quick = one["profiles"]["full"], one["profiles"]["quick"]
    assert (known["version"], one["slug"], one["path"]) == (1, "tiny", "notebooks/tiny.ipynb")
    assert (full["state"], quick["state"], quick["run"]) == ("fresh", "never run", None)
    assert full["run"] == {
        "profile": "full",
        "fingerprint": full["fingerprint"],
        "started": PROVENANCE.started,
        "seconds": PROVENANCE.wall_seconds,
        "machine": "x86_64",
        "undeclared": ["a.csv"],
    }


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "0.1, 0.2",
            "0.3, 0.2",
            'code cell 2 ("The gap") changed: …lues": [0.1, 0.2, 0.3, 0.2][:seeds], "unit": "bits"} → '
            '…lues": [0.3, 0.2, 0.3, 0.2][:seeds], "unit": "bits"}',
        ),
        ("seeds = 4", "seeds = 3", "parameter seeds 4 → 3"),
        ("{quantity: gap,", "{quantity: slope,", "the claims' quantities: slope added"),
        ("import display", "import display\\nimport nowhere", "nowhere added"),
        (
            '"id": "measure",\n   "metadata": {',
            '"id": "measure",\n   "metadata": {"tags": ["skip-execution"]',
            'code cell 2 ("The gap") changed: nothing → # skip-execution',
        ),
    ],
)
def test_why_names_what_changed(tiny: Project, why: Any, old: str, new: str, line: str) -> None:
    """A changed cell is told by its heading and line, a value by what it was and is."""
    keep(tiny)
    tiny.edit("tiny", old, new)
    assert line in why()


def test_why_names_the_function(tiny: Project, why: Any) -> None:
    """Of a changed module what changed in it is named: functions, methods, constants."""
    tiny.edit("tiny", "payload = {", "import toys\\npayload = {")
    tiny.write("src/toys/__init__.py", "a = 1\ndef fit(x):\n    return x\nclass Net:\n    b = 2\n")
    keep(tiny)
    tiny.write(
        "src/toys/__init__.py",
        "import math\ndef fit(x):\n    return -x\nclass Net:\n    b = 3\n    def run(self): ...\n",
    )
    assert why() == [
        "module toys: lines outside of definitions, Net.b, fit changed; Net.run added; a removed"
    ]


def test_why_takes_the_nearest_run(tiny: Project, why: Any, say: Any) -> None:
    """Of all runs kept, in both profiles, the one that differs least is compared."""
    keep(tiny, started="2024-02-29T12:00:00+00:00")
    tiny.edit("tiny", "0.1, 0.2", "0.3, 0.2")
    tiny.edit("tiny", "seeds = 4", "seeds = 3")
    keep(tiny, "quick", started="2024-03-01T12:00:00+00:00")
    tiny.edit("tiny", "seeds = 3", "seeds = 5")
    assert why() == ["parameter seeds 3 → 5", "profile quick → full"]
    lines = say("--why").splitlines()
    assert lines[:2] == ["tiny", "  full: stale"]
    assert lines[2] == "    since its newest run: code cell 2 changed; parameter seeds 4 → 5"
    assert lines[3].startswith(
        "    against the nearest run kept: quick, 2024-03-01T12:00:00+00:00, "
    )


def test_why_without_any_run(tiny: Project, say: Any) -> None:
    """Where nothing is kept there is nothing to compare with."""
    assert say("--why", "--profile", "full").splitlines() == [
        *("tiny", "  full: never run", "    no run of it is kept, in either profile"),
    ]


def test_another_processor_is_told_and_no_reason_to_run(tiny: Project, say: Any) -> None:
    """A run of another kind of processor is fresh; `--why` says where it ran."""
    keep(tiny, machine="riscv64")
    lines = say("--why", "--profile", "full").splitlines()
    assert lines[1] == "  full: fresh"
    assert lines[2].startswith("    it ran on riscv64, and this is ")


def test_cells_are_told_by_their_first_line_without_a_heading(tiny: Project, why: Any) -> None:
    """Where no heading stands above it, a cell is named by what it begins with."""
    cell: Mapping[str, Any] = {
        **{"cell_type": "code", "execution_count": None, "id": "x", "metadata": {}, "outputs": []},
        "source": "width = 1",
    }
    keep(tiny)
    path = tiny.root / "notebooks/tiny.ipynb"
    raw = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(raw | {"cells": [raw["cells"][0], cell, *raw["cells"][1:]]}))
    assert why() == ["code cell 1 (width = 1) added"]


def test_a_notebook_that_was_renamed_is_told_how_its_runs_follow(tiny: Project, say: Any) -> None:
    """Where its code was run under a slug that no notebook has, that slug is named; else nothing is."""
    keep(tiny)
    assert "moved_from" not in say()
    tiny.add("raises")
    (tiny.root / "notebooks/tiny.ipynb").rename(tiny.root / "notebooks/small.ipynb")
    assert (
        "small has the code that was run as tiny; if it was renamed, add `moved_from: [tiny]`"
        in (say())
    )
