import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import nbclient
import nbformat
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claimbook.bibliography.records import from_paper
from claimbook.checks.project import check
from claimbook.errors import ClaimbookError
from claimbook.intake.arguments import Source
from claimbook.intake.network import Client
from claimbook.intake.newfront import Place, list_blanks, write_front_matter
from claimbook.intake.newnotebook import NewNotebook, begin_notebook
from claimbook.intake.partialpaper import PartialPaper
from claimbook.model.claim import Verdict
from claimbook.model.evidence import judge_claim
from claimbook.notebook.document import dump, read_json
from claimbook.notebook.frontmatter import read_front_matter
from claimbook.notebook.source import read
from claimbook.notebook.stripping import strip
from front import run_of
from small_project import Project

TODAY = date(2024, 2, 29)
IMPATIENT = Client(attempts=1)
ENTRY = r"""@inproceedings{wang2024arithmetic,
  title = {Arithmetic Control of {LLM}s}, author = {Wang, H. and {Hugging Face}},
  booktitle = {Proceedings of {ACL}}, pages = {12--34}, year = {2024}, month = aug,
  doi = {10.1/a_b}, url = {https://aclanthology.org/x_1}
}"""


def begin(project: Project, slug: str = "", **source: object) -> NewNotebook:
    return begin_notebook(project.book, Source(**source), today=TODAY, slug=slug, client=IMPATIENT)  # type: ignore[arg-type]


def test_entry_becomes_a_notebook(project: Project) -> None:
    """A BibTeX entry fills the front matter, and comes out of it as it went in."""
    made = begin(project, bibtex=ENTRY)
    assert made.path == project.root / "notebooks" / "arithmetic-control-llms.ipynb"
    paper = read(made.path).front.paper
    record = from_paper(paper)
    assert (record.key, record.type) == ("wang2024arithmetic", "inproceedings")
    assert dict(record.fields) == {
        "author": "Wang, H. and {Hugging Face}",
        "title": "Arithmetic Control of {LLMs}",
        "booktitle": "Proceedings of {ACL}",
        "pages": "12--34",
        "year": "2024",
        "doi": "10.1/a_b",
        "url": "https://aclanthology.org/x_1",
    }


def test_blanks_are_what_check_finds(project: Project) -> None:
    """`check` names every blank of a new notebook, and nothing else."""
    made = begin(project, arxiv="2402.18571")
    faults = [str(fault) for fault in check(project.root) if "claimbook.bib" not in str(fault)]
    assert len(made.blanks) == len([fault for fault in faults if "is a blank" in fault])
    assert all("is a blank" in fault for fault in faults)
    assert "paper.date: the day" in made.blanks
    assert "paper.title: the paper's title" in made.blanks
    assert "paper.key: author, year and word, before anybody cites it" in made.blanks


def test_a_guess_is_a_blank(project: Project) -> None:
    """A date that nobody gave, and a key without its year, are marked in the front matter."""
    made = begin(project, title="A Tiny Paper", authors=["Jane Doe"])
    assert "paper.date: the day of the first version" in made.blanks
    assert read(made.path).front.paper.key == "doetiny"
    assert "&id" not in read(made.path).cells[0].source


def test_a_cut_author_list_is_a_blank(project: Project) -> None:
    """An entry that ends in `others` keeps whom it names, and says that some are missing."""
    made = begin(project, bibtex="@misc{a2024b, title={T}, author={Doe, J. and others}}")
    assert "paper.authors: the source left authors out" in made.blanks
    assert read(made.path).front.paper.authors == ("Doe, J.",)


def test_without_a_network_there_is_a_skeleton(project: Project) -> None:
    """When arXiv cannot be asked a note says so; the month is read off the identifier."""
    made = begin(project, arxiv="2402.18571", title="A Tiny Paper", authors=["Jane Doe"])
    (note,) = made.notes
    assert "arXiv could not be asked (http://127.0.0.1:9: cannot be reached" in note
    paper = read(made.path).front.paper
    assert (paper.key, paper.authors) == ("doe2024tiny", ("Doe, Jane",))
    assert (paper.arxiv, paper.date) == ("2402.18571", date(2024, 2, 1))


def test_slug_and_order(project: Project) -> None:
    """The slug can be given; a second paper of a day stands after the first."""
    begin(project, slug="one", title="One Paper")
    made = begin(project, slug="two", title="Two Papers")
    assert made.path.name == "two.ipynb"
    assert read(made.path).front.digest.order == 2


def test_file_has_the_canonical_form(project: Project) -> None:
    """Stripping a new notebook changes nothing, and its sections are the contract's."""
    made = begin(project, title="A Tiny Paper")
    assert made.path.read_text("utf-8") == dump(strip(read_json(made.path)))
    sections = [
        line
        for cell in read(made.path).prose
        for line in cell.source.splitlines()
        if line.startswith("## ")
    ]
    assert [sections[0], *sections[-2:]] == [
        "## Abstract, restated",
        "## What this does not test",
        "## Questions",
    ]


