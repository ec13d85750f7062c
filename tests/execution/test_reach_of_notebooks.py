"""An edit of the lab makes stale the notebooks that reach it, and no others."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.imports import reach
from claimbook.notebook.source import read
from small_project import CASES, Project

ROOT = Path(__file__).parents[2]
LAB = ROOT / "src" / "claimbook" / "lab"
MODULES = sorted(f"claimbook.lab.{path.stem}" for path in LAB.glob("[a-z]*.py"))
SLUGS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))

# Prints, for each list of import statements, what of the lab they load when they are run.
PROBE = """
import json, sys
def loaded(statements):
    for name in [name for name in sys.modules if name.partition(".")[0] == "claimbook"]:
        del sys.modules[name]
    exec("\\n".join(statements), {})
    if "claimbook.lab.figures" in sys.modules:
        import claimbook.lab.style  # as the first figure does when it is drawn
    return sorted(name for name in sys.modules if name.startswith("claimbook.lab."))
print(json.dumps({slug: loaded(lines) for slug, lines in json.load(sys.stdin).items()}))
"""


def cells(slug: str) -> list[str]:
    return [cell.source for cell in read(ROOT / "notebooks" / f"{slug}.ipynb").code]


def lab_imports(slug: str) -> list[str]:
    nodes = (node for cell in cells(slug) for node in ast.walk(ast.parse(cell)))
    return [
        ast.unparse(node)
        for node in nodes
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "claimbook" in ast.unparse(node)
    ]


@pytest.fixture(scope="module")
def loaded() -> Mapping[str, list[str]]:
    """The lab's modules that each notebook's imports load in a kernel."""
    asked = json.dumps({slug: lab_imports(slug) for slug in SLUGS})
    done = subprocess.run(
        [sys.executable, "-c", PROBE], input=asked, capture_output=True, text=True, check=True
    )
    answer: Mapping[str, list[str]] = json.loads(done.stdout)
    return answer


@pytest.fixture
def lab(project: Project) -> Project:
    """A project with a lab of its own, to be edited."""
    shutil.copytree(LAB, project.root / "src" / "claimbook" / "lab")
    shutil.copy(ROOT / "src" / "claimbook" / "__init__.py", project.root / "src" / "claimbook")
    return project


@pytest.fixture
def small(lab: Project) -> Project:
    """Notebooks that do nothing but import of the lab what the project's own ones do."""
    case = (CASES / "tiny.ipynb").read_text("utf-8")
    for slug in SLUGS:
        lines = "".join(f"{line}\\n" for line in lab_imports(slug))
        text = case.replace("payload = {", f"{lines}payload = {{", 1)
        key = f"tiny2024{slug.replace('-', '')}"
        lab.write(f"notebooks/{slug}.ipynb", text.replace("tiny2024case", key))
    return lab


def digests(project: Project) -> dict[str, str]:
    book = project.book
    return {
        slug: take_fingerprint(book.get_notebook(slug), book.settings, "full").digest
        for slug in SLUGS
    }


def source_of(project: Project, module: str) -> Path:
    return project.root / "src" / Path(*module.split(".")).with_suffix(".py")


@pytest.mark.parametrize("slug", SLUGS)
def test_reach_is_what_a_kernel_loads(loaded: Mapping[str, list[str]], slug: str) -> None:
    """What is read from a notebook's text is what its imports load when they are run."""
    found = {m for m in reach(cells(slug), ROOT).modules if m.startswith("claimbook.lab.")}
    assert sorted(found) == loaded[slug]


@pytest.mark.parametrize("module", MODULES)
def test_edit_makes_stale_what_reaches_it(
    small: Project, loaded: Mapping[str, list[str]], module: str
) -> None:
    """Code of a module counts for those who load it; its docstrings count for nobody."""
    before = digests(small)
    path = source_of(small, module)
    source = path.read_text("utf-8")
    path.write_text(source.replace('"""', '"""In other words: ', 1), "utf-8")
    assert digests(small) == before
    path.write_text(source + "\nEDITED = True\n", "utf-8")
    after = digests(small)
    assert [s for s in SLUGS if before[s] != after[s]] == [s for s in SLUGS if module in loaded[s]]


def test_edit_of_the_fleet(lab: Project) -> None:
    """An edit of the fleet makes stale the notebooks that sail it, and leaves the others alone."""
    shutil.copytree(ROOT / "notebooks", lab.root / "notebooks", dirs_exist_ok=True)
    before = digests(lab)
    with source_of(lab, "claimbook.lab.fleet").open("a", encoding="utf-8") as file:
        file.write("\nEDITED = True\n")
    after = digests(lab)
    sailing = [slug for slug in SLUGS if any("Fleet" in line for line in lab_imports(slug))]
    assert [slug for slug in SLUGS if before[slug] != after[slug]] == sailing
    assert 0 < len(sailing) < len(SLUGS)
