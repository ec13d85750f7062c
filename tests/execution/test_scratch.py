"""No temporary folder of a kernel stays when its owner is gone."""

import os
from pathlib import Path

import pytest

from claimbook.execution.processes import name_owner
from claimbook.execution.scratch import clear_scratch, open_scratch


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of the test's own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def make_folder(temporary: Path, name: str, owner: str | None) -> Path:
    folder = temporary / name
    folder.mkdir()
    if owner is not None:
        (folder / "owner").write_text(owner)
    return folder


def test_folder_goes_with_its_kernel(temporary: Path) -> None:
    """A kernel's folder is removed at the end, and not cleared away before."""
    with open_scratch(f"{name_owner()}/session/kernel") as folder:
        clear_scratch()
        assert folder.parent == temporary
        assert folder.is_dir()
    assert not folder.exists()


def test_only_the_abandoned_are_cleared_away(temporary: Path) -> None:
    """What goes is a dead owner's, or nobody's for a day; not a link, nor what others made."""
    dead = f"{name_owner().rsplit(':', 2)[0]}:999999999:1/session/kernel"
    make_folder(temporary, "cb-dead", dead)
    make_folder(temporary, "cb-mine", name_owner())
    make_folder(temporary, "cb-remote", "elsewhere:boot:1:1/session")
    make_folder(temporary, "cb-new", None)
    os.utime(make_folder(temporary, "cb-old", None), (0, 0))
    os.mkfifo(make_folder(temporary, "cb-pipe", None) / "owner")
    make_folder(temporary, "other", dead)
    (temporary / "cb-link").symlink_to(temporary / "other")
    (temporary / "cb-file").write_text("")
    clear_scratch()
    left = sorted(path.name for path in temporary.iterdir())
    assert left == ["cb-file", "cb-link", "cb-mine", "cb-new", "cb-pipe", "cb-remote", "other"]
