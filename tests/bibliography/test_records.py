from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.reader import read_bib
from claimbook.bibliography.records import from_paper, generate, make_bibliography, read_works
from claimbook.bibliography.reference import display
from claimbook.errors import ClaimbookError
from claimbook.model.paper import Paper, Venue

PAPER = Paper(
    key="wang2024arithmetic",
    title="LLMs & 5 % of R_D",
    authors=("Wang, Haoxiang", "{Hugging Face}"),
    date=date(2024, 2, 28),
    arxiv="2402.18571",
    primaryclass="cs.LG",
)
VENUE = Venue(
    "Proceedings of ACL", year=2024, pages="12-34", url="https://a.org/x_1", publisher="ACL"
)


def with_venue(venue: Venue) -> Paper:
    return Paper(PAPER.key, PAPER.title, PAPER.authors, PAPER.date, doi="10.1/a_b", venue=venue)


def book(folder: Path, *papers: Paper) -> SimpleNamespace:
    fronts = tuple(SimpleNamespace(front=SimpleNamespace(paper=paper)) for paper in papers)
    return SimpleNamespace(settings=SimpleNamespace(works=folder / "works.bib"), notebooks=fronts)


def test_preprint_is_misc_with_its_arxiv_record() -> None:
    """A paper without a venue is `@misc` with eprint, class, month and year, text escaped."""
    expected = Record(
        "wang2024arithmetic",
        "misc",
        {
            "author": "Wang, Haoxiang and {Hugging Face}",
            "title": r"{LLMs} \& 5 \% of {R\_D}",
            "year": "2024",
            "month": "feb",
            "doi": "10.48550/arXiv.2402.18571",
            "url": "https://arxiv.org/abs/2402.18571",
            "eprint": "2402.18571",
            "archiveprefix": "arXiv",
            "primaryclass": "cs.LG",
        },
    )
    assert expected == from_paper(PAPER)


def test_published_paper_has_its_venue() -> None:
    """A paper at a conference is `@inproceedings`; its DOI and address are not escaped."""
    record = from_paper(with_venue(VENUE))
    assert record.type == "inproceedings"
    assert tuple(record.get(name) for name in ("booktitle", "pages", "doi", "url", "year")) == (
        "Proceedings of {ACL}",
        "12--34",
        "10.1/a_b",
        "https://a.org/x_1",
        "2024",
    )
    assert record.get("month") == ""


def test_journal_paper_is_an_article() -> None:
    """A paper in a journal is `@article` with volume and number."""
    record = from_paper(with_venue(Venue("TMLR", type="journal", volume="3", number="1")))
    assert (
        record.type,
        record.get("journal"),
        record.get("volume"),
    ) == ("article", "{TMLR}", "3")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_title_is_written_and_read_back(title: str) -> None:
    """Whatever a title holds, the .bib that comes of it is sound."""
    paper = Paper("a2024b", title, ("Wang, H.",), date(2024, 1, 1))
    record = from_paper(paper)
    assert (record,) == read_bib(write_bib([record]), where="w.bib") or not record.get("title")
    display(record)


def test_bibliography_is_sorted_by_key() -> None:
    """Papers and works stand together in the order of their keys."""
    works = (Record("zhai2022scaling", "misc", {}), Record("abe2020x", "misc", {}))
    keys = [record.key for record in make_bibliography([PAPER], works)]
    assert keys == ["abe2020x", "wang2024arithmetic", "zhai2022scaling"]


def test_key_in_both_is_refused() -> None:
    """A hand-kept work with the key of a paper is one error with its line."""
    works = read_bib("\n@misc{Wang2024arithmetic, title={x}}", where="works.bib")
    with pytest.raises(ClaimbookError, match=r"works\.bib, line 2: .*key of a paper"):
        make_bibliography([PAPER], works)


def test_generated_file_is_the_same_each_time(tmp_path: Path) -> None:
    """The text depends on the sources alone, says that it is generated, and reads back."""
    (tmp_path / "works.bib").write_text("@misc{abe2020x, title={x}}", "utf-8")
    text = generate(book(tmp_path, PAPER))
    assert text == generate(book(tmp_path, PAPER))
    assert text.startswith("% Written by")
    assert [r.key for r in read_bib(text, where="")] == ["abe2020x", "wang2024arithmetic"]


def test_missing_works_are_none(tmp_path: Path) -> None:
    """A project without works.bib has its papers alone."""
    assert read_works(tmp_path / "works.bib") == ()


def test_latin_1_is_refused_with_its_line(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are refused by line, and the file stays as it was."""
    path, data = tmp_path / "works.bib", "@misc{a1,\ntitle={é}}".encode("latin-1")
    path.write_bytes(data)
    with pytest.raises(ClaimbookError, match=r"works\.bib, line 2: is not UTF-8"):
        read_works(path)
    assert data == path.read_bytes()
