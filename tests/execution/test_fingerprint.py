"""What a run depends on, and what it does not."""

import os
from typing import Any

import pytest

from claimbook.errors import ClaimbookError
from claimbook.execution.fingerprint import Fingerprint, take_fingerprint
from claimbook.execution.reasons import explain
from small_project import Project, claimbook

EMPTY = """\
  ,{"cell_type": "code", "id": "b7c1", "metadata": {}, "execution_count": null, "outputs": [], "source": ""}
 ],
 "metadata": {
  "kernelspec"""


SKIPPED = '"id": "measure",\n   "metadata": {"tags": ["skip-execution"]'


def taken(project: Project, profile: str = "full", **parameters: Any) -> Fingerprint:
    book = project.book
    return take_fingerprint(book.get_notebook("tiny"), book.settings, profile, parameters)


def changes(project: Project, old: str, new: str) -> list[str]:
    """Edit the notebook, and explain what changed."""
    before = taken(project)
    project.edit("tiny", old, new)
    return explain(before.parts, taken(project).parts)


@pytest.fixture
def tiny(project: Project) -> Project:
    project.add("tiny")
    return project


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is {{ gap }}.", "The gap is {{ gap }}."),
        ('"id": "measure"', '"id": "recording"'),
        ("tags: [case]", "tags: [case, tiny]"),
        ("The gap is positive.", "The gap is above zero."),
        ('"payload = {', '"# the gap per seed\\n",\n    "payload   = {'),
        (' ],\n "metadata": {\n  "kernelspec', EMPTY),
    ],
    ids=["prose", "cell id", "tags", "statement", "comment and spacing", "empty cell at the end"],
)
def test_words_change_nothing(tiny: Project, old: str, new: str) -> None:
    """Prose, cell ids, tags, statements and comments are no part of a fingerprint."""
    before = taken(tiny)
    tiny.edit("tiny", old, new)
    assert taken(tiny) == before


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        ("0.2, 0.3", "0.2, 0.4", ["code cell 2 changed"]),
        ('    raw=True,\\n",\n    ")"', '    raw=True,\\n",\n    ");"', ["code cell 2 changed"]),
        ("seeds = 4", "seeds = 5", ["parameter seeds 4 → 5"]),
        ("{quantity: gap,", "{quantity: slope,", ["the claims' quantities changed"]),
        ('"id": "measure",\n   "metadata": {', SKIPPED, ["code cell 2 changed"]),
    ],
    ids=["code", "semicolon", "parameter", "quantity", "a cell that is not run any more"],
)
def test_what_a_run_depends_on(tiny: Project, old: str, new: str, reasons: list[str]) -> None:
    """A change of code, of a parameter or of a quantity is found and named."""
    assert changes(tiny, old, new) == reasons


def test_cells_are_compared_as_a_sequence(tiny: Project) -> None:
    """A code cell put in between is added; those after it are not changed."""
    cell = """{
   "cell_type": "code",
   "execution_count": null,
   "id": "between",
   "metadata": {},
   "outputs": [],
   "source": ["x = 1"]
  },
  """
    marker = """{
   "cell_type": "markdown",
   "id": "gap","""
    assert changes(tiny, marker, cell + marker) == ["code cell 2 added"]


def test_cell_removed(tiny: Project) -> None:
    """A code cell that is gone is named by its old number."""
    old = {"code cell 1": "a", "code cell 2": "b", "code cell 3": "c"}
    assert explain(old, {"code cell 1": "a", "code cell 2": "c"}) == ["code cell 2 removed"]


def test_many_changes_are_told_in_few_words() -> None:
    """Neighbouring cells and modules changed alike share one reason."""
    old = {f"code cell {number}": f"old {number}" for number in range(1, 8)}
    new = old | {f"code cell {number}": f"new {number}" for number in (1, 3, 4, 5)}
    assert explain(old | {"module a": "1", "module b": "1"}, new | {"module a": "2"}) == [
        "code cells 1, 3–5 changed",
        "module a changed",
        "module b removed",
    ]


def test_profile_and_parameters(tiny: Project) -> None:
    """Each profile and each value of a parameter has a fingerprint of its own."""
    digests = {
        taken(tiny).digest,
        taken(tiny, "quick").digest,
        taken(tiny, seeds=2).digest,
    }
    assert len(digests) == 3
    assert taken(tiny, seeds=4) == taken(tiny)


