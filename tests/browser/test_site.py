import gzip
import re
import tempfile
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect
from serving import Visit, find_faults

from claimbook.bibliography.reader import read_bib
from claimbook.notebook.book import open_book
from claimbook.notebook.code import find_drawn, find_recorded
from claimbook.notebook.source import read
from example import write_example

EXAMPLE = read(write_example(Path(tempfile.mkdtemp())))
PAPERS = (*open_book(Path(__file__).parents[2]).notebooks, EXAMPLE)
FINISHED = [f"/papers/{notebook.slug}/" for notebook in PAPERS if notebook.front.tested]
OTHERS = ["/", "/papers/", "/scoreboard/", "/bibliography/", "/tags/", "/method/", "/changes/"]
OTHERS += ["/cite/", "/contributing/"]
PAPER_OF = {f"/papers/{notebook.slug}/": notebook for notebook in PAPERS}
DRAGGED = [path for path in FINISHED if "chart(" in "".join(c.source for c in PAPER_OF[path].code)]
CITING = [path for path in FINISHED if "[@" in "".join(c.source for c in PAPER_OF[path].prose)]
VISITORS = [(width, palette) for width in (390, 1280) for palette in ("light", "dark")]
# Pages are made by the same templates: each is visited in both widths and both palettes, not in all four.
# What has a template of its own is, by its own tests: the lists, the scoreboard, the bibliography.
CROSSED = [VISITORS[0], VISITORS[3]], [VISITORS[1], VISITORS[2]]
VISITED = [
    (path, visitor) for n, path in enumerate(FINISHED + OTHERS) for visitor in CROSSED[n % 2]
]


@pytest.mark.parametrize(("path", "visit"), VISITED, indirect=["visit"], ids=str)
def test_a_page_fits_its_window_and_is_accessible(visit: Visit, path: str):
    """Nothing overflows, nothing is out of reach, in either palette, narrow or wide.

    On a telephone with its folds open: code that scrolls sideways there, and every table, is within
    reach of a keyboard.
    """
    page = visit.open(path)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if page.evaluate("innerWidth") < 600:
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.wait_for_timeout(200)  # a fold is laid out, and then what scrolls is found

    assert find_faults(page) == []


@pytest.mark.parametrize("path", FINISHED)
def test_the_verdicts_come_first_and_are_provisional(visit: Visit, path: str):
    """Before anything else a reader sees what held, and that the quick profile said so."""
    page = visit.open(path)

    expect(page.locator("h2").first).to_have_text(re.compile("^Verdicts"))
    expect(page.locator(".cb-opening .cb-made")).to_contain_text("quick profile")
    expect(page.locator(".cb-waiting")).to_contain_text("Provisional.")
    tops = "places => places.map(place => place.getBoundingClientRect().top)"
    found = page.locator(".cb-waiting, .cb-opening, h2#verdicts").evaluate_all(tops)
    assert len(found) == 3
    assert found == sorted(found)
    tested = [claim for claim in PAPER_OF[path].front.claims if claim.tests]
    assert page.locator(".cb-claim .cb-mark.cb-provisional").count() == len(tested)


@pytest.mark.parametrize("path", FINISHED)
def test_an_abstracts_mark_leads_to_the_section_that_tested_it(visit: Visit, path: str):
    """The claim's experiment is one step from the abstract."""
    page = visit.open(path)
    abstract = page.locator("h2#abstract-restated ~ ol").first
    marks = abstract.locator("a.cb-mark")

    targets = [mark.get_attribute("href") for mark in marks.all()]
    assert targets
    for target in set(targets):
        assert page.locator(f"[id='{target.removeprefix('#')}']").count() == 1
    marks.first.click()
    first = page.locator(f"[id='{targets[0].removeprefix('#')}']")
    section = first.locator("xpath=(following::*[self::h2 or self::h3])[1]")
    expect(section).not_to_have_id("verdicts")
    expect(section).to_be_in_viewport()


