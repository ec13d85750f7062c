"""What helps to read a page: code that is folded, contents that follow, a page that stays in its place."""

import csv
import re

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import Visit
from test_site import FINISHED, OTHERS, PAPER_OF

OPEN = "details.cb-code[open]"
SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) shifts.push(one.value);
  }).observe({ type: "layout-shift", buffered: true });
"""
# Marks without height, which stand on the baseline: one before each formula, one inside it.
BASELINES = """
  [...document.querySelectorAll("article p > math:not([display])")].map((math) => {
    const mark = () => Object.assign(document.createElement("i"), { style: "display: inline-block" });
    const [out, inside] = [mark(), mark()];
    math.closest("p").style.whiteSpace = "nowrap";
    math.before(out);
    const text = document.createElementNS(math.namespaceURI, "mtext");
    text.append(inside);
    const row = math.querySelector(":scope > :is(semantics, mrow):only-child") ?? math;
    (row.localName === "semantics" ? row.firstElementChild : row).prepend(text);
    const height = inside.getBoundingClientRect().bottom - out.getBoundingClientRect().bottom;
    out.remove();
    text.remove();
    return Math.round(height);
  })
"""
CUT = """
  [...document.querySelectorAll("article .cb-math")]
    .filter((one) => one.scrollHeight > one.clientHeight + 1).map((one) => one.textContent)
"""
MOST_SHIFT = 0.05
PHONE_AND_DESK = [(390, "light"), (1280, "light")]
# Papers by turns, since most of what could jump is made by the same templates; the others on both.
READ = [(path, PHONE_AND_DESK[n % 2]) for n, path in enumerate(FINISHED)]
READ += [(path, visitor) for path in OTHERS for visitor in PHONE_AND_DESK]


@pytest.mark.parametrize("path", FINISHED[:2])
def test_one_switch_shows_all_code_and_is_remembered(visit: Visit, path: str):
    """Code lies folded until the switch opens all of it, here and on the pages that follow."""
    page = visit.open(path)
    switch = page.get_by_role("button", name="Show all code")
    cells = page.locator("details.cb-code").count()
    expect(page.locator(OPEN)).to_have_count(0)
    switch.click()

    expect(page.locator(OPEN)).to_have_count(cells)
    expect(switch).to_have_attribute("aria-pressed", "true")
    visit.open(path)
    expect(page.locator(OPEN)).to_have_count(cells)
    page.get_by_role("button", name="Show all code").click()
    expect(page.locator(OPEN)).to_have_count(0)
    visit.open(path)
    expect(page.locator(OPEN)).to_have_count(0)


def test_a_link_leads_to_its_place_when_code_is_shown(visit: Visit):
    """Opening code above a section does not push it away."""
    page = visit.open("/papers/dpa/")
    page.get_by_role("button", name="Show all code").click()
    visit.open("/papers/dpa/#what-this-does-not-test")

    expect(page.locator("#what-this-does-not-test")).to_be_in_viewport()


def test_a_link_into_a_fold_opens_it(visit: Visit):
    """What a link names can be read, though it was folded."""
    page = visit.open("/papers/dpa/")
    fold = page.locator("details.cb-code").nth(3)
    fold.locator("code").evaluate("code => { code.id = 'inside'; }")
    page.evaluate("location.hash = 'inside'")

    expect(fold).to_have_attribute("open", "")
    expect(fold.locator("code")).to_be_in_viewport()


def test_code_is_whole_and_has_its_colours_once_it_is_open(visit: Visit):
    """A fold that opens holds its cell to the letter, coloured, however long the cell is."""
    page = visit.open("/papers/dpa/")
    code = page.locator("details.cb-code code")
    expect(page.locator(".cb-code code :is(b, i, s, em)")).to_have_count(0)
    assert 0 < page.locator(".cb-code code a").count() < code.count()
    page.get_by_role("button", name="Show all code").click()

    for one in code.all():
        expect(one.locator("b, i, s, em").first).to_be_attached()
    assert code.all_text_contents() == [cell.source for cell in PAPER_OF["/papers/dpa/"].code]
    assert "import " in page.locator(".cb-code code b").all_text_contents()


def test_without_scripts_long_code_is_a_link_away(browser: Browser, site: str):
    """Every cell can be read: on the page, or in the text that holds them all."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/papers/dpa/")
    link = page.locator(".cb-code code a").first
    text = page.request.get(link.evaluate("link => link.href")).text()

    for cell in PAPER_OF["/papers/dpa/"].code:
        assert cell.source.rstrip() in text
    context.close()


