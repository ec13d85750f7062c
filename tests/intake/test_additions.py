import io
from pathlib import Path

import pytest

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reader import read_bib
from claimbook.errors import ClaimbookError
from claimbook.intake.additions import add, read
from small_project import Project

KEPT = """\
% Kept by hand.\t  

@misc{roe2020one,
     title = {One}, author={Roe, R.},   year = 2020,
  eprint={2001.00001}, archiveprefix = "arXiv", doi = {10.1000/one}
}
% the end"""
NEW = (
    "@article{x1, author={Jane Doe}, title={Two LLMs}, journal={J}, year={2021}, doi={10.1000/two}}"
)


def given(text: str = NEW) -> tuple[Record, ...]:
    return read_bib(text, where="")


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with a hand-kept file."""
    project.write("bib/works.bib", KEPT)
    return project


def works(project: Project) -> bytes:
    return (project.root / "bib" / "works.bib").read_bytes()


@pytest.mark.parametrize(
    "before",
    [KEPT, f"{KEPT}\n", KEPT.replace("\n", "\r\n"), f"\ufeff{KEPT}\n", "", "% nothing yet\n"],
)
def test_what_stood_there_stays(project: Project, before: str) -> None:
    """The file's bytes stay, comments, order and line ends included; the entry follows."""
    path = Path(project.root / "bib" / "works.bib")
    path.write_bytes(before.encode())
    (made,) = add(project.book, given())
    assert works(project).startswith(before.encode())
    assert made.key == "doe2021two"
    assert [one.key for one in read_bib(works(project).decode(), where="")][-1] == "doe2021two"
    assert (b"\r\n" in works(project)) == ("\r\n" in before)
    assert works(project).decode().replace("\r\n", "").count("\r") == 0


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (NEW.replace("10.1000/two", "10.1000/ONE"), "DOI"),
        (NEW.replace("doi={10.1000/two}", "eprint={2001.00001}, archiveprefix={arXiv}"), "arXiv"),
        (NEW.replace("Two LLMs", "ONE!").replace("Jane Doe", "R. Roe"), "title"),
        (NEW.replace("{x1,", "{roe2020one,"), "key"),
    ],
)
def test_a_work_that_is_there_is_refused(kept: Project, text: str, by: str) -> None:
    """A twin is named by file and line, and nothing is written."""
    with pytest.raises(ClaimbookError, match=rf"\(works\.bib, line 3, roe2020one\), by its {by}"):
        add(kept.book, given(text))
    assert works(kept) == KEPT.encode()


def test_a_taken_key_is_refused(kept: Project) -> None:
    """A key of another work is no key for this one; another can be given."""
    other = (
        NEW.replace("Jane Doe", "R. Roe").replace("Two LLMs", "One more").replace("2021", "2020")
    )
    with pytest.raises(ClaimbookError, match=r"taken by another work \(works\.bib, line 3"):
        add(kept.book, given(other))
    kept.write("bib/aliases.yml", "roe2020more: roe2020one\n")
    with pytest.raises(ClaimbookError, match=r"taken by another work \(bib/aliases\.yml"):
        add(kept.book, given(other), key="roe2020more")
    assert works(kept) == KEPT.encode()
    assert add(kept.book, given(other), key="roe2020oneb")[0].key == "roe2020oneb"


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        (NEW.replace("journal={J}, ", ""), "", "doe2021two: has no journal"),
        (NEW, "a b", '"a b" is no citation key'),
        (NEW + NEW.replace("{x1", "{y1"), "k1", "2 entries cannot share one key"),
        (NEW + NEW.replace("{x1", "{y1"), "", "is there already"),
        (NEW.replace("10.1000/two", "10.1"), "", "doi .* is no DOI"),
    ],
)
def test_what_is_not_sound_is_refused(kept: Project, text: str, key: str, says: str) -> None:
    """An entry that would fail the check is not let in."""
    with pytest.raises(ClaimbookError, match=says):
        add(kept.book, given(text), key=key)
    assert works(kept) == KEPT.encode()


def test_several_entries_go_in_together(kept: Project) -> None:
    """A file of several entries is added whole."""
    second = NEW.replace("two", "three").replace("Two", "Three").replace("{x1", "{y1")
    assert [one.key for one in add(kept.book, given(NEW + second))] == [
        "doe2021two",
        "doe2021three",
    ]


def test_entry_comes_from_anywhere(tmp_path: Path) -> None:
    """BibTeX stands in the argument, in a file or on stdin."""
    path = tmp_path / "one.bib"
    path.write_text(NEW, "utf-8")
    assert read(NEW, io.BytesIO()) == read(str(path), io.BytesIO()) == given()
    assert read("-", io.BytesIO(NEW.encode())) == given()
    with pytest.raises(ClaimbookError, match="holds no entry"):
        read("-", io.BytesIO(b"% nothing"))


def test_identifier_is_looked_up(kept: Project, registries) -> None:
    """What arXiv says of an identifier becomes an entry."""
    registries()
    (made,) = add(kept.book, read("2401.00001", io.BytesIO()))
    assert (made.key, made.type, made.get("author")) == (
        "doe2024tiny",
        "misc",
        "von Doe, Jane and {Tiny Team}",
    )


def test_doi_is_looked_up(kept: Project, registries) -> None:
    """What Crossref says of a DOI becomes an entry."""
    from registries import ARTICLE

    registries(**ARTICLE)
    (made,) = add(kept.book, read("https://doi.org/10.5555/tiny_a_1", io.BytesIO()))
    assert (made.type, made.get("doi"), made.get("journal")) == (
        "article",
        "10.5555/tiny_a_1",
        r"Journal of Tiny \& Small Things",
    )
