"""What was found out once is found again, or found out anew."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from claimbook import kept
from claimbook.kept import Index


def keep(path: Path, **found: object) -> None:
    """Keep findings as one process would."""
    index = Index(path)
    for key, one in found.items():
        index.keep(key, one)
    index.save()


def test_what_is_kept_is_found_by_later_processes(tmp_path: Path) -> None:
    """A finding is there for its own digest alone, and beside what others found meanwhile."""
    path = tmp_path / "work" / "index.json"
    early = Index(path)
    early.keep("a", {"x": [1, "é"]})
    keep(path, b="y")
    early.save()
    assert [Index(path).find(key) for key in "abc"] == [{"x": [1, "é"]}, "y", None]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-3],
        lambda data: data.replace(b"good", b"gooD"),
        lambda _: b"",
        lambda _: b"\n\xff",
        lambda data: data.partition(b"\n")[2],
    ],
)
def test_what_is_damaged_counts_as_absent(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """An index that is cut, changed or emptied is not read, and is written anew."""
    path = tmp_path / "index.json"
    keep(path, a="good")
    path.write_bytes(damage(path.read_bytes()))
    assert Index(path).find("a") is None
    keep(path, a="new")
    assert Index(path).find("a") == "new"


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"engine": 1', b"[" * 100_000, b"null"])
def test_what_is_no_index_counts_as_absent(tmp_path: Path, data: bytes) -> None:
    """A file that is whole, and was written by something else, is no reason to end."""
    path = tmp_path / "index.json"
    path.write_bytes(sha256(data).hexdigest().encode() + b"\n" + data)
    assert Index(path).find("a") is None


def test_another_engine_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another engine found, or one that changed under its process, is no finding."""
    keep(tmp_path / "index.json", a=1)
    for engine in ("another", None):
        monkeypatch.setattr(kept, "digest_engine", lambda engine=engine: engine)
        assert Index(tmp_path / "index.json").find("a") is None
    keep(tmp_path / "index.json", b=2)
    monkeypatch.undo()
    assert Index(tmp_path / "index.json").find("b") is None


def test_an_index_does_not_grow_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what nobody asked for the oldest goes first; what was asked for stays."""
    monkeypatch.setattr(kept, "LARGEST", 250)
    path = tmp_path / "index.json"
    for key in "abc":
        keep(path, **{key: "x" * 100})
    index = Index(path)
    assert [index.find(key) is not None for key in "abc"] == [False, True, True]
    index = Index(path)
    assert index.find("b")
    index.keep("d", "x" * 100)
    index.save()
    assert [Index(path).find(key) is not None for key in "bcd"] == [True, False, True]


def test_a_folder_that_cannot_be_written_costs_time_alone(tmp_path: Path) -> None:
    """Nothing is kept, and nothing is said."""
    (tmp_path / "file").write_text("")
    keep(tmp_path / "file" / "index.json", a=1)
    keep(tmp_path, a=1)
    assert Index(tmp_path / "file" / "index.json").find("a") is None
    assert Index(None).find("a") is None
