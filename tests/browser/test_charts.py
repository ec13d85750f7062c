"""Charts and figures for everyone: by keyboard and touch, narrow and wide, printed and without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from serving import Visit, find_faults
from test_site import DRAGGED

CHOSEN = "/papers/ptst/"  # its chart has a choice and two parts
HERE = pytest.mark.parametrize("path", [CHOSEN])  # so that this paper alone is run if asked for
NARROW, WIDE = (390, "light"), (1280, "dark")
STANDING = """chart => {
  const shown = element => element.textContent && !element.closest("[opacity='0']");
  const texts = [...chart.querySelectorAll("svg text")].filter(shown);
  const svg = chart.querySelector("svg").getBoundingClientRect();
  const beyond = ({ left, right }) => left < svg.left - 1 || right > svg.right + 1;
  const controls = [...chart.querySelectorAll("input, select, button")];
  return {
    smallest: Math.min(...texts.map(text => parseFloat(getComputedStyle(text).fontSize))),
    cut: texts.filter(text => beyond(text.getBoundingClientRect())).map(text => text.textContent),
    over: svg.width - chart.clientWidth,
    low: controls.filter(one => one.getBoundingClientRect().height < 24).map(one => one.name),
    nameless: controls.filter(one => !one.matches("button") && !one.labels.length).length,
  };
}"""


def draw(chart: Locator) -> Locator:
    """Come to a chart, and wait until it can be dragged."""
    chart.scroll_into_view_if_needed()
    chart.hover()  # for which the chart of the first screen waits
    expect(chart).to_have_class(re.compile("cb-drawn"), timeout=20_000)
    return chart


def focus(page: Page, target: Locator) -> None:
    """Come to an element by keyboard, as a browser tells it from a click."""
    page.keyboard.press("Tab")
    target.focus()


@pytest.fixture
def finger(browser: Browser, site: str) -> Iterator[Page]:
    """A page on a telephone."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(site + CHOSEN)
    yield page
    context.close()


@pytest.mark.parametrize(
    ("visit", "path"),
    [*((NARROW, path) for path in DRAGGED), (WIDE, CHOSEN)],
    indirect=["visit"],
    ids=str,
)
def test_a_chart_is_drawn_in_its_place_and_can_be_read(visit: Visit, path: str):
    """Nothing moves as it is drawn; its text is 11 px or more and whole; its name is the figure's."""
    held: list[Route] = []
    visit.page.route("**/assets/vega.js", lambda route: held.append(route))
    page = visit.open(path)
    charts = page.locator(".cb-chart").all()
    before = [chart.evaluate("chart => chart.offsetHeight") for chart in charts]
    page.unroute("**/assets/vega.js")
    for route in held:
        route.continue_()

    for chart, height in zip(charts, before, strict=True):
        draw(chart)
        assert chart.evaluate("chart => chart.offsetHeight") == pytest.approx(height, abs=1)
        found = chart.evaluate(STANDING)
        assert found.pop("smallest") >= 11
        assert found.pop("over") <= 0
        assert found == {"cut": [], "low": [], "nameless": 0}
        alt = chart.locator("img").first.get_attribute("alt")
        expect(chart.locator("svg")).to_have_attribute("role", "img")
        expect(chart.locator("svg")).to_have_attribute("aria-label", alt or "none")
        expect(chart.locator(".cb-readout")).to_have_attribute("aria-live", "polite")
        assert len(chart.locator(".cb-readout").text_content() or "") > 5
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@HERE
def test_the_library_is_loaded_only_near_a_chart(visit: Visit, path: str):
    """A first view without a chart loads none of it."""
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open(path)
    page.wait_for_timeout(500)
    near = page.locator(".cb-chart").first.evaluate("one => one.getBoundingClientRect().top < 1300")

    assert any(url.endswith("vega.js") for url in asked) == near
    draw(page.locator(".cb-chart").first)
    assert sum(url.endswith("vega.js") for url in asked) == 1


@pytest.mark.parametrize("path", ["/papers/llama3/"])
def test_the_chart_of_the_first_screen_waits_for_its_reader(visit: Visit, path: str):
    """Its picture stands there, its controls work at once, and the library comes with the first touch."""
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open(path)
    chart = page.locator(".cb-opening .cb-chart")
    expect(chart.locator("img:visible")).to_have_count(1)
    page.wait_for_timeout(500)
    assert not any(url.endswith((".vl.json", "vega.js")) for url in asked)

    slider = chart.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("Home")
    expect(chart).to_have_class(re.compile("cb-drawn"), timeout=20_000)
    assert slider.input_value() == slider.get_attribute("min")
    assert chart.locator("svg").get_attribute("aria-label")


@HERE
def test_focus_can_be_seen(visit: Visit, path: str):
    """A control that has it is outlined, and one that has not is not."""
    page = visit.open(path)
    chart = draw(page.locator(".cb-chart").first)
    outline = (
        "one => getComputedStyle(one).outlineStyle + parseInt(getComputedStyle(one).outlineWidth)"
    )
    for control in chart.locator("input, select, button").all():
        page.evaluate("document.activeElement.blur()")
        assert not control.evaluate(outline).startswith("solid")
        focus(page, control)
        assert control.evaluate(outline) in ("solid2", "solid3")