def test_type_of_a_parameter_is_no_part(tiny: Project) -> None:
    """A typed parameter is a parameter: its type changes nothing, its value is named."""
    before = taken(tiny)
    tiny.edit("tiny", "seeds = 4", "seeds: int = 4")
    assert taken(tiny) == before
    assert changes(tiny, "seeds: int = 4", "seeds: int = 5") == ["parameter seeds 4 → 5"]
    assert taken(tiny, seeds=4) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seeds = 4\\nseeds = seeds * 2", "seeds = 5\\nseeds = seeds * 2"),
        ("seeds = 4\\nsizes = (1, 2)", "seeds = 4\\nsizes = [1, 2]"),
        ("seeds = 4\\nname = 'b * 2'", "seeds = 4\\nname = b * 2"),
        ("seeds = 4\\nknown = {1: 2}", "seeds = 4\\nknown = {'1': 2}"),
        ("seeds = 4\\nb = a\\na = 1", "seeds = 4\\na = 1\\nb = a"),
    ],
    ids=["given twice", "a tuple", "computed", "a key", "in another order"],
)
def test_a_parameter_that_its_value_does_not_tell(tiny: Project, old: str, new: str) -> None:
    """What is given twice, computed, or of a kind that JSON lacks counts by its code too."""
    tiny.edit("tiny", "seeds = 4", old)
    before = taken(tiny)
    tiny.edit("tiny", old, new)
    assert "code cell 1 changed" in explain(before.parts, taken(tiny).parts)


def test_a_list_of_numbers_is_told_by_its_value(tiny: Project) -> None:
    """Where parameters tell all of their cell, its code is no part."""
    tiny.edit("tiny", "seeds = 4", "seeds = 4\\nrates = [-0.5, 1.0]")
    reasons = changes(tiny, "[-0.5, 1.0]", "[-0.5, 2.0]")
    assert reasons == ["parameter rates [-0.5, 1.0] → [-0.5, 2.0]"]


def test_versions_are_those_of_what_is_imported(tiny: Project) -> None:
    """The versions of the imported distributions are in it, by the distributions' names."""
    tiny.edit("tiny", "payload = {", "import yaml\\nimport json\\npayload = {")
    assert sorted(taken(tiny).versions) == ["PyYAML", "ipython"]


def test_distribution_that_is_missing(tiny: Project) -> None:
    """A module that is nowhere is noted as not installed; the run itself will say so."""
    tiny.edit("tiny", "payload = {", "import nowhere_at_all\\npayload = {")
    assert taken(tiny).versions["nowhere_at_all"] == "not installed"


def test_changes_of_versions_and_python_are_explained() -> None:
    """A reason gives the old and the new version."""
    old = {"python": "3.11.7", "version jax": "0.10.1", "version optax": "0.2"}
    new = {"python": "3.12.1", "version jax": "0.10.2", "version scipy": "1.12"}
    assert explain(old, new) == [
        "Python 3.11.7 → 3.12.1",
        "jax 0.10.1 → 0.10.2",
        "optax removed",
        "scipy added",
    ]


def test_imported_module_is_followed(tiny: Project) -> None:
    """A local module counts, with what it imports in its turn, late and relative imports too."""
    tiny.edit("tiny", "payload = {", "from toys.models import net\\npayload = {")
    tiny.write("src/toys/__init__.py", "")
    tiny.write("src/toys/models.py", "def net():\n    from . import layers\n")
    tiny.write("src/toys/layers.py", "width = 1\n")
    tiny.write("src/toys/unused.py", "width = 1\n")
    before = taken(tiny)
    assert [name for name in before.parts if name.startswith("module")] == [
        "module toys",
        "module toys.layers",
        "module toys.models",
    ]
    tiny.write("src/toys/unused.py", "width = 22\n")
    tiny.write("src/toys/layers.py", "width = 22\n")
    assert explain(before.parts, taken(tiny).parts) == ["module toys.layers changed"]


@pytest.mark.parametrize(
    "loader",
    [
        "def __getattr__(name):\n    raise AttributeError(name)\n",
        "from importlib import import_module\nnet = import_module('.'.join(['toys', 'models']))\n",
    ],
    ids=["__getattr__", "import_module"],
)
def test_lazy_package_counts_whole(tiny: Project, loader: str) -> None:
    """Where imports cannot be followed, all modules of the package are in the fingerprint."""
    tiny.edit("tiny", "payload = {", "from toys import net\\npayload = {")
    tiny.write("src/toys/__init__.py", loader)
    tiny.write("src/toys/models.py", "")
    tiny.write("src/toys/deep/er.py", "")
    names = [name for name in taken(tiny).parts if name.startswith("module")]
    assert names == ["module toys", "module toys.deep.er", "module toys.models"]


