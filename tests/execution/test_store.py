"""Executed notebooks kept and found again, and a store that cannot keep them."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from claimbook.errors import ClaimbookError
from claimbook.execution.seals import read_sealed, write_sealed
from claimbook.execution.store import Store
from claimbook.model.run import Failure, Run
from claimbook.notebook.document import dump
from front import cell, notebook_json, run_of

FAILURE = Failure("measure", 4, "KeyError", "'gone'", ("KeyError: 'gone'",))


def executed(digest: str = "d1", *, slug: str = "tiny", failed: bool = False) -> Run:
    """Make a quick run of a notebook without cells."""
    document = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    failure = FAILURE if failed else None
    return run_of(document, "quick", slug=slug, fingerprint=digest, failure=failure)


@pytest.fixture(params=["folder", "memory", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store in a folder, one in memory, and one in a bucket."""
    if request.param == "folder":
        return Store(str(tmp_path / "store"))
    if request.param == "s3":
        return Store(request.getfixturevalue("s3")())
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


def test_a_run_of_a_former_slug_is_the_notebook_s(store: Store) -> None:
    """It is found for the new slug, under that name; what is kept under the new one comes first."""
    assert store.get_latest("new", "quick", ["tiny"]) is None
    store.put(executed("d1"))
    assert store.holds("new", ["tiny"])
    assert not store.holds("new")
    assert store.get("new", "quick", "d1", ["older", "tiny"]) == executed("d1", slug="new")
    assert store.get("new", "quick", "d2", ["older", "tiny"]) is None
    assert store.get_latest("new", "quick", ["tiny"]) == executed("d1", slug="new")
    store.put(executed("d2", slug="new"))
    assert store.get_latest("new", "quick", ["tiny"]) == executed("d2", slug="new")


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"../../elsewhere", b"d3\n"])
def test_damaged_pointer_to_the_latest(
    content: bytes, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the name of the latest run is damaged the newest is found, told and named again."""
    store.put(executed("d1"))
    store.put(executed("d2"))
    store.depot.remove("runs/tiny/quick/d1.ipynb")
    store.depot.write("runs/tiny/quick/latest", content)
    assert store.get_latest("tiny", "quick") == executed("d2")
    assert store.depot.read("runs/tiny/quick/latest") == b"d2\n"
    assert caplog.messages == [
        f"{store.url}/runs/tiny/quick/latest: named no run that is there; mended"
    ]


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


ENTRY = "runs/tiny/quick/d1.ipynb"


@pytest.mark.parametrize(
    "content",
    [b'{"cells": [], "metadata": {"claim', b"", b"[]", b'{"metadata": {}}', b"\x00\x00"],
    ids=["truncated", "empty", "list", "foreign", "zeros"],
)
def test_damaged_file_counts_as_absent(
    content: bytes, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that is no executed notebook is set aside, and told in one line that names it."""
    store.put(executed())
    store.depot.write(ENTRY, content)
    assert [store.get("tiny", "quick", "d1") for _ in range(2)] == [None, None]
    assert store.depot.read(ENTRY) is None
    (aside,) = store.depot.list_items("damaged/runs/tiny/quick")
    assert (aside.size, aside.name.startswith("damaged/runs/tiny/quick/d1.")) == (
        len(content),
        True,
    )
    assert caplog.messages == [
        f"{store.url}/{ENTRY}: is truncated or no executed notebook; "
        "it was moved to damaged/, and run again when needed"
    ]
    store.put(executed())
    assert store.get("tiny", "quick", "d1") == executed()


def test_flipped_bit(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """A changed value that leaves the file a notebook is seen by its digest."""
    store.put(executed())
    data = store.depot.read(ENTRY) or b""
    store.depot.write(ENTRY, data.replace(b'"wall_seconds": 1.5', b'"wall_seconds": 1.4'))
    assert store.get("tiny", "quick", "d1") is None
    assert "is damaged: its content is not what was written" in caplog.text


@pytest.mark.parametrize("where", [ENTRY, "failures/tiny/quick/d1.ipynb"])
def test_folder_in_the_place_of_a_file(
    where: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder where an entry should be is set aside, whether it is read or written first."""
    store = Store(str(tmp_path))
    for name in ("d1", "latest"):
        (tmp_path / f"{where[:-8]}{name}{'.ipynb' if name == 'd1' else ''}/in").mkdir(parents=True)
    run = executed(failed=where.startswith("failures"))
    read = store.get_failure if where.startswith("failures") else store.get
    assert read("tiny", "quick", "d1") is None
    assert f"{where}: is a folder; it was moved to damaged/" in caplog.text
    (tmp_path / where).mkdir()
    store.put(run)
    assert read("tiny", "quick", "d1") == run


def test_store_that_is_only_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is damaged where nothing can be moved is left out, told once."""
    store = Store(str(tmp_path))
    store.put(executed())
    store.depot.write(ENTRY, b"{")
    (tmp_path / "damaged").write_text("a file in the way")
    assert [store.get("tiny", "quick", "d1") for _ in range(2)] == [None, None]
    assert len(caplog.messages) == 1
    assert "it is left out, and run again when needed" in caplog.text


def test_run_of_an_earlier_version(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """A run without a seal is not taken for one, but left where it is; the line says what to do."""
    store.depot.write(ENTRY, dump(dict(executed().document)).encode())
    assert store.get("tiny", "quick", "d1") is None
    assert "`claimbook store seal` accepts what is there" in caplog.text
    assert store.depot.has(ENTRY)


@pytest.mark.parametrize(
    "other",
    [
        executed("d2"),
        executed("d1", slug="other"),
        executed("d1", failed=True),
        run_of({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, fingerprint="d1"),
    ],
    ids=["fingerprint", "slug", "failure", "profile"],
)
def test_another_run_in_its_place(
    other: Run, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A whole and sealed run of another notebook, profile or fingerprint is not taken for it."""
    store.depot.write(ENTRY, write_sealed(other))
    assert store.get("tiny", "quick", "d1") is None
    assert "holds another run than its name says" in caplog.text


def test_writers_beside_each_other(tmp_path: Path) -> None:
    """While many write one entry, whoever reads finds a whole one."""
    stores = [Store(str(tmp_path)) for _ in range(4)]
    runs = [run_of(notebook_json(cell("markdown", "x", "y" * n)), "quick") for n in (9, 90_000)]
    stores[0].put(runs[0])

    def work(number: int) -> int:
        store = stores[number]
        for turn in range(10):
            store.check_writable()
            store.put(runs[(number + turn) % 2])
            assert store.get_latest("tiny", "quick") in runs
        return number

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(work, range(4))) == [0, 1, 2, 3]
    assert not (tmp_path / "damaged").exists()


def test_no_half_written_file(tmp_path: Path) -> None:
    """After a write nothing lies in the store but whole files under their names."""
    Store(str(tmp_path)).put(executed())
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "d1.ipynb",
        "latest",
    ]


def test_who_is_killed_trying_whether_it_can_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C takes the file that is tried with along; after a killed process the next run does."""
    store = Store(str(tmp_path))
    write, left = store.depot.write, []

    def interrupt(name: str, data: bytes) -> None:
        write(name, data)
        left.append(name)
        raise KeyboardInterrupt

    monkeypatch.setattr(store.depot, "write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.check_writable()
    assert list(tmp_path.iterdir()) == []

    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    path = tmp_path / left[0].replace(str(os.getpid()), str(gone.pid))
    path.touch()
    os.utime(path, (0, 0))
    store.clear_unfinished()
    assert list(tmp_path.iterdir()) == []


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
    with pytest.raises(ClaimbookError, match=r"the result lies in .*claimbook-tiny-"):
        Store(str(file / "store")).put(executed())
    (kept,) = tmp_path.glob("claimbook-tiny-*.ipynb")
    assert read_sealed(kept.read_bytes()) == executed()


def test_unknown_kind_of_store() -> None:
    """A URL that nothing can open is refused in one line."""
    with pytest.raises(ClaimbookError, match="the store cannot be opened"):
        Store("nonsense://bucket/folder")


def test_no_link_is_followed_in_writing(tmp_path: Path) -> None:
    """A store that has travelled may hold links; what they lead to is not written."""
    store, outside = Store(str(tmp_path / "store")), tmp_path / "outside"
    store.put(executed("d1"))
    outside.write_text("mine")
    latest = tmp_path / "store/runs/tiny/quick/latest"
    latest.unlink()
    latest.symlink_to(outside)
    assert store.get_latest("tiny", "quick") == executed("d1")
    store.put(executed("d2"))
    assert outside.read_text() == "mine"
    assert store.get_latest("tiny", "quick") == executed("d2")
