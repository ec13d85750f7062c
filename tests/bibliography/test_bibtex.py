import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimbook.bibliography.bibtex import (
    MONTHS,
    ORDER,
    Record,
    normalise_field,
    read_month,
    write_bib,
)
from claimbook.bibliography.reader import read_bib

PLAIN = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="{}\\"), max_size=12
)
TEX = st.sampled_from(
    [r"\'e", r"{\"o}", r"\&", r"\%", "$x^{2}$", "%", "#", "~", '"', "@article{x}", "=", ",", "--"]
)
VALUES = (
    st.recursive(
        st.lists(PLAIN | TEX, max_size=4).map("".join),
        lambda inner: st.lists(inner.map(lambda text: f"{{{text}}}") | PLAIN, max_size=3).map(
            "".join
        ),
        max_leaves=6,
    )
    .map(lambda text: normalise_field("note", text))
    .filter(bool)
)
KEYS = st.from_regex(r"\A[a-z][a-z0-9_:.+/-]{0,12}[a-z0-9]\Z")
NAMES = st.sampled_from([name for name in ORDER if name not in ("pages", "doi", "eprint", "month")])
FIELDS = st.dictionaries(NAMES, VALUES, max_size=6).map(
    lambda fields: {name: normalise_field(name, value) for name, value in fields.items()}
)
RECORDS = st.builds(
    Record, KEYS, st.sampled_from(["article", "misc", "inproceedings", "online"]), FIELDS
)
LISTS = st.lists(RECORDS, max_size=4, unique_by=lambda record: record.key).map(tuple)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("Feb.", "feb"), ("{March}", "mar"), ("12", "dec"), ("Sept.", "sep"), ("13", "13")],
)
def test_month_is_its_macro(raw: str, expected: str) -> None:
    """A month in any usual spelling becomes its macro; what is no month stays."""
    assert expected == read_month(raw)


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("pages", "12-34", "12--34"),
        ("pages", "12 – 34, 40---41", "12--34, 40--41"),
        ("doi", "https://doi.org/10.1/a_b", "10.1/a_b"),
        ("eprint", "arXiv:2402.17834", "2402.17834"),
        ("author", r"H\"agele, Şule", r"H{\"a}gele, {\c S}ule"),
        ("title", r"\'Etude of ü", r"{\'E}tude of {\"u}"),
        ("url", r"https://a.org/\'e%20b_c/~d", r"https://a.org/\'e%20b_c/~d"),
    ],
)
def test_normal_form(name: str, raw: str, expected: str) -> None:
    """Pages have en-dashes, a DOI no resolver, an arXiv identifier no prefix, accents one spelling."""
    assert expected == normalise_field(name, raw)
    assert expected == normalise_field(name, expected)


def test_writes_one_layout() -> None:
    """Fields have a fixed order and layout, whatever order they came in."""
    fields = {"year": "2024", "zz": "last", "month": "feb", "author": "Wang, H."}
    expected = (
        "@misc{wang2024x,\n  author        = {Wang, H.},\n  year          = {2024},\n"
        "  month         = feb,\n  zz            = {last}\n}\n"
    )
    assert expected == write_bib([Record("wang2024x", "misc", fields)])


@given(LISTS)
@example((Record("a1", "misc", {}),))
def test_reading_what_was_written_changes_nothing(records: tuple[Record, ...]) -> None:
    """`read_bib(write_bib(x)) == x`, and the text is the same the second time."""
    text = write_bib(records)
    assert records == read_bib(text, where="w.bib")
    assert text == write_bib(read_bib(text, where="w.bib"))


def test_months_are_twelve() -> None:
    """There is a macro for every month."""
    assert len(MONTHS) == 12
