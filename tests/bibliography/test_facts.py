import pytest

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reader import read_bib
from claimbook.bibliography.reference import display


def shown(entry: str) -> str:
    """Return the reference of an entry by Doe, of 2024, in one line."""
    kind, _, fields = entry.partition(" ")
    text = f"@{kind}{{a1, author={{Doe, J.}}, title={{T}}, year=2024, {fields}}}"
    return display(read_bib(text, where="")[0]).text.removeprefix("Doe, J. 2024. “T”. ")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("book publisher={W}, address={Hoboken}, edition={2}", "2nd edition. W, Hoboken."),
        ("book publisher={W}, edition={Second}, series={S}, volume={4}", "2nd edition, S 4. W."),
        ("book publisher={W}, edition={Revised}", "Revised edition. W."),
        (
            "incollection booktitle={B}, editor={Roe, R. and Poe, P.}, publisher={W}, pages={1--9}",
            "B, edited by R. Roe and P. Poe, pp. 1–9. W.",
        ),
        (
            "inproceedings booktitle={B}, series={PMLR}, volume={235}, pages={1--9}",
            "B, PMLR 235, pp. 1–9.",
        ),
        ("article journal={J}, volume={3}, number={4}, pages={e12}", "J, 3(4):e12."),
        ("phdthesis school={ETH Zürich}, address={Zürich}", "PhD thesis, ETH Zürich. Zürich."),
        ("mastersthesis school={U}, type={Bachelor's thesis}", "Bachelor's thesis, U."),
        ("techreport institution={Bell Labs}, number={7a}", "Technical report 7a, Bell Labs."),
        ("misc howpublished={Blog}, note={Accessed: 2024-01-01}", "Blog. Accessed: 2024-01-01."),
        (r"misc note={See \url{https://a.org/?x=1&y=2_3}}", "See https://a.org/?x=1&y=2_3."),
    ],
)
def test_reference_says_what_a_reader_needs(entry: str, expected: str) -> None:
    """Edition, editors, series, publisher, kind, number and note stand in the reference."""
    assert shown(entry) == expected


def test_link_of_howpublished_is_whole() -> None:
    """An address in `howpublished` is a link, with every sign of it."""
    address = "https://example.org/a_b%20c?x=1&y=2"
    fields = {"howpublished": rf"Website, \url{{{address}}}", "title": "T"}
    work = display(Record("a1", "misc", fields))
    assert (work.venue, work.url) == ("Website", address)
    assert work.links == (("link", address),)


def test_names_of_the_east_are_not_turned() -> None:
    """A Korean or Chinese name shows its family first, without a space, wherever it stands."""
    work = display(Record("a1", "misc", {"author": "김, 철수 and 王, 小明 and Doe, Jane"}))
    assert work.byline == "김철수, 王小明, and Jane Doe"
    assert work.authors[0].inverted == "김, 철수"
