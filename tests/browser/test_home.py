"""The home page: findings, a chart to drag, totals, and papers to choose from."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from serving import Visit

VISITORS = [(width, palette) for width in (390, 1280) for palette in ("light", "dark")]


@pytest.fixture
def site(handful: str) -> str:
    """Two small papers of two digests."""
    return handful


def cards(page: Page):
    return page.locator(".cb-papers > li:visible")


def test_findings_come_first_with_their_pictures(visit: Visit):
    """The first screen says what was found, with the numbers of the run, and leads to the paper."""
    page = visit.open("/")
    findings = page.locator(".cb-findings li")

    expect(findings).to_have_count(2)
    expect(findings.nth(1)).to_contain_text("The older gap is 0.2")
    picture = findings.first.locator("img:visible")
    expect(picture).to_be_in_viewport()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    findings.first.get_by_role("link").click()
    page.wait_for_url("**/papers/tiny/")


def test_the_chart_can_be_dragged(visit: Visit):
    """It is drawn for whoever comes to it, not before, and answers to the keyboard."""
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open("/")
    chart = page.locator(".cb-chart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator("img:visible")).to_have_count(1)
    page.wait_for_timeout(500)
    assert not any(url.endswith(("vega.js", ".vl.json")) for url in asked)
    chart.hover()
    expect(chart).to_have_class(re.compile("cb-drawn"), timeout=20_000)
    before = chart.locator("svg").inner_html()
    chart.locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")

    page.wait_for_function(
        "([svg, before]) => svg.innerHTML !== before",
        arg=[chart.locator("svg").element_handle(), before],
    )


def test_papers_are_chosen_by_subject_and_verdict(visit: Visit):
    """What does not fit is hidden, its digest too; the address shows the same again."""
    page = visit.open("/")
    expect(cards(page)).to_have_count(2)
    page.get_by_label("Subject").select_option("older")

    expect(cards(page)).to_have_count(1)
    expect(page.locator(".cb-hits")).to_have_text("1 of 2 papers")
    expect(page.get_by_role("heading", name="Digest of 29 February 2024")).to_be_hidden()
    page.wait_for_url(re.compile(r"/\?tag=older(#|$)"))
    page.goto(f"{visit.site}/?tag=both&verdict=does+not+hold")
    expect(cards(page)).to_have_count(1)
    expect(cards(page)).to_contain_text("The gap is small")
    page.locator(".cb-filter").get_by_role("button", name="Clear").click()
    expect(cards(page)).to_have_count(2)
    page.wait_for_url(re.compile(r"/(#[\w-]+)?$"))  # the theme notes the section


def test_without_scripts_all_papers_stand(browser: Browser, site: str):
    """The filter would do nothing, and so is not there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/?tag=older")

    expect(cards(page)).to_have_count(2)
    expect(page.locator(".cb-filter")).to_be_hidden()
    context.close()


def test_the_search_finds_a_claim(visit: Visit):
    """A claim's own words lead to its verdict; what is not there is said not to be."""
    page = visit.open("/")
    field = page.locator("input.md-search__input")
    field.click()
    field.press_sequentially("printed score falls", delay=20)
    field.press("Enter")
    expect(page.locator(".md-search-result__link[href*='#verdict-it-falls']")).to_have_count(1)
    field.fill("")
    field.press_sequentially("zyzzyva", delay=20)
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


@pytest.mark.parametrize("path", ["/", "/papers/"])
@pytest.mark.parametrize("visit", VISITORS, indirect=True, ids=str)
def test_lists_of_papers_are_accessible_and_fit(visit: Visit, path: str):
    """In either palette, narrow or wide, nothing blocks and nothing overflows."""
    page = visit.open(path)

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page, "article", {"resultTypes": ["violations"]}).response["violations"]
    blocking = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in blocking] == []