@pytest.mark.parametrize("path", DRAGGED)
def test_every_slider_of_every_chart_changes_what_is_drawn(visit: Visit, path: str):
    """A chart answers to the keyboard: its value and its marks change, without a kernel."""
    page = visit.open(path)
    charts = page.locator(".cb-chart")

    assert charts.count() >= 1
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        chart.hover()
        expect(chart).to_have_class(re.compile("cb-drawn"), timeout=20_000)
        sliders = chart.locator("input[type=range]")
        assert sliders.count() >= 1
        for slider in sliders.all():
            drawn, value = chart.locator("svg").inner_html(), slider.input_value()
            slider.focus()
            key = "ArrowLeft" if value == slider.get_attribute("max") else "ArrowRight"
            for _ in range(3):
                page.keyboard.press(key)
            expect(slider).not_to_have_value(value)
            page.wait_for_function(
                "([svg, before]) => svg.innerHTML !== before",
                arg=[chart.locator("svg").element_handle(), drawn],
            )


@pytest.mark.parametrize("path", DRAGGED)
def test_a_slider_can_be_dragged_with_the_mouse(visit: Visit, path: str):
    """Dragging moves the value that the chart shows beside its slider."""
    page = visit.open(path)
    chart = page.locator(".cb-chart").first
    chart.scroll_into_view_if_needed()
    chart.hover()
    expect(chart).to_have_class(re.compile("cb-drawn"), timeout=20_000)
    slider = chart.locator("input[type=range]").first
    slider.scroll_into_view_if_needed()
    before = slider.input_value()
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2

    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, middle, steps=8)
    page.mouse.move(box["x"] + box["width"] * 0.8, middle, steps=4)
    page.mouse.up()

    after = slider.input_value()
    assert after != before
    shown = slider.evaluate("input => input.nextElementSibling.textContent")
    assert float(shown.replace("−", "-").replace(",", "")) == pytest.approx(float(after), rel=0.01)


def test_a_chart_follows_the_palette(visit: Visit):
    """Switching to dark redraws the chart in light ink, with its sliders where they were."""
    page = visit.open("/papers/dpa/")
    chart = page.locator(".cb-chart").first
    chart.scroll_into_view_if_needed()
    chart.hover()
    expect(chart).to_have_class(re.compile("cb-drawn"), timeout=20_000)
    slider = chart.locator("input[type=range]").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    moved = slider.input_value()

    page.locator("label[title='Switch to dark mode']").click()

    expect(chart.locator("svg text[fill='#d3d6de']").first).to_be_attached()
    assert chart.locator("input[type=range]").first.input_value() == moved
    pictures = page.locator("img.cb-picture:visible")
    assert pictures.count() >= 1
    assert all("#only-dark" in (img.get_attribute("src") or "") for img in pictures.all())


@pytest.mark.parametrize("path", CITING)
def test_a_citation_leads_to_its_reference_and_back(visit: Visit, path: str):
    """From the sentence to the list of references and back to the sentence."""
    page = visit.open(path)
    citation = page.locator(".cb-cite a").first
    reference = page.locator(f"[id='{(citation.get_attribute('href') or '#').removeprefix('#')}']")

    citation.click()
    expect(reference).to_be_in_viewport()
    reference.locator(".cb-backlink").first.click()
    expect(citation).to_be_in_viewport()


@pytest.mark.parametrize("path", FINISHED)
def test_the_papers_entry_can_be_downloaded_and_copied(visit: Visit, path: str):
    """The .bib holds the paper's one entry, and the same text can be copied from the page."""
    page = visit.open(path)
    with page.expect_download() as download:
        page.locator(".cb-take-away").get_by_role("link", name=".bib", exact=True).click()
    text = Path(download.value.path()).read_text("utf-8")
    (record,) = read_bib(text, where="downloaded.bib")

    page.get_by_text("Cite this paper").click()
    citation = page.locator(".cb-citation:not(.cb-badge)")
    citation.hover()
    citation.locator(".md-code__button, .md-clipboard").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert record.key in copied
    assert copied.strip() == text.strip()


def test_the_whole_bibliography_can_be_downloaded(visit: Visit):
    """claimbook.bib on the site is the file in the repository."""
    page = visit.open("/bibliography/")
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX", exact=True).click()
    records = read_bib(Path(download.value.path()).read_text("utf-8"), where="claimbook.bib")

    keys = {record.key for record in records}
    assert {"bellagente2024stable", "wang2024arithmetic"} <= keys
    assert len(keys) == page.locator(".cb-references > li").count()


