"""A small site in four languages: one that is written from the right, one with four plural forms."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from claimbook.checks.site import check
from claimbook.notebook.originals import list_originals
from claimbook.notebook.source import read
from front import FRONT, UNTESTED, write_notebook

ROOT = Path(__file__).parents[2]
LANGUAGES = """\
    languages:
      en: English
      ko: {name: 한국어, site_name: 주장책}
      ar: العربية
      pl: polski
"""
HOME = "# Home {#home}\n\nEnglish words.\n\n<!-- claimbook:papers -->\n"
MADE = {
    "docs/index.md": HOME,
    "docs/more.md": "# More\n\nOnly in English.\n",
    "docs/ko/index.md": "---\nmenu: 홈\n---\n\n# 첫 화면 {#home}\n\n한국어.\n\n<!-- claimbook:papers -->\n",
    "wording/pl.ftl": """\
papers-found =
    { $n ->
        [one] { $n } praca
        [few] { $n } prace
       *[many] { $n } prac
    }
""",
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n- Something.\n",
    "bib/works.bib": "",
}
PIECES = {
    "ko": {"front headline": "차이는 작다", "claim gap-is-small statement": "차이는 작다."},
    "ar": {"front headline": "الفرق صغير"},
    "pl": {"front headline": "Różnica jest mała"},
}


def read_texts(html: str) -> dict[str, str]:
    """Return every text of a page's article, by the language that its element is in."""
    found: dict[str, str] = {}
    (article,) = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8")).iter("article")
    etree.strip_elements(article, "pre", with_tail=False)  # an entry of BibTeX
    for element in article.iter(etree.Element):
        for owner, text in ((element, element.text), (element.getparent(), element.tail)):
            (language, *_) = owner.xpath("ancestor-or-self::*[@lang][1]/@lang")[-1:]
            found[language] = found.get(language, "") + (text or "")
    return found


