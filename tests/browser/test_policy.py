"""No page executes what is not the site's own, and none needs to."""

import re

import pytest
from playwright.sync_api import Page, Route, expect
from serving import Visit

HEARD = """
window.heard = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.heard.push(`${violatedDirective}: ${blockedURI}`));
"""
PAGES = (
    *(
        "/",
        "/papers/",
        "/papers/tiny/",
        "/papers/older/",
        "/scoreboard/",
        "/bibliography/",
        "/tags/",
    ),
    *("/method/", "/changes/", "/cite/", "/contributing/", "/404.html"),
)
LIVE = """
<script>window.executed = "script"</script>
<script src="data:text/javascript,window.executed='data'"></script>
<img src="absent.png" onerror="window.executed = 'handler'">
<svg><script>window.executed = "svg"</script></svg>
<iframe srcdoc="<script>parent.executed = 'frame'</script>"></iframe>
<base href="https://nowhere.invalid/">
"""


@pytest.fixture
def site(handful: str) -> str:
    """Two small papers, built: a server's pages reload themselves by a script of MkDocs."""
    return handful


def find_refused(page: Page) -> list[str]:
    """Return what the policy of a page refused."""
    found: list[str] = page.evaluate("window.heard")
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_that_its_policy_refuses(visit: Visit, path: str):
    """Its scripts, styles, charts and search work under the policy, and none breaks it."""
    visit.page.add_init_script(HEARD)
    page = visit.open(path)
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy
    assert "script-src 'self' 'sha256-" in policy
    assert not re.search(r"script-src[^;]*unsafe", policy)

    for chart in page.locator(".cb-chart").all():
        chart.scroll_into_view_if_needed()
        chart.hover()
        expect(chart).to_have_class(re.compile("cb-drawn"), timeout=20_000)
        chart.locator("input").first.focus()
        page.keyboard.press("ArrowRight")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type("gap")
    page.keyboard.press("Enter")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert find_refused(page) == []


def test_what_an_author_brings_into_a_page_is_not_executed(visit: Visit):
    """Whatever way a script comes in, the policy refuses it."""

    def poison(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<h1", f"{LIVE}<h1", 1))

    visit.page.add_init_script(HEARD)
    visit.page.route("**/papers/tiny/", poison)
    page = visit.open("/papers/tiny/")
    page.wait_for_timeout(500)  # its picture was not found, and its handler refused

    assert page.evaluate("window.executed") is None
    refused = " ".join(find_refused(page))
    assert all(one in refused for one in ("script-src-elem", "script-src-attr", "base-uri"))
    visit.faults.clear()  # the browser says what it refused


def test_a_host_is_told_the_policy_of_every_page(visit: Visit):
    """The file of headers allows the scripts of each page, and says what a page cannot."""
    served = visit.page.request.get(f"{visit.site}/_headers").text()

    assert "frame-ancestors" in served
    assert "nosniff" in served
    for path in PAGES:
        page = visit.open(path)
        policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
        assert set(re.findall(r"'sha256-[^']+'", policy or "")) <= set(
            re.findall(r"'sha256-[^']+'", served)
        )
