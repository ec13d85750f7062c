"""One method, one look, in all notebooks together."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimbook.lab import style
from claimbook.lab.looks import COMMON, Look
from claimbook.notebook.source import read

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


def declarations(path: Path) -> Iterator[tuple[str, Look]]:
    """Make each declaration of a notebook as it stands there, and give what it declares."""
    for cell in read(path).code:
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "style.declare":
                given = eval(ast.unparse(node.args[0]), {"style": style})
                style.declare(given)
                yield from ((name, style.look(name)) for name in given)


def test_notebooks_agree() -> None:
    """A method that two notebooks have, or one declares twice, is given one look."""
    looks: dict[str, tuple[Look, str]] = {}
    for path in PATHS:
        for name, look in declarations(path):
            first, where = looks.setdefault(name, (look, path.name))
            assert look == first, f"{path.name} and {where} draw {name!r} differently"
    assert looks


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_methods_are_declared(path: Path) -> None:
    """Whatever a notebook draws by a literal name is declared there, or belongs to all."""
    known = {*COMMON, *(name for name, _ in declarations(path))}
    named = set()
    for cell in read(path).code:
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("style."):
                named |= set(_methods(node))
    assert named - known == set()


def _methods(call: ast.Call) -> Iterator[str]:
    """Give the literal names of methods in a call of the style."""
    function = ast.unparse(call.func).removeprefix("style.")
    method = [keyword.value for keyword in call.keywords if keyword.arg == "method"]
    place = {"colour": 0, "dash": 0, "lines": 3, "dots": 3}.get(function)
    given = method or ([] if place is None else call.args[place : place + 1])
    yield from (str(node.value) for node in given if isinstance(node, ast.Constant))