@HERE
def test_the_readout_follows_the_sliders(visit: Visit, path: str):
    """It says what the chart shows, and is read aloud when the slider rests."""
    page = visit.open(path)
    chart = draw(page.locator(".cb-chart").first)
    readout = chart.locator(".cb-readout")
    before = readout.text_content() or ""
    assert re.search(r"mean, matched: \d", before)

    chart.get_by_role("slider").first.focus()
    page.keyboard.press("End")
    expect(readout).not_to_have_text(before)
    assert readout.get_attribute("aria-busy") == "true"
    expect(readout).not_to_have_attribute("aria-busy", "true")
    drawn = chart.locator("svg text:not([opacity='0'])")
    expect(drawn.filter(has_text="mean, matched")).to_have_count(0)


@pytest.mark.parametrize(
    ("visit", "path"), [(NARROW, CHOSEN), (WIDE, CHOSEN)], indirect=["visit"], ids=str
)
def test_a_slider_without_effect_is_disabled_until_it_has_one(visit: Visit, path: str):
    """Printed numbers do not move; the control says why in its own place, and comes back with the model."""
    page = visit.open(path)
    chart = draw(page.locator(".cb-chart").first)
    sliders = chart.get_by_role("slider")
    choice = chart.get_by_role("combobox", name="show")
    expect(chart.get_by_role("slider", disabled=True)).to_have_count(0)
    controls = chart.locator(".cb-controls")
    high = controls.evaluate("controls => controls.offsetHeight")

    choice.select_option("Llama")
    expect(chart.get_by_role("slider", disabled=True)).to_have_count(sliders.count())
    assert controls.evaluate("controls => controls.offsetHeight") == high
    expect(chart.get_by_role("slider", name="has no effect here")).to_have_count(sliders.count())
    choice.select_option("model")
    expect(chart.get_by_role("slider", disabled=True)).to_have_count(0)
    expect(chart.get_by_role("slider", name="has no effect here")).to_have_count(0)


@HERE
def test_a_chart_can_be_reset(visit: Visit, path: str):
    """Every control and the picture are as they were."""
    page = visit.open(path)
    chart = draw(page.locator(".cb-chart").first)
    before = chart.locator("svg").inner_html()
    slider = chart.get_by_role("slider").first
    value, beside = slider.input_value(), slider.locator("+ span").inner_text()
    slider.focus()
    page.keyboard.press("Home")
    chart.get_by_role("combobox").select_option("Llama")
    expect(slider).to_be_disabled()

    chart.get_by_role("button", name="Reset").click()
    expect(slider).to_be_enabled()
    expect(slider).to_have_value(value)
    expect(slider.locator("+ span")).to_have_text(beside)
    assert chart.locator("svg").inner_html() == before


@HERE
def test_a_chart_follows_the_width_of_its_window(visit: Visit, path: str):
    """It is drawn anew, its controls as they were."""
    page = visit.open(path)
    chart = draw(page.locator(".cb-chart").first)
    chart.get_by_role("slider").first.focus()
    page.keyboard.press("Home")
    page.set_viewport_size({"width": 390, "height": 900})

    page.wait_for_function("() => document.querySelector('.cb-chart svg').clientWidth <= 360")
    assert chart.get_by_role("slider").first.input_value() == "0"
    assert chart.evaluate(STANDING)["smallest"] >= 11


@pytest.mark.parametrize("visit", [(1280, "dark"), (1280, "light")], indirect=True, ids=str)
@HERE
def test_a_page_prints_the_light_pictures_alone(visit: Visit, path: str):
    """Whatever the palette, drawn or not: one picture a figure, and no control."""
    page = visit.open(path)
    draw(page.locator(".cb-chart").first)
    page.emulate_media(media="print")

    for figure in page.locator(
        ".cb-figure[id]"
    ).all():  # the first screen's has none, and is not printed
        shown = figure.locator("img:visible")
        expect(shown).to_have_count(1)
        assert "#only-light" in (shown.get_attribute("src") or "")
        expect(figure.locator("svg:visible, button:visible, input:visible")).to_have_count(0)
    drawn = page.locator(".cb-chart img:visible").first
    assert drawn.evaluate("picture => picture.complete && picture.naturalWidth > 0")


