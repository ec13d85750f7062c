import ast
import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from claimbook.pages.drawing import draw_block
from claimbook.pages.launch import BRANCH, NEEDED, make_launch
from composed import parse

ROOT = Path(__file__).parents[2]
GITHUB = "https://github.com/o/r"
THERE = {"IPython", "cycler"}  # wherever there is a notebook; with Matplotlib


def imported() -> Iterator[str]:
    """Yield what the lab and the notebooks import of others."""
    sources = [path.read_text("utf-8") for path in (ROOT / "src/claimbook/lab").glob("*.py*")]
    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        sources += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


def test_colab_installs_what_a_notebook_imports():
    """Whatever the lab and the notebooks import is installed, or Python's, or Colab's own."""
    own = {*sys.stdlib_module_names, *THERE, "claimbook"}
    names = packages_distributions()
    needed = {names[one][0].lower().replace("_", "-") for one in set(imported()) - own}

    assert needed - set(NEEDED) == set()


def test_the_links_open_the_source_notebook():
    """Binder opens it in the repository as it stands, Colab the file alone; the cell installs the rest."""
    launch = make_launch(f"{GITHUB}.git", "notebooks/a b/dpa.ipynb")
    assert launch is not None

    place = f"/o/r/{BRANCH}?labpath=notebooks%2Fa%20b%2Fdpa.ipynb"
    assert launch.binder == f"https://mybinder.org/v2/gh{place}"
    assert launch.colab.endswith(f"/github/o/r/blob/{BRANCH}/notebooks/a%20b/dpa.ipynb")
    lines = launch.install.splitlines()
    assert all(line.startswith("%pip install -q ") for line in lines)
    assert lines[1].endswith(f" --no-deps git+{GITHUB}@{BRANCH}")
    drawn = parse(draw_block(launch))
    assert drawn.all("href") == [launch.binder, launch.colab]
    assert launch.install in drawn.text


@pytest.mark.parametrize(
    ("repository", "path"),
    [("", "a"), ("https://gitlab.com/o/r", "a"), ("https://github.com/o", "a"), (GITHUB, "")],
)
def test_nothing_is_offered_that_cannot_work(repository: str, path: str):
    """Both open repositories of GitHub alone."""
    assert make_launch(repository, path) is None


def test_binder_finds_what_to_install():
    """Its requirements are read from their own folder, and the repository from the root."""
    lines = (ROOT / ".binder" / "requirements.txt").read_text("utf-8").splitlines()
    constraints, editable = (line for line in lines if not line.startswith("#"))
    python = (ROOT / ".binder" / "runtime.txt").read_text("utf-8").strip()

    assert editable == "-e .[lab]"
    assert (
        ROOT / ".binder" / constraints.removeprefix("-c ")
    ).resolve() == ROOT / "constraints.txt"
    assert re.fullmatch(r"python-3\.\d+", python)
    workflow = (ROOT / ".github" / "workflows" / "pages.yml").read_text("utf-8")
    assert f'python-version: "{python.removeprefix("python-")}"' in workflow
    assert f"branches: [{BRANCH}]" in workflow
