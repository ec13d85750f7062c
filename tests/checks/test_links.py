from urllib.parse import quote as percent

import pytest

from claimbook.checks.html import Reference
from claimbook.checks.links import Place, Site, find_dead_links, locate, show_path

FOLDERS = Site(
    files=frozenset(
        [
            *("index.html", "404.html", "method/index.html", "papers/dpa/index.html"),
            *("papers/dpa/dpa.bib", "papers/dpa/dpa.ipynb", "assets/a.css", "assets/그림 1.svg"),
        ]
    ),
    anchors={
        "index.html": frozenset(["claims"]),
        "method/index.html": frozenset(["rules", "결과-요약"]),
        "papers/dpa/index.html": frozenset(["fig-front", "tag:a"]),
    },
)
PAGES = Site(  # the same with use_directory_urls: false
    files=frozenset(["index.html", "method.html", "papers/dpa.html", "papers/dpa/dpa.bib"]),
    anchors={"method.html": frozenset(["rules"])},
)
PUBLISHED = Site(FOLDERS.files, FOLDERS.anchors, home="https://example.org/claimbook/")
DPA = "papers/dpa/index.html"


def faults(
    site: Site, origin: str, address: str, tag: str = "a", *, loaded: bool = False
) -> list[str]:
    found = find_dead_links(site, origin, [Reference(address, 3, tag, loaded)])
    return [f"{flaw.line}: {flaw.what}; {flaw.fix}" for flaw in found]


@pytest.mark.parametrize(
    ("site", "origin", "address"),
    [
        (FOLDERS, DPA, ""),
        (FOLDERS, DPA, "#"),
        (FOLDERS, DPA, "#fig-front"),
        (FOLDERS, DPA, "#tag:a"),
        (FOLDERS, DPA, "#top"),
        (FOLDERS, DPA, "#__tabbed_1_2"),
        (FOLDERS, DPA, "?q=a#fig-front"),
        (FOLDERS, DPA, "#:~:text=front"),
        (FOLDERS, DPA, "dpa.bib"),
        (FOLDERS, DPA, "dpa.ipynb"),
        (FOLDERS, DPA, "../.."),
        (FOLDERS, DPA, "../../#claims"),
        (FOLDERS, DPA, "../../method/#rules"),
        (FOLDERS, DPA, "../../method#rules"),
        (FOLDERS, DPA, "../../method/index.html#rules"),
        (FOLDERS, DPA, "../../method/#결과-요약"),
        (FOLDERS, DPA, f"../../method/#{percent('결과-요약')}"),
        (FOLDERS, DPA, "../../assets/그림%201.svg#only-dark"),
        (FOLDERS, DPA, f"../../assets/{percent('그림 1.svg')}?v=2"),
        (FOLDERS, "404.html", "/assets/a.css"),
        (FOLDERS, "404.html", "/."),
        (FOLDERS, "index.html", "."),
        (PAGES, "index.html", "method.html#rules"),
        (PAGES, "papers/dpa.html", "dpa/dpa.bib"),
        (PAGES, "papers/dpa.html", "../index.html"),
        (PUBLISHED, "404.html", "/claimbook/method/#rules"),
        (PUBLISHED, "404.html", "/claimbook/."),
        (PUBLISHED, "404.html", "/claimbook"),
        (PUBLISHED, DPA, "https://example.org/claimbook/method/#rules"),
        (PUBLISHED, DPA, "https://example.org/other/"),
        (FOLDERS, DPA, "https://example.org/nothing"),
        (FOLDERS, DPA, "//example.org/nothing"),
        (FOLDERS, DPA, "mailto:doe@example.org"),
        (FOLDERS, DPA, "javascript:void 0"),
        (FOLDERS, DPA, "data:image/png;base64,AAAA"),
    ],
)
def test_a_link_that_leads_somewhere_is_good(site: Site, origin: str, address: str):
    """Files, folders with a page, ids in any script, and addresses that are not the site's."""
    assert faults(site, origin, address) == []


