from pathlib import Path

import pytest

from claimbook.bibliography.reader import read_bib
from claimbook.bibliography.records import generate
from claimbook.checks.bibcheck import check, identify
from claimbook.errors import ClaimbookError
from front import ENDING, FRONT, RECORD, SECTIONS, cell, write_notebook
from small_project import Project

DOI = "10.1000/one"
ONE = f"""\
@article{{roe2020one,
  author  = {{Roe, Richard}},
  title   = {{One {{Work}} of H{{\\"a}}gele}},
  journal = {{Journal}},
  year    = {{2020}},
  doi     = {{{DOI}}},
  eprint  = {{2001.00001}},
  archiveprefix = {{arXiv}}
}}
"""


@pytest.fixture
def whole(project: Project) -> Project:
    """A project with a notebook, a work, and a page that cites it."""
    write_notebook(project.root / "notebooks")
    project.write("bib/works.bib", ONE)
    project.write("docs/index.md", "# Home\n\nAs @roe2020one says.\n")
    return project


def faults(project: Project) -> list[str]:
    """Write the file anew, then check."""
    project.write("bib/claimbook.bib", generate(project.book))
    return [str(fault) for fault in check(project.book)]


def test_a_sound_bibliography_has_no_faults(whole: Project) -> None:
    """What is sound, cited and up to date passes; a paper of the digest need not be cited."""
    assert faults(whole) == []


def test_fault_of_a_work_has_its_line(whole: Project) -> None:
    """A fault of a hand-kept work names file, line, key and field."""
    whole.write("bib/works.bib", "\n" + ONE.replace(DOI, "10.1"))
    assert faults(whole) == ['works.bib, line 2, roe2020one, doi: "10.1" is no DOI']


def test_key_that_a_cross_reference_would_hide(whole: Project) -> None:
    """A key with a reserved prefix is refused where it stands."""
    whole.write("bib/works.bib", ONE.replace("roe2020one", "fig-one"))
    whole.write("docs/index.md", "# Home\n")
    assert faults(whole)[0] == (
        'works.bib, line 1, fig-one: the key "fig-one" begins as a reference to a figure or a claim '
        "does; rename it; fig- and claim- are reserved"
    )


def test_fault_of_a_paper_has_its_cell(whole: Project) -> None:
    """A fault of a front matter names notebook and cell."""
    front = FRONT.replace("2402.00001", "2413.00001")
    write_notebook(whole.root / "notebooks", front=front)
    assert faults(whole) == [
        'tiny.ipynb, cell 1 (front-matter): paper: eprint "2413.00001" is no arXiv identifier'
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"eprint": "2001.00002", "title": "Another"}, "DOI"),
        ({"doi": "10.1000/two", "title": "Another"}, "arXiv identifier"),
        ({"doi": "10.1000/two", "eprint": "2001.00002", "title": "ONE work of Hägele!"}, "title"),
    ],
)
def test_twins_are_found(whole: Project, change: dict[str, str], says: str) -> None:
    """A work that stands twice is told by DOI, by arXiv identifier, or by title and author."""
    (record,) = read_bib(ONE, where="")
    fields = {**record.fields, **change}
    body = ",\n".join(f"{name} = {{{text}}}" for name, text in fields.items())
    whole.write("bib/works.bib", f"{ONE}\n@article{{roe2020two,\n{body}}}\n")
    whole.write("docs/index.md", "[@roe2020one; @roe2020two]")
    (fault,) = faults(whole)
    assert fault.startswith(
        f'works.bib, line 11, roe2020two: has the {says} of "roe2020one" (works.bib, line 1, roe'
    )


def test_one_title_of_two_authors_is_two_works() -> None:
    """Two works may have one title if their first authors differ."""
    (record,) = read_bib(ONE, where="")
    (other,) = read_bib(ONE.replace("Roe, Richard", "Doe, Jane"), where="")
    assert identify(record)["title"] != identify(other)["title"]


def test_uncited_and_unknown_keys(whole: Project) -> None:
    """A work that no page cites and a key that no record has are faults with their places."""
    whole.write("docs/index.md", "# Home\n\n`@roe2020one` and [@nobody2020none]\n")
    assert faults(whole) == [
        'docs/index.md, line 3: cites "nobody2020none", which no record has; did you mean "roe2020one"? '
        "Or add it to bib/works.bib, or write \\@nobody2020none if it is no citation",
        "works.bib, line 1, roe2020one: is cited by no page; cite it as [@roe2020one], or remove it",
    ]


def test_companions_count_as_cited(whole: Project) -> None:
    """A work named as a companion is cited; one that no record has is a fault."""
    whole.write("docs/index.md", "# Home\n")
    named = "tags: [tiny]\n  companions: [roe2020one, poe1999none]"
    write_notebook(whole.root / "notebooks", front=FRONT.replace("tags: [tiny]", named))
    (fault,) = faults(whole)
    assert fault.startswith("tiny.ipynb, cell 1 (front-matter): digest.companions: cites")


def test_an_old_key_counts_for_its_heir(whole: Project) -> None:
    """A page may cite by an old key."""
    whole.write("bib/aliases.yml", "roe2019one: roe2020one\n")
    whole.write("docs/index.md", "As @roe2019one says.\n")
    assert faults(whole) == []


def test_cells_of_notebooks_cite_too(whole: Project) -> None:
    """A citation in a notebook counts, and an unknown one names the cell."""
    whole.write("docs/index.md", "# Home\n")
    text = SECTIONS.replace("Ours.", "Ours [@roe2020one; @roe2021none].")
    cells = (cell("markdown", "opening", text), RECORD, cell("markdown", "ending", ENDING))
    write_notebook(whole.root / "notebooks", "tiny", *cells)
    (fault,) = faults(whole)
    assert fault.startswith('tiny.ipynb, cell 3 (opening): cites "roe2021none"')


def test_lost_key_is_told(whole: Project) -> None:
    """A key that the file still has and nothing knows is a fault that says what to do."""
    whole.write("bib/claimbook.bib", generate(whole.book))
    whole.write("bib/works.bib", ONE.replace("roe2020one", "roe2020work"))
    whole.write("docs/index.md", "[@roe2020work]")
    found = [str(fault) for fault in check(whole.book)]
    assert [line.split(":")[1].split(";")[0] for line in found] == [
        ' the key "roe2020one" stood here and now leads nowhere, though others may cite it',
        " is out of date",
    ]


def test_a_page_that_is_not_text(whole: Project) -> None:
    """A page that is not UTF-8 is told by its name."""
    Path(whole.root / "docs" / "x.md").write_bytes(b"\xff")
    with pytest.raises(ClaimbookError, match=r"docs/x\.md: is not UTF-8"):
        check(whole.book)
