from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.entries import find_faults
from claimbook.bibliography.reader import read_bib
from claimbook.errors import ClaimbookError
from claimbook.intake.crossref import TYPES, fetch, read, read_doi
from claimbook.intake.network import Client, Unavailable
from loopback import Answer, Serve, saying
from registries import ARTICLE, looked_up, message

ONCE = Client(attempts=1)


def record(**changes: Any) -> Record:
    """Read the article with some of it changed; None takes a part away."""
    work = {name: part for name, part in (ARTICLE | changes).items() if part is not None}
    return read(message(work).encode(), "10.5555/tiny_a_1", where="crossref")


@pytest.fixture
def crossref(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Start a server and let it stand for Crossref."""

    def start(*answers: Answer) -> str:
        base = serve(*answers)
        monkeypatch.setenv("CLAIMBOOK_CROSSREF_API", base)
        return base

    return start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1162/tacl_a_00638", "10.1162/tacl_a_00638"),
        ("doi: 10.1162/tacl_a_00638", "10.1162/tacl_a_00638"),
        ("https://doi.org/10.1162/tacl_a_00638", "10.1162/tacl_a_00638"),
        ("http://dx.doi.org/10.1162%2Ftacl_a_00638", "10.1162/tacl_a_00638"),
        ("doi.org/10.1162/tacl_a_00638/", "10.1162/tacl_a_00638"),
        ("https://dl.acm.org/doi/pdf/10.1145/1.2?x=y#z", "10.1145/1.2"),
        ("10.1002/(SICI)1099<1::AID#X>3.0;2-A", "10.1002/(SICI)1099<1::AID#X>3.0;2-A"),
        *((text, "") for text in ("", "2402.18571", "10.1/x", "adam", "https://example.org/a")),
    ],
)
def test_doi_in_any_spelling(text: str, expected: str) -> None:
    """A DOI is found bare, behind its prefix, and in the addresses of resolvers and publishers."""
    assert expected == read_doi(text)


def test_article(crossref: Serve, asked: list[BaseHTTPRequestHandler]) -> None:
    """All that a journal article's entry needs comes out, and nothing that it does not take."""
    crossref(saying(message(ARTICLE)))
    fields = {
        "author": "Doe, Jr., Jane Q. and van der Berg, Laurens and {The Tiny Team} and Plato",
        "title": r"Tiny {LLMs} \& H{$_{2}$}O: A Study",
        "journal": r"Journal of Tiny \& Small Things",
        "volume": "12",
        "number": "3-4",
        "pages": "10--19",
        "year": "2024",
        "month": "mar",
        "doi": "10.5555/tiny_a_1",
        "issn": "1234-5679",
    }
    found = fetch("https://doi.org/10.5555/tiny_a_1", ONCE)
    assert (found.key, found.type) == ("", "article")
    assert dict(found.fields) == fields
    assert [request.path for request in asked] == ["/works/10.5555%2Ftiny_a_1"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("proceedings-article", "inproceedings"),
        ("book-chapter", "incollection"),
        ("monograph", "book"),
        ("edited-book", "book"),
        ("posted-content", "misc"),
        ("report", "techreport"),
        ("dissertation", "phdthesis"),
        ("dataset", "misc"),
        ("a type of tomorrow", "misc"),
    ],
)
def test_types(kind: str, expected: str) -> None:
    """Each of Crossref's types has its entry type; one that nobody knows is @misc."""
    assert record(type=kind).type == expected


def test_chapter_of_proceedings_in_a_series() -> None:
    """A chapter of a book that came of an event is in proceedings; the series stands beside."""
    found = record(
        type="book-chapter",
        event={"name": "TINY 2024"},
        ISBN=["http://id.crossref.org/isbn/9783161484100"],
        editor=[{"given": "Ed", "family": "Roe"}],
        **{"container-title": ["Lecture Notes in Tiny Science", "Tiny Things – TINY 2024"]},
    )
    parts = ("booktitle", "series", "editor", "isbn", "publisher", "number")
    assert found.type == "inproceedings"
    assert [found.get(part) for part in parts] == [
        *("Tiny Things – {TINY} 2024", "Lecture Notes in Tiny Science", "Roe, Ed"),
        *("9783161484100", "Tiny Press", ""),
    ]


