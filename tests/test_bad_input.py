"""Entries as they come: whatever a file holds, it is read whole and kept, or refused untouched."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import nasty
from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.entries import find_faults
from claimbook.bibliography.formats import to_csl, to_ris
from claimbook.bibliography.reader import read_bib
from claimbook.bibliography.records import generate, index_by_key, read_works, write
from claimbook.bibliography.reference import display, read_names
from claimbook.errors import ClaimbookError
from claimbook.intake.additions import add
from small_project import Project

TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="{}\\$"), max_size=20
)
ACCENTS = st.sampled_from(
    [
        r"\'e",
        r"\'{e}",
        r"{\'e}",
        r"{\'{e}}",
        r"\v{c}",
        r"\v c",
        r"{\v c}",
        r"\"{\i}",
        r"{\ss}",
        r"\o ",
    ]
)
MATH = st.sampled_from(["$x$", "$x^{2}_{i}$", r"$\mathcal{O}(n \log n)$", "{$a<b$}", r"\$5"])
NESTED = st.recursive(
    TEXT, lambda inner: inner.map(lambda text: f"{{{text}}}") | TEXT, max_leaves=12
)
PIECES = st.lists(TEXT | ACCENTS | MATH | NESTED, min_size=1, max_size=5).map("".join)
ADDRESSES = st.text("abc/%#&_~?=.:;()", min_size=1, max_size=20).map("https://example.org/".__add__)
PEOPLE = st.lists(
    st.sampled_from(
        [
            *(
                "Doe, Jane",
                "{Hugging Face}",
                "von der Leyen, U.",
                "King, Jr., M.",
                "Plato",
                "others",
            ),
            *(r"H{\"a}gele, A.", "김, 민수", "{Barnes and Noble}", "Doe, J., Roe, R.", "and", ""),
        ]
    ),
    max_size=6,
).map(" and ".join)
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "author": PEOPLE,
        "editor": PEOPLE,
        "title": PIECES,
        "booktitle": PIECES,
        "year": st.sampled_from(["2024", "MMXX", "in press", "n.d.", "20xx", "", "0000"]),
        "month": st.sampled_from(["feb", "Feb.", "13", "spring"]),
        "pages": st.sampled_from(["1-9", "1--9", "e12", "9--1", "i–x"]),
        "url": ADDRESSES,
        "doi": ADDRESSES.map(lambda text: text.replace("https://example.org/", "10.1000/")),
        "eprint": st.sampled_from(["2402.18571", "arXiv:2402.18571v2", "math/0211159", "x"]),
        "archiveprefix": st.just("arXiv"),
    },
)


def written(fields: dict[str, str]) -> str:
    body = "".join(f",\n  {name} = {{{text}}}" for name, text in fields.items())
    return f"@misc{{key2024word{body}\n}}\n"


@given(ENTRIES)
@example({"title": "}{"})
@example({"author": "Doe, J. and others", "year": "a year that is no year"})
def test_reading_and_writing_again_changes_nothing(fields: dict[str, str]) -> None:
    """An entry is refused in one line, or stays what it is however often it is written."""
    try:
        records = read_bib(written(fields), where="w.bib")
    except ClaimbookError as error:
        assert str(error).startswith("w.bib, line ")
        assert str(error).isprintable()
        return
    text = write_bib(records)
    assert records == read_bib(text, where="w.bib")
    assert text == write_bib(read_bib(text, where="w.bib"))


@given(ENTRIES)
def test_nothing_that_reads_breaks_what_comes_after(fields: dict[str, str]) -> None:
    """Whatever was read can be checked, shown, and written as RIS and CSL-JSON, line by line."""
    try:
        (record,) = read_bib(written(fields), where="w.bib")
    except ClaimbookError:
        return
    for _, what, fix in find_faults(record):
        assert f"{what}{fix}".isprintable()
    shown = display(record)
    assert "\n" not in f"{shown.title}{shown.byline}"
    (item,) = to_csl([record])
    assert item["id"] == "key2024word"
    lines = to_ris([record]).split("\r\n")
    assert [line for line in lines[:-1] if line[2:6] != "  - "] == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_file_of_any_system_reads_alike(newline: str, mark: str, tmp_path: Path) -> None:
    """A byte order mark and the line ends of any system make no difference, and stay."""
    path = tmp_path / "works.bib"
    data = (mark + nasty.ENTRIES.replace("\n", newline)).encode()
    path.write_bytes(data)
    assert read_works(path) == nasty.records()[:-1]
    assert path.read_bytes() == data


def test_three_thousand_authors() -> None:
    """A collaboration's paper is read, checked and written with every author."""
    (record,) = nasty.records()[-1:]
    assert len(read_names(record)) == 3000
    assert read_bib(write_bib([record]), where="") == (record,)
    assert to_ris([record]).count("AU  - ") == 3000
    assert len(to_csl([record])[0]["author"]) == 3000


