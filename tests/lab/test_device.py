from pathlib import Path

import pytest

from claimbook.lab.device import ENVIRONMENT, cache_folder


def test_environment_chooses_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment names is used as it is."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "kept"))
    assert cache_folder(tmp_path) == tmp_path / "kept"


def test_project_keeps_its_own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a project compiled programs lie below its root; outside nothing is kept."""
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    inside = tmp_path / "project" / "notebooks"
    inside.mkdir(parents=True)
    assert cache_folder(inside) is None
    (tmp_path / "project" / "mkdocs.yml").touch()
    assert cache_folder(inside) == tmp_path / "project" / ".claimbook" / "jax-cache"
