"""`claimbook adopt` as its user types it, on notebooks of the shapes that lectures and examples have."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from claimbook.cli.main import cli
from claimbook.errors import ClaimbookError
from claimbook.notebook.document import read_json
from claimbook.notebook.source import read
from front import cell
from small_project import Project, claimbook

FIT = "loss = 1 / 3\nprint(f'final loss: {loss:.3f}')"
PLOT = "fig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()"


def lecture(*cells: dict[str, Any], **about: Any) -> dict[str, Any]:
    """Return an ordinary notebook, as JSON: a title, two sections, code that was run."""
    usual = [
        cell("markdown", "x", "# How Fast Do Gradients Fall?\n\nWe look at a slope."),
        cell("code", "x", "import matplotlib.pyplot as plt"),
        cell("markdown", "x", "# Fitting\n\nHere.\n\n```\n# no heading\n```"),
        cell("code", "x", FIT),
        cell("code", "x", PLOT),
    ]
    usual[3] |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "final 0.333\n"}]}
    raw = {"nbformat": 4, "nbformat_minor": 2, "metadata": {"colab": {}}, "cells": [*usual, *cells]}
    for one in raw["cells"]:
        one.pop("id", None)
    return raw | about


def keep(project: Project, raw: object, name: str = "downloads/My Lecture.ipynb") -> Path:
    return project.write(name, json.dumps(raw))


def typed(project: Project, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--project", str(project.root), *words])


@pytest.fixture
def adopted(project: Project) -> tuple[Project, Result]:
    """A project that has just adopted the lecture."""
    path = keep(project, lecture())
    before = path.read_bytes()
    done = typed(project, "adopt", str(path))
    assert done.exit_code == 0, done.output
    assert path.read_bytes() == before
    return project, done


def test_it_becomes_a_notebook_of_the_project(adopted: tuple[Project, Result]) -> None:
    """What is written is read by the engine: front matter, parameters, sections, no outputs."""
    notebook = read(adopted[0].root / "notebooks" / "my-lecture.ipynb")
    assert notebook.front.digest.title == "How Fast Do Gradients Fall?"
    assert notebook.residue == ()
    assert dict(notebook.parameters) == {"profile": "full", "seeds": 8}
    prose = [one.source for one in notebook.prose]
    assert prose[3:5] == ["We look at a slope.", "## Fitting\n\nHere.\n\n```\n# no heading\n```"]
    code = [one.source for one in notebook.code]
    assert code[1] == "from claimbook.lab import figure"
    assert code[3] == f'{FIT}\n# TODO: record("loss", loss)'
    assert "plt.show()" not in code[4]
    assert 'id="figure-1"' in code[4]


def test_all_is_said_at_once(adopted: tuple[Project, Result]) -> None:
    """The blanks, the figures, the numbers with their places, and where to look next."""
    lines = adopted[1].output.splitlines()
    assert lines[0] == "wrote notebooks/my-lecture.ipynb; to fill in:"
    assert "  paper.title: the paper's title" in lines
    assert any(line.endswith("are blank in: figure-1") for line in lines)
    assert '  cell 10, line 2: record("loss", loss)' in lines


def test_what_the_check_names_is_blank_or_was_said(adopted: tuple[Project, Result]) -> None:
    """After `adopt` the check finds blanks, and nothing that was not listed."""
    project, done = adopted
    found = typed(project, "check", "my-lecture").output.splitlines()
    assert [line for line in found if " is a blank" not in line and line not in done.output] == []
    assert any("caption of a figure is a blank" in line for line in found)


def test_nothing_is_overwritten(adopted: tuple[Project, Result]) -> None:
    """A second time the name is taken, and another name is asked for."""
    project, _ = adopted
    path = project.root / "downloads" / "My Lecture.ipynb"
    before = (project.root / "notebooks" / "my-lecture.ipynb").read_bytes()
    done = typed(project, "adopt", str(path))
    assert isinstance(done.exception, ClaimbookError)
    assert (
        "notebooks/my-lecture.ipynb: exists already; give another name with --slug" in done.output
    )
    assert (project.root / "notebooks" / "my-lecture.ipynb").read_bytes() == before
    assert typed(project, "adopt", str(path), "--slug", "other").exit_code == 0
    keys = [one.front.paper.key for one in project.book.notebooks]
    assert len(set(keys)) == 2


def test_every_reason_is_given(project: Project) -> None:
    """Magics, shell lines and a bad name are refused together, and nothing is written."""
    raw = lecture(cell("code", "x", "%matplotlib inline\nx = !ls"), cell("code", "x", "%%time\ny"))
    done = claimbook(project, "adopt", str(keep(project, raw)), "--slug", "No Slug")
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert [line.split(":")[1].strip() for line in lines[:-1]] == [
        "My Lecture.ipynb",
        *(f"My Lecture.ipynb, cell {place}" for place in ("6, line 1", "6, line 2", "7, line 1")),
    ]
    assert lines[-1].endswith("cannot be adopted, for 4 reasons; nothing was written")
    assert list((project.root / "notebooks").iterdir()) == []


def test_other_languages_are_refused(project: Project) -> None:
    """A notebook of another kernel is refused by that one reason."""
    raw = lecture(metadata={"kernelspec": {"name": "ir", "language": "R"}})
    done = typed(project, "adopt", str(keep(project, raw)))
    assert "is written for the kernel R" in done.output


def test_old_formats_come_in(project: Project) -> None:
    """A notebook of nbformat 3 is upgraded on its way in."""
    raw = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": "old"},
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 1, "source": ["Old"], "metadata": {}},
                    {
                        **{"cell_type": "code", "input": ["x = 1"], "language": "python"},
                        **{"metadata": {}, "outputs": [], "collapsed": False},
                    },
                ],
                "metadata": {},
            }
        ],
    }
    assert typed(project, "adopt", str(keep(project, raw, "old.ipynb"))).exit_code == 0
    notebook = read(project.root / "notebooks" / "old.ipynb")
    assert notebook.front.digest.title == "Old"
    assert notebook.code[-1].source == "x = 1"


def test_its_own_parameters_are_completed(project: Project) -> None:
    """A cell of parameters that is there keeps what it says, and gets what it lacks."""
    raw = lecture(cell("code", "x", "seeds = 3\nrate = 0.1", "parameters"))
    assert typed(project, "adopt", str(keep(project, raw))).exit_code == 0
    known = read(project.root / "notebooks" / "my-lecture.ipynb").parameters
    assert dict(known) == {"seeds": 3, "rate": 0.1, "profile": "full"}


def test_the_paper_may_be_named(project: Project) -> None:
    """What `claimbook new` takes names the paper here too."""
    entry = "@misc{doe2024other, title={Other}, author={Doe, Jane}, year={2024}}"
    assert typed(project, "adopt", str(keep(project, lecture())), entry).exit_code == 0
    paper = read(project.root / "notebooks" / "my-lecture.ipynb").front.paper
    assert (paper.key, paper.title, paper.authors) == ("doe2024other", "Other", ("Doe, Jane",))


def test_one_of_ours_is_no_ordinary_notebook(project: Project) -> None:
    """A notebook that has front matter is to be copied, not adopted."""
    project.add("tiny")
    path = keep(project, read_json(project.root / "notebooks" / "tiny.ipynb"))
    assert "has front matter already" in typed(project, "adopt", str(path)).output


def test_one_that_lies_among_the_others_is_to_be_moved(project: Project) -> None:
    """The adopted notebook cannot take the place of the original."""
    path = keep(project, lecture(), "notebooks/lecture.ipynb")
    assert "move it out of notebooks/" in typed(project, "adopt", str(path)).output


def test_an_ordinary_notebook_blocks_nobody(project: Project) -> None:
    """One that nobody has adopted is left out, and said; only the check finds fault with it."""
    project.add("tiny")
    keep(project, lecture(), "notebooks/Downloaded One.ipynb")
    note = "notebooks/Downloaded One.ipynb is no notebook of the project yet, and is left out\n"
    for command in ("status", "claims", "bib"):
        done = typed(project, command)
        assert (done.exit_code, done.stderr) == (0, note)
    assert "tiny" in typed(project, "status").stdout
    assert "claimbook adopt" in typed(project, "check").output
    assert typed(project, "new", "one", "--title", "One").exit_code == 0


def test_strip_spares_what_git_cannot_bring_back(project: Project) -> None:
    """Without a name, outputs that git does not track stay; with its name they go."""
    path = keep(project, lecture(), "notebooks/lecture.ipynb")
    before = path.read_bytes()
    done = typed(project, "strip")
    assert done.output.startswith("left notebooks/lecture.ipynb as it is: it has outputs")
    assert path.read_bytes() == before
    assert typed(project, "strip", "lecture").output == "stripped notebooks/lecture.ipynb\n"
