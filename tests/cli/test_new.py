"""The command `new`, as a person types it."""

from typing import Any

import pytest

from claimbook.notebook.source import read
from registries import ARTICLE
from small_project import Project, claimbook

ENTRY = "@misc{doe2024other,\n title={Other {LLM}s}, author={Doe, Jane}, year={2024}, month=feb}\n"


def test_new_from_a_file_lists_the_blanks(project: Project) -> None:
    """The notebook is named as asked, and what is left to fill in is listed."""
    project.write("entry.bib", ENTRY)
    done = claimbook(project, "new", "other", "--bibtex", "entry.bib")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "wrote notebooks/other.ipynb; to fill in:"
    assert "  paper.date: the day" in lines
    assert read(project.root / "notebooks" / "other.ipynb").front.paper.title == "Other LLMs"


@pytest.mark.parametrize(("given", "stdin"), [("-", ENTRY), (ENTRY, "")])
def test_new_from_stdin_and_from_the_line(project: Project, given: str, stdin: str) -> None:
    """An entry may come from stdin or stand on the command line itself."""
    done = claimbook(project, "new", "--bibtex", given, stdin=stdin)
    assert (done.returncode, done.stderr) == (0, "")
    assert (project.root / "notebooks" / "other-llms.ipynb").is_file()


def test_new_without_a_network_says_so(project: Project) -> None:
    """A note on stderr says that arXiv could not be asked; the notebook is there all the same."""
    done = claimbook(
        project, "new", "--arxiv", "2402.18571", "--title", "T: x", "--author", "Jane Doe"
    )
    assert done.returncode == 0
    assert done.stderr.startswith("claimbook: arXiv could not be asked (")
    assert done.stderr.count("\n") == 1
    assert (project.root / "notebooks" / "t.ipynb").is_file()


@pytest.mark.parametrize(
    "paper",
    [
        *("2401.00001", "https://arxiv.org/abs/2401.00001v2", "10.48550/arXiv.2401.00001"),
        *("10.5555/tiny_a_1", "https://doi.org/10.5555/tiny_a_1", ENTRY, "entry.bib", "-"),
    ],
)
def test_new_takes_whatever_names_a_paper(project: Project, registries: Any, paper: str) -> None:
    """An identifier, an address, an entry, a file and stdin just work."""
    registries(**ARTICLE)
    project.write("entry.bib", ENTRY)
    done = claimbook(project, "new", paper, stdin=ENTRY)
    assert (done.returncode, done.stderr) == (0, "")
    (path,) = (project.root / "notebooks").iterdir()
    names = {"2401": "tiny-llms-water", "tiny": "tiny-llms-h2o"}
    assert path.stem == next((name for part, name in names.items() if part in paper), "other-llms")
    assert read(path).front.paper.key in ("doe2024tiny", "doe2024other")


def test_new_from_a_doi_without_a_network(project: Project) -> None:
    """What Crossref would have told is blank; the DOI and the address are there."""
    done = claimbook(project, "new", "tiny", "10.5555/tiny_a_1")
    assert done.returncode == 0
    assert done.stderr.startswith("claimbook: Crossref could not be asked (")
    assert "  paper.title: the paper's title" in done.stdout.splitlines()
    paper = read(project.root / "notebooks" / "tiny.ipynb").front.paper
    assert (paper.doi, paper.urls) == (
        "10.5555/tiny_a_1",
        {"paper": "https://doi.org/10.5555/tiny_a_1"},
    )


def test_new_from_a_doi_that_does_not_exist(project: Project, registries: Any) -> None:
    """A registry that says no is believed: one line, and no notebook."""
    registries()
    done = claimbook(project, "new", "--doi", "10.5555/tiny_a_1")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Crossref knows no DOI 10.5555/tiny_a_1" in done.stderr
    assert list((project.root / "notebooks").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["entry.bib", "--bibtex", "other.bib"], "the paper is given twice"),
        (["2401.00001", "--doi", "10.5555/x"], "the paper is given twice"),
        (["--doi", "tiny"], '"tiny" is no DOI; write it like'),
        ([], "nothing to begin from"),
        (["--bibtex", "none.bib"], "none.bib: cannot be read: No such file"),
        (["--bibtex", "-"], "stdin: is empty"),
        (["--bibtex", "@misc{a1, title={x}"], "the BibTeX entry, line 1"),
        (["Not A Slug", "--title", "x"], "is no slug"),
    ],
)
def test_new_refuses_in_one_line(project: Project, arguments: list[str], words: str) -> None:
    """Bad input is one line and exit code 2."""
    done = claimbook(project, "new", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
