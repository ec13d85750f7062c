"""The scoreboard: every claim in a row, and counts that follow the filter."""

import re
from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from serving import Visit

from claimbook.wording.marks import keep_together

VISITORS = [(width, palette) for width in (390, 1280) for palette in ("light", "dark")]


@pytest.fixture
def site(handful: str) -> str:
    """Two small papers, with four claims and one."""
    return handful


def rows(page: Page):
    return page.locator(".cb-scoreboard tr[data-told]")


def headings(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".cb-heading").all_inner_texts()]


def test_the_totals_come_first(visit: Visit):
    """The first screen counts what is counted together, each kind apart."""
    page = visit.open("/scoreboard/")
    totals = page.locator(".cb-overall > div")

    expect(totals).to_have_count(3)
    expect(totals.first).to_be_in_viewport()
    assert [one.locator("dd").first.inner_text() for one in totals.all()] == [
        keep_together("2 reproduced · 1 not tested"),
        keep_together("1 does not hold"),
        keep_together("1 open"),
    ]


def test_counts_follow_the_filter(visit: Visit):
    """Whatever is hidden is not counted, and a kind of which nothing is left has none."""
    page = visit.open("/scoreboard/")
    page.locator("select[name=paper]").select_option("An older paper")

    expect(rows(page)).to_have_count(1)
    expect(page.locator(".cb-hits")).to_have_text("1 of 5 claims")
    assert page.locator(".cb-counted").all_inner_texts() == ["1\u00a0reproduced", "0", "0"]
    page.locator("select[name=paper]").select_option("any")
    page.locator("input[name=find]").fill("PRINTED fälls")
    expect(rows(page)).to_have_count(1)
    assert page.locator(".cb-counted").all_inner_texts() == [
        "0",
        keep_together("1 does not hold"),
        "0",
    ]


@pytest.mark.parametrize(
    ("query", "first", "groups"),
    [
        ("group=verdict", "The gap is small.", ["reproduced 2", "does not hold 1", "open 1", "not tested 1"]),
        ("group=by", "The gap is small.", ["the paper 3", "the digest 1", "us 1"]),
        ("group=kind&kind=recheck", "The printed score falls.", ["recheck 1"]),
        ("sort=paper&group=none", "The gap is small.", []),
        ("sort=distance&group=none", "The gap is above one tenth.", []),
        ("by=digest&sort=nonsense&h=gap", "The printed score falls.", ["A tiny paper 1"]),
    ],
)  # fmt: skip
def test_the_address_holds_what_is_shown(visit: Visit, query: str, first: str, groups: list[str]):
    """A filter, an order and a grouping can be linked to; what the page does not know is passed over."""
    page = visit.open(f"/scoreboard/?{query}")

    expect(page.locator(".cb-scoreboard td p").first).to_have_text(first)
    assert [re.sub(r"^\W+ ", "", text) for text in headings(page)] == groups


def test_an_order_is_of_all_claims(visit: Visit):
    """Who sorts by distance sees the claim nearest to its limit first, whatever its paper."""
    page = visit.open("/scoreboard/")
    page.locator("select[name=sort]").select_option("nearest to its limit")

    page.wait_for_url(re.compile(r"/scoreboard/\?sort=distance&group=none(#|$)"))
    assert headings(page) == []
    page.locator(".cb-filter").get_by_role("button", name="Clear").click()
    page.wait_for_url(re.compile(r"/scoreboard/(#|$)"))
    assert len(headings(page)) == 2


def is_near(picture: Image.Image, place: tuple[int, int], colour: Any) -> bool:
    """Tell whether a pixel has a colour: a row that begins within one is a shade off."""
    found: Any = picture.getpixel(place)
    return max(abs(one - other) for one, other in zip(found, colour, strict=True)) <= 2


def test_an_interval_is_drawn_where_it_lies(visit: Visit):
    """The mean is within its interval, the interval over the range that was asked for."""
    page = visit.open("/scoreboard/?find=the+gap+is+small&paper=tiny")
    line = page.locator(".cb-scoreboard td i")
    picture = Image.open(BytesIO(line.screenshot())).convert("RGB")
    places = dict(re.findall(r"--(\w):([\d.]+)%", line.get_attribute("style") or ""))
    at = {name: round(float(place) / 100 * picture.width) for name, place in places.items()}
    middle, top = picture.height // 2, 3
    ink, ground = picture.getpixel((at["m"], middle)), picture.getpixel((picture.width - 3, top))
    asked = picture.getpixel((at["b"] - 9, top))

    assert len({ink, ground, asked}) == 3
    assert at["l"] < at["m"] < at["h"] < at["b"]
    assert is_near(picture, (at["l"] + 2, middle), ink)
    assert is_near(picture, (at["h"] - 2, middle), ink)
    assert is_near(picture, (at["h"] + 4, middle), asked)
    assert is_near(picture, (at["b"] + 4, middle), ground)


def test_without_scripts_the_whole_table_stands(browser: Browser, site: str):
    """Every claim has its row, and the files are there to take."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/scoreboard/?paper=older")

    expect(rows(page)).to_have_count(5)
    expect(page.locator(".cb-filter")).to_be_hidden()
    for name in ("claims.csv", "claims.json", "claims.schema.json"):
        file = page.locator(f".cb-scoreboard a[href$='{name}']").evaluate("link => link.href")
        assert page.request.get(file).ok
    context.close()


@pytest.mark.parametrize("visit", VISITORS, indirect=True, ids=str)
def test_the_scoreboard_is_accessible_and_fits(visit: Visit):
    """In either palette, narrow or wide, nothing blocks and nothing overflows."""
    page = visit.open("/scoreboard/")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page, "article", {"resultTypes": ["violations"]}).response["violations"]
    blocking = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in blocking] == []