@HERE
def test_without_scripts_there_is_the_picture_and_its_data(browser: Browser, site: str, path: str):
    """No control that would do nothing, and no empty room."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + path)
    figure = page.locator(".cb-interactive").first

    expect(figure.locator("img:visible")).to_have_count(1)
    expect(figure.locator("input:visible, button:visible, .cb-readout:visible")).to_have_count(0)
    room = figure.evaluate(
        "one => one.querySelector('.cb-chart').offsetHeight - one.querySelector('img').offsetHeight"
    )
    assert room <= 1
    file = figure.get_by_role("link", name="CSV").evaluate("link => link.href")
    assert page.request.get(file).text().count("\n") > 5
    expect(figure.locator(".cb-drawn-by")).to_contain_text(
        re.compile(r"Made by cell \d+ of ptst.ipynb")
    )
    expect(figure.locator(".cb-drawn-by code")).to_have_text("claimbook run ptst")
    context.close()


@HERE
def test_every_figure_can_be_enlarged_by_keyboard(visit: Visit, path: str):
    """A named button opens it, Escape closes it, and focus is back on the button."""
    page = visit.open(path)
    dialog = page.locator("dialog[open]")
    figures = page.locator(".cb-figure:has(img)")
    assert figures.count() > 2
    for figure in figures.all():
        if figure.locator(".cb-chart").count():
            draw(figure.locator(".cb-chart"))
        height = page.evaluate("document.documentElement.scrollHeight")
        number = (figure.locator("figcaption b").text_content() or "").partition(".")[0]
        button = figure.get_by_role("button", name=f"Enlarge {number}", exact=True)
        focus(page, button)
        page.keyboard.press("Enter")
        expect(dialog).to_be_visible()
        caption = dialog.get_attribute("aria-labelledby")  # what gives the dialog its name
        expect(dialog.locator(f"#{caption}")).to_contain_text(number)
        if number in ("Figure 1", "Figure 2"):  # a picture, and a chart
            assert find_faults(page, "dialog") == []
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(button).to_be_focused()
        expect(figure.locator("svg, img:visible").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollHeight") == pytest.approx(
            height, abs=1
        )


@HERE
def test_a_chart_that_is_enlarged_can_be_dragged(visit: Visit, path: str):
    """It is larger, answers to its sliders, and comes back as it was left."""
    page = visit.open(path)
    figure = page.locator(".cb-interactive").first
    chart = draw(figure.locator(".cb-chart"))
    small = chart.locator("svg").evaluate("svg => svg.clientWidth")
    figure.get_by_role("button", name="Enlarge").click()
    large = page.locator("dialog .cb-chart")
    page.wait_for_function(
        "small => document.querySelector('dialog svg')?.clientWidth > 1.2 * small", arg=small
    )
    large.get_by_role("slider").first.focus()
    page.keyboard.press("Home")
    said = large.locator(".cb-readout").inner_text()

    page.get_by_role("button", name="Close").click()
    page.wait_for_function(
        "small => document.querySelector('figure svg')?.clientWidth === small", arg=small
    )
    assert chart.get_by_role("slider").first.input_value() == "0"
    assert chart.locator(".cb-readout").inner_text() == said


@HERE
def test_a_telephone_shows_an_enlarged_picture_whole_in_size(finger: Page, path: str):
    """No smaller than it was drawn, to be moved under the window."""
    assert finger.url.endswith(path)
    figure = finger.locator(".cb-figure:not(.cb-interactive)").first
    figure.get_by_role("button", name="Enlarge").tap()
    picture = finger.locator("dialog img:visible")

    assert picture.evaluate("one => one.offsetWidth - one.getAttribute('width')") >= 0
    assert finger.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    finger.get_by_role("button", name="Close").tap()
    expect(finger.locator("dialog[open]")).to_have_count(0)


def numbers(page: Page) -> Locator:
    return page.locator("p > .cb-bound")


@pytest.mark.parametrize("visit", [NARROW, WIDE], indirect=True, ids=str)
@HERE
def test_a_bound_number_tells_its_source_by_keyboard(visit: Visit, path: str):
    """Focus shows it within the window, Tab goes into it, Escape closes it where the reader was."""
    page = visit.open(path)
    number, source = numbers(page).first, page.locator("#cb-source")
    focus(page, number)
    expect(source).to_be_visible()
    expect(source).to_contain_text("measured: ")
    expect(number).to_have_attribute("aria-describedby", "cb-source-text")
    inside = "one => { const { left, right } = one.getBoundingClientRect();"
    assert source.evaluate(inside + "return left >= 0 && right <= innerWidth; }")
    assert find_faults(page, "#cb-source") == []

    page.keyboard.press("Tab")
    expect(source.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(source).to_have_count(0)
    expect(number).to_be_focused()


@HERE
def test_a_source_leads_to_where_the_number_was_recorded(visit: Visit, path: str):
    """The line below the cell that recorded it, which says the same value."""
    page = visit.open(path)
    number = numbers(page).first
    number.hover()
    source = page.locator("#cb-source")
    name = (source.locator("#cb-source-text").text_content() or "").partition(": ")[2]
    source.get_by_role("link", name="where it was recorded").click()

    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(":target code")).to_have_text(name.partition(".")[0])
    expect(source).to_have_count(0)


@HERE
def test_a_finger_shows_a_source_and_puts_it_away(finger: Page, path: str):
    """A tap on the number, and a tap elsewhere."""
    assert finger.url.endswith(path)
    numbers(finger).first.tap()
    expect(finger.locator("#cb-source")).to_be_visible()
    finger.locator("h1").tap()
    expect(finger.locator("#cb-source")).to_have_count(0)