@pytest.mark.parametrize("path", FINISHED)
def test_both_notebooks_can_be_downloaded(visit: Visit, path: str):
    """The source has no outputs, the executed one has them."""
    page = visit.open(path)
    counts = []
    for name in ("source notebook", "executed notebook"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        text = Path(download.value.path()).read_text("utf-8")
        counts.append(text.count('"output_type"'))
    recorded = frozenset().union(*(find_recorded(cell.source) for cell in PAPER_OF[path].code))
    assert counts[0] == 0
    assert counts[1] >= len(recorded) > 0


@pytest.mark.parametrize("path", FINISHED + OTHERS)
def test_a_page_is_light(site: str, path: str):
    """A page's HTML, with all that stands in it, is less than 150 kB, and 40 kB on its way."""
    with urlopen(site + path) as answer:
        html = answer.read()

    assert len(html) < 150_000
    assert len(gzip.compress(html)) < 40_000


def test_search_finds_a_paper_by_a_word_of_its_prose(visit: Visit):
    """Prose of paper pages is in the index, which is fetched when a reader searches and not before.

    The first search of a visit is sent with Enter; from then on results come while a reader types.
    """
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open("/")
    page.wait_for_timeout(1000)
    assert [url for url in asked if "/search/" in url] == []
    page.keyboard.press("/")
    page.keyboard.type("preference-conditioned", delay=20)
    page.keyboard.press("Enter")

    found = page.locator(".md-search-result__item").first
    expect(found).to_contain_text("Directional Preference")
    visit.open("/method/")
    page.keyboard.press("/")
    page.keyboard.type("preference-conditioned", delay=20)
    expect(found).to_contain_text("Directional Preference")


@pytest.mark.parametrize("visit", [(390, "light")], indirect=True, ids=str)
def test_a_search_can_be_begun_and_left(visit: Visit):
    """On a telephone the sign opens it, Escape closes it, and nothing has been asked for."""
    page = visit.open("/papers/dpa/")
    page.locator("header label[for=__search]").first.click()

    expect(page.locator("input.md-search__input")).to_be_focused()
    expect(page.locator(".md-search-result__meta")).to_have_text("Press Enter to search")
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    assert "?" not in page.url


def test_a_tag_leads_to_its_papers(visit: Visit):
    """The tags of a paper are links to the list of papers that share them."""
    page = visit.open("/papers/dpa/")
    page.locator(".md-tags .md-tag", has_text="alignment").first.click()

    expect(page).to_have_url(re.compile("/tags/"))
    expect(page.locator("article")).to_contain_text("Directional Preference Alignment")


def test_the_table_of_contents_leads_to_a_section(visit: Visit):
    """A section of a paper page can be reached from the table of contents."""
    page = visit.open("/papers/dpa/")
    page.locator(".md-sidebar--secondary a", has_text="Provenance").click()

    expect(page.locator("h2#provenance")).to_be_in_viewport()
    expect(page.locator(".cb-provenance")).to_contain_text("fingerprint")


def test_the_scoreboard_shows_every_paper(visit: Visit):
    """Each paper has its claims on the scoreboard, and home lists them all."""
    page = visit.open("/scoreboard/")
    papers = {link.text_content() for link in page.locator(".cb-scoreboard .cb-heading a").all()}

    assert papers == {notebook.front.digest.title for notebook in PAPERS}
    assert visit.open("/").locator(".cb-papers > li").count() == len(PAPERS)


@pytest.mark.parametrize("path", FINISHED)
def test_without_scripts_every_figure_is_a_picture(browser: Browser, site: str, path: str):
    """A chart that cannot be dragged is still a picture with alt text and a caption."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + path)

    figures = page.locator("figure.cb-figure")
    drawn = [name for cell in PAPER_OF[path].code for name in find_drawn(cell.source)]
    lead = page.locator(".cb-opening figure.cb-figure").count()
    assert lead == 1
    assert figures.count() - lead == len(drawn) > 0
    for figure in figures.all():
        picture = figure.locator("img.cb-picture").first
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        assert len(picture.get_attribute("alt") or "") > 20
        assert len(figure.locator("figcaption").text_content() or "") > 20
    context.close()
