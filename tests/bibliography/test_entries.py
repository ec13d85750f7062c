import pytest

import nasty
from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.entries import REQUIRED, find_faults
from claimbook.bibliography.reader import read_bib

GOOD = {
    "author": "Doe, Jane",
    "title": "A {LLM}",
    "year": "2024",
    "url": "https://example.org/a_b%20c#d",
}


def said(record: Record) -> list[str]:
    return [f"{field}: {what}; {fix}" for field, what, fix in find_faults(record)]


def test_good_entries_have_no_faults() -> None:
    """What is sound passes, however odd; only what cannot be found again is refused."""
    records = nasty.records()
    assert [said(record) for record in records[:-1]] == [[]] * (len(records) - 1)
    assert said(records[-1]) == [": has no eprint or doi or url or howpublished; add it"]


@pytest.mark.parametrize("kind", sorted(REQUIRED))
def test_every_type_has_what_it_needs(kind: str) -> None:
    """An empty entry of each type lacks each field, or each choice of fields."""
    assert len(said(Record("a2024b", kind, {}))) == len(REQUIRED[kind])


@pytest.mark.parametrize(
    ("kind", "changes", "says"),
    [
        ("online", {}, "no type that BibTeX and biblatex share; write @misc"),
        ("artcle", {}, 'share; did you mean "article"?'),
        ("misc", {"year": "", "date": "2024-02"}, "has no year; BibTeX does not read `date`"),
        ("article", {"journaltitle": "J"}, "has no journal; rename journaltitle"),
        ("article", {"journal": "J", "doi": "10.48550/arXiv.2402.18571"}, "is the preprint's, and"),
        ("article", {"journal": "{SIAM Journal}"}, "rest; write {SIAM} Journal"),
        ("misc", {"year": "MMXX"}, 'year: "MMXX" is no year'),
        ("misc", {"month": "Spring"}, 'month: "Spring" is no month'),
        ("misc", {"url": "example.org"}, "is no web address; begin with https://"),
        ("misc", {"pages": "3521--26"}, "pages: the range 3521--26 runs backwards"),
        ("misc", {"title": "R&D"}, r"title: holds a bare &, at which LaTeX stops; write \&"),
        ("misc", {"title": "50% off"}, "title: holds a bare %"),
        ("misc", {"title": "a_b"}, "title: holds a bare _"),
        ("misc", {"title": "costs $5"}, "title: holds a bare $"),
        ("misc", {"author": "Jane Doe and Roe, R."}, '"Jane Doe" does not say what is the family'),
        ("misc", {"author": "Doe, J., Roe, R., Poe, E."}, "holds more than one person"),
        ("misc", {"author": "Doe, J.; Roe, R."}, "holds more than one person"),
        ("misc", {"author": "Doe, J. and et al."}, "write `and others`"),
        ("misc", {"author": "others and Doe, J."}, "goes on after `others`"),
        ("misc", {"author": "Doe, J. and and Roe, R."}, "names nobody"),
        ("misc", {"doi": "10.1"}, 'doi: "10.1" is no DOI'),
        ("misc", {"isbn": "0306406153"}, "has a wrong check digit: 2 was expected"),
        ("misc", {"eprint": "2402.00001"}, "give archiveprefix = {arXiv}"),
    ],
)
def test_fault_is_named(kind: str, changes: dict[str, str], says: str) -> None:
    """Each fault says which field, what is wrong, and what to do."""
    fields = {name: text for name, text in {**GOOD, **changes}.items() if text}
    found = said(Record("a2024b", kind, fields))
    assert [line for line in found if says in line] != [], found


@pytest.mark.parametrize(
    "author",
    [
        "{OpenAI}",
        "{Doe, J., Roe, R., and Sons}",
        "Plato",
        "von Neumann, Jr., John",
        "Doe, J. and others",
    ],
)
def test_names_of_every_kind(author: str) -> None:
    """Corporate authors, single names, suffixes and `others` are sound."""
    assert said(Record("a2024b", "misc", {**GOOD, "author": author})) == []


def test_math_and_addresses_are_no_text() -> None:
    """Math and a \\url may hold what LaTeX refuses in text."""
    (record,) = read_bib(
        r"@misc{a1, author={A, B}, title={$a_b^{2}$ \& \#1}, year={2024},"
        r" howpublished={\url{https://a.org/b_c%20#d}}}",
        where="",
    )
    assert said(record) == []
