import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.identifiers import (
    check_arxiv,
    check_doi,
    check_isbn,
    check_issn,
    find_faults,
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2402.18571", ""),
        ("0704.0001", ""),
        ("math/0211159", ""),
        ("math.GT/0309136", ""),
        ("cs/9901002", ""),
        ("2402.18571v2", "one version"),
        ("2413.18571", "is no arXiv"),
        ("0703.0001", "is no arXiv"),
        ("2402.1857", "needs 5 digits"),
        ("1412.69800", "needs 4 digits"),
        ("math/0213159", "is no arXiv"),
        ("", "is no arXiv"),
    ],
)
def test_arxiv(text: str, says: str) -> None:
    """Both styles of identifier are known, with their months and their numbers of digits."""
    assert says in check_arxiv(text)
    assert bool(check_arxiv(text)) == bool(says)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("10.18653/v1/2024.acl-long.1", True),
        ("10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2", True),
        ("10.1000.10/123_456#a%20b~c&d", True),
        ("https://doi.org/10.1/a", False),
        ("10.1/a", False),
        ("10.1000/", False),
        ("10.1000/a b", False),
        ("10.1000/a.", False),
    ],
)
def test_doi(text: str, good: bool) -> None:
    """A DOI is bare, without spaces, and does not end in a sentence's full stop."""
    assert bool(check_doi(text)) is not good


@pytest.mark.parametrize("text", ["0-306-40615-2", "080442957X", "978-0-306-40615-7"])
def test_isbn(text: str) -> None:
    """Both lengths of ISBN are known, X included."""
    assert check_isbn(text) == ""


@pytest.mark.parametrize("text", ["0-306-40615-3", "978-0-306-40615-8", "979-0-306", "12345", ""])
def test_isbn_with_a_slip(text: str) -> None:
    """A wrong check digit or length is told."""
    assert check_isbn(text) != ""


@pytest.mark.parametrize(
    "text", ["306406152", "978–0–306–40615–7", "٠٣٠٦٤٠٦١٥٢", "977-0-306-40615-4", "978030640615X"]
)
def test_what_only_looks_like_an_isbn(text: str) -> None:
    """Nine digits, other dashes, other scripts' digits and other prefixes are no ISBN."""
    assert check_isbn(text) == "is no ISBN of ten or thirteen digits"


@given(st.text("0123456789", min_size=9, max_size=9))
def test_told_digit_completes_an_isbn(start: str) -> None:
    """The digit that was expected is the one that makes ten digits an ISBN."""
    (told,) = {
        check_isbn(f"{start}{digit}").removesuffix(" was expected")[-1:] for digit in "0123456789X"
    } - {""}
    assert check_isbn(start + told) == ""


@given(st.text("0123456789", min_size=12, max_size=12).map(lambda text: f"978{text[3:]}"))
def test_one_digit_completes_an_isbn(start: str) -> None:
    """Of the ten digits that may end an ISBN exactly one is right."""
    assert [check_isbn(f"{start}{digit}") for digit in range(10)].count("") == 1


@given(st.text("0123456789", min_size=7, max_size=7))
def test_one_digit_completes_an_issn(start: str) -> None:
    """Of the eleven digits that may end an ISSN exactly one is right."""
    assert [check_issn(f"{start}{digit}") for digit in "0123456789X"].count("") == 1


def test_record_is_named_by_field() -> None:
    """The faults of a record come with their fields; two identifiers have to agree."""
    record = Record(
        "a2024b",
        "misc",
        {"doi": "10.48550/arXiv.2402.00002", "eprint": "2402.00001", "archiveprefix": "arXiv"},
    )
    assert find_faults(record) == [("doi", "names the preprint 2402.00002, and eprint 2402.00001")]
    bare = Record("a2024b", "misc", {"eprint": "2402.00001", "issn": "0378-5956"})
    assert [name for name, _ in find_faults(bare)] == ["issn", "eprint"]
