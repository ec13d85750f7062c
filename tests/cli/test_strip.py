"""`claimbook strip` on notebooks as others write them, and as every other command advises it."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from claimbook.checks.project import check
from claimbook.cli.main import cli
from front import FRONT, PARAMETERS, cell, notebook_json, write_notebook
from small_project import Project, claimbook


def edit(project: Project, change: Callable[[Any], object], slug: str = "tiny") -> Path:
    """Write a notebook that breaks the contract in one way."""
    raw = notebook_json()
    change(raw)
    return project.write(f"notebooks/{slug}.ipynb", json.dumps(raw))


def faults(project: Project) -> list[str]:
    """Return what `claimbook check` prints, but for what the bibliography lacks."""
    return [line for line in map(str, check(project.root)) if "bib/claimbook.bib" not in line]


def typed(project: Project, command: str) -> Result:
    """Type a command in the project."""
    return CliRunner().invoke(cli, ["--project", str(project.root), *shlex.split(command)])


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw["cells"][3].update(outputs=[{"output_type": "stream"}]),
        lambda raw: raw["cells"][3].update(execution_count=2),
        lambda raw: raw["cells"][3].pop("id"),
        lambda raw: raw["cells"][3].update(id="not an id"),
        lambda raw: raw["cells"][3].update(id="opening"),
        lambda raw: raw["cells"].insert(2, cell("code", "x", "seeds = 2", "injected-parameters")),
        *(lambda raw, minor=minor: raw.update(nbformat_minor=minor) for minor in range(5)),
    ],
    ids=[
        *("outputs", "count", "no id", "bad id", "repeated id", "injected"),
        *(f"4.{minor}" for minor in range(5)),
    ],
)
@pytest.mark.parametrize("slug", ["tiny", "in/a/folder/tiny"])
def test_advice_is_followed(project: Project, change: Callable[[Any], object], slug: str) -> None:
    """The command that a fault advises, typed as it stands, mends it."""
    edit(project, change, slug)
    (line,) = faults(project)
    advised = re.search(r"`claimbook (.+)`", line)
    assert advised is not None
    done = typed(project, advised[1])
    assert (done.exit_code, done.output) == (0, f"stripped notebooks/{slug}.ipynb\n")
    assert faults(project) == []


@pytest.mark.parametrize(
    ("change", "says", "mend"),
    [
        (
            lambda raw: raw["cells"].pop(0),
            "begin with a raw cell of YAML between `---` lines",
            lambda raw: raw["cells"].insert(0, cell("raw", "front", f"---\n{FRONT}---")),
        ),
        (
            lambda raw: raw["cells"][0].update(source=FRONT),
            "make the first cell a raw cell that begins and ends with `---`",
            lambda raw: raw["cells"][0].update(source=f"---\n{FRONT}---"),
        ),
        (
            lambda raw: raw["cells"][1]["metadata"].clear(),
            'tag exactly one code cell that holds `profile = "full"` and `seeds = 8`',
            lambda raw: raw["cells"].insert(1, PARAMETERS | {"id": "new"}),
        ),
        (
            lambda raw: raw["cells"][1].update(source="seeds = 8"),
            "add `profile = …`",
            lambda raw: raw["cells"][1].update(source='profile: str = "full"\nseeds = 8'),
        ),
        (
            lambda raw: raw["cells"][3]["metadata"].update(tags=7),
            'write them like `"tags": ["parameters"]`',
            lambda raw: raw["cells"][3]["metadata"].update(tags=["parameter"]),
        ),
        (
            lambda raw: raw["cells"][2].update(attachments={"p.png": {"image/png": "?"}}),
            "remove it, and paste the picture into the cell anew",
            lambda raw: raw["cells"][2].update(attachments={"p.png": {"image/png": "aGVsbG8="}}),
        ),
        (
            lambda raw: raw["cells"][0]["metadata"].update(format=7),
            'write a MIME type, such as `"format": "text/html"`',
            lambda raw: raw["cells"][0]["metadata"].update(format="text/html"),
        ),
        (
            lambda raw: raw.update(nbformat_minor="5"),
            'write `"nbformat": 4, "nbformat_minor": 5`',
            lambda raw: raw.update(nbformat=4, nbformat_minor=5),
        ),
        (lambda raw: raw.update(metadata=None), "write `{}`", lambda raw: raw.update(metadata={})),
        (
            lambda raw: raw["cells"][2].update(source=7),
            "write it in quotes",
            lambda raw: raw["cells"][2].update(source=notebook_json()["cells"][2]["source"]),
        ),
        (
            lambda raw: raw["cells"].insert(2, {"cell_type": "heading"}),
            "remove it, or make its `cell_type` one of markdown, code, raw",
            lambda raw: raw["cells"].pop(2),
        ),
        (
            lambda raw: raw["cells"][3].update(source="%time x"),
            "write plain Python, without magics",
            lambda raw: raw["cells"][3].update(source=notebook_json()["cells"][3]["source"]),
        ),
    ],
)
def test_advice_that_a_person_follows(
    project: Project,
    change: Callable[[Any], object],
    says: str,
    mend: Callable[[Any], object],
) -> None:
    """What a fault asks an author to write mends it."""
    path = edit(project, change)
    (line,) = faults(project)
    assert f"; {says}" in line
    raw = json.loads(path.read_text("utf-8"))
    mend(raw)
    path.write_text(json.dumps(raw), "utf-8")
    assert faults(project) == []


def test_one_slug_in_two_folders(project: Project) -> None:
    """Both notebooks of one slug are stripped, for the reader names them alike."""
    for folder in ("one", "two"):
        edit(project, lambda raw: raw["cells"][3].update(execution_count=2), f"{folder}/same")
    assert typed(project, "strip same").output.splitlines() == [
        "stripped notebooks/one/same.ipynb",
        "stripped notebooks/two/same.ipynb",
    ]


def test_file_is_named_by_its_path(project: Project) -> None:
    """A notebook is stripped where it lies, before it is among the others or outside of them."""
    path = project.root / "downloads" / "Some Notebook.ipynb"
    project.write(
        "downloads/Some Notebook.ipynb", json.dumps(notebook_json() | {"nbformat_minor": 2})
    )
    done = claimbook(project, "strip", "downloads/Some Notebook.ipynb")
    assert done.stdout == "stripped downloads/Some Notebook.ipynb\n"
    assert json.loads(path.read_text("utf-8"))["nbformat_minor"] == 5
    assert claimbook(project, "strip", str(path)).stdout == ""
    assert "there is no such file" in claimbook(project, "strip", "other.ipynb").stderr


def test_link_stays_a_link(project: Project, tmp_path: Path) -> None:
    """Stripping a notebook that is a link changes what it leads to, once."""
    real = tmp_path / "real.ipynb"
    real.write_text(json.dumps(notebook_json() | {"nbformat_minor": 4}))
    link = project.root / "notebooks" / "tiny.ipynb"
    link.symlink_to(real)
    assert typed(project, "strip").output == "stripped notebooks/tiny.ipynb\n"
    assert link.is_symlink()
    assert json.loads(real.read_text())["nbformat_minor"] == 5
    assert typed(project, "strip").output == ""


def test_broken_notebook_does_not_stop_the_others(project: Project) -> None:
    """Every notebook that can be stripped is, and every one that cannot is named."""
    write_notebook(project.root / "notebooks", "clean")
    for name in ("a", "z"):
        project.write(f"notebooks/{name}.ipynb", "{")
    edit(project, lambda raw: raw.update(nbformat_minor=4), "old")
    done = claimbook(project, "strip")
    assert done.returncode == 2
    assert "stripped notebooks/old.ipynb" in done.stdout.splitlines()
    assert [line.partition(":")[2][:12] for line in done.stderr.splitlines()] == [
        " a.ipynb: is",
        " z.ipynb: is",
    ]
