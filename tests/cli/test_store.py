"""`claimbook store` as a person or another program meets it."""

import json
import os
from typing import Any

import pytest
from click.testing import CliRunner, Result

from claimbook.cli.main import cli
from claimbook.errors import ClaimbookError
from claimbook.execution.fingerprint import take_fingerprint
from front import run_of
from small_project import Project, claimbook

EMPTY = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
OLD = 1_000_000_000  # seconds since 1970


def invoke(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--project", str(project.root), "store", *arguments])


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with a fresh run, two old ones that nothing needs, and the newest."""
    project.add("tiny")
    book = project.book
    fresh = take_fingerprint(book.notebooks[0], book.settings, "full").digest
    for digest in (fresh, "older", "told", "newest"):
        project.store.put(run_of(EMPTY, fingerprint=digest))
        os.utime(project.root / f".claimbook/runs/tiny/full/{digest}.ipynb", (OLD, OLD))
    return project


def measure(project: Project, digest: str) -> int:
    """Return the bytes of a run's file."""
    return (project.root / f".claimbook/runs/tiny/full/{digest}.ipynb").stat().st_size


def left(project: Project) -> int:
    return len(list((project.root / ".claimbook/runs/tiny/full").glob("*.ipynb")))


def test_list(kept: Project) -> None:
    """A line for each run with its date and size, the newest marked, then the sum."""
    lines = invoke(kept, "list").stdout.splitlines()
    assert len(lines) == 5
    size = str(measure(kept, "newest"))
    assert lines[1].split()[:6] == ["tiny", "full", "2001-09-09", "01:46", size, "B"]
    assert [line.split()[-1] for line in lines if "latest" in line] == ["latest"]
    assert lines[-1].startswith("4 runs, ")


def test_list_as_json(kept: Project) -> None:
    """The same for machines: sizes in bytes, times in UTC."""
    told = json.loads(invoke(kept, "list", "--json").stdout)
    (newest,) = (one for one in told if one["latest"])
    assert newest.pop("bytes") == measure(kept, "newest")
    assert newest == {
        "kind": "run",
        "slug": "tiny",
        "profile": "full",
        "fingerprint": "newest",
        "changed": "2001-09-09T01:46:40+00:00",
        "latest": True,
    }


def test_verify(kept: Project) -> None:
    """A whole store is good; a damaged run is told with exit code 1, and set aside if asked."""
    assert invoke(kept, "verify").stdout == "all good\n"
    path = kept.root / ".claimbook/runs/tiny/full/older.ipynb"
    path.write_bytes(path.read_bytes().replace(b"1.25", b"1.26"))
    done = claimbook(kept, "store", "verify")
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        [
            "runs/tiny/full/older.ipynb: is damaged: its content is not what was written",
            "claimbook: 1 fault found",
        ],
    )
    told = json.loads(invoke(kept, "verify", "--json", "--set-aside").stdout)
    assert [one["name"] for one in told] == ["runs/tiny/full/older.ipynb"]
    assert invoke(kept, "verify").exit_code == 0


def test_gc_by_age(kept: Project) -> None:
    """What is old and not needed goes, and is only told in a dry run."""
    dry = invoke(kept, "gc", "--older-than", "52w", "--dry-run").stdout.splitlines()
    assert dry[:2] == [
        f"runs/tiny/full/{name}.ipynb  {measure(kept, name)} B" for name in ("older", "told")
    ]
    assert dry[2].startswith("2 files would be removed, ")
    assert left(kept) == 4
    size = measure(kept, "older") + measure(kept, "told")
    told = json.loads(invoke(kept, "gc", "--older-than", "52w", "--json").stdout)
    assert (len(told["removed"]), told["dry_run"], left(kept)) == (2, False, 2)
    assert told["bytes"] == size


def test_gc_keeps_what_the_ledger_names(kept: Project) -> None:
    """The newest run of a notebook in the ledger stays."""
    line = {
        **{"slug": "tiny", "commit": None, "dirty": None, "values": "0" * 64},
        **{"verdicts": {"gap-is-small": "reproduced"}, "failure": None},
    }
    lines = [
        line | {"time": f"2024-01-0{day}T00:00:00+00:00", "fingerprint": name}
        for day, name in ((1, "older"), (2, "told"))
    ]
    kept.write("ledger.jsonl", "".join(f"{json.dumps(one)}\n" for one in lines))
    told = json.loads(invoke(kept, "gc", "--shrink-to", "0B", "--json").stdout)
    assert told["removed"] == ["runs/tiny/full/older.ipynb"]


def test_gc_takes_all_of_a_deleted_notebook(kept: Project) -> None:
    """What is left of a store that is read over then has no faults."""
    (kept.root / "notebooks" / "tiny.ipynb").unlink()
    assert json.loads(invoke(kept, "gc", "--shrink-to", "0B", "--json").stdout)["left"] == 0
    assert invoke(kept, "verify").exit_code == 0
    assert not [one for one in (kept.root / ".claimbook" / "runs").rglob("*") if one.is_file()]


def test_gc_of_a_broken_book_removes_nothing(kept: Project) -> None:
    """Where a notebook cannot be read nobody knows what it needs."""
    kept.write("notebooks/broken.ipynb", "{")
    done = invoke(kept, "gc", "--older-than", "0h")
    assert isinstance(done.exception, ClaimbookError)
    assert left(kept) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Say what may go"),
        (["--older-than", "30"], "'30' is no number with one of h, d, w"),
        (["--older-than", "30m"], "'30m' is no number"),
        (["--older-than", "-1d"], "is no number"),
        (["--shrink-to", "2G"], "'2G' is no number with one of B, kB, MB, GB, KiB, MiB, GiB."),
    ],
)
def test_bad_limits(arguments: list[str], said: str, kept: Project) -> None:
    """A limit without its unit is refused, and so is none at all."""
    done = invoke(kept, "gc", *arguments)
    assert (done.exit_code, left(kept)) == (2, 4)
    assert said in done.stderr


def test_seal(kept: Project) -> None:
    """What an earlier version kept gets its seal, once."""
    path = kept.root / ".claimbook/runs/tiny/full/older.ipynb"
    text = path.read_text()
    start = text.index('   "seal"')
    path.write_text(text[:start] + text[text.index("\n", start) + 1 :])
    assert invoke(kept, "seal").stdout == "1 run sealed\n"
    assert path.read_text() == text
    assert invoke(kept, "seal").stdout == "every run has its seal\n"


def test_store_that_is_missing(project: Project, monkeypatch: Any) -> None:
    """Of a store that does not exist there is nothing to list, and nothing amiss."""
    monkeypatch.setenv("CLAIMBOOK_STORE", str(project.root / "nowhere"))
    assert invoke(project, "list", "--json").stdout == "[]\n"
    assert invoke(project, "verify").exit_code == 0
