"""What a page tells whoever links to it: a title and a description that say what was found, a picture.

OpenGraph and Twitter's cards read them from the head of the page, as the feeds' addresses are read.
"""

from dataclasses import dataclass

from claimbook.pages.badges import say_count
from claimbook.pages.survey import Report
from claimbook.prose.binding import fill_pieces
from claimbook.wording.catalogue import say

CARD = "card.png"  # beside a paper's page
SITE_CARD = "assets/card.png"  # of every other page


@dataclass(frozen=True)
class Told:
    """What a page is said to say."""

    title: str
    description: str


@dataclass(frozen=True)
class Head:
    """What stands in the head of a page for whoever shares it.

    `address` is the page's own, if the site knows where it is; `picture` is the address of its card,
    and nothing if none is made.
    """

    told: Told
    site: str
    root: str  # from the page to the site's root
    kind: str = "website"
    address: str = ""
    picture: str = ""
    size: tuple[int, int] = (0, 0)
    mapped: bool = True  # whether the site map lies beside the feeds


def tell_paper(report: Report) -> Told:
    """Return the finding of a paper's page in plain words, its numbers filled in.

    What binds a number that no run has measured yet is not told.

    Raises `ClaimbookError` for an unknown quantity.
    """
    front = report.notebook.front
    happened = _fill(front.answer.happened, report) or front.answer.claimed
    counted = say_count(report.findings)
    return Told(
        title=_fill(front.answer.headline, report) or front.paper.title,
        description=say("told", happened=happened, counted=counted) if happened else counted,
    )


def _fill(text: str, report: Report) -> str:
    found = report.run.measurements if report.run else None
    pieces = fill_pieces(text, found, report.awaited)
    waits = report.run is None and any(reference for _, reference in pieces)
    return "" if waits else " ".join("".join(shown for shown, _ in pieces).split())
