"""A paper's page on paper: an article of a few pages, light, with its folds as they are."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import Visit
from test_site import FINISHED, PAPER_OF

from claimbook.notebook.code import find_drawn

MOST_PAGES = 15
PAGE = re.compile(rb"/Type\s*/Page\b")
# What is drawn, with the boxes of what holds it: a fold that is closed has none.
SHOWN = "element => element.checkVisibility() && element.getBoundingClientRect().height > 0"
DARK = [(1280, "dark")]


def count_pages(page: Page, path: Path) -> int:
    """Print the page as a PDF, and count its sheets."""
    page.pdf(path=path, format="A4")
    return len(PAGE.findall(path.read_bytes()))


def hold_printed(page: Page) -> None:
    """Bring the page into the state in which a browser prints it: the theme has opened every fold."""
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.wait_for_timeout(300)  # folds tell of their change


def find_shown(page: Page, selector: str) -> int:
    """Count the elements that can be seen."""
    return sum(one.evaluate(SHOWN) for one in page.locator(selector).all())


@pytest.mark.parametrize("visit", DARK, indirect=True, ids=str)
@pytest.mark.parametrize("path", [*FINISHED, "/scoreboard/"])
def test_a_page_is_a_few_sheets_of_paper(visit: Visit, path: str, tmp_path: Path):
    """Fifteen sheets at most; a second print is no longer than the first."""
    page = visit.open(path)
    first = count_pages(page, tmp_path / "first.pdf")
    second = count_pages(page, tmp_path / "second.pdf")

    assert 1 < first <= MOST_PAGES
    assert second == first


@pytest.mark.parametrize("visit", DARK, indirect=True, ids=str)
@pytest.mark.parametrize("path", FINISHED)
def test_paper_is_light_and_shows_each_figure_once(visit: Visit, path: str):
    """Dark ink on white whatever the palette; a chart is its picture; nothing to click stays."""
    page = visit.open(path)
    hold_printed(page)

    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    ink = page.locator("article").evaluate("article => getComputedStyle(article).color")
    assert max(map(int, re.findall(r"\d+", ink)[:3])) < 80
    figures = len([name for cell in PAPER_OF[path].code for name in find_drawn(cell.source)])
    assert find_shown(page, "figure.cb-figure .cb-picture") == figures
    assert find_shown(page, ".cb-picture[src$='#only-dark']") == 0
    assert find_shown(page, "button, input, .md-header, .md-footer, .md-sidebar, .headerlink") == 0


@pytest.mark.parametrize("path", FINISHED[:1])
def test_what_is_folded_stays_folded_on_paper(visit: Visit, path: str):
    """The theme opens every fold for the printer; only what the reader opened is printed."""
    page = visit.open(path)
    hold_printed(page)
    assert find_shown(page, "details.cb-code") == 0
    assert find_shown(page, "details > :not(summary)") == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.wait_for_timeout(300)

    page.locator("details.cb-code > summary").first.click()
    hold_printed(page)

    assert find_shown(page, "details.cb-code pre") == 1
    expect(page.locator("details.cb-code pre").first).to_be_visible()


@pytest.mark.parametrize("path", FINISHED)
def test_no_table_is_cut_by_a_region_that_scrolls(visit: Visit, path: str):
    """Whatever scrolls on a screen lies whole on paper."""
    page = visit.open(path)
    page.set_viewport_size({"width": 670, "height": 960})  # a sheet between its margins
    hold_printed(page)

    cut = page.evaluate(
        """[...document.querySelectorAll("article *")].filter((one) =>
          one.clientWidth && getComputedStyle(one).overflowX !== "visible" &&
          one.scrollWidth > one.clientWidth + 1).map((one) => one.className)"""
    )
    assert cut == []
