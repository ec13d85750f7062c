"""What all tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

from small_project import Project

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty project."""
    monkeypatch.delenv("CLAIMBOOK_STORE", raising=False)
    made = Project(tmp_path / "project")
    made.write("mkdocs.yml", "site_name: A small project\n")
    made.write("pyproject.toml", "[tool.claimbook]\ntime_limit = 60\n")
    made.write("bib/works.bib", "")
    (made.root / "notebooks").mkdir()
    return made
