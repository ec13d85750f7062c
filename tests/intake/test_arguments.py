import pytest

from claimbook.errors import ClaimbookError
from claimbook.intake.arguments import tell_apart

PAPERS = (
    *("2402.18571", "arXiv:2402.18571v2", "cs/9901001", "https://arxiv.org/abs/2402.18571"),
    *("10.1162/tacl_a_00638", "https://doi.org/10.1162/tacl_a_00638", "10.48550/arXiv.2402.18571"),
    *("@misc{doe2024tiny, title={T}}", " @misc{x,}", "entry.bib", "../a b/ENTRY.BIB", "-"),
)


@pytest.mark.parametrize("paper", PAPERS)
def test_slug_and_paper_in_any_order(paper: str) -> None:
    """Whatever names a paper is no slug, so the two are told apart wherever they stand."""
    assert tell_apart([paper]) == ("", paper)
    assert tell_apart(["adam-2", paper]) == tell_apart([paper, "adam-2"]) == ("adam-2", paper)


@pytest.mark.parametrize("slug", ["adam", "2402", "rnn-2", "bib", "doi"])
def test_a_slug_is_a_slug(slug: str) -> None:
    """Digits or the name of a format alone name no paper."""
    assert tell_apart([slug]) == (slug, "")
    assert tell_apart([]) == ("", "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["2402.18571", "10.5555/x"], 'several papers are given: "2402.18571" and "10.5555/x"'),
        (["one", "two"], 'several slugs are given: "one" and "two"; give one'),
        (["2402.1857x"], '"2402.1857x" is no slug, no arXiv identifier, no DOI and no BibTeX'),
        (["A Tiny Paper"], "put the title behind --title"),
    ],
)
def test_what_cannot_be_told_apart(words: list[str], says: str) -> None:
    """Two of a kind, and what is neither, are one line each."""
    with pytest.raises(ClaimbookError) as raised:
        tell_apart(words)
    assert says in str(raised.value)
