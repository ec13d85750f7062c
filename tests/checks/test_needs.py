import pytest
from sitepages import GOOD, page

from claimbook.checks.html import parse
from claimbook.checks.needs import find_needs, is_redirect, read_title


def needs(source: str, path: str = "a/index.html") -> list[str]:
    made = parse(source)
    assert made is not None
    return [f"{flaw.line}: {flaw.what}" for flaw in find_needs(made, path)]


def without(text: str) -> str:
    good = page()
    assert text in good
    return good.replace(text, "")


def test_a_good_page_lacks_nothing():
    """What every page must have is there."""
    assert needs(page()) == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (without(' lang="en"'), "1: does not say its language"),
        (page().replace('lang="en"', 'lang=" "'), "1: does not say its language"),
        (without("<title>A page</title>"), "1: has no title"),
        (page(title=" "), "1: has no title"),
        (
            page("<svg><title>A drawing</title></svg>").replace("<title>A page</title>", ""),
            "1: has no title",
        ),
        (without('<meta name="description" content="A page to spoil.">'), "1: has no description"),
        (page().replace("A page to spoil.", " "), "1: has no description"),
        (without('<h1 id="top-of-it">It</h1>'), "1: has no heading of level 1"),
        (page("<h1>Again</h1>"), "9: has 2 headings of level 1"),
        (page('<p id="a">a</p>\n<p id="a">b</p>'), '10: the id "a" stands twice'),
        (page('<h2 id="">결과</h2>'), "9: has an empty id"),
        (page('<img src="a.svg">'), '9: the picture "a.svg" has no alt text'),
        (page('<img src="a.svg" alt="">'), '9: the picture "a.svg" has an empty alt text'),
        (
            page('<a href="/"><img src="a.svg" alt=""></a>'),
            '9: the picture "a.svg" has an empty alt text',
        ),
        (
            page('<figure><img src="a.svg" alt=""><figcaption>It shrinks.</figcaption></figure>'),
            '9: the picture "a.svg" has an empty alt text',
        ),
        (page('<iframe src="a.html"></iframe>'), '9: the frame "a.html" has no name'),
        (page('<iframe src="a.html" title=" "></iframe>'), '9: the frame "a.html" has no name'),
    ],
)
def test_what_a_page_lacks_is_named(source: str, says: str):
    """A page without words for machines and screen readers is a fault, and one is enough."""
    assert needs(source) == [says]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="a.svg" alt="A line.">',
        '<img src="a.svg" alt="" role="presentation">',
        '<img src="a.svg" alt="" role="none">',
        '<img src="a.svg" alt="" aria-hidden="true">',
        '<span aria-hidden="true"><img src="a.svg" alt=""></span>',
        '<a href="/"><img src="a.svg" alt=""> Home</a>',
        '<a href="/" aria-label="Home"><img src="a.svg" alt=""></a>',
        '<button><img src="a.svg" alt="">Copy</button>',
        '<iframe src="a.html" title="A chart"></iframe>',
        '<iframe src="a.html" aria-label="A chart"></iframe>',
        '<iframe src="a.html" hidden></iframe>',
        '<p id="a">a</p><p id="b">b</p>',
        "<h2>One</h2><h2>Two</h2>",
    ],
)
def test_what_says_enough_passes(body: str):
    """A picture that only adorns, or stands beside words, needs none of its own."""
    assert needs(page(body)) == []


def test_the_page_for_what_is_missing_needs_no_description():
    """The theme draws 404.html, and no search leads there; the rest it needs too."""
    bare = page().replace("A page to spoil.", "")
    assert needs(bare, "404.html") == []
    assert needs(bare.replace("h1", "h2"), "404.html") == ["1: has no heading of level 1"]


def test_a_page_that_leads_on_needs_neither_heading_nor_description():
    """Nobody reads a redirection."""
    source = (
        '<html lang="en"><head><title>Moved</title>'
        '<meta http-equiv="Refresh" content="0; url=../b/"></head><body></body></html>'
    )
    made = parse(source)
    assert made is not None
    assert (is_redirect(made), needs(source)) == (True, [])


def test_a_title_is_read_as_it_is_shown():
    """White space collapses, and a title outside the head is none."""
    made = parse(GOOD.format(title="A\n  page &amp; more", body=""))
    assert made is not None
    assert read_title(made) == "A page & more"
