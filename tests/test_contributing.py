"""The page that says how to add a paper in ten minutes is true: its example is a notebook."""

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from click.testing import CliRunner

from claimbook.checks.project import check
from claimbook.cli.main import cli
from claimbook.model.claim import Verdict
from claimbook.model.evidence import judge_claim
from claimbook.notebook.document import dump
from claimbook.notebook.source import Notebook, read
from claimbook.notebook.stripping import strip
from front import run_of

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "contributing.md").read_text("utf-8")
FENCE = re.compile(r"<!-- example: ([a-z ]+) -->\n```[a-z]+\n(.*?)\n```\n", re.DOTALL)
KINDS = {"front matter": "raw", "prose": "markdown", "parameters": "code", "code": "code"}


def example() -> dict[str, Any]:
    """Put the page's marked blocks together as a notebook, in their order."""
    cells = [
        {
            "cell_type": KINDS[kind],
            "id": f"{kind.replace(' ', '-')}-{number}",
            "metadata": {"tags": [kind]} if kind == "parameters" else {},
            "source": source,
        }
        for number, (kind, source) in enumerate(FENCE.findall(PAGE), start=1)
    ]
    return strip({"cells": cells})


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    path = tmp_path / "notebooks" / "adam.ipynb"
    works = tmp_path / "bib" / "works.bib"
    for file, text in ((path, dump(example())), (works, "")):
        file.parent.mkdir()
        file.write_text(text, "utf-8")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return read(path)


def test_example_passes_the_check(notebook: Notebook) -> None:
    """In a project of its own, the example has no fault but the bibliography not yet written."""
    faults = [str(fault) for fault in check(notebook.path.parents[1])]
    assert faults == ["bib/claimbook.bib: is out of date; run `claimbook bib`"]


def test_scaffold_begins_the_example(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed as the page has it, without a network, the first command gives the example's record."""
    project = notebook.path.parents[1]
    notebook.path.unlink()
    monkeypatch.chdir(project)
    monkeypatch.setenv("CLAIMBOOK_ARXIV_API", "http://127.0.0.1:9/")  # where nobody answers
    command = re.search(r"^claimbook (new .*?[^\\])\n", PAGE, re.DOTALL | re.MULTILINE)
    assert command is not None
    done = CliRunner().invoke(cli, shlex.split(command[1].replace("\\\n", " ")))
    written, wanted = read(notebook.path).front.paper, notebook.front.paper
    assert (done.exit_code, written.key) == (0, wanted.key)
    assert (written.authors, written.title) == (wanted.authors, wanted.title)


def test_example_marks_every_claim(notebook: Notebook) -> None:
    """The restated abstract carries the mark of each claim."""
    marked = re.findall(r"\{\{ claim:(\S+) \}\}", notebook.prose[0].source)
    assert marked == [claim.id for claim in notebook.front.claims]


def test_example_reproduces_its_claim(notebook: Notebook, tmp_path: Path) -> None:
    """Run as a reader would, in the quick profile, the example gives the verdict that it should."""
    raw = nbformat.reads(notebook.path.read_text("utf-8").replace('\\"full\\"', '\\"quick\\"'), 4)
    nbclient.NotebookClient(raw, timeout=120, resources={"metadata": {"path": tmp_path}}).execute()
    ran = run_of(raw)
    verdicts = [judge_claim(claim, ran.measurements).verdict for claim in notebook.front.claims]
    assert verdicts == [Verdict.HOLDS, Verdict.NOT_TESTED]
    assert ran.figures == ("drift-by-scale",)
