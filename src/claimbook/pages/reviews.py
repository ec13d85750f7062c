"""Each tested claim as schema.org's `ClaimReview`, for programs that look for what was checked.

Only what others assert is reviewed, by a full run: our own questions are answered, not checked.
The rating says in a number what our word says: 5 is full support, 4 the sign alone, 3 undecided, and
1 against, so that what is true stands highest, as in other fact checks. What claims share is said once
and pointed to by its `@id`. On the page itself they would weigh 2.5 to 5 kB, so they lie beside it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reference import display, read_names
from claimbook.model.claim import Asserter, Verdict
from claimbook.model.evidence import Finding, Group
from claimbook.pages.survey import Report
from claimbook.wording.catalogue import say
from claimbook.wording.marks import name_verdict

REVIEWS = "reviews.jsonld"  # beside a paper's page
WORST, BEST = 1, 5
RATINGS: Mapping[Verdict, int] = {
    Verdict.REPRODUCED: 5,
    Verdict.HOLDS: 5,
    Verdict.SAME_DIRECTION: 4,
    Verdict.INCONCLUSIVE: 3,
    Verdict.NOT_REPRODUCED: 1,
    Verdict.DOES_NOT_HOLD: 1,
}


def choose_reviewed(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that a full run gave on what others assert."""
    return [
        one
        for one in findings
        if one.verdict in RATINGS and not one.provisional and one.group is not Group.OURS
    ]


def describe_reviews(
    report: Report, paper: Record, *, by: str, page: str = ""
) -> dict[str, Any] | None:
    """Describe the reviews of a page, if it has any.

    `by` makes them, `paper` is what they are of, and the addresses of verdicts begin with that of the
    `page`; without it they are relative.
    """
    reviewed = choose_reviewed(report.findings)
    if report.run is None or not reviewed:
        return None
    day = report.run.provenance.started.partition("T")[0]
    verdicts = [verdict for verdict in RATINGS if any(one.verdict is verdict for one in reviewed)]
    links = display(paper).links
    appearance = {"appearance": {"@id": links[0][1]}} if links else {}
    shared = [
        {"@id": "#by", "@type": "Organization", "name": by},
        *_describe_asserters(reviewed, paper),
        *map(_describe_rating, verdicts),
    ]
    made = [_describe_review(one, page, day, appearance) for one in reviewed]
    return {"@context": "https://schema.org", "@graph": [*shared, *made]}


def _describe_asserters(reviewed: Sequence[Finding], paper: Record) -> list[dict[str, Any]]:
    """Return who asserts what is reviewed, each once."""
    names = [name.natural for name in read_names(paper)]
    authors = names[0] if len(names) == 1 else f"{names[0]} {say('et-al')}" if names else paper.key
    return [
        {
            "@id": f"#{by}",
            "@type": "Organization",
            "name": authors if by is Asserter.PAPER else say(f"by-{by}"),
        }
        for by in Asserter
        if any(one.claim.by is by for one in reviewed)
    ]


def _describe_rating(verdict: Verdict) -> dict[str, Any]:
    return {
        "@id": f"#{verdict.replace(' ', '-')}",
        "@type": "Rating",
        "ratingValue": RATINGS[verdict],
        "bestRating": BEST,
        "worstRating": WORST,
        "alternateName": name_verdict(verdict),
    }


def _describe_review(
    finding: Finding, page: str, day: str, appearance: Mapping[str, Any]
) -> dict[str, Any]:
    claim = finding.claim
    asserted: dict[str, Any] = {"@type": "Claim", "author": {"@id": f"#{claim.by}"}}
    if claim.by is Asserter.PAPER:
        asserted |= appearance
    return {
        "@type": "ClaimReview",
        "url": f"{page}#verdict-{claim.id}",
        "author": {"@id": "#by"},
        "datePublished": day,
        "claimReviewed": claim.statement,
        "reviewRating": {"@id": f"#{finding.verdict.replace(' ', '-')}"},
        "itemReviewed": asserted,
    }
