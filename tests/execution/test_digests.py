"""What of a source counts: code does, and prose only where something reads it."""

from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.execution.digests import digest_code, digest_data, list_files
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.reasons import explain
from small_project import Project

MODULE = '''\
"""What this module is for."""

WORDS = """not a docstring"""


@decorated
class Net(Base):
    """A net.

    With "quotes" inside.
    """

    width = 1

    async def fit(self, x: int) -> int:  # a comment
        r"""Fit \\it."""
        return x
'''
PLAIN = '''\
WORDS = """not a docstring"""


@decorated
class Net(Base):
    width = 1

    async def fit(self, x: int) -> int:
        return x
'''


def test_docstrings_are_prose() -> None:
    """Docstrings of modules, classes and functions change no digest, with or without them."""
    assert digest_code(MODULE) == digest_code(PLAIN)
    assert digest_code(MODULE) == digest_code(MODULE.replace("A net.", "A wide net."))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("width = 1", "width = 2"),
        ("not a docstring", "a text"),
        ('r"""Fit \\it."""', 'f"""Fit {x}."""'),
        ('r"""Fit \\it."""', 'r"""Fit \\it."""; x += 1'),
        ("return x", "return x; 'text'"),
        ("return x", "print(x)"),
        ("@decorated\n", ""),
    ],
)
def test_code_counts(old: str, new: str) -> None:
    """An edit of code, or of a text that is no docstring, changes the digest."""
    assert old in MODULE
    assert digest_code(MODULE.replace(old, new)) != digest_code(MODULE)


def test_docstrings_that_are_read_count() -> None:
    """Where something reads docstrings they are part of the digest."""
    edited = MODULE.replace("A net.", "A wide net.")
    assert digest_code(MODULE, docstrings=True) != digest_code(edited, docstrings=True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""The answer."""', '"""Another answer."""'),
        ('x = 1\n"seven"', 'x = 1\n"eight"'),
        ('def f(): ...\n"seven"', 'def f(): ...\n"eight"'),
        ('class A: ...\n\n\n"seven"', 'class A: ...\n\n\n"eight"'),
        ("x", "x;"),
    ],
)
def test_text_that_a_cell_shows_counts(old: str, new: str) -> None:
    """A cell has no docstring of its own: a text that stands alone may be its output."""
    assert digest_code(old, cell=True) != digest_code(new, cell=True)


def test_docstring_of_a_function_in_a_cell() -> None:
    """What a cell defines has docstrings as in a module."""
    cell = 'def f():\n    """Return one."""\n    return 1\n\n\nf()'
    assert digest_code(cell, cell=True) == digest_code(cell.replace("one", "1"), cell=True)


def test_what_is_no_python_counts_to_the_letter() -> None:
    """A source that cannot be read as Python has nothing that could be left out."""
    assert digest_code("x = (  # one") != digest_code("x = (  # two")


@pytest.fixture
def toys(project: Project) -> Project:
    project.add("tiny")
    project.write("src/toys.py", '"""Toys."""\nwidth = 1\n')
    return project


@pytest.mark.parametrize(
    "reader",
    [
        "print(toys.__doc__)",
        "print(getattr(toys, '__doc__'))",
        "from inspect import getdoc as told",
        "import doctest",
        "help(toys)",
    ],
)
def test_reader_of_docstrings(toys: Project, reader: str) -> None:
    """If anything within reach may read docstrings, an edit of one makes the run stale."""
    toys.edit("tiny", "payload = {", f"import toys\\n{reader}\\npayload = {{")
    book = toys.book
    before = take_fingerprint(book.get_notebook("tiny"), book.settings, "full")
    toys.write("src/toys.py", '"""Wooden toys."""\nwidth = 1\n')
    after = take_fingerprint(book.get_notebook("tiny"), book.settings, "full")
    assert explain(before.parts, after.parts) == ["module toys changed"]


def test_reader_in_a_module_counts_for_all(toys: Project) -> None:
    """A module that reads docstrings may read those of another one, and of the notebook."""
    toys.edit("tiny", "payload = {", "import toys, teller\\npayload = {")
    toys.write("src/teller.py", "def tell(thing):\n    return thing.__doc__\n")
    book = toys.book
    before = take_fingerprint(book.get_notebook("tiny"), book.settings, "full")
    toys.write("src/toys.py", '"""Wooden toys."""\nwidth = 1\n')
    after = take_fingerprint(book.get_notebook("tiny"), book.settings, "full")
    assert explain(before.parts, after.parts) == ["module toys changed"]


def test_a_linked_folder_within_data_counts(tmp_path: Path) -> None:
    """What lies behind it is a part, and travels with the rest; a link to a folder above ends there."""
    for name in ("real/deep/a.csv", "data/b.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    (tmp_path / "data" / "linked").symlink_to("../real")
    (tmp_path / "real" / "back").symlink_to("../data")
    before = digest_data("data", tmp_path, tmp_path / "digests.json")
    (tmp_path / "real" / "deep" / "a.csv").write_text("2")
    assert digest_data("data", tmp_path, tmp_path / "digests.json") != before
    found = [path.relative_to(tmp_path).as_posix() for path in list_files(tmp_path / "data")]
    assert found == ["data/b.csv", "data/linked/deep/a.csv"]


def test_data_that_lead_out_of_the_project_are_refused(tmp_path: Path) -> None:
    """A link leads to another file of the project, or is named with where it leads."""
    root = tmp_path / "project"
    (root / "data").mkdir(parents=True)
    (root / "inside.csv").write_text("1")
    (tmp_path / "secret").write_text("2")
    (root / "data" / "a.csv").symlink_to(root / "inside.csv")
    assert digest_data("data", root, root / "digests.json")

    (root / "data" / "b.csv").symlink_to(tmp_path / "secret")
    (root / "c").symlink_to(tmp_path)
    for name in ("data", "data/b.csv", "c", "c/secret"):
        with pytest.raises(ClaimbookError, match=f'"{name}" lead out of the project, to .*secret'):
            digest_data(name, root, root / "digests.json")
