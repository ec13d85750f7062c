"""What the docstrings show is what the code does."""

import doctest
import importlib
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
SHOWING = sorted(path for path in SOURCE.rglob("*.py") if ">>> " in path.read_text("utf-8"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("name", [name_of(path) for path in SHOWING])
def test_examples_are_true(name: str, capsys: pytest.CaptureFixture[str]):
    """Each example of a module gives what stands below it."""
    found = doctest.testmod(importlib.import_module(name))

    assert (found.failed, capsys.readouterr().out) == (0, "")
    assert found.attempted > 0
