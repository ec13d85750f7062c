from pathlib import Path
from typing import Any

import pytest

from claimbook.bibliography.records import from_paper
from claimbook.model.claim import Verdict
from claimbook.model.evidence import WORDS, Support
from claimbook.pages.reviews import BEST, RATINGS, WORST, describe_reviews
from composed import RUN, report_on
from front import FRONT

PAGE = "https://example.org/papers/tiny/"


def described(
    folder: Path, outputs: dict | None = RUN, front: str = FRONT, profile: str = "full"
) -> dict[str, Any] | None:
    report = report_on(folder, outputs, front=front, profile=profile)
    return describe_reviews(report, from_paper(report.notebook.front.paper), by="We", page=PAGE)


def whole(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The reviews, with what they point to put in its place."""
    nodes = {node["@id"]: node for node in told["@graph"] if "@id" in node}

    def fill(value: Any) -> Any:
        if isinstance(value, dict) and value.keys() == {"@id"}:
            return nodes.get(value["@id"], value)
        return {k: fill(v) for k, v in value.items()} if isinstance(value, dict) else value

    return [fill(node) for node in told["@graph"] if node["@type"] == "ClaimReview"]


def test_a_review_says_what_was_claimed_and_what_we_say(tmp_path: Path):
    """As schema.org has it: the claim, who made it and where, our word and its place on a scale."""
    told = described(tmp_path)
    assert told is not None
    assert told["@context"] == "https://schema.org"
    (review,) = whole(told)

    assert review == {
        "@type": "ClaimReview",
        "url": f"{PAGE}#verdict-gap-is-small",
        "author": {"@id": "#by", "@type": "Organization", "name": "We"},
        "datePublished": "2024-02-29",
        "claimReviewed": "The gap is small.",
        "reviewRating": {
            "@id": "#reproduced",
            "@type": "Rating",
            "ratingValue": 5,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": "reproduced",
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@id": "#paper", "@type": "Organization", "name": "Jane Doe"},
            "appearance": {"@id": "https://arxiv.org/abs/2402.00001"},
        },
    }


def test_what_others_assert_is_not_put_down_to_the_paper(tmp_path: Path):
    """A claim of the news appeared elsewhere."""
    told = described(
        tmp_path, front=FRONT.replace("statement: The", "by: news\n    statement: The")
    )
    assert told is not None
    (review,) = whole(told)

    assert review["itemReviewed"]["author"]["name"] == "the news"
    assert "appearance" not in review["itemReviewed"]


@pytest.mark.parametrize(
    ("outputs", "front", "profile"),
    [
        (None, FRONT, "full"),
        (RUN, FRONT, "quick"),
        (RUN, FRONT.replace("statement: The", "by: ours\n    statement: The"), "full"),
    ],
)
def test_what_was_not_checked_is_not_reviewed(
    tmp_path: Path, outputs: dict | None, front: str, profile: str
):
    """No run, a quick run, a question of our own: nothing to tell."""
    assert described(tmp_path, outputs, front, profile) is None


def test_every_word_that_others_claims_can_get_has_a_rating():
    """From worst to best, the weaker support never rated higher."""
    others = [words for (ours, _), words in WORDS.items() if not ours]

    assert RATINGS.keys() == {word for words in others for word in words.values()}
    assert {WORST, BEST} <= set(RATINGS.values()) <= set(range(WORST, BEST + 1))
    for words in others:
        rated = [RATINGS[words[support]] for support in Support]
        assert rated == sorted(rated, reverse=True)


def test_the_scale_is_documented():
    """The page on citing gives each number its words."""
    said = (Path(__file__).parents[2] / "docs" / "cite.md").read_text("utf-8")
    for rating in sorted(set(RATINGS.values())):
        words = ", ".join(word for word in Verdict if RATINGS.get(word) == rating)
        assert f"| {rating} | {words} |" in said
