"""The ledger of full runs."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.model.run import Failure, Run
from claimbook.notebook.book import Book, Settings
from claimbook.notebook.source import read
from claimbook.pages.ledger import (
    Entry,
    digest_values,
    find_seconds,
    keep_ledger,
    make_entry,
    read_ledger,
)
from front import executed, measured, notebook_json, write_notebook
from small_project import Project

CHANGED = (
    '{{"time": "t", "slug": "s", "fingerprint": "f", "commit": null, "dirty": null, "values": "v",'
    ' "verdicts": {}, "failure": null}}'
)


def made(*values: float, failure: Failure | None = None) -> Run:
    outputs = {"measure": [measured("gap", *values)]} if values else {}
    return executed(notebook_json(), outputs, failure=failure)


def test_a_line_tells_what_was_run_and_what_followed(tmp_path: Path):
    """Commit, fingerprint, a digest of the values and the verdict of each claim stand together."""
    run = made(0.1, 0.2, 0.3)

    assert make_entry(read(write_notebook(tmp_path)), run) == Entry(
        time="2024-02-29T12:00:00+00:00",
        slug="tiny",
        fingerprint="f" * 64,
        commit="0123abc",
        dirty=False,
        values=digest_values(run),
        verdicts={"gap-is-small": "reproduced"},
        failure=None,
        seconds=1.5,
    )


def test_a_failed_run_has_its_line_too(tmp_path: Path):
    """What failed is told with its cell and error, and without verdicts."""
    failure = Failure("measure", 4, "KeyError", "'x'", ())
    entry = make_entry(read(write_notebook(tmp_path)), made(failure=failure))

    assert (entry.values, entry.verdicts) == (None, None)
    assert "KeyError" in (entry.failure or "")


def test_the_digest_of_values_is_of_every_digit():
    """Runs that measured the same agree, and a change in the last digit shows."""
    assert digest_values(made(0.1, 0.2, 0.3)) == digest_values(made(0.1, 0.2, 0.3))
    assert digest_values(made(0.1, 0.2, 0.3)) != digest_values(made(0.1, 0.2, 0.30000000000000004))


def test_a_full_run_is_written_once(project: Project):
    """A run that is kept becomes a line when the ledger is asked for, and never a second one."""
    from claimbook.execution.schedule import run

    project.add("tiny")
    run(project.book, project.store)
    path = project.root / "ledger.jsonl"

    (entry,) = keep_ledger(project.book, project.store, ())
    assert read_ledger(path) == (entry,)
    assert keep_ledger(project.book, project.store, ()) == []
    assert len(path.read_text("utf-8").splitlines()) == 1
    failed = replace(made(failure=Failure("a", 1, "E", "v", ())), slug=entry.slug)
    keep_ledger(project.book, project.store, [failed])
    assert [one.failure is None for one in read_ledger(path)] == [False, True]  # by time


def test_a_run_that_is_judged_anew_has_a_line_more(project: Project):
    """Other rules on the same run are told too, so that the newest line says what holds."""
    from claimbook.execution.schedule import run

    project.add("tiny")
    run(project.book, project.store)
    (entry,) = keep_ledger(project.book, project.store, ())
    assert entry.verdicts
    claim = next(iter(entry.verdicts))
    path = project.root / "ledger.jsonl"
    path.write_text(
        path.read_text().replace(f'"{claim}": "{entry.verdicts[claim]}"', f'"{claim}": "open"')
    )

    assert keep_ledger(project.book, project.store, ()) == [entry]
    assert keep_ledger(project.book, project.store, ()) == []


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"slug": "tiny"}',
        "[" * 100_000,
        CHANGED.format("[]"),
        CHANGED.format('{"a": "great"}'),
    ],
)
def test_a_line_that_was_tampered_with_is_named(tmp_path: Path, line: str):
    """A ledger is read strictly, and its fault says which line."""
    path = tmp_path / "ledger.jsonl"
    good = json.dumps(asdict(make_entry(read(write_notebook(tmp_path)), made(0.1, 0.2))))
    path.write_text(f"{good}\n{line}\n")

    with pytest.raises(ClaimbookError, match=r"ledger\.jsonl:2: is no line of a ledger"):
        read_ledger(path)


def test_the_newest_good_run_says_how_long_a_notebook_takes(tmp_path: Path):
    """Lines from before the seconds were kept are read, kept as they are, and say nothing."""
    path = tmp_path / "ledger.jsonl"
    entry = make_entry(read(write_notebook(tmp_path)), made(0.1, 0.2))
    lines = [
        *({**asdict(entry), "slug": slug, "seconds": time} for slug, time in [("a", 9), ("a", 5)]),
        {
            **asdict(entry),
            "slug": "a",
            "seconds": 1,
            "failure": "cell 1",
            "verdicts": None,
            "values": None,
        },
        {name: value for name, value in asdict(entry).items() if name != "seconds"},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))

    assert find_seconds(path, Book(Settings(tmp_path), ())) == {"a": 5.0}
    assert read_ledger(path)[-1].seconds is None