def test_module_beside_the_notebooks(tiny: Project) -> None:
    """A module in the folder of the notebooks counts, and only its code does."""
    tiny.edit("tiny", "payload = {", "import beside\\npayload = {")
    tiny.write("notebooks/beside.py", "width = 1\n")
    before = taken(tiny)
    tiny.write("notebooks/beside.py", "# as wide as it goes\nwidth = 1  # one\n")
    assert taken(tiny) == before


def test_standard_library_is_not_local(tiny: Project) -> None:
    """A folder with a name of the standard library does not stand in for it."""
    tiny.edit("tiny", "payload = {", "import site\\nimport json\\npayload = {")
    tiny.write("site/__init__.py", "")
    assert [name for name in taken(tiny).parts if name.startswith("module")] == []


def test_data_file(tiny: Project) -> None:
    """A declared data file counts by its content."""
    tiny.edit("tiny", "claims:", 'data: [data/points.csv]\\n",\n    "claims:')
    tiny.write("data/points.csv", "1,2\n")
    before = taken(tiny)
    tiny.write("data/points.csv", "1,3\n")
    assert explain(before.parts, taken(tiny).parts) == ["data file data/points.csv changed"]


def test_a_file_with_the_time_of_another(tiny: Project) -> None:
    """Whoever unpacks an archive or copies a file gives it a time; it is read again all the same."""
    tiny.edit("tiny", "claims:", 'data: [data]\\n",\n    "claims:')
    tiny.edit("tiny", "payload = {", "import beside\\npayload = {")
    for first, second in (("1", "2"), ("3", "4")):
        paths = tiny.write("data/points.csv", first), tiny.write("beside.py", f"x = {first}\n")
        times = [path.stat().st_mtime_ns for path in paths]
        before = taken(tiny)
        tiny.write("data/points.csv", second)
        tiny.write("beside.py", f"x = {second}\n")
        for path, time in zip(paths, times, strict=True):
            os.utime(path, ns=(time, time))
        reasons = ["data file data changed", "module beside changed"]
        assert explain(before.parts, taken(tiny).parts) == reasons


def test_missing_data_file(tiny: Project) -> None:
    """A declared data file that is not there is one clear line."""
    tiny.edit("tiny", "claims:", 'data: [data/points.csv]\\n",\n    "claims:')
    with pytest.raises(ClaimbookError, match=r'data file "data/points\.csv" is not there'):
        taken(tiny)


def test_missing_data_of_one_notebook_stop_no_other(tiny: Project) -> None:
    """All is gone on with but the notebook that declares them, which the line names."""
    tiny.add("speaks")
    tiny.edit("tiny", "claims:", 'data: [data/points.csv]\\n",\n    "claims:')
    ran = claimbook(tiny, "status")
    assert [line.split()[0] for line in ran.stdout.splitlines()] == ["notebook", "speaks"]
    assert (ran.returncode, ran.stderr) == (
        2,
        'claimbook: tiny.ipynb: data: the declared data file "data/points.csv" is not there; '
        "`data` holds paths below the project's root, or stdlib\n",
    )
    assert claimbook(tiny, "bib").returncode == 0  # it takes no data


def test_standard_library_as_data(tiny: Project) -> None:
    """`stdlib` stands for the standard library's source, read once and then remembered."""
    tiny.edit("tiny", "claims:", 'data: [stdlib]\\n",\n    "claims:')
    first = taken(tiny).parts["data stdlib"]
    assert (tiny.root / ".claimbook" / "digests.json").is_file()
    assert taken(tiny).parts["data stdlib"] == first


def test_broken_memory_of_digests_is_no_matter(tiny: Project) -> None:
    """A damaged cache of digests costs time, never a wrong fingerprint."""
    tiny.edit("tiny", "claims:", 'data: [bib]\\n",\n    "claims:')
    tiny.write("bib/works.bib", "@misc{a}")
    first = taken(tiny)
    tiny.write(".claimbook/digests.json", '{"bib": [')
    assert taken(tiny) == first
