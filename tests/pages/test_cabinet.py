"""What is kept in a folder from one build to the next."""

from collections.abc import Callable
from pathlib import Path

import pytest

from claimbook.pages.cabinet import MOST, Cabinet


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    """A value is found by its name, and with others by how their names begin."""
    cabinet = Cabinet(tmp_path)
    cabinet.keep("dpa", "a-1", {"x": [1, "é"]})
    cabinet.keep("dpa", "a-2", "y")
    assert cabinet.find("dpa", "a-1") == {"x": [1, "é"]}
    assert [*cabinet.find_all("dpa", "a-")] == [{"x": [1, "é"]}, "y"]
    assert (cabinet.find("dpa", "b"), cabinet.find("llama3", "a-1")) == (None, None)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-3],
        lambda data: data.replace(b"kept", b"kepT"),
        lambda _: b"",
        lambda _: b"\n\xff",
        lambda data: data.partition(b"\n")[2],
    ],
)
def test_what_is_damaged_counts_as_absent(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """A file that is cut, changed or emptied is not read."""
    cabinet = Cabinet(tmp_path)
    cabinet.keep("dpa", "a", "kept")
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(damage(path.read_bytes()))
    assert cabinet.find("dpa", "a") is None
    assert [*cabinet.find_all("dpa", "")] == []


def test_the_file_of_another_counts_as_damaged(tmp_path: Path) -> None:
    """What was kept under one name, or in one drawer, is not taken for what belongs under another."""
    cabinet = Cabinet(tmp_path)
    for drawer, name in (("dpa", "a"), ("dpa", "b"), ("llama3", "a")):
        cabinet.keep(drawer, name, f"{drawer} {name}")
    for other in ("dpa/b.json", "llama3/a.json"):
        (tmp_path / other).write_bytes((tmp_path / "dpa/a.json").read_bytes())
    assert (cabinet.find("dpa", "b"), cabinet.find("llama3", "a")) == (None, None)
    assert [*cabinet.find_all("dpa", "")] == ["dpa a"]


def test_a_drawer_holds_few(tmp_path: Path) -> None:
    """The folder does not grow with every edit."""
    cabinet = Cabinet(tmp_path)
    for number in range(MOST + 3):
        cabinet.keep("dpa", f"{number}", number)
    assert len([*tmp_path.rglob("*.json")]) == MOST


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    """Only time is lost."""
    (tmp_path / "file").write_text("")
    cabinet = Cabinet(tmp_path / "file")
    cabinet.keep("dpa", "a", 1)
    assert cabinet.find("dpa", "a") is None
