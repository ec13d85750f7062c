"""What is kept of code is what is found of it."""

from pathlib import Path

import pytest

from claimbook.execution import facts
from claimbook.execution.digests import digest_code
from claimbook.execution.facts import find_cell_names, find_digest, find_module_names
from claimbook.execution.names import read_cells, read_module
from claimbook.kept import Index

CELLS = ("import a.b as c\nfrom d import *\nc.e()", "# said\nx = 'd'\nhelp(x)\n__import__(x)")


def test_a_later_process_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names and digests are those that the code gives, without a look at it."""

    def find(index: Index) -> list[object]:
        return [
            find_cell_names(CELLS, index),
            find_cell_names(CELLS[:1], index),
            find_module_names(CELLS[0], "a", index, package=False),
            find_module_names(CELLS[0], "a", index, package=True),
            *(find_digest(one, index, cell=cell) for one in CELLS for cell in (False, True)),
            find_digest('"""said"""', index, docstrings=True),
        ]

    expected = [
        read_cells(CELLS),
        read_cells(CELLS[:1]),
        read_module(CELLS[0], "a", package=False),
        read_module(CELLS[0], "a", package=True),
        *(digest_code(one, cell=cell) for one in CELLS for cell in (False, True)),
        digest_code('"""said"""', docstrings=True),
    ]
    first = Index(tmp_path / "code.json")
    assert find(first) == expected
    first.save()
    for name in ("read_cells", "read_module", "digest_code"):
        monkeypatch.delattr(facts, name)
    assert find(Index(tmp_path / "code.json")) == expected
