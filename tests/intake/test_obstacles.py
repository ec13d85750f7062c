"""What cannot be brought in, all of it at once, and nothing that can."""

import pytest

from claimbook.intake.adoption import draft_cells
from claimbook.intake.obstacles import clean_code, find_kernel, find_obstacles
from front import cell


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 1\n%timeit x\ny = 2", [(2, "is the magic %timeit")]),
        ("%matplotlib inline\n!pip install a\nimport a", [(1, "%matplotlib"), (2, "shell line")]),
        ("%%bash\nls\nrm", [(1, "is the magic %%bash of a whole cell")]),
        ("\n\n%%time\nx = 1", [(3, "%%time")]),
        ("files = !ls\nnow = %pwd", [(1, "shell line"), (2, "%pwd")]),
        ("!pip install \\\n    one \\\n    two\nx = 1", [(1, "shell line")]),
        ("if x:\n    %run a.py\nelse:\n    !ls", [(2, "%run"), (4, "shell line")]),
        ("len?\n?len\nx.y??", [(1, "asks for help"), (2, "asks"), (3, "asks")]),
        ("x = (1\ny = 2", [(1, "is not Python")]),
        ("!ls\nx = = 2\n!ls", [(1, "shell line"), (2, "is not Python")]),
        ("name = input('?')", [(1, "waits for what a person types")]),
        ("match x:\n    case 1:\n        print('!ls')", []),
        ('text = """\n%time\n!ls\n"""\nx = 5 \\\n  % 3', []),
        ("total = (a\n  % b)\nobject.input()\n", []),
        ("", []),
    ],
)
def test_lines_that_are_no_python(source: str, lines: list[tuple[int, str]]) -> None:
    """Every magic, shell line and question is found at its line, and none in a text or a product."""
    found = [(line, what) for line, what, _ in clean_code(source).faults]
    assert [line for line, _ in found] == [line for line, _ in lines]
    assert all(part in what for (_, what), (_, part) in zip(found, lines, strict=True))


def test_everything_is_said_at_once() -> None:
    """The faults of all cells come together, each with file, cell, line and what to do."""
    cells = [
        cell("markdown", "x", "%no magic"),
        cell("code", "x", "!pip install x"),
        cell("code", "x", "\n%run a"),
    ]
    said = [str(fault) for fault in find_obstacles({"cells": cells}, "a.ipynb")]
    assert said == [
        "a.ipynb, cell 2, line 1: is a shell line: !pip install x; "
        "name its packages in pyproject.toml, and delete the line",
        "a.ipynb, cell 3, line 2: is the magic %run; import what the file defines",
    ]


def test_two_cells_of_parameters() -> None:
    """A notebook has one cell of parameters."""
    cells = [cell("code", "x", f"a = {n}", "parameters") for n in range(2)]
    (fault,) = find_obstacles({"cells": cells}, "a.ipynb")
    assert fault.what == "2 cells are tagged `parameters`"


@pytest.mark.parametrize(
    ("metadata", "kernel"),
    [
        ({}, ""),
        ({"kernelspec": {"name": "julia-1.9", "language": "julia"}}, "julia"),
        ({"language_info": {"name": "R"}}, "R"),
        ({"kernelspec": {"name": "conda-env-x", "language": "python"}}, ""),
        ({"kernelspec": {"name": "my-env"}, "language_info": {"name": "python"}}, ""),
        ({"kernelspec": None}, ""),
    ],
)
def test_kernels(metadata: dict[str, object], kernel: str) -> None:
    """Another language is a reason by itself; a kernel of Python's by any name is none."""
    raw = {"cells": [cell("code", "x", "%a")], "metadata": metadata}
    assert find_kernel(raw) == kernel
    assert ("kernel" in str(next(find_obstacles(raw, "a")))) == bool(kernel)


def test_of_many_magics_the_first_are_told() -> None:
    """A cell of thousands of lines that are no Python is refused at once."""
    clean = clean_code("%time x\n" * 5000)
    assert clean.source == "pass"
    assert [line for line, _, _ in clean.faults] == [*range(1, 51)]
    (fault,) = clean_code("!" + "pip " * 25_000).faults
    assert "shell line" in fault[1]


@pytest.mark.parametrize("mark", ["#", "##"])
def test_headings_of_any_length_are_read_at_once(mark: str) -> None:
    """What closes a heading is taken from its end."""
    text = f"{mark} {'# ' * 50_000}x ## "
    draft = draft_cells([cell("markdown", "a", text)])
    assert draft.title == (f"{'# ' * 50_000}x" if mark == "#" else "")
