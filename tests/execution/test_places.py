"""Where modules are found: what tells that a fresh process would find others."""

import importlib
import os
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from claimbook.execution.places import has_new_place, list_modules, look_at, note_missing


def test_what_leads_to_other_places_counts(tmp_path: Path) -> None:
    """Such a file is read as an interpreter begins alone, so that one that is new or changed is told."""
    seen = [list_modules(str(tmp_path))]
    for name, text in {
        "a.pth": "one",
        "b.py": "",
        "c.ipynb": "",
        "__editable__.d-1.0.pth": "",
    }.items():
        (tmp_path / name).write_text(text)
        seen.append(list_modules(str(tmp_path)))
    (tmp_path / "a.pth").write_text("three")
    seen.append(list_modules(str(tmp_path)))
    assert [one != other for one, other in pairwise(seen)] == [True, True, False, True, True]


def test_an_archive_of_modules_counts_whole(tmp_path: Path) -> None:
    """It has no folder to look into, and one that comes or changes is told."""
    archive = tmp_path / "modules.zip"
    seen = [list_modules(str(archive))]
    for text in ("one", "three"):
        archive.write_text(text)
        seen.append(list_modules(str(archive)))
    assert [one != other for one, other in pairwise(seen)] == [True, True]


def test_a_file_with_the_time_of_another_is_told(tmp_path: Path) -> None:
    """Who copies a file may keep its time, and its size may be the same."""
    path = tmp_path / "settings"
    path.write_text("first")
    before, state = path.stat(), look_at(str(path))
    while path.stat().st_ctime_ns == before.st_ctime_ns:
        path.write_text("other")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert look_at(str(path)) != state


def test_a_user_s_folder_of_packages_may_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first that a user installs for himself makes it; an environment of its own has none."""
    monkeypatch.setattr("site.USER_SITE", str(tmp_path / "packages"))
    monkeypatch.setattr("site.ENABLE_USER_SITE", True)
    assert not has_new_place()
    (tmp_path / "packages").mkdir()
    assert has_new_place()
    monkeypatch.setattr("site.ENABLE_USER_SITE", False)
    assert not has_new_place()


def test_what_is_sought_and_not_there_is_noted() -> None:
    """A module that others can do without may come; the search leaves nothing behind."""
    before = list(sys.meta_path)
    with note_missing() as missing:
        importlib.import_module("colorsys")
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module("nobody_has_this")
    assert missing == ["nobody_has_this"]
    assert sys.meta_path == before
