"""What a notebook imports before it does anything else, as its code says."""

from pathlib import Path
from typing import Any

import pytest

from claimbook.execution.preamble import find_preamble

PLOTS, NUMPY = "matplotlib.pyplot", "numpy"
BOTH = "import matplotlib.pyplot as plt\nimport numpy as np\n"


def make_cell(source: str, *tags: str, kind: str = "code") -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {"tags": [*tags]}, "source": source}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (BOTH, (PLOTS, NUMPY)),
        ("import numpy as np\nimport matplotlib.pyplot as plt", (NUMPY, PLOTS)),
        ("import numpy, matplotlib", (NUMPY, "matplotlib")),
        ("from matplotlib import pyplot as plt\n", (PLOTS,)),
        (
            '"""What it does."""\nfrom __future__ import annotations\nimport os, re\n' + BOTH,
            (PLOTS, NUMPY),
        ),
        (BOTH + "from scipy.special import ndtr\nimport matplotlib", (PLOTS, NUMPY)),
        (BOTH + "np.seterr(all='raise')\nimport matplotlib", (PLOTS, NUMPY)),
        ("import matplotlib\nmatplotlib.use('svg')\n" + BOTH, ("matplotlib",)),
        ("import os\nos.environ['OMP_NUM_THREADS'] = '2'\n" + BOTH, ()),
        ("import warnings\nwarnings.simplefilter('error')\n" + BOTH, ()),
        ("import sys; sys.path.insert(0, 'mine')\n" + BOTH, ()),
        ("import jax\n" + BOTH, ()),
        ("from claimbook.lab import style\n" + BOTH, ()),
        ("from numpy import random\n" + BOTH, ()),
        ("from . import numpy\n" + BOTH, ()),
        ("from matplotlib import pyplot, cm\n" + BOTH, ()),
        ("import numpy.linalg\n" + BOTH, ()),
        ("import tkinter\n" + BOTH, ()),
        ("import this\n" + BOTH, ()),
        ("f'{1}'\n" + BOTH, ()),
        ("if True:\n    import numpy\n", ()),
        ("%matplotlib inline\n" + BOTH, ()),
        ("\0" + BOTH, ()),
        ("", ()),
    ],
)
def test_what_comes_first(code: str, found: tuple[str, ...], tmp_path: Path) -> None:
    """Imports count until anything else is done, or what may do something is imported."""
    assert find_preamble([make_cell(code)], tmp_path) == found


def test_prose_and_parameters_do_nothing(tmp_path: Path) -> None:
    """Values that are written down come before; what is computed, or stands elsewhere, ends the preamble."""
    prose = make_cell("import jax", kind="markdown")
    given = "profile = 'full'\nseeds: int = 4\nrates = [1e-3, -2.0]\n"

    def find(source: str, *tags: str) -> tuple[str, ...]:
        return find_preamble([prose, make_cell(source, *tags), make_cell(BOTH)], tmp_path)

    assert find(given, "parameters") == (PLOTS, NUMPY)
    assert find("import math", "parameters") == (PLOTS, NUMPY)
    for source in ("seeds = len('four')", "seeds.of = 4", "a, b = 1, 2", "__builtins__ = {}"):
        assert find(source, "parameters") == ()
    assert find(given) == ()


def test_cells_that_are_skipped_import_nothing(tmp_path: Path) -> None:
    """What stands in one is not loaded, nor does it end what comes first."""
    first, then = make_cell("import matplotlib", "skip-execution"), make_cell("import numpy")
    configures = make_cell("import os\nos.environ['MPLBACKEND'] = 'svg'\nimport matplotlib")
    assert find_preamble([first, configures], tmp_path) == ()
    assert find_preamble([make_cell("print(1)", "skip-execution"), then], tmp_path) == (NUMPY,)
    assert find_preamble([first, then], tmp_path) == (NUMPY,)


@pytest.mark.parametrize("name", ["numpy", "random", "matplotlib"])
@pytest.mark.parametrize("place", [".", "src", "notebooks"])
def test_modules_of_the_project(name: str, place: str, tmp_path: Path) -> None:
    """One that bears the name of another may do anything."""
    (tmp_path / place).mkdir(exist_ok=True)
    (tmp_path / place / f"{name}.py").touch()
    assert find_preamble([make_cell(f"import {name}\nimport numpy, matplotlib")], tmp_path) == ()
