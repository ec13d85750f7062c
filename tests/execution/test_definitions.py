"""What a module defines, name by name."""

import pytest

from claimbook.execution.definitions import list_definitions

MODULE = '''\
"""A module."""
import math

width: int = 3
rate = other = 0.1


@cache
def fit(x):
    """Fit."""
    def inner():
        """Inner."""
        return 1
    return inner() * x


class Net(Base):
    """A net."""

    depth = 2

    def run(self):
        return self.depth


if width:
    print(width)
'''


def changed(old: str, new: str, **options: bool) -> list[str]:
    """Edit the module; return the names whose digests are other, or that come or go."""
    assert old in MODULE
    before = list_definitions(MODULE, **options)
    after = list_definitions(MODULE.replace(old, new, 1), **options)
    return sorted(n for n in {*before, *after} if before.get(n) != after.get(n))


def test_names() -> None:
    """Functions, classes with their methods and constants each have a name; the rest shares one."""
    assert sorted(list_definitions(MODULE)) == [
        *("", "Net", "Net.depth", "Net.run", "fit", "other", "rate", "width"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("return 1", "return 2", ["fit"]),
        ("@cache\n", "", ["fit"]),
        ("return self.depth", "return 1", ["Net.run"]),
        ("depth = 2", "depth = 3", ["Net.depth"]),
        ("Net(Base)", "Net(Other)", ["Net"]),
        ("rate = other = 0.1", "rate = 0.1", ["other", "rate"]),
        ("width: int = 3", "width: int = 4", ["width"]),
        ("import math", "import cmath", [""]),
        ("print(width)", "print(1)", [""]),
        ("def run", "def walk", ["Net.run", "Net.walk"]),
        ('"""Fit."""', '"""Fit it."""', []),
        ('"""Inner."""', "# nothing\n", []),
        ('"""A net."""', "", []),
        ("0.1", "0.10  # a tenth", []),
    ],
)
def test_a_change_is_found_by_name(old: str, new: str, names: list[str]) -> None:
    """Only what changed has another digest; prose changes none."""
    assert changed(old, new) == names


def test_docstrings_count_where_something_reads_them() -> None:
    """Where docstrings are read, a changed one is a change of what it belongs to."""
    assert changed('"""Fit."""', '"""Fit it."""', docstrings=True) == ["fit"]


def test_no_python_defines_nothing() -> None:
    """What cannot be parsed is told as a whole."""
    assert list_definitions("def (") == {}
