"""What travels with a notebook to a machine where nothing of the project is."""

from dataclasses import replace
from pathlib import Path

import pytest

from claimbook import __version__
from claimbook.errors import ClaimbookError
from claimbook.execution import shipping
from claimbook.execution.facts import digest_module
from claimbook.execution.fingerprint import Fingerprint, take_fingerprint
from claimbook.execution.imports import read_state
from claimbook.execution.job import Job, make_source
from front import FRONT, cell, write_notebook
from small_project import Project


@pytest.fixture
def job(project: Project) -> Job:
    """A notebook that imports a lazy package and a distribution, and declares a folder and a file."""
    stub = "from .deep import made\n"
    project.write("src/toys/__init__.py", "import lazy_loader\n" + LAZY)
    project.write("src/toys/__init__.pyi", stub)
    project.write("src/toys/deep.py", '"""Prose."""\nmade = 1\n')
    project.write("src/toys/idle.py", "")
    project.write("data/a/one.txt", "1")
    project.write("data/a/two.txt", "2")
    project.write("data/b.txt", "3")
    code = cell("code", "use", "import numpy\nfrom toys import made")
    front = FRONT.replace("claims:", "data: [data/a, data/b.txt, stdlib]\nclaims:")
    write_notebook(project.root / "notebooks", "tiny", code, front=front)
    (notebook,) = project.book.notebooks
    return Job(
        slug="tiny",
        root=project.root,
        source=make_source(notebook),
        profile="quick",
        parameters={},
        declared=notebook.parameters,
        fingerprint=take_fingerprint(notebook, project.book.settings, "quick"),
        jax_cache=project.root / "cache",
        owner="nobody",
    )


LAZY = "__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)\n"


def test_modules_and_stubs_travel(job: Job) -> None:
    """Every module in reach is taken with the stub of a lazy package, and nothing else."""
    assert [*shipping.collect_modules(job)] == [
        "src/toys/__init__.py",
        "src/toys/__init__.pyi",
        "src/toys/deep.py",
    ]


def test_data_travel_by_name(job: Job, tmp_path: Path) -> None:
    """A folder travels whole, the standard library not at all; what arrives is the same."""
    assert [*shipping.list_data(job)] == ["data/a", "data/b.txt"]
    folder = shipping.collect_data(job, "data/a")
    assert folder == {"data/a/one.txt": b"1", "data/a/two.txt": b"2"}
    for files in (folder, shipping.collect_data(job, "data/b.txt")):
        shipping.write_files(tmp_path, shipping.unpack(shipping.pack(files)))
    shipping.refuse_changed_data(job, tmp_path)
    (tmp_path / "data/a/two.txt").write_text("4")
    with pytest.raises(ClaimbookError, match='the data file "data/a" has changed since'):
        shipping.refuse_changed_data(job, tmp_path)


def test_what_has_changed_since_the_run_began_is_refused(job: Job) -> None:
    """A result must not be kept under the fingerprint of what was there before."""
    module = job.root / "src/toys/deep.py"
    module.write_text('"""Other prose."""\nmade = 1\n')
    shipping.collect_modules(job)
    module.write_text("made = 2\n")
    with pytest.raises(ClaimbookError, match=r"tiny\.ipynb: the module toys\.deep has changed"):
        shipping.collect_modules(job)
    module.unlink()
    with pytest.raises(ClaimbookError, match="has changed"):
        shipping.collect_modules(job)
    (job.root / "data/b.txt").unlink()
    with pytest.raises(ClaimbookError, match="has changed"):
        shipping.collect_data(job, "data/b.txt")


def test_needs(job: Job, tmp_path: Path) -> None:
    """A worker must have this Python, this Claimbook, and what is imported, in these versions."""
    needs = shipping.list_needs(job)
    assert set(needs) == {"python", "claimbook", "numpy", "lazy-loader"}
    assert needs["claimbook"] == __version__
    cache = tmp_path / "digests.json"
    assert shipping.find_stdlib(job, cache) is None
    parts = {**job.fingerprint.parts, "data stdlib": "another"}
    other = replace(job, fingerprint=Fingerprint("", parts))
    found = shipping.find_stdlib(other, cache)
    assert found is not None
    assert (found[0], found[1]) == (job.fingerprint.parts["data stdlib"], "another")


def test_a_module_from_elsewhere_goes_to_those_of_the_project(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it arrives, a kernel finds what lay on Python's path here."""
    monkeypatch.syspath_prepend(tmp_path / "far")
    for name in ("farlib/__init__.py", "farlib/deep.py", "farone.py"):
        path = tmp_path / "far" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("size = 1\n")
    digest = digest_module(path, *read_state(path))
    names = ("farlib", "farlib.deep", "farone")
    parts = {f"module {name}": digest for name in names}
    elsewhere = replace(job, fingerprint=Fingerprint("", parts))
    assert [*shipping.collect_modules(elsewhere)] == [
        *("src/farlib/__init__.py", "src/farlib/deep.py", "src/farone.py")
    ]
