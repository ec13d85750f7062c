"""What leads away from a page and back to it, on a site that knows its own address and its repository."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Page, expect
from serving import Visit, build_site, copy_project, serve_folder

from front import FRONT, HISTORY, write_notebook

HOME, REPOSITORY = "https://claims.example.org/book/", "https://github.com/o/r"
BASE = "/book"
VISITORS = [(width, palette) for width in (390, 1280) for palette in ("light", "dark")]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one paper, not run, built for an address below a host's root."""
    www = tmp_path_factory.mktemp("www")
    root = copy_project(tmp_path_factory.mktemp("sharing"), ("tiny",))
    write_notebook(root / "notebooks", front=f"{FRONT}{HISTORY}moved_from: [wee]\n")
    (root / "bib" / "works.bib").write_text("")
    (root / "bib" / "claimbook.bib").unlink()
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"\nsite_url: {HOME}\nrepo_url: {REPOSITORY}\n")
    build_site(root, "none", "--site-dir", str(www / "book"))
    (www / "book" / "progress.json").write_text("{}")  # for which a page that waits asks
    return www / "book"


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[str]:
    """Where that site is served."""
    with serve_folder(built.parent) as address:
        yield address


def head(page: Page, selector: str, attribute: str) -> str:
    return page.locator(f"head {selector}").first.get_attribute(attribute) or ""


def test_a_page_that_has_moved_is_found_where_it_was(visit: Visit):
    """A link to where it was leads on, to the place in it; what it executes is the site's own."""
    page = visit.open(f"{BASE}/papers/wee/#verdict-gap-is-small")
    page.wait_for_url(f"**{BASE}/papers/tiny/#verdict-gap-is-small")
    assert page.locator("h1").first.text_content()


@pytest.mark.parametrize("visit", VISITORS, indirect=True, ids=str)
@pytest.mark.parametrize("path", ["/papers/tiny/", "/changes/", "/404.html"])
def test_what_is_new_fits_its_window_and_is_accessible(visit: Visit, path: str):
    """The history, the changes and the page of what is not there, narrow or wide, in either palette.

    A visit fails if anything is asked of another host: of the forge, too, whose address is known.
    """
    page = visit.open(BASE + path)
    for folded in page.locator("details:is(.cb-badge, .cb-install) > summary").all():
        folded.click()

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page, "article", {"resultTypes": ["violations"]}).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_what_is_not_there_offers_the_search(visit: Visit):
    """What is typed on the page of what is missing is searched for, from wherever it is shown."""
    page = visit.open(f"{BASE}/404.html")
    papers = page.get_by_role("main").get_by_role("link", name="Papers", exact=True)
    assert papers.get_attribute("href") == f"{BASE}/papers/"
    page.get_by_role("main").get_by_label("Search").fill("tiny")
    page.get_by_role("button", name="Find").click()

    page.wait_for_url(f"**{BASE}/?q=tiny")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
    hrefs = page.locator(".md-search-result__link").all()
    assert any(f"{BASE}/papers/tiny/" in (one.get_attribute("href") or "") for one in hrefs)


def test_an_error_is_reported_where_the_claim_is_named(visit: Visit):
    """Each claim leads to the form of the repository, filled in."""
    page = visit.open(f"{BASE}/papers/tiny/")
    page.locator("#verdict-gap-is-small > summary").click()
    link = page.get_by_role("link", name="Report an error in this claim")

    expect(link).to_be_visible()
    address = f"{REPOSITORY}/issues/new?template=claim.yml&claim=tiny:gap-is-small"
    expect(link).to_have_attribute("href", address)


def test_a_page_is_shared_with_whole_addresses(visit: Visit, built: Path):
    """Its own, its card's and its feeds': whoever reads them knows no page to start from."""
    page = visit.open(f"{BASE}/papers/tiny/")

    assert head(page, "[property='og:url']", "content") == f"{HOME}papers/tiny/"
    assert head(page, "[property='og:image']", "content") == f"{HOME}papers/tiny/card.png"
    assert head(page, "[name=description]", "content").startswith("It was small.")
    assert (built / "papers" / "tiny" / "card.png").read_bytes()[:4] == b"\x89PNG"
    home = visit.open(f"{BASE}/")
    assert head(home, "[property='og:image']", "content") == f"{HOME}assets/card.png"
    assert (home.title(), head(home, "[property='og:title']", "content")) == ("Claimbook",) * 2
    assert (built / "assets" / "card.png").is_file()


@pytest.mark.parametrize("path", ["/", "/papers/tiny/", "/404.html"])
def test_the_feeds_are_found_from_every_page(visit: Visit, path: str):
    """Their links in the head lead to what they say they are."""
    page = visit.open(BASE + path)

    found = page.evaluate(
        """() => Promise.all(['atom', 'feed'].map(async kind => {
            const link = document.querySelector(`link[rel~=alternate][type="application/${kind}+${
                kind === 'atom' ? 'xml' : 'json'}"]`);
            return (await fetch(link.href)).text();
        }))"""
    )
    assert etree.fromstring(found[0].encode()).tag.endswith("feed")
    assert len(json.loads(found[1])["items"]) == 4


def test_the_badge_is_drawn(visit: Visit):
    """The browser shows it at the size that it says."""
    page = visit.open(f"{BASE}/papers/tiny/")
    badge = page.locator(".cb-badge img")
    badge.scroll_into_view_if_needed()

    expect(badge).to_have_js_property("complete", True)
    assert badge.evaluate("it => [it.naturalWidth > 100, it.naturalHeight]") == [True, 20]


def test_crawlers_find_every_page_dated_by_its_change(built: Path):
    """The site map lists pages by whole addresses, and robots.txt leads to it."""
    loc, lastmod = "{*}loc", "{*}lastmod"
    urls = etree.fromstring((built / "sitemap.xml").read_bytes())
    dated = {url.findtext(loc): url.findtext(lastmod) for url in urls}

    assert dated[f"{HOME}papers/tiny/"] == "2024-03-04"
    read = [path for path in built.rglob("index.html") if b"noindex" not in path.read_bytes()]
    assert len(read) == len([*built.rglob("index.html")]) - 2, (
        "one paper was moved, in two languages"
    )
    pages = {path.parent.relative_to(built).as_posix() for path in read}
    assert dated.keys() == {HOME if page == "." else f"{HOME}{page}/" for page in pages}
    assert f"Sitemap: {HOME}sitemap.xml" in (built / "robots.txt").read_text().splitlines()