@pytest.mark.parametrize(
    ("kind", "field"),
    [("posted-content", "howpublished"), ("report", "institution"), ("dissertation", "school")],
)
def test_who_put_it_out(kind: str, field: str) -> None:
    """A preprint, a report and a thesis name the institution, or else the publisher."""
    named = record(type=kind, institution=[{"name": "Tiny & Co"}], **{"container-title": []})
    assert named.get(field) == r"Tiny \& Co"
    assert record(type=kind, **{"container-title": None}).get(field) == "Tiny Press"


def test_book_with_editors_only() -> None:
    """A book that nobody wrote has its editors, under the type that does without an author."""
    found = record(type="edited-book", author=None, editor=[{"given": "Ed", "family": "Roe"}])
    assert (found.type, found.get("author"), found.get("editor")) == ("proceedings", "", "Roe, Ed")


@pytest.mark.parametrize(
    ("changes", "year", "month"),
    [
        ({}, "2024", "mar"),
        ({"published-print": None}, "2023", "dec"),
        ({"published-print": {"date-parts": [[None]]}}, "2023", "dec"),
        ({"published-print": {"date-parts": [[2020]]}}, "2020", ""),
        ({"published-print": {"date-parts": [[2020, 13]]}}, "2020", ""),
        ({"published-print": None, "published-online": None, "issued": {}}, "", ""),
    ],
)
def test_dates(changes: dict[str, Any], year: str, month: str) -> None:
    """The print date comes first; a date that is not known is left out."""
    found = record(**changes)
    assert (found.get("year"), found.get("month")) == (year, month)


def test_article_number_stands_for_pages() -> None:
    """Where there are no pages the number of the article is given."""
    assert record(page=None, **{"article-number": "e17"}).get("pages") == "e17"


def test_doi_that_would_break_its_entry() -> None:
    """A brace in a DOI is written as addresses write it."""
    assert record(DOI="10.5555/a{b\\").get("doi") == "10.5555/a%7Bb%5C"


def test_unknown_doi(crossref: Serve) -> None:
    """A DOI that Crossref does not know is one line that says what else there is to do."""
    crossref(saying("Resource not found.", 404))
    with pytest.raises(ClaimbookError, match=r"Crossref knows no DOI 10\.5555/x; .*BibTeX") as got:
        fetch("10.5555/x", ONCE)
    assert not isinstance(got.value, Unavailable)


@pytest.mark.parametrize(
    "body",
    [
        *("", "<html>Sign in</html>", "[]", "null", '"x"', '{"message": []}', '{"message": {}}'),
        *(message(ARTICLE)[:-100], "[" * 100_000, b"\xff\xfe\x00"),
    ],
)
def test_useless_answers(crossref: Serve, body: str | bytes) -> None:
    """What is no record is one line that names the address."""
    base = crossref(saying(body))
    with pytest.raises(Unavailable, match=f"{base}: .* no record of Crossref's"):
        fetch("10.5555/x", ONCE)


def test_no_doi() -> None:
    """What is no DOI is never asked for."""
    with pytest.raises(ClaimbookError, match='"adam" is no DOI; write it like'):
        fetch("adam")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*ARTICLE, "family", "given", "name", "date-parts"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(TYPES)), st.dictionaries(st.sampled_from(sorted(ARTICLE)), ANYTHING))
def test_whatever_a_field_holds(kind: str, work: dict[str, Any]) -> None:
    """Fields of any shape and text make an entry that reads back as it was written."""
    found = read(message(work | {"type": kind}).encode(), "10.5555/x", where="crossref")
    entry = Record("doe2024tiny", found.type, found.fields)
    (again,) = read_bib(write_bib([entry]), where="x.bib")
    assert entry == again


def test_entries_are_whole() -> None:
    """Of each of Crossref's types comes an entry in which `check` finds nothing to mend."""
    made = looked_up()
    assert {found.type for found in made} == {*TYPES.values(), "misc"}
    assert [fault for found in made for fault in find_faults(found)] == []


def test_three_thousand_authors() -> None:
    """A collaboration comes through whole."""
    people = [{"given": "A.", "family": f"Doe{number}"} for number in range(3000)]
    assert record(author=people).get("author").count(" and ") == 2999
