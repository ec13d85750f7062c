"""The card of a citation: on hover, focus and touch, and what there is without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from serving import Visit, find_faults
from test_site import CITING, VISITED

OURS = ("/papers/llama3/", "bellagente2024stable", "/papers/stable-lm-2/")


def citations(page: Page, key: str = "") -> Locator:
    return page.locator(f".cb-cite > a[href^='#ref-{key}']")


def card(page: Page) -> Locator:
    return page.locator(".cb-card")


def focus(page: Page, link: Locator) -> None:
    """Come to a link by keyboard, as a browser tells it from a click."""
    page.keyboard.press("Tab")
    link.focus()


@pytest.fixture
def finger(browser: Browser, site: str) -> Iterator[Visit]:
    """A visitor with a telephone."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    yield Visit(context.new_page(), site)
    context.close()


@pytest.mark.parametrize(
    ("path", "visit"), [one for one in VISITED if one[0] in CITING], indirect=["visit"], ids=str
)
def test_a_card_lies_beside_its_citation_within_the_window(visit: Visit, path: str):
    """It covers nothing of the citation, is all in view, and is accessible in either palette."""
    page = visit.open(path)
    for link in citations(page).all()[:3]:
        focus(page, link)
        expect(card(page)).to_be_visible()
        inside, beside = page.evaluate(
            """() => {
              const card = document.querySelector(".cb-card");
              const box = card.getBoundingClientRect();
              const link = card.previousElementSibling.getBoundingClientRect();
              return [
                box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight,
                box.top >= link.bottom || box.bottom <= link.top,
              ];
            }"""
        )
        assert (inside, beside) == (True, True)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert find_faults(page, ".cb-cite:has(.cb-card)") == []


def test_a_pointer_that_rests_opens_a_card_and_may_enter_it(visit: Visit):
    """The card comes on hover, stays while the pointer is on it, and goes with it."""
    page = visit.open(OURS[0])
    link = citations(page).first
    link.hover()
    expect(card(page)).to_be_visible()
    card(page).locator("a").first.hover()
    expect(card(page)).to_be_visible()

    page.mouse.move(5, 5)
    expect(card(page)).to_have_count(0)
    assert link.get_attribute("aria-describedby") is None


def test_a_card_says_what_the_list_says_in_short(visit: Visit):
    """Title, authors with et al., year and venue, the links and the verdicts here."""
    path, key, ours = OURS
    page = visit.open(path)
    citations(page, key).first.hover()

    expect(card(page).locator("b")).to_have_text("Stable LM 2 1.6B Technical Report")
    expect(card(page)).to_contain_text(
        "Bellagente, Marco, Jonathan Tow, Dakota Mahan, et al. 2024. arXiv preprint."
    )
    expect(card(page).locator(".cb-dots")).to_contain_text("not tested")
    names = card(page).locator("a").all_text_contents()
    assert names == ["arXiv:2402.17834", "rerun here", "in the list below"]
    card(page).get_by_role("link", name="rerun here").click()
    expect(page).to_have_url(f"{visit.site}{ours}")


def test_a_keyboard_goes_through_a_card_and_on(visit: Visit):
    """Focus opens it, Tab goes into it and out of it again, and nothing is trapped."""
    page = visit.open(OURS[0])
    link = citations(page).first
    focus(page, link)
    expect(card(page)).to_be_visible()
    assert link.get_attribute("aria-describedby") == "cb-card-text"

    for inner in card(page).locator("a").all():
        page.keyboard.press("Tab")
        expect(inner).to_be_focused()
    page.keyboard.press("Tab")
    expect(card(page).locator("a:focus")).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_escape_closes_a_card(visit: Visit):
    """From the citation and from within; focus is back on the citation."""
    page = visit.open(OURS[0])
    link = citations(page).first
    for steps in (0, 1):
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
        focus(page, link)
        expect(card(page)).to_be_visible()
        for _ in range(steps):
            page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(card(page)).to_have_count(0)
        expect(link).to_be_focused()

    link.hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)


def test_enter_goes_to_the_reference_and_back(visit: Visit):
    """A citation is a link still: to the list, from which another leads back."""
    page = visit.open(OURS[0])
    link = citations(page).first
    focus(page, link)
    page.keyboard.press("Enter")

    reference = page.locator(f"[id='{(link.get_attribute('href') or '#')[1:]}']")
    expect(reference).to_be_in_viewport()
    expect(card(page)).to_have_count(0)
    reference.locator(".cb-backlink").first.click()
    expect(link).to_be_in_viewport()


def test_a_finger_opens_a_card_first(finger: Visit):
    """The first tap shows the card; its last link, or a second tap, leads to the list."""
    page = finger.open(OURS[0])
    link = citations(page).first
    link.tap()
    expect(card(page)).to_be_visible()
    assert "#ref-" not in page.url

    page.locator("h1").tap()
    expect(card(page)).to_have_count(0)

    link.tap()
    card(page).get_by_role("link", name="in the list below").tap()
    expect(card(page)).to_have_count(0)
    assert page.url.endswith(link.get_attribute("href") or "?")

    page.evaluate("history.replaceState(null, '', location.pathname)")
    link.tap()
    link.tap()
    expect(card(page)).to_have_count(0)
    assert page.url.endswith(link.get_attribute("href") or "?")


def test_a_reference_to_a_figure_leads_to_it(visit: Visit):
    """On the page and across pages."""
    page = visit.open("/papers/weight-diffusion/")
    page.locator(".cb-cross a", has_text="Figure").first.click()
    expect(page.locator("figure.cb-figure:target")).to_be_in_viewport()

    page = visit.open(OURS[0])
    page.locator(".cb-cross a", has_text="Stable LM 2").click()
    expect(page).to_have_url(f"{visit.site}{OURS[2]}#fig-cooldown-share")
    expect(page.locator("figure.cb-figure:target figcaption")).to_contain_text("Figure 5.")


def test_without_scripts_a_citation_is_a_link_to_its_reference(browser: Browser, site: str):
    """And the reference leads back."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + OURS[0])
    link = citations(page).first
    link.click()

    reference = page.locator(f"[id='{(link.get_attribute('href') or '#')[1:]}']")
    expect(reference).to_be_in_viewport()
    reference.locator(".cb-backlink").first.click()
    expect(link).to_be_in_viewport()
    context.close()
