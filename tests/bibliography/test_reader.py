import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.bibliography.bibtex import ORDER, Record, write_bib
from claimbook.bibliography.reader import read_bib
from claimbook.errors import ClaimbookError

NAMES = st.sampled_from(sorted(ORDER))


def test_reads_fields_with_their_latex() -> None:
    """A value is kept as raw LaTeX, with single spaces, and the line of its entry is known."""
    text = '% a comment\n\n@Article{a2020b,\n Title = {A {B}\n   of \\"o},\n month = jan,\n}\n'
    (record,) = read_bib(text, where="w.bib")
    assert Record("a2020b", "article", {"title": 'A {B} of {\\"o}', "month": "jan"}) == record
    assert record.line == 3


def test_accepts_a_byte_order_mark_and_carriage_returns() -> None:
    """A file saved on Windows reads like any other."""
    text = "\ufeff@misc{a1,\r\n  title = {x},\r\n  note = {two\r\nlines}\r\n}\r\n"
    assert (Record("a1", "misc", {"title": "x", "note": "two lines"}),) == read_bib(text, where="")


def test_resolves_macros_and_joins_their_parts() -> None:
    """A macro and a concatenation become the text that they stand for."""
    text = '@string{acl = "ACL " # {Long}}\n@misc{a1, note = acl # " and " # feb, month = 10}'
    assert read_bib(text, where="")[0].fields == {"note": "ACL Long and February", "month": "oct"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n@misc{a1, title={x}, title={y}}", 2, 'entry a1 gives "title" twice'),
        ("@misc{a1, Title={x}, title={y}}", 1, 'gives "title" twice'),
        ("@misc{a1, title={x}}\n@misc{a1, title={y}}", 2, 'key "a1" stands twice, first in line 1'),
        ("@misc{a1, title={x}}\n@misc{A1, title={y}}", 2, "are one to BibTeX"),
        ("@misc{b1, title={x}}\n@misc{a1, title={x\n@misc{c1, title={x}}", 2, "entry a1 is no Bib"),
        ("@misc{a1, title={x}", 1, "end of file"),
        ("@misc{a1, title={x} year=2}", 1, "a comma, a quote or a brace is missing"),
        ("@misc{a1,\n title={x}\n year={2}}", 1, "is no value: {x} year={2}"),
        ("@misc{a1, title = }", 1, "is no value"),
        ("misc{a1, title={x}}", 1, "outside every entry"),
        ("@misc{a1, title={x}}}", 1, "outside every entry"),
        ("@misc{a1, title={x\\}}}", 1, "never opened"),
        ("@misc{, title={x}}", 1, "no citation key"),
        ("@misc{a b, title={x}}", 1, "no citation key"),
        ("@misc{a1, journal = jmlr}", 1, 'macro "jmlr" is not defined'),
        ("@string{a={x}}\n@string{a={y}}", 2, 'macro "a" stands twice'),
        ("@preamble{x}", 1, "@preamble is not kept"),
        ("@misc{a1, a b={x}}", 1, "no field name"),
        ("@misc{a1, a={x}, % b\n c={x}}", 1, '"% b c" is no field name; inside an entry % begins'),
        ('@misc{a1, title="x}{"}', 1, "never opened"),
        ('@misc{a1, title="\\{x"}', 1, "never closes"),
    ],
)
def test_refuses_what_cannot_be_read(text: str, line: int, words: str) -> None:
    """Each fault is one line that names the file, the line and what is wrong."""
    with pytest.raises(ClaimbookError) as raised:
        read_bib(text, where="w.bib")
    assert str(raised.value).startswith(f"w.bib, line {line}")
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is read or refused with one line; what was read survives a round trip."""
    try:
        records = read_bib(text, where="w.bib")
    except ClaimbookError as error:
        assert str(error).startswith("w.bib, line ")
        assert str(error).isprintable()
    else:
        assert records == read_bib(write_bib(records), where="w.bib")


@given(st.dictionaries(NAMES, st.text('ab{}\\"#, =@\n%-', max_size=20), min_size=1, max_size=3))
def test_no_value_breaks_out_of_its_entry(fields: dict[str, str]) -> None:
    """Whatever stands in a value, the entry is refused, or read and written back the same."""
    body = ",\n".join(f"{name} = {{{value}}}" for name, value in fields.items())
    try:
        records = read_bib(f"@misc{{a1,\n{body}\n}}\n", where="w.bib")
    except ClaimbookError as error:
        assert str(error).startswith("w.bib, line ")
        assert str(error).isprintable()
    else:
        assert records == read_bib(write_bib(records), where="w.bib")
