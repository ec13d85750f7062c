"""The bibliography page and the records of pages, on a site with a hostile record."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from serving import Visit, build_site, copy_project, serve_folder

from claimbook.bibliography.reader import read_bib
from claimbook.bibliography.reference import display, read_names

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
RECORD = f"""
@misc{{mallory2024hostile,
  author = {{M{{\\"a}}llory, J{{\\o}}rg}},
  title  = {{{HOSTILE}}},
  year   = {{2024}},
  url    = {{https://example.org/x}}
}}
"""
OURS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
VISITORS = [(width, palette) for width in (390, 1280) for palette in ("light", "dark")]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real site, built without a run, with one work more that a written page cites."""
    root = copy_project(tmp_path_factory.mktemp("bibliography"))
    with (root / "bib" / "works.bib").open("a", encoding="utf-8") as works:
        works.write(RECORD)
    with (root / "docs" / "method.md").open("a", encoding="utf-8") as method:
        method.write("\n\nAs [@mallory2024hostile] says, and @wang2024arithmetic.\n")
    folder = build_site(root, "none")
    (folder / "progress.json").write_text("{}")  # for which a page that waits asks
    with serve_folder(folder) as address:
        yield address


def works(page: Page):
    return page.locator(".cb-shelf li[id^=ref-]")


def test_a_search_finds_authors_without_their_accents(visit: Visit):
    """Letters without their accents find the name; the number of hits is announced."""
    page = visit.open("/bibliography/")
    whole = works(page).count()
    page.locator(".cb-filter").get_by_role("searchbox").fill("mallory jorg")

    expect(page.locator(".cb-hits")).to_have_text(f"1 of {whole} works")
    expect(works(page)).to_have_count(1)
    expect(page.locator("#ref-mallory2024hostile")).to_be_visible()
    page.locator(".cb-filter").get_by_role("button", name="Clear").click()
    expect(works(page)).to_have_count(whole)


def test_the_address_holds_the_search(visit: Visit):
    """A search can be linked: its address shows the same works again."""
    page = visit.open("/bibliography/")
    page.get_by_label("rerun here").check()
    page.get_by_label("Sort by").select_option("newest first")
    page.wait_for_url("**/bibliography/?sort=new&ours=1")
    page.reload()

    expect(works(page)).to_have_count(len(OURS))
    expect(page.get_by_label("rerun here")).to_be_checked()
    years = [int(item.get_attribute("data-year") or 0) for item in works(page).all()]
    assert years == sorted(years, reverse=True)


def test_a_linked_search_opens_the_page_and_nothing_over_it(visit: Visit):
    """The words in the address fill the filter, not the theme's own search."""
    page = visit.open("/bibliography/?find=mallory")

    expect(works(page)).to_have_count(1)
    expect(page.locator(".cb-filter").get_by_role("searchbox")).to_have_value("mallory")
    expect(page.locator("#__search")).not_to_be_checked()


def test_works_are_filtered_by_page_kind_and_year(visit: Visit):
    """Each filter alone leaves what it names, by keyboard too."""
    page = visit.open("/bibliography/")
    page.get_by_label("Cited in").select_option("Method")
    expect(page.locator(".cb-hits")).to_contain_text(" of ")
    expect(page.locator("#ref-mallory2024hostile")).to_be_visible()
    assert all("Method" in text for text in works(page).all_text_contents())
    page.locator(".cb-filter").get_by_role("button", name="Clear").click()

    page.get_by_label("Kind").select_option("preprint")
    expect(page.locator(".cb-hits")).to_contain_text(" of ")
    assert {item.get_attribute("data-kind") for item in works(page).all()} == {"preprint"}
    page.locator(".cb-filter").get_by_role("button", name="Clear").click()

    page.locator("input[name=to]").focus()
    page.keyboard.type("2016")
    expect(page.locator(".cb-hits")).to_contain_text(" of ")
    assert all(int(item.get_attribute("data-year") or 0) <= 2016 for item in works(page).all())


def test_an_entry_can_be_copied(visit: Visit):
    """The button copies the work's BibTeX and says so."""
    page = visit.open("/bibliography/")
    entry = page.locator("#ref-mallory2024hostile")
    entry.get_by_role("button", name="Copy BibTeX").click()

    expect(page.locator(".cb-hits")).to_have_text("Copied the BibTeX of mallory2024hostile.")
    (record,) = read_bib(page.evaluate("navigator.clipboard.readText()"), where="clipboard")
    assert record.key == "mallory2024hostile"


def test_the_claims_that_rest_on_a_work_are_stated_once_they_are_asked_for(visit: Visit):
    """Counts become statements, each with its verdict and the place where it stands."""
    page = visit.open("/bibliography/")
    fold = page.locator("#ref-wang2024arithmetic details")
    counted = fold.locator("li").first.text_content() or ""
    told = page.request.get(f"{visit.site}/claims.json").json()["claims"]
    fold.locator("summary").click()

    stated = fold.locator("li:has(.cb-mark)")
    expect(stated.first).to_be_visible()
    assert str(stated.count()) in (fold.locator("summary").text_content() or "")
    assert "Directional Preference Alignment: " in counted
    for item in stated.all():
        address = item.locator("a").get_attribute("href") or ""
        slug, claim = re.findall(r"/papers/([\w-]+)/#verdict-(.+)", address)[0]
        (known,) = [one for one in told if (one["slug"], one["claim"]) == (slug, claim)]
        assert known["statement"] in (item.text_content() or "")


def test_an_entry_can_be_downloaded_in_three_formats(visit: Visit):
    """Each file holds the one work, its title as it is."""
    page = visit.open("/bibliography/")
    entry = page.locator("#ref-mallory2024hostile")
    texts = {}
    for ending in (".bib", ".ris", ".json"):
        with page.expect_download() as download:
            entry.get_by_role("link", name=ending, exact=True).click()
        assert download.value.suggested_filename == f"mallory2024hostile{ending}"
        texts[ending] = Path(download.value.path()).read_text("utf-8")

    (record,) = read_bib(texts[".bib"], where="bib")
    (item,) = json.loads(texts[".json"])
    assert display(record).title == item["title"] == HOSTILE
    assert f"TI  - {HOSTILE}" in texts[".ris"]


@pytest.mark.parametrize("path", ["/bibliography/", "/papers/dpa/"])
def test_the_head_leads_to_the_record_in_other_formats(visit: Visit, path: str):
    """Each alternate can be fetched and read."""
    page = visit.open(path)
    found = {
        link.get_attribute("type"): link.evaluate("link => link.href")
        for link in page.locator("link[rel~=alternate]").all()
    }
    bib = page.request.get(found["application/x-bibtex"]).text()
    ris = page.request.get(found["application/x-research-info-systems"]).text()
    csl = page.request.get(found["application/vnd.citationstyles.csl+json"]).json()

    keys = [record.key for record in read_bib(bib, where="bib")]
    assert keys == [item["id"] for item in csl]
    assert "wang2024arithmetic" in keys
    assert ris.count("TY  - ") == len(keys)


@pytest.mark.parametrize("path", ["/bibliography/", "/papers/dpa/", "/method/"])
def test_each_reference_gives_its_record_to_zotero(visit: Visit, path: str):
    """The COinS of a reference read back as the record: title and authors."""
    page = visit.open(path)
    text = page.request.get(f"{visit.site}/claimbook.bib").text()
    records = {record.key: record for record in read_bib(text, where="bib")}

    listed = page.locator("li[id^=ref-]").all()
    assert listed
    for item in listed:
        record = records[(item.get_attribute("id") or "").removeprefix("ref-")]
        taken = parse_qs(item.locator(".Z3988").get_attribute("title") or "")
        title = taken.get("rft.atitle") or taken.get("rft.btitle") or taken.get("rft.title")
        people = [*taken.get("rft.au", []), *taken.get("rft.creator", [])]
        assert title == [display(record).title]
        assert people == [name.inverted for name in read_names(record) if not name.corporate]


def test_a_page_leads_to_a_file_of_what_it_cites(visit: Visit):
    """The .bib above the references holds the works of the list."""
    page = visit.open("/method/")
    with page.expect_download() as download:
        page.locator(".cb-take").get_by_role("link", name=".bib").click()
    records = read_bib(Path(download.value.path()).read_text("utf-8"), where="bib")

    listed = {item.get_attribute("id") for item in page.locator("li[id^=ref-]").all()}
    assert {f"ref-{record.key}" for record in records} == listed


def test_a_paper_page_is_an_article_about_the_paper(visit: Visit):
    """Its JSON-LD parses, and nothing on the page claims to be the paper itself."""
    page = visit.open("/papers/dpa/")
    (text,) = page.locator("script[type='application/ld+json']").all_inner_texts()
    data = json.loads(text or page.locator("script[type='application/ld+json']").inner_html())

    assert (data["@type"], data["about"]["@type"]) == ("Article", "ScholarlyArticle")
    assert data["author"]["name"] == "The Claimbook authors"
    assert page.locator("meta[name^=citation_]").count() == 0


@pytest.mark.parametrize("path", ["/bibliography/", "/method/", "/cite/"])
def test_a_title_that_holds_a_script_is_text(visit: Visit, path: str):
    """No dialog opens and no element is made of it, and the words stand on the page."""
    dialogs: list[str] = []
    visit.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page = visit.open(path)

    assert page.locator("img[src=x]").count() == 0
    assert dialogs == []
    if path != "/cite/":
        expect(page.locator("#ref-mallory2024hostile")).to_contain_text(HOSTILE)


def test_a_search_of_the_site_shows_a_hostile_title_as_text(visit: Visit):
    """The index of the search holds words, not elements."""
    page = visit.open("/")
    page.locator("input.md-search__input").click()
    page.keyboard.type("Mällory", delay=20)
    page.keyboard.press("Enter")

    results = page.locator(".md-search-result__item")
    expect(results.filter(has_text="Method")).to_have_count(1, timeout=20_000)
    expect(results.filter(has_text=HOSTILE).first).to_contain_text("Bibliography")
    assert page.locator("img[src=x]").count() == 0


def test_without_scripts_the_whole_list_stands(browser: Browser, site: str):
    """Every work with its files is there; controls that would do nothing are not."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/bibliography/")

    assert works(page).count() > 50
    expect(page.locator(".cb-filter")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy BibTeX").first).to_be_hidden()
    file = page.locator(".cb-shelf a[download]").first.evaluate("link => link.href")
    assert page.request.get(file).ok
    context.close()


@pytest.mark.parametrize("visit", VISITORS, indirect=True, ids=str)
def test_the_filter_is_accessible_and_fits(visit: Visit):
    """In either palette, narrow or wide, nothing blocks and nothing overflows."""
    page = visit.open("/bibliography/")
    page.locator(".cb-references summary").first.click()

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    # a list that is laid out as it is scrolled to moves below the colours that are being measured
    page.add_style_tag(content="* { content-visibility: visible !important }")
    found = Axe().run(page, "article", {"resultTypes": ["violations"]}).response["violations"]
    serious = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in serious] == []