def test_editors_only_and_nobody() -> None:
    """A work may have editors alone, or nobody: it is shown, and the check says what it lacks."""
    edited, alone = read_bib(
        "@book{a1, editor={Doe, J.}, title={T}, publisher={P}, year=2020}\n@misc{b1, title={T}}",
        where="",
    )
    assert display(edited).byline == "Doe, J."
    assert list(find_faults(edited)) == []
    assert display(alone).byline == ""
    assert "has no author or editor" in [what for _, what, _ in find_faults(alone)]


def test_five_megabytes() -> None:
    """A large file is read whole."""
    entry = "@misc{{key{0:05}word, title = {{{1}}}, year = {{2020}}}}\n"
    text = "".join(entry.format(number, "A long title " * 76) for number in range(5_000))
    assert len(text) > 5_000_000
    assert len(read_bib(text, where="")) == 5_000


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("@misc{a1,\n title={é}}".encode("latin-1"), "line 2: is not UTF-8: byte 0xe9"),
        (b"@misc{a1, title={x}", "line 1: the entry a1 is no BibTeX"),
        (b"\n@misc{a1, title={x}}}\n", "line 2: text outside every entry holds a brace"),
        (b'@string{x = "1"}\n@string{x = "2"}\n', 'line 2: the macro "x" stands twice'),
        (b"@misc{a1, title={x}}\n@misc{A1, title={y}}", "are one to BibTeX"),
        (b"@misc{a1, title={x} year=1}", "a comma, a quote or a brace is missing"),
        (b"\xff\xfe@\x00m\x00", "line 1: is not UTF-8"),
    ],
)
def test_what_cannot_be_read_stays_on_disk(project: Project, data: bytes, says: str) -> None:
    """A file that is refused is named with line and reason, and not a byte of it changes."""
    path = project.root / "bib" / "works.bib"
    path.write_bytes(data)
    new = Record("doe2024two", "misc", {"author": "Doe, J.", "title": "Two", "year": "2024"})
    for attempt in (lambda: generate(project.book), lambda: add(project.book, [new])):
        with pytest.raises(ClaimbookError) as raised:
            attempt()
        assert says in str(raised.value)
        assert str(raised.value).startswith("works.bib, line ")
        assert str(raised.value).isprintable()
    assert path.read_bytes() == data
    assert sorted(path.parent.iterdir()) == [path]


@given(st.binary(max_size=60))
@settings(max_examples=60)
def test_no_bytes_break_a_file(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Any bytes at all are read or refused, and stay."""
    path = tmp_path_factory.mktemp("bib") / "works.bib"
    path.write_bytes(data)
    try:
        records = read_works(path)
    except ClaimbookError as error:
        assert str(error).isprintable()
    else:
        assert (
            index_by_key(read_bib(write(records), where="")).keys() == index_by_key(records).keys()
        )
    assert path.read_bytes() == data


@pytest.mark.parametrize("opening", ["{", "}", "\\", "$", '"', "@misc{", "{\\'", "\\'{", "#", "%"])
def test_a_hundred_thousand_of_anything(opening: str) -> None:
    """A title of nothing but marks neither hangs nor overflows the reader."""
    text = f"@misc{{a1, title = {{{opening * 100_000}}}}}"

    try:
        (record,) = read_bib(text, where="w.bib")
    except ClaimbookError as error:
        assert str(error).isprintable()
    else:
        display(record)
