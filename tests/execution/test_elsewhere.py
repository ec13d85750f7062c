"""Modules that lie outside the project where nothing is installed."""

from collections.abc import Mapping
from pathlib import Path

import pytest

import claimbook
from claimbook.execution.elsewhere import find_homes
from claimbook.execution.fingerprint import Known, take_fingerprint
from claimbook.execution.imports import find_module, reach
from claimbook.execution.reasons import explain
from front import cell, write_notebook
from small_project import Project


@pytest.fixture
def far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on Python's path with a package, which imports a distribution, and a module."""
    folder = tmp_path / "far"
    (folder / "farlib").mkdir(parents=True)
    (folder / "farlib" / "__init__.py").write_text("from farlib.deep import size\n")
    (folder / "farlib" / "deep.py").write_text('"""Prose."""\nimport numpy\nsize = 1\n')
    (folder / "farone.py").touch()
    monkeypatch.syspath_prepend(folder)
    return folder


def take(project: Project, source: str) -> Mapping[str, str]:
    write_notebook(project.root / "notebooks", "tiny", cell("code", "use", source))
    (notebook,) = project.book.notebooks
    return take_fingerprint(notebook, project.book.settings, "full").parts


def test_a_module_elsewhere_counts_by_its_content(project: Project, far: Path) -> None:
    """What is edited in place makes runs stale by name, prose excepted, and what it imports counts too."""
    before = take(project, "import farlib, farone")
    assert {"module farlib", "module farlib.deep", "module farone"} < {*before}
    assert "version numpy" in before
    assert "version farlib" not in before
    deep = far / "farlib" / "deep.py"
    deep.write_text('"""Other prose."""\nimport numpy\nsize = 1\n')
    assert take(project, "import farlib, farone") == before
    deep.write_text('"""Prose."""\nimport numpy\nsize = 2\n')
    after = take(project, "import farlib, farone")
    assert explain(before, after) == ["module farlib.deep changed"]


def test_the_project_comes_first(project: Project, far: Path) -> None:
    """A module of the project is the one that its kernel finds, though there is another elsewhere."""
    own = project.write("src/farone.py", "")
    project.write("src/farlib/__init__.py", "import farlib.deep\n")
    assert reach(["import farone, farlib.deep"], project.root).modules == {
        "farlib": project.root / "src/farlib/__init__.py",
        "farone": own,
    }
    assert find_module("farone", project.root) == own
    own.unlink()
    assert find_module("farone", project.root) == far / "farone.py"


def test_what_is_installed_counts_by_its_version(project: Project, far: Path) -> None:
    """A folder with the records of distributions is one of installed packages, wherever it lies."""
    (far / "farlib-1.0.dist-info").mkdir()
    (far / "farlib-1.0.dist-info" / "METADATA").write_text("Name: farlib\nVersion: 1.0\n")
    names = ("farlib", "numpy", "nowhere", "sys", "not-a.name", "")
    assert [name for name in names if find_homes(name)] == []
    assert take(project, "import farlib")["version farlib"] == "1.0"


def test_the_engine_installed_in_place_counts_by_its_content(project: Project) -> None:
    """A notebook's fingerprint follows what it takes of the lab, and no version hides an edit of it."""
    home = Path(claimbook.__file__).parents[1]
    if not find_homes("claimbook"):  # a wheel is installed: its version tells
        assert "version claimbook" in take(project, "from claimbook.lab import record")
        return
    assert find_homes("claimbook") == (home,)
    parts = take(project, "from claimbook.lab import record")
    assert {"module claimbook.lab", "module claimbook.lab.measurement"} < {*parts}
    assert "module claimbook.lab.charts" not in parts
    assert "version claimbook" not in parts


def test_files_are_looked_for_once_for_many_notebooks(project: Project, far: Path) -> None:
    """Who asks for all at once finds what each alone would; nothing is remembered beyond that."""
    write_notebook(project.root / "notebooks", "tiny", cell("code", "use", "import farone"))
    (notebook,) = project.book.notebooks
    settings, known = project.book.settings, Known()
    first = take_fingerprint(notebook, settings, "full", known=known)
    assert first == take_fingerprint(notebook, settings, "full")
    assert len(known) == 1
    assert take_fingerprint(notebook, settings, "full", known=known).reached is first.reached
    project.write("src/farone.py", "size = 3\n")
    assert take_fingerprint(notebook, settings, "full").digest != first.digest
