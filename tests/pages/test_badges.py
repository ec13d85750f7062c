from pathlib import Path

import pytest
from lxml import etree

from claimbook.model.claim import Verdict
from claimbook.pages.badges import COLOURS, INK, QUIET, Badge, draw_badge, iterate_badges
from claimbook.pages.drawing import draw_block
from composed import RUN, parse, report_on
from front import FRONT

SVG = "{http://www.w3.org/2000/svg}"
UNTESTED = """\
  - id: large
    statement: It is large.
    locator: "§2"
    paper: {text: large}
    untested: too large
"""


def read(drawn: str) -> etree._Element:
    return etree.fromstring(drawn.encode())


def test_a_paper_and_each_claim_have_one_at_an_address_that_stays(tmp_path: Path):
    """By slug, and by slug and id; the paper's counts, a claim's has its sign."""
    report = report_on(tmp_path, RUN, front=FRONT + UNTESTED)
    made = dict(iterate_badges([report], "Book"))

    assert [*made] == ["badges/tiny.svg", "badges/tiny/gap-is-small.svg", "badges/tiny/large.svg"]
    said = [read(drawn).get("aria-label") for drawn in made.values()]
    assert said == [
        "Book: 1 reproduced · 1 not tested",
        "Book: ● reproduced",
        "Book: ○ not tested",
    ]


@pytest.mark.parametrize(
    ("outputs", "profile", "says"),
    [(None, "full", "1 not run yet"), (RUN, "quick", "1 reproduced (provisional)")],
)
def test_a_badge_claims_no_more_than_a_run_has_shown(
    tmp_path: Path, outputs: dict | None, profile: str, says: str
):
    """Without a run nothing held, and a quick one shows it provisionally."""
    report = report_on(tmp_path, outputs, profile=profile)
    badge = Badge("tiny", report.findings, "papers/tiny/", "../../")

    assert badge.text == says


def test_a_badge_is_one_file_that_asks_for_nothing():
    """Text of any kind is text; its length is fixed, so that every font fits; no font is asked for."""
    drawn = draw_badge("<Book> & 'co'", "1 < 2 · 3", QUIET)
    root = read(drawn)
    texts = root.findall(f".//{SVG}text")
    rects = root.findall(f".//{SVG}g/{SVG}rect")

    assert [text.text for text in texts] == ["<Book> & 'co'", "1 < 2 · 3"]
    assert all(int(text.get("textLength", "0")) > 0 for text in texts)
    ends = [int(rect.get("x", "")) + int(rect.get("width", "")) for rect in rects]
    assert ends == [int(rects[1].get("x", "")), int(root.get("width", ""))]
    assert "href" not in drawn and "url(" not in drawn.replace("url(#", "")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", sorted({*COLOURS.values(), INK, QUIET}))
def test_white_on_a_badge_can_be_read(colour: str):
    """4.5:1 or more, for every verdict."""
    assert COLOURS.keys() == set(Verdict)
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


@pytest.mark.parametrize("home", ["", "https://example.org/book/"])
def test_what_to_copy_leads_to_the_page(tmp_path: Path, home: str):
    """The snippet has whole addresses, or says where the site's belongs."""
    findings = report_on(tmp_path, RUN).findings
    badge = Badge("tiny", findings, "papers/tiny/", "../../", home)
    drawn = parse(draw_block(badge))

    where = home or "⟨site⟩/"
    snippet = f"[![1 reproduced]({where}badges/tiny.svg)]({where}papers/tiny/)"
    assert snippet in drawn.text
    assert drawn.all("src") == ["../../badges/tiny.svg"]
    assert drawn.all("alt") == ["1 reproduced"]
