from pathlib import Path

import pytest

from claimbook.pages.drawing import draw
from claimbook.pages.sharing import Head, Told, tell_paper
from composed import RUN, parse, report_on
from front import FRONT

BOUND = FRONT.replace(
    "The gap is small.\nsummary", "The gap is {{ gap.mean | .2f }}.\nsummary"
).replace("It was small.", "The gap was {{ gap.mean | .1f }}.")


def metas(head: Head, **more: str) -> dict[str | None, str | None]:
    drawn = draw("sharing", head=head, atom="feed.xml", json="feed.json", **{"reviews": ""} | more)
    found = [given for tag, given in parse(drawn).elements if tag == "meta"]
    return {given.get("property", given.get("name")): given["content"] for given in found}


@pytest.mark.parametrize(
    ("outputs", "profile", "title", "description"),
    [
        (RUN, "full", "The gap is 0.20", "The gap was 0.2. Verdicts: 1 reproduced."),
        (
            RUN,
            "quick",
            "The gap is 0.20",
            "The gap was 0.2. Verdicts: 1 reproduced (provisional).",
        ),
        (None, "full", "A Tiny Paper", "The paper claims a small gap. Verdicts: 1 not run yet."),
    ],
)
def test_a_page_tells_its_finding(
    tmp_path: Path, outputs: dict | None, profile: str, title: str, description: str
):
    """With the numbers of its run; without one it tells what the paper is, and no number."""
    report = report_on(tmp_path, outputs, front=BOUND, profile=profile)

    assert tell_paper(report) == Told(title, description)


def test_a_page_without_a_finding_tells_its_paper(tmp_path: Path):
    """A notebook that has just been begun says nothing yet."""
    lines = [line for line in FRONT.splitlines() if not line.startswith(("headline", "summary"))]
    bare = "\n".join(line for line in lines if not line.startswith(("  claimed", "  happened")))

    told = tell_paper(report_on(tmp_path, RUN, front=f"{bare}\n"))
    assert told == Told("A Tiny Paper", "1 reproduced")


def test_the_head_is_what_those_who_show_a_link_read():
    """OpenGraph with whole addresses, a large card where there is a picture; words are escaped."""
    told = Told('A "gap" <b>', "It's small & fine")
    head = Head(
        told, "Book", "../../", "article", "https://e.org/p/", "https://e.org/p/card.png", (2, 1)
    )

    assert metas(head) == {
        "og:site_name": "Book",
        "og:type": "article",
        "og:locale": "en_GB",
        "og:title": 'A "gap" <b>',
        "og:description": "It's small & fine",
        "og:url": "https://e.org/p/",
        "og:image": "https://e.org/p/card.png",
        "og:image:width": "2",
        "og:image:height": "1",
        "og:image:alt": 'A "gap" <b>',
        "twitter:card": "summary_large_image",
    }
    bare = metas(Head(told, "Book", "./"))
    assert bare["twitter:card"] == "summary"
    assert not {"og:image", "og:url"} & bare.keys()


@pytest.mark.parametrize(("reviews", "more"), [("", 0), ("reviews.jsonld", 1)])
def test_the_feeds_and_the_reviews_are_found(reviews: str, more: int):
    """Both feeds by their types, from any page; reviews where there are some."""
    head = Head(Told("A", "B"), "Book", "../../")
    drawn = parse(draw("sharing", head=head, atom="feed.xml", json="feed.json", reviews=reviews))
    links = [given for tag, given in drawn.elements if tag == "link"]

    assert [(one["rel"], one["type"], one["href"]) for one in links[:2]] == [
        ("alternate", "application/atom+xml", "../../feed.xml"),
        ("alternate feed", "application/feed+json", "../../feed.json"),
    ]
    assert [one["href"] for one in links[2:]] == [reviews] * more
