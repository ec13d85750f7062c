"""Executed notebooks kept and found again, and a store that cannot keep them."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from claimbook.errors import ClaimbookError
from claimbook.execution.store import Store
from claimbook.model.run import Failure, Run
from front import cell, notebook_json, run_of

FAILURE = Failure("measure", 4, "KeyError", "'gone'", ("KeyError: 'gone'",))


def executed(digest: str = "d1", *, slug: str = "tiny", failed: bool = False) -> Run:
    """Make a quick run of a notebook without cells."""
    document = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    failure = FAILURE if failed else None
    return run_of(document, "quick", slug=slug, fingerprint=digest, failure=failure)


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store in a folder, and one behind a URL."""
    if request.param == "folder":
        return Store(str(tmp_path / "store"))
    return Store(f"memory://{uuid4().hex}")


def test_what_is_put_is_found(store: Store) -> None:
    """An executed notebook is found by its slug, profile and fingerprint, and by no other."""
    store.put(executed())
    assert store.get("tiny", "quick", "d1") == executed()
    assert store.get("tiny", "full", "d1") is None
    assert store.get("tiny", "quick", "d2") is None


def test_latest(store: Store) -> None:
    """The latest run is the one that was put last, whatever it depended on."""
    assert store.get_latest("tiny", "quick") is None
    store.put(executed("d1"))
    store.put(executed("d2"))
    assert store.get_latest("tiny", "quick") == executed("d2")
    assert store.get("tiny", "quick", "d1") == executed("d1")


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"../../elsewhere"])
def test_damaged_pointer_to_the_latest(content: bytes, tmp_path: Path) -> None:
    """Where the name of the latest run is damaged there is no latest run."""
    store = Store(str(tmp_path))
    store.put(executed())
    (tmp_path / "runs" / "tiny" / "quick" / "latest").write_bytes(content)
    assert store.get_latest("tiny", "quick") is None


def test_failures_are_kept_apart(store: Store) -> None:
    """A failure is never returned as a run, and is forgotten when the run succeeds."""
    store.put(executed(failed=True))
    assert store.get("tiny", "quick", "d1") is None
    assert store.get_latest("tiny", "quick") is None
    assert store.get_failure("tiny", "quick", "d1") == executed(failed=True)
    store.put(executed())
    assert store.get_failure("tiny", "quick", "d1") is None


def test_holds(store: Store) -> None:
    """A notebook of which any run is kept, good or failed, is known to the store."""
    before = store.holds("tiny"), store.holds("broken")
    store.put(executed())
    store.put(executed(slug="broken", failed=True))
    after = store.holds("tiny"), store.holds("broken")
    assert before == (False, False)
    assert after == (True, True)


def test_failure_leaves_an_earlier_success(store: Store) -> None:
    """A run that failed when it was forced does not take away the result that was there."""
    store.put(executed())
    store.put(executed(failed=True))
    assert store.get("tiny", "quick", "d1") == executed()


def test_only_local_stores_have_a_folder(tmp_path: Path) -> None:
    """A store behind a URL has no local folder."""
    assert Store(str(tmp_path)).folder == tmp_path
    assert Store("memory://somewhere").folder is None


@pytest.mark.parametrize(
    "content",
    ['{"cells": [], "metadata": {"claim', "", "[]", '{"metadata": {}}', "\x00\x00"],
    ids=["truncated", "empty", "list", "foreign", "zeros"],
)
def test_damaged_file_counts_as_absent(
    content: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that is no executed notebook is left out, with one line that names it."""
    store = Store(str(tmp_path))
    store.put(executed())
    path = tmp_path / "runs" / "tiny" / "quick" / "d1.ipynb"
    path.write_text(content)
    with caplog.at_level(logging.WARNING):
        assert store.get("tiny", "quick", "d1") is None
    assert caplog.messages == [
        f"{path}: is truncated or no executed notebook; it is left out, and run again when needed"
    ]


def test_file_under_another_name_counts_as_absent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A run that was copied to another's name is not taken for it."""
    store = Store(str(tmp_path))
    store.put(executed())
    folder = tmp_path / "runs" / "tiny" / "quick"
    (folder / "d2.ipynb").write_bytes((folder / "d1.ipynb").read_bytes())
    assert store.get("tiny", "quick", "d2") is None
    assert "holds another run than its name says" in caplog.text


def test_no_half_written_file(tmp_path: Path) -> None:
    """After a write nothing lies in the store but whole files under their names."""
    Store(str(tmp_path)).put(executed())
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "d1.ipynb",
        "latest",
    ]


def test_store_that_cannot_be_written(tmp_path: Path) -> None:
    """A store that nothing can be written to is named before anything is run."""
    file = tmp_path / "file"  # nothing can be made below a file, not even by root
    file.write_text("")
    with pytest.raises(ClaimbookError) as caught:
        Store(str(file / "store")).check_writable()
    assert str(caught.value) == (
        f"{file}/store: the store cannot be written: Not a directory; "
        "make it writable, or name another one with CLAIMBOOK_STORE"
    )


def test_full_store(tmp_path: Path) -> None:
    """A store without room names the notebook whose result it could not keep."""
    large = notebook_json(cell("markdown", "long", "x" * 100_000))
    file = tmp_path / "run.json"
    file.write_text(json.dumps(run_of(large, "quick").document), "utf-8")
    code = f"""
import json, pathlib, resource, tempfile
from claimbook.execution.store import Store
from claimbook.model.run import read_run
tempfile.tempdir = {str(tmp_path / "refuge")!r}
run = read_run(json.loads(pathlib.Path({str(file)!r}).read_text("utf-8")))
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
Store({str(tmp_path / "store")!r}).put(run)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == (
        f"claimbook.errors.ClaimbookError: {tmp_path}/store: the store could not keep the result "
        "of tiny: File too large; the result is lost; free space or name another store with "
        "CLAIMBOOK_STORE, and run again"
    )
    left = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert left == []


def test_result_that_the_store_cannot_keep_is_kept_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result that the store refuses is laid down in the folder for temporary files."""
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ClaimbookError, match=r"the result lies in .*claimbook-tiny\.ipynb"):
        Store(str(file / "store")).put(executed())
    assert (tmp_path / "claimbook-tiny.ipynb").is_file()


def test_unknown_kind_of_store() -> None:
    """A URL that nothing can open is refused in one line."""
    with pytest.raises(ClaimbookError, match="the store cannot be opened"):
        Store("nonsense://bucket/folder")
