import json

import pytest

from claimbook.checks.links import Site
from claimbook.checks.listings import check_search, check_sitemap

FILES = frozenset(["index.html", "method/index.html"])
ANCHORS = {"index.html": frozenset[str](), "method/index.html": frozenset(["rules"])}
SITE = Site(FILES, ANCHORS, home="https://example.org/claimbook/")
SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://example.org/claimbook/</loc></url>
<url><loc>{}</loc></url>
</urlset>
"""


def listed(address: str, site: Site = SITE) -> list[str]:
    found = check_sitemap(site, SITEMAP.format(address).encode())
    return [f"{flaw.line}: {flaw.what}; {flaw.fix}" for flaw in found]


def found_by_search(*addresses: str) -> list[str]:
    docs = [{"location": address, "title": "a", "text": "a"} for address in addresses]
    found = check_search(SITE, json.dumps({"config": {}, "docs": docs}).encode())
    return [f"{flaw.line}: {flaw.what}" for flaw in found]


def test_a_sitemap_lists_pages_of_the_site():
    """Every address of a sitemap is a page, at the site's own address."""
    assert listed("https://example.org/claimbook/method/") == []
    assert listed("https://example.org/claimbook/metod/") == [
        '4: lists "https://example.org/claimbook/metod/", and the site has no such file; '
        'did you mean "method/"?'
    ]
    assert listed("https://example.com/claimbook/method/") == [
        '4: lists "https://example.com/claimbook/method/", which is not at the site\'s own address; '
        "set `site_url` in mkdocs.yml and build again"
    ]


def test_a_sitemap_that_is_cut_short_is_named():
    """What no crawler can read is a fault of one line."""
    (flaw,) = check_sitemap(SITE, SITEMAP.encode()[:-20])
    assert flaw.what.startswith("is not XML: ")
    assert "\n" not in flaw.what


def test_an_empty_sitemap_is_good():
    """Without an address of its own a site lists no page."""
    assert [*check_sitemap(SITE, b"<urlset></urlset>")] == []


def test_a_search_finds_what_is_there():
    """Every hit is a page, or a place on one."""
    assert found_by_search("", "method/", "method/#rules") == []
    assert found_by_search("metod/", "method/#rulez", "../a") == [
        '0: finds "metod/", and the site has no such file',
        '0: finds "method/#rulez", and nothing there has the id "rulez"',
        '0: finds "../a", which leads out of the site',
    ]


@pytest.mark.parametrize(
    "text", [b"", b"[]", b'{"docs": 1}', b'{"docs": [{"title": "a"}]}', b"\xff"]
)
def test_an_index_of_another_shape_is_named(text: bytes):
    """An index that no search could read is a fault."""
    (flaw,) = check_search(SITE, text)
    assert flaw.what == "is no index of MkDocs' search"