@pytest.mark.parametrize(
    ("site", "origin", "address", "says"),
    [
        (
            FOLDERS,
            DPA,
            "../../metod/",
            '3: <a> leads to "../../metod/", and the site has no such file; '
            'did you mean "../../method/"?',
        ),
        (
            FOLDERS,
            DPA,
            "../method/",
            '3: <a> leads to "../method/", and the site has no such file; '
            'did you mean "../../method/"?',
        ),
        (
            FOLDERS,
            DPA,
            "../../assets",
            '3: <a> leads to "../../assets", and the site has no such file; '
            "mend the address, or add what it leads to",
        ),
        (
            FOLDERS,
            DPA,
            "dpa.bib/",
            '3: <a> leads to "dpa.bib/", and the site has no such file; did you mean "dpa.bib"?',
        ),
        (
            FOLDERS,
            DPA,
            "../method.md",
            '3: <a> leads to "../method.md", and the site has no such file; MkDocs turns the address'
            " of a source into that of its page in Markdown alone: write `[…](…)`, or give the"
            " page's own address",
        ),
        (
            FOLDERS,
            "index.html",
            "papers/other.ipynb",
            '3: <a> leads to "papers/other.ipynb", and the site has no such file; MkDocs turns the'
            " address of a source into that of its page in Markdown alone: write `[…](…)`, or give"
            " the page's own address",
        ),
        (
            PAGES,
            "papers/dpa.html",
            "dpa.bib",
            '3: <a> leads to "dpa.bib", and the site has no such file; did you mean "dpa/dpa.bib"?',
        ),
        (
            PAGES,
            "index.html",
            "method/",
            '3: <a> leads to "method/", and the site has no such file; did you mean "method.html"?',
        ),
        (
            FOLDERS,
            DPA,
            "#fig-fornt",
            '3: <a> leads to "#fig-fornt", and nothing there has the id "fig-fornt"; '
            'did you mean "#fig-front"?',
        ),
        (
            FOLDERS,
            DPA,
            "../../method/#%EA%B2%B0%EA%B3%BC",
            '3: <a> leads to "../../method/#%EA%B2%B0%EA%B3%BC", and nothing there has the id '
            '"결과"; mend the id, or the link',
        ),
        (
            FOLDERS,
            DPA,
            "#Fig-Front",
            '3: <a> leads to "#Fig-Front", and nothing there has the id "Fig-Front"; '
            'did you mean "#fig-front"?',
        ),
        (
            FOLDERS,
            DPA,
            "../../../method/",
            '3: <a> leads to "../../../method/", which leads out of the site; '
            "mend the address, or add what it leads to",
        ),
        (
            PUBLISHED,
            DPA,
            "/method/",
            '3: <a> leads to "/method/", which lies beside the site, whose own path is '
            '"/claimbook/"; mend the address, or add what it leads to',
        ),
        (
            PUBLISHED,
            DPA,
            "https://example.org/claimbook/nothing.pdf",
            '3: <a> leads to "https://example.org/claimbook/nothing.pdf", and the site has no such '
            "file; mend the address, or add what it leads to",
        ),
        (
            FOLDERS,
            DPA,
            "file:///home/doe/a.png",
            '3: <a> leads to "file:///home/doe/a.png", which is a file of one machine; '
            "mend the address, or add what it leads to",
        ),
        (
            FOLDERS,
            DPA,
            "C:\\a.png",
            '3: <a> leads to "C:\\a.png", which is a file of one machine; '
            "mend the address, or add what it leads to",
        ),
        (
            FOLDERS,
            DPA,
            "http://[::1",
            '3: <a> leads to "http://[::1", which is no address; '
            "mend the address, or add what it leads to",
        ),
        (
            FOLDERS,
            DPA,
            "http:method/",
            '3: <a> leads to "http:method/", which is no address; '
            "mend the address, or add what it leads to",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_named(site: Site, origin: str, address: str, says: str):
    """The line has the address and what is missing, and the nearest that would do."""
    assert faults(site, origin, address) == [says]


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("script", "https://example.org/a.js"),
        ("link", "//example.org/a.css"),
        ("img", "HTTPS://Example.org/a.png"),
        ("iframe", "http://127.0.0.1:8000/"),
        ("form", "https://example.org/search"),
        ("style", "https://example.org/a.woff2"),
    ],
)
def test_what_a_page_loads_comes_from_its_own_host(tag: str, address: str):
    """A link may lead anywhere; a request that nobody asked for goes to no other host."""
    assert faults(FOLDERS, DPA, address, tag) == []
    assert faults(FOLDERS, DPA, address, tag, loaded=True) == [
        f'3: <{tag}> loads "{address}", from another host; '
        "keep a copy of it under docs/assets/ and load that"
    ]


def test_the_sites_own_address_is_no_other_host():
    """A page may load by its full address what lies on the site, and nothing that does not."""
    own = "https://example.org/claimbook/assets/a.css"
    assert faults(PUBLISHED, DPA, own, "link", loaded=True) == []
    assert "no such file" in faults(PUBLISHED, DPA, own + "x", "link", loaded=True)[0]
    assert "another host" in faults(FOLDERS, DPA, own, "link", loaded=True)[0]


def test_an_empty_address_loads_nothing():
    """A picture or script of no address is a fault; a form that names none sends to its page."""
    assert faults(FOLDERS, DPA, "", "img", loaded=True) == [
        "3: <img> has an empty address; mend the address, or add what it leads to"
    ]
    assert faults(FOLDERS, DPA, "", "form", loaded=True) == []


def test_a_picture_that_is_not_there_is_named():
    """What is loaded must be a file of the site; the part of it that is named is its own affair."""
    assert faults(FOLDERS, DPA, "../../assets/그림 1.svg#part", "img", loaded=True) == []
    assert faults(FOLDERS, DPA, "../assets/a.css", "link", loaded=True) == [
        '3: <link> loads "../assets/a.css", and the site has no such file; '
        'did you mean "../../assets/a.css"?'
    ]


def test_an_address_is_taken_apart():
    """A place has a file and a fragment, or a host, or why it has neither."""
    assert locate(FOLDERS, DPA, "../../method/?a=b#c") == Place("method/index.html", "c")
    assert locate(FOLDERS, DPA, "https://Example.org/a") == Place(host="example.org")
    assert locate(FOLDERS, "index.html", "..").fault == "leads out of the site"


@pytest.mark.parametrize(
    ("path", "origin", "address"),
    [
        ("index.html", "index.html", "./"),
        ("index.html", "method/index.html", "../"),
        ("method/index.html", "index.html", "method/"),
        ("method.html", "papers/dpa.html", "../method.html"),
    ],
)
def test_a_file_is_shown_as_a_link_has_it(path: str, origin: str, address: str):
    """What a fault proposes can be written on the page as it stands."""
    assert show_path(path, origin) == address
    assert locate(Site(frozenset([path, origin])), origin, address).path == path