def test_the_data_of_a_figure_are_shown_once_they_are_asked_for(visit: Visit):
    """Every cell of the file that lies beside the page, in a table that a keyboard reaches."""
    page = visit.open("/papers/dpa/")
    figure = page.locator("figure.cb-figure:has(.cb-data)").first
    address = figure.get_by_role("link", name="CSV").evaluate("link => link.href")
    columns, *rows = csv.reader(page.request.get(address).text().splitlines())
    expect(page.locator(".cb-data table")).to_have_count(0)
    figure.locator(".cb-data > summary").click()

    expect(figure.get_by_role("group", name="Data of the figure")).to_be_visible()
    assert figure.locator("th").all_text_contents() == columns
    shown = [row.locator("td").all_text_contents() for row in figure.locator("tbody tr").all()]
    assert [[float(cell) for cell in row] for row in shown] == [
        [pytest.approx(float(cell), rel=1e-5) for cell in row] for row in rows
    ]


@pytest.mark.parametrize("path", FINISHED)
def test_a_page_says_how_long_it_takes(visit: Visit, path: str):
    """One line has the minutes to read and the time of the run."""
    line = visit.open(path).locator(".cb-lengths")

    expect(line).to_have_text(
        re.compile(r"\d+ minutes? to read · its run took \d+ (second|minute)s?\s+Show all code")
    )


def test_the_contents_follow_the_reader(visit: Visit):
    """The section that is read is marked in the table of contents, and seen there."""
    page = visit.open("/papers/dpa/")
    for section in ("commentary", "setting", "questions"):
        page.evaluate(f"document.getElementById('{section}').scrollIntoView(); scrollBy(0, 90)")
        link = page.locator(f".md-sidebar--secondary a[href='#{section}']")

        expect(link).to_have_class(re.compile("md-nav__link--active"))
        expect(link).to_be_in_viewport()


def test_a_paper_leads_to_the_next_and_back(visit: Visit):
    """Below each page stand the one before it and the one after it."""
    page = visit.open("/papers/dpa/")
    title = page.title()
    page.get_by_role("link", name="Previous:").click()
    expect(page).not_to_have_title(title)
    page.get_by_role("link", name="Next:").click()

    expect(page).to_have_title(title)


@pytest.mark.parametrize("words", ["zqxjkv", "없는말"])
def test_a_search_that_finds_nothing_says_so(visit: Visit, words: str):
    """In any script."""
    page = visit.open("/")
    page.locator("input.md-search__input").click()
    page.keyboard.type(words, delay=20)
    page.keyboard.press("Enter")

    said = page.locator(".md-search-result__meta")
    expect(said).to_have_text("No matching documents", timeout=20_000)
    expect(page.locator(".md-search-result__item")).to_have_count(0)


def scroll_through(page: Page) -> None:
    """Go down the page as a reader does, so that what waits for its turn is loaded."""
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 700):
        page.evaluate(f"scrollTo(0, {top})")
        page.wait_for_timeout(60)


@pytest.mark.parametrize(("path", "visit"), READ, indirect=["visit"], ids=str)
def test_nothing_on_a_page_jumps(visit: Visit, path: str):
    """While it loads, and while it is read to its end."""
    visit.page.add_init_script(SHIFTS)
    page = visit.open(path)
    page.wait_for_timeout(300)
    scroll_through(page)

    assert sum(page.evaluate("shifts")) < MOST_SHIFT


@pytest.mark.parametrize("path", FINISHED)
def test_formulas_stand_on_the_line_and_are_whole(visit: Visit, path: str):
    """A formula in a sentence has the sentence's baseline; one of its own is not cut."""
    page = visit.open(path)
    heights = page.evaluate(BASELINES)

    assert heights == [0] * len(heights)
    assert page.evaluate(CUT) == []
