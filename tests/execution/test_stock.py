"""What lies in a store, what is wrong with it, and what of it may go."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from claimbook.execution.depot import Item
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.stock import (
    add_seals,
    choose_removals,
    find_faults,
    find_needed,
    list_entries,
    list_pointers,
    list_unneeded,
)
from claimbook.execution.store import Store
from claimbook.model.run import Failure, Run
from claimbook.notebook.document import dump
from front import run_of
from small_project import Project

EMPTY = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
FAILURE = Failure("measure", 4, "KeyError", "'gone'")


def run_named(digest: str, slug: str = "tiny", *, failed: bool = False) -> Run:
    failure = FAILURE if failed else None
    return run_of(EMPTY, "quick", slug=slug, fingerprint=digest, failure=failure)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store in a folder and one in a bucket, with two runs of one notebook and a failure."""
    bucket = request.param == "s3"
    made = Store(request.getfixturevalue("s3")() if bucket else str(tmp_path / "store"))
    for run in (run_named("d1"), run_named("d2"), run_named("d3", "broken", failed=True)):
        made.put(run)
    return made


def test_every_run_is_listed(store: Store) -> None:
    """Each run is told by kind, notebook, profile and fingerprint, with its size."""
    entries = list_entries(store)
    assert [(one.kind, one.slug, one.profile, one.fingerprint, one.latest) for one in entries] == [
        ("runs", "tiny", "quick", "d1", False),
        ("runs", "tiny", "quick", "d2", True),
        ("failures", "broken", "quick", "d3", False),
    ]
    assert all(one.item.size > 500 for one in entries)


def test_whole_store_has_no_faults(store: Store) -> None:
    """Of what was put nothing is amiss."""
    assert list(find_faults(store)) == []


def test_every_fault_is_found(store: Store) -> None:
    """A damaged run, one without a seal, one in another's place, and a lost pointer are told."""
    whole = store.depot.read("runs/tiny/quick/d1.ipynb") or b""
    store.depot.write("runs/tiny/quick/d4.ipynb", whole)
    store.depot.write("runs/tiny/quick/d1.ipynb", whole[:-9])
    store.depot.write("runs/tiny/quick/d2.ipynb", dump(dict(run_named("d2").document)).encode())
    store.depot.write("runs/tiny/quick/latest", b"d9\n")
    store.depot.write("runs/tiny/quick/d5.ipynb/inside", b"")
    assert [
        (one.name.removeprefix("runs/tiny/quick/"), one.what) for one in find_faults(store)
    ] == [
        ("d1.ipynb", "is damaged: its content is not what was written"),
        ("d2.ipynb", "has no seal"),
        ("d4.ipynb", "holds another run than its name says"),
        ("d5.ipynb", "is a folder"),
        ("latest", "names no run that is there"),
    ]


def test_runs_of_an_earlier_version_get_seals(store: Store) -> None:
    """What lacks a seal gets one and is found from then on; what is damaged does not."""
    store.depot.write("runs/tiny/quick/d1.ipynb", b"{")
    store.depot.write("runs/tiny/quick/d2.ipynb", dump(dict(run_named("d2").document)).encode())
    store.depot.write("runs/tiny/quick/d4.ipynb", dump(dict(run_named("d2").document)).encode())
    assert list(add_seals(store)) == ["runs/tiny/quick/d2.ipynb"]
    assert store.get("tiny", "quick", "d2") == run_named("d2")
    assert list(add_seals(store)) == []


def test_what_the_book_stands_on_is_needed(project: Project) -> None:
    """The fresh runs of both profiles, the newest and what is told stay; the rest may go."""
    project.add("tiny")
    book, store = project.book, project.store
    fresh = take_fingerprint(book.notebooks[0], book.settings, "full")
    fresh_quick = fresh.move_to_profile("quick").digest
    put = [fresh_quick, "older", "newest"]
    for digest in put:
        store.put(run_named(digest))
    store.put(run_of(EMPTY, "full", fingerprint="told"))
    store.put(run_of(EMPTY, "full", fingerprint=fresh.digest))
    store.put(run_named(fresh_quick, failed=True))
    store.put(run_named("other", failed=True))
    store.depot.write("damaged/runs/tiny/quick/d.ipynb", b"{")
    store.depot.write("runs/tiny/quick/.older.ipynb.x3", b"half of a fi")
    needed = find_needed(book, store, [("tiny", "told")])
    assert sorted(one.name for one in list_unneeded(store, needed)) == [
        "damaged/runs/tiny/quick/d.ipynb",
        "failures/tiny/quick/other.ipynb",
        "runs/tiny/quick/.older.ipynb.x3",
        "runs/tiny/quick/older.ipynb",
    ]


def test_runs_of_a_moved_notebook_are_needed(project: Project) -> None:
    """What stands under a former slug stays while the fingerprint is the notebook's."""
    project.add("tiny")
    book, store = project.book, project.store
    fresh = take_fingerprint(book.notebooks[0], book.settings, "quick").digest
    for digest in (fresh, "older", "newest"):
        store.put(run_named(digest))
    project.move("tiny", "little")
    needed = find_needed(project.book, store, ())
    assert [one.name for one in list_unneeded(store, needed)] == ["runs/tiny/quick/older.ipynb"]


def test_nothing_of_a_deleted_notebook_is_needed(project: Project) -> None:
    """Neither its newest run nor what the ledger names stays, nor what leads to them."""
    store = project.store
    for digest in ("older", "newest"):
        store.put(run_named(digest))
    unneeded = list_unneeded(store, find_needed(project.book, store, [("tiny", "older")]))
    names = [one.name for one in unneeded]
    assert sorted(names) == [f"runs/tiny/quick/{one}.ipynb" for one in ("newest", "older")]
    assert [one.name for one in list_pointers(store, names)] == ["runs/tiny/quick/latest"]


ITEMS = [Item("a", 10, 100.0), Item("b", 20, 200.0), Item("c", 30, 300.0)]


@pytest.mark.parametrize(
    ("before", "at_most", "gone"),
    [
        (200.0, None, "a"),
        (301.0, None, "abc"),
        (None, 100, ""),
        (None, 99, "a"),
        (None, 89, "ab"),
        (None, 0, "abc"),
        (250.0, 99, "ab"),
    ],
)
def test_what_goes(before: float | None, at_most: int | None, gone: str) -> None:
    """What is older goes, and then the oldest until the store, here of 100 bytes, is small."""
    chosen = choose_removals(ITEMS, 100, before=before, at_most=at_most)
    assert "".join(one.name for one in chosen) == gone


def test_the_oldest_are_first(tmp_path: Path) -> None:
    """What may go is told by age, whatever its name."""
    store = Store(str(tmp_path))
    for age, digest in enumerate(("b", "a", "c")):
        store.put(run_named(digest))
        os.utime(tmp_path / f"runs/tiny/quick/{digest}.ipynb", (1000 - age, 1000 - age))
    unneeded = [replace(one, size=0) for one in list_unneeded(store, ())]
    assert [one.name[-7] for one in unneeded] == ["c", "a", "b"]