@pytest.mark.parametrize("lab", [True, False])
def test_example_runs_as_it_stands(
    project: Project, lab: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example runs, its claim is judged, and its figure has its contract; without JAX too."""
    monkeypatch.setattr("claimbook.intake.newnotebook.has_lab", lambda: lab)
    made = begin(project, title="A Tiny Paper")
    assert ("jax" in made.path.read_text()) is lab
    raw = read_json(made.path)
    for cell in raw["cells"]:
        if cell["id"] == "parameters":
            cell["source"] = ['profile = "quick"\n', "seeds = 5"]
    notebook = nbformat.reads(json.dumps(raw), as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    (claim,) = read(made.path).front.claims
    finding = judge_claim(claim, run_of(notebook).measurements)
    assert finding.verdict is Verdict.REPRODUCED
    assert claim.given, "a claim about an effect names the test that shows it"
    shown = [
        out.data for cell in notebook.cells for out in cell.get("outputs", ()) if "data" in out
    ]
    figures = [data for data in shown if "application/vnd.claimbook.figure+json" in data]
    assert [one["application/vnd.claimbook.figure+json"]["id"] for one in figures] == [
        read(made.path).front.lead
    ]
    assert "image/svg+xml" in figures[0]


@pytest.mark.parametrize("lab", [True, False])
def test_example_is_clean(project: Project, lab: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The linter and the formatter find nothing in a new notebook."""
    monkeypatch.setattr("claimbook.intake.newnotebook.has_lab", lambda: lab)
    made = begin(project, title="A Tiny Paper")
    root = Path(__file__).parents[2]
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "ruff",
                *command,
                "--no-cache",
                "--config",
                "pyproject.toml",
                made.path,
            ],
            cwd=root,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout


def test_a_name_is_one_in_folders_too(project: Project) -> None:
    """A page's address is its notebook's name, whichever folder the notebook lies in."""
    made = begin(project, slug="tiny", title="A Tiny Paper")
    folder = made.path.parent / "2024"
    folder.mkdir()
    made.path.rename(folder / "tiny.ipynb")
    with pytest.raises(ClaimbookError, match="exists already; give another slug"):
        begin(project, slug="tiny", title="Another")


def test_never_overwrites(project: Project) -> None:
    """A second notebook of one name is refused, and the first stays as it is."""
    made = begin(project, slug="tiny", title="A Tiny Paper")
    before = made.path.read_bytes()
    with pytest.raises(ClaimbookError, match=r"notebooks/tiny\.ipynb: exists already"):
        begin(project, slug="tiny", title="Another Paper")
    assert before == made.path.read_bytes()


def test_paper_is_there_already(project: Project) -> None:
    """A paper is one notebook, known by its key and by its arXiv identifier."""
    begin(project, slug="tiny", arxiv="2402.18571", title="A Tiny Paper")
    with pytest.raises(ClaimbookError, match=r"notebooks/tiny\.ipynb: is about the paper already"):
        begin(project, slug="other", arxiv="2402.18571", title="Other")
    with pytest.raises(ClaimbookError, match="is about the paper already"):
        begin(project, slug="other", arxiv="2402.99999", title="Tiny Things")
    assert [path.name for path in (project.root / "notebooks").iterdir()] == ["tiny.ipynb"]


def test_key_among_the_works_is_refused(project: Project) -> None:
    """A paper that is cited as a work has to leave the works first."""
    project.write("bib/works.bib", "\n@misc{wang2024arithmetic, title={x}}\n")
    with pytest.raises(ClaimbookError, match=r"works\.bib, line 2: .* take it out there first"):
        begin(project, bibtex=ENTRY)
    assert list((project.root / "notebooks").iterdir()) == []


@pytest.mark.parametrize(
    ("source", "slug", "words"),
    [
        ({}, "", "nothing to begin from"),
        ({"title": "x"}, "Not A Slug", "is no slug"),
        ({"arxiv": "dpa"}, "", "is no arXiv identifier"),
        ({"bibtex": "@misc{a1, title={x}", "where": "e.bib"}, "", "e.bib, line 1"),
    ],
)
def test_bad_input_writes_nothing(
    project: Project, source: dict[str, str], slug: str, words: str
) -> None:
    """Each fault is one line, and no file is left behind."""
    with pytest.raises(ClaimbookError, match=words):
        begin(project, slug=slug, **source)
    assert list((project.root / "notebooks").iterdir()) == []


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)),
)
def test_any_title_and_author_give_sound_front_matter(title: str, authors: list[str]) -> None:
    """Whatever a title or a name holds, the engine reads the front matter back."""
    people = tuple(name for name in (" ".join(name.split()) for name in authors) if name)
    known = PartialPaper(title=" ".join(title.split()), authors=people, key="doe2024tiny")
    front = write_front_matter(known, Place(TODAY, 1))
    paper = read_front_matter(front, where="tiny.ipynb").paper
    assert paper.title == (known.title or "TODO: the paper's title")
    assert paper.authors == (people or ("TODO: Last, First",))
    assert list(list_blanks(front))
    assert yaml.safe_load(front.strip("-"))["paper"]["key"] == "doe2024tiny"


@pytest.mark.parametrize(
    ("title", "kept"),
    [("A\x1bTitle", "ATitle"), ("\x1b", "TODO: what the source had cannot be shown")],
)
def test_control_characters_of_a_source_are_left_out(title: str, kept: str) -> None:
    """No page and no feed could hold them."""
    front = write_front_matter(PartialPaper(title=title, key="doe2024tiny"), Place(TODAY, 1))
    assert read_front_matter(front, where="tiny.ipynb").paper.title == kept
