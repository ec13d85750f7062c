from datetime import date

import pytest

from claimbook.intake.merging import merge_entries
from claimbook.intake.post import Post, PostEntry

FIRST = PostEntry(
    "Titans: Learning to Memorize", 2, ("Jane Doe",), commentary=("One.",), arxiv="2501.00663"
)


@pytest.mark.parametrize(
    "second",
    [
        PostEntry("Something Else", 9, commentary=("Two.",), arxiv="2501.00663"),
        PostEntry("TITANS: learning to memorize!", 9, ("J. Doe",), commentary=("Two.",)),
        PostEntry("Titans", 9, commentary=("Two.",), tags=("llm",)),
    ],
)
def test_one_paper_is_one_entry(second: PostEntry) -> None:
    """By identifier, by title, or by what is short for it; both commentaries stand there."""
    for entries in ((FIRST, second), (second, FIRST)):
        post, merged = merge_entries(Post(date(2025, 1, 2), entries))
        (entry,) = post.entries
        assert sorted(entry.commentary) == ["One.", "Two."]
        assert (entry.arxiv, entry.authors[0][0]) == ("2501.00663", "J")
        assert [again for again, _ in merged] == [entries[1]]


@pytest.mark.parametrize(
    "second",
    [
        PostEntry("Titans: Learning to Memorize", 9, arxiv="2501.00664"),
        PostEntry("Titans of Industry", 9, ("Jane Doe",)),
    ],
)
def test_two_papers_stay_two(second: PostEntry) -> None:
    """Two identifiers are two papers, whatever their titles; so are other titles."""
    post, merged = merge_entries(Post(date(2025, 1, 2), (FIRST, second)))
    assert (len(post.entries), merged) == (2, ())
