import json
from pathlib import Path

import pytest
from corpus import write_project
from serving import build_site

from once import make_once


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The site of hostile papers, built strictly and without a kernel, and the prose that was refused."""

    def make(root: Path) -> None:
        (root / "refused.json").write_text(json.dumps(write_project(root)))
        build_site(root, "none")

    root = make_once(tmp_path_factory, "hostile", make)
    return root / "site", json.loads((root / "refused.json").read_text())