def translate(project: Path, language: str) -> None:
    """Write the translation of some pieces; one of them renders what the source no longer says."""
    written = []
    for one in list_originals(read(project / "notebooks" / "tiny.ipynb")):
        text = PIECES[language].get(one.name)
        if one.name == "cell opening" and language == "ko":
            text = one.text.replace("Setting", "설정").replace("The gap is small", "차이는 작다")
            written.append(f"<!-- {one.name} 0123456789 2024-03-01 -->\n\n{text}\n")
        elif text:
            written.append(f"<!-- {one.name} {one.digest} 2024-03-01 -->\n\n{text}\n")
    path = project / "notebooks" / f"tiny.{language}.md"
    path.write_text("\n".join(written), "utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site, without a run."""
    project = tmp_path_factory.mktemp("languages")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    settings = re.sub(r"    languages:.*?(?=^\S|\Z)", LANGUAGES, settings, flags=re.DOTALL | re.M)
    nav = "nav:\n  - Home: index.md\n  - More: more.md\n  - Changes: changes.md\n\ntheme:"
    settings = re.sub(r"^nav:.*?^theme:", nav, settings, flags=re.DOTALL | re.M)
    settings = f"site_url: https://example.org/book/\n{settings}"
    shutil.copytree(ROOT / "hooks", project / "hooks")
    for name, text in {**MADE, "mkdocs.yml": settings}.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (project / "notebooks").mkdir()
    front = f"{FRONT}{UNTESTED}moved_from: [small]\n"
    write_notebook(project / "notebooks", "tiny", front=front)
    for language in PIECES:
        translate(project, language)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", "made"],
        cwd=project,
        env={**os.environ, "CLAIMBOOK_PROFILE": "none", "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    return project / "made"


def page(site: Path, name: str) -> str:
    return (site / name / "index.html").read_text("utf-8")


def ids(html: str) -> list[str]:
    return re.findall(r'<h[1-6][^>]*?\bid="?([\w-]+)', html)


@pytest.mark.parametrize(("code", "direction"), [("ko", "ltr"), ("ar", "rtl"), ("pl", "ltr")])
def test_a_language_is_a_site_below_its_code(site: Path, code: str, direction: str) -> None:
    """Every page of the default is there, says its language and runs its way."""
    for name in ("", "more", "changes", "papers", "papers/tiny"):
        html = page(site, f"{code}/{name}")
        assert re.search(rf'<html\b[^>]*\blang="?{code}\b', html)
        assert re.search(rf'<body\b[^>]*\bdir="?{direction}\b', html)
        assert ids(html) == ids(page(site, name))


def test_the_default_has_no_pages_of_others(site: Path) -> None:
    """What is written in another language is not a page of the default's."""
    assert "한국어" not in re.sub(r"<a\b[^>]*hreflang.*?</a>", "", page(site, ""))
    assert not (site / "ko" / "ko").exists()


@pytest.mark.parametrize("code", PIECES)
def test_what_is_not_translated_says_so(site: Path, code: str) -> None:
    """English stands where nothing else does, in elements that say that it is English."""
    found = read_texts(page(site, f"{code}/papers/tiny"))
    for text in (
        "A Tiny Paper",
        "Seven billion parameters behave alike.",
        "Nothing much.",
        "seeds",
    ):
        assert text in found["en"]
        assert text not in found[code]
    assert "Only in English." in read_texts(page(site, f"{code}/more"))["en"]
    assert "Something." in read_texts(page(site, f"{code}/changes"))["en"]


def test_what_is_translated_stands_in_its_place(site: Path) -> None:
    """Pieces, hand-written pages, the names of pages and the engine's words are the language's own."""
    found = read_texts(page(site, "ko/papers/tiny"))
    assert "차이는 작다." in found["ko"]
    assert "판정" in found["ko"]
    assert "설정" in found["ko"]
    home = page(site, "ko")
    assert "한국어." in read_texts(home)["ko"]
    assert "홈" in home
    assert "주장책" in home


def test_what_is_behind_its_source_says_so(site: Path) -> None:
    """A stale piece is shown with the day of what it renders."""
    html = page(site, "ko/papers/tiny")
    assert "2024년 3월 1일 원문의 번역이며" in html


def test_plural_forms_are_the_language_s(site: Path) -> None:
    """A project's own words are said, in the form that a number asks for."""
    assert "1 praca" in page(site, "pl/papers")
    words = (site / "pl" / "assets" / "words.js").read_text("utf-8")
    assert "prace" in words or "praca" not in words


def test_a_page_says_where_it_is_in_each_language(site: Path) -> None:
    """Its head has whole addresses for machines, its switch leads to the same page."""
    html = page(site, "ko/papers/tiny")
    for code, path in (("en", ""), ("ar", "ar/"), ("pl", "pl/")):
        assert re.search(
            rf'<link[^>]*https://example.org/book/{path}papers/tiny/"?[^>]*hreflang="?{code}\b'
            rf'|<link[^>]*hreflang="?{code}\b[^>]*https://example.org/book/{path}papers/tiny/',
            html,
        )
        assert re.search(rf'<a\b[^>]*href="?\.\./\.\./\.\./{path}papers/tiny/', html)
    (default,) = re.findall(r'<link[^>]*hreflang="?x-default[^>]*>', html)
    assert "https://example.org/book/papers/tiny/" in default
    assert re.search(r"<meta[^>]*ko_KR[^>]*og:locale|<meta[^>]*og:locale[^>]*ko_KR", html)


@pytest.mark.parametrize("code", ["", *PIECES])
def test_where_a_page_was_a_page_leads_on(site: Path, code: str) -> None:
    """In each language it has the new address, words of that language, and is listed nowhere."""
    html = page(site / code, "papers/small")
    root = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
    canonical = f"https://example.org/book/{code and code + '/'}papers/tiny/"
    assert root.xpath("string(//link[@rel='canonical']/@href)") == canonical
    assert root.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../tiny/"]
    assert root.xpath("//a/@href") == ["../tiny/"]
    assert root.get("lang") == (code or "en")
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.endswith("script-src 'self'")
    assert ("이 페이지는" in html) is (code == "ko")
    below = site / code
    for listing in (site / "sitemap.xml", below / "search" / "search_index.json"):
        assert "small/" not in listing.read_text("utf-8")
    assert (below / "papers" / "small" / root.xpath("string(//script/@src)")).is_file()


def test_the_whole_site_leads_where_it_says(site: Path) -> None:
    """What is read over finds no fault with the pages that lead on."""
    assert [str(one) for one in check(site).faults if "small" in str(one)] == []


def test_what_is_shown_elsewhere_stays(site: Path) -> None:
    """A badge lies at both its addresses."""
    badges = [(site / "badges" / f"{slug}.svg").read_text() for slug in ("small", "tiny")]
    assert badges[0] == badges[1]


def test_one_site_map_has_every_page(site: Path) -> None:
    """Each page in each language is listed once, with its others."""
    text = (site / "sitemap.xml").read_text("utf-8")
    listed = re.findall("<loc>(.*?)</loc>", text)
    home = "https://example.org/book/"
    assert len(listed) == len(set(listed)) == 4 * 5
    assert {home, f"{home}ko/", f"{home}ar/papers/tiny/"} <= set(listed)
    assert text.count('hreflang="ko"') == len(listed)
    assert not (site / "ko" / "sitemap.xml").exists()


def test_each_language_has_its_search_and_its_feed(site: Path) -> None:
    """The search of a language has its words, the feed its addresses."""
    index = json.loads((site / "ko" / "search" / "search_index.json").read_text("utf-8"))
    assert index["config"]["lang"] == ["ko"]
    assert any("차이는 작다" in entry["title"] + entry["text"] for entry in index["docs"])
    feed = (site / "ko" / "feed.xml").read_text("utf-8")
    assert 'xml:lang="ko"' in feed
    assert 'href="https://example.org/book/ko/"' in feed


def test_what_is_not_there_is_said_in_each_language(site: Path) -> None:
    """A host has one page for what is not there."""
    found = read_texts((site / "404.html").read_text("utf-8"))
    assert {"en", "ko", "ar", "pl"} <= found.keys()
    assert not (site / "ko" / "404.html").exists()


def test_what_no_translation_has_says_its_language(site: Path) -> None:
    """What the paper prints is marked apart from what is said of it; so are titles in a menu."""
    html = page(site, "ko/papers/tiny")
    assert re.search(r'class="?cb-printed"?>논문: <span [^>]*lang="?en\b[^>]*>no gap<', html)
    changes = page(site, "ko/changes")
    assert re.search(r'<a[^>]*md-nav__link[^>]*><span [^>]*lang="?en\b', changes)
