from pathlib import Path

import pytest

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reader import read_bib
from claimbook.errors import ClaimbookError
from claimbook.intake import additions
from claimbook.intake.offers import Offer, read_entries
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


def given(text: str = NEW) -> tuple[Offer, ...]:
    return read_entries(text, where="new.bib").entries


def add(project: Project, text: str = NEW, key: str = "") -> tuple[Record, ...]:
    """Add all entries of a text; the first that is refused is raised."""
    outcome = additions.add(project.book, given(text), key=key)
    if outcome.faults:
        raise outcome.faults[0]
    return tuple(one.record for one in outcome.added)


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
    (made,) = add(project)
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
        add(kept, text)
    assert works(kept) == KEPT.encode()


def test_a_taken_key_gets_a_letter(kept: Project) -> None:
    """A key of another work is no key for this one, unless the two may be one work."""
    other = NEW.replace("Jane Doe", "R. Roe").replace("2021", "2020")
    kept.write("bib/aliases.yml", "roe2020two: roe2020one\n")
    with pytest.raises(ClaimbookError, match=r"taken by another work \(bib/aliases\.yml"):
        add(kept, other, key="roe2020two")
    with pytest.raises(ClaimbookError, match=r"taken by another work \(works\.bib, line 3"):
        add(kept, other.replace("Two LLMs", "One Two").replace("10.1000/two", "10.1000/twin"))
    assert works(kept) == KEPT.encode()
    assert add(kept, other)[0].key == "roe2020twob"


def test_a_key_that_nobody_can_read_is_asked_for(kept: Project) -> None:
    """Of a Japanese name the reading is not told by its characters, so no key is made up."""
    entry = NEW.replace("Jane Doe", "山田, 太郎").replace("Two LLMs", "深層学習の研究")
    with pytest.raises(ClaimbookError, match=r"cannot be told: .山田"):
        add(kept, entry)
    assert add(kept, entry, key="yamada2021shinso")[0].key == "yamada2021shinso"


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        (NEW.replace("journal={J}, ", ""), "", "new.bib, line 1, x1: has no journal"),
        (NEW, "a b", '"a b" is no citation key'),
        (NEW + NEW.replace("{x1", "{y1"), "k1", "2 entries cannot share one key"),
        (NEW.replace("10.1000/two", "10.1"), "", "doi .* is no DOI"),
    ],
)
def test_what_is_not_sound_is_refused(kept: Project, text: str, key: str, says: str) -> None:
    """An entry that would fail the check is not let in."""
    with pytest.raises(ClaimbookError, match=says):
        add(kept, text, key)
    assert works(kept) == KEPT.encode()


def test_good_entries_go_in_beside_bad_ones(kept: Project) -> None:
    """Of a file the good entries are added, and each bad one is named with line and own key."""
    bad = "\n@misc{web, title={A page}, year={n.d.}}\n@article{cut, title={x\n\n"
    second = NEW.replace("two", "three").replace("Two", "Three").replace("{x1", "{2019/x:1")
    offers = read_entries(f"{NEW}{bad}{second}", where="new.bib")
    outcome = additions.add(kept.book, offers.entries)
    assert [one.record.key for one in outcome.added] == ["doe2021two", "doe2021three"]
    (cut,), (web,) = offers.faults, outcome.faults
    assert cut.where == "new.bib, line 3"
    assert "cut" in cut.what
    assert web.where == "new.bib, line 2, web"
    assert web.what.startswith("has no author or editor; ")
    assert web.what.endswith('year "n.d." is no year')
