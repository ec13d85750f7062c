from datetime import date

import pytest

from claimbook.errors import ClaimbookError
from claimbook.intake.pasted import Name, find_names, read_name, refuse_impossible


@pytest.mark.parametrize(
    "text",
    [
        *("arXiv:1706.03762 [cs.CL]", "arXiv:1706.03762v7 [cs.CL] 2 Aug 2023", "arXiv 1706.03762"),
        *("https://ar5iv.labs.arxiv.org/html/1706.03762", "https://ar5iv.org/abs/1706.03762"),
        *("https://www.alphaxiv.org/abs/1706.03762", "oai:arXiv.org:1706.03762", "(1706.03762)."),
        *("arXiv preprint arXiv:1706.03762 (2017)", "https://doi.org/10.48550/arXiv.1706.03762v3"),
    ],
)
def test_arxiv_however_it_was_copied(text: str) -> None:
    """Whatever stands around it, the identifier is the paper's."""
    assert read_name(text) == Name(arxiv="1706.03762")


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("DOI: 10.1145/3292500.3330701.", "10.1145/3292500.3330701"),
        ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        (
            "https://link.springer.com/content/pdf/10.1007/978-3-030-58452-8_13.pdf",
            "10.1007/978-3-030-58452-8_13",
        ),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.1",
            "10.1371/journal.pone.1",
        ),
        (
            "https://www.biorxiv.org/content/10.1101/2020.01.01.12v1.full.pdf",
            "10.1101/2020.01.01.12",
        ),
        ("https://www.nature.com/articles/s41586-021-03819-2.pdf", "10.1038/s41586-021-03819-2"),
        ("https://aclanthology.org/2024.acl-long.468/", "10.18653/v1/2024.acl-long.468"),
        ("https://aclanthology.org/P19-1001.pdf", "10.18653/v1/P19-1001"),
        ("10.1000/xyz_123<456>", "10.1000/xyz_123<456>"),
    ],
)
def test_doi_however_it_was_copied(text: str, doi: str) -> None:
    """A DOI is found in the addresses of publishers, also where only their rule tells it."""
    assert read_name(text) == Name(doi=doi)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2413.00001", "there is no month 13"),
        ("1700.12345", "there is no month 00"),
        ("2403.18571", "is to come"),
        ("1706.0376", "needs 5 digits"),
        ("0612.0001", "is no arXiv identifier"),
    ],
)
def test_impossible_numbers_are_refused(text: str, says: str) -> None:
    """A number that arXiv cannot have given is refused without asking anybody."""
    with pytest.raises(ClaimbookError, match=says):
        refuse_impossible(text, today=date(2024, 2, 29))
    refuse_impossible("2402.18571", today=date(2024, 2, 29))


def test_line_names_several() -> None:
    """A line may be a list, or a sentence."""
    assert [*find_names("1706.03762, 2402.18571")] == ["1706.03762", "2402.18571"]
    said = "See [2402.18571] Title, arXiv:1706.03762v2 and doi:10.1145/3292500.3330701."
    assert [read_name(one) for one in find_names(said)] == [
        Name(arxiv="2402.18571"),
        Name(arxiv="1706.03762"),
        Name(doi="10.1145/3292500.3330701"),
    ]
    joined = "1412.6980, hep-th/9901001; and 10.1093/biomet/6.1.1"
    assert [*find_names(joined)] == ["1412.6980", "hep-th/9901001", "10.1093/biomet/6.1.1"]
    dated = "Adam (2014), 1412.6980; 17 pages of 1412.69 and 1613.6980."
    assert [*find_names(dated)] == ["1412.6980"]
    for odd in ("nothing at all", "`", '"', "```", "(", "''", ""):
        assert [*find_names(odd)] == []
