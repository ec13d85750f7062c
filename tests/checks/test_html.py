import pytest
from sitepages import page

from claimbook.checks.html import (
    CODE,
    Page,
    Reference,
    find_anchors,
    find_css_addresses,
    find_identifiers,
    find_passages,
    find_references,
    parse,
)


def parsed(body: str) -> Page:
    made = parse(page(body))
    assert made is not None
    return made


def texts(body: str) -> list[str]:
    """Return the texts below the heading of a page."""
    return [passage.text for passage in find_passages(parsed(body))][2:]


def addresses(body: str) -> list[tuple[str, str, bool]]:
    return [(one.tag, one.address, one.loaded) for one in find_references(parsed(body))]


def test_a_passage_is_the_text_of_one_block():
    """Inline elements do not cut a text, blocks and line breaks do, comments leave no trace."""
    assert texts(
        "<div>a <p>b <em>c<sub>d</sub></em>\n e<!-- f -->g<br>h<ul><li>i<li>j</ul>k</div>"
    ) == [
        "a",
        "b cd eg",
        "h",
        "i",
        "j",
        "k",
    ]


@pytest.mark.parametrize("tag", ["code", "pre", "kbd", "samp", "script", "style", "math", "svg"])
def test_code_and_math_are_a_sign_in_their_passage(tag: str):
    """What is not prose is not read, and what stands around it stays apart."""
    assert texts(f"<div>a <{tag}>$x$</{tag}> b</div>") == [f"a {CODE} b"]


@pytest.mark.parametrize("name", ["jp-OutputArea", "cb-outputs"])
def test_what_a_cell_printed_is_a_passage_of_its_own(name: str):
    """Preformatted text counts within the outputs of a cell, and only there."""
    body = f'<pre>source</pre><div class="a {name}"><div><pre>out <b>put</b></pre></div></div>'
    printed = [passage.text for passage in find_passages(parsed(body)) if passage.printed]
    assert printed == ["out put"]


def test_a_passage_knows_its_line():
    """The line is that of the element in which the text begins."""
    found = [
        (one.text, one.line) for one in find_passages(parsed("<p>a</p>\n\n<div>\n<p>b</p></div>"))
    ]
    assert found[2:] == [("a", 9), ("b", 12)]


def test_a_text_is_looked_for_as_the_source_spells_it():
    """The line of a text in the middle of a long block is found, escaped or not."""
    made = parsed("<p>a\nb &lt;x&gt;\nc</p>")
    assert (made.find_line("<x>", 9), made.find_line("c", 9), made.find_line("nowhere", 9)) == (
        10,
        11,
        9,
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href=" x/#y ">a</a>', ("a", "x/#y", False)),
        ('<link rel="alternate" href="x.json">', ("link", "x.json", False)),
        ('<link rel="Stylesheet" href="x.css">', ("link", "x.css", True)),
        ('<script src="x.js"></script>', ("script", "x.js", True)),
        ('<img src="x.svg" alt="x">', ("img", "x.svg", True)),
        ('<video poster="x.png"></video>', ("video", "x.png", True)),
        ('<object data="x.pdf"></object>', ("object", "x.pdf", True)),
        ('<div data-spec="x.vl.json"></div>', ("div", "x.vl.json", True)),
        ('<form action="/x"></form>', ("form", "/x", True)),
        ('<iframe src="x/" title="x"></iframe>', ("iframe", "x/", True)),
        ('<svg><use href="#x"/></svg>', ("use", "#x", True)),
        ('<svg><image xlink:href="x.png"/></svg>', ("image", "x.png", True)),
        ("<p style=\"background: url( 'x.png' )\">a</p>", ("p", "x.png", True)),
        ("<style>@import url(x.css);</style>", ("style", "x.css", True)),
        ('<meta http-equiv="refresh" content="0; url=x/">', ("meta", "x/", False)),
        (
            '<iframe title="x" srcdoc="&lt;img src=x.png&gt;&lt;a href=y&gt;"></iframe>',
            ("iframe", "x.png", True),
        ),
    ],
    ids=str,
)
def test_every_way_to_an_address_is_seen(body: str, expected: tuple[str, str, bool]):
    """Whatever leads to an address or loads it is a reference, and the two are told apart."""
    assert addresses(body) == [expected]


@pytest.mark.parametrize(
    "body", ['<meta name="a" content="x/">', '<p data="x">a</p>', '<p cite="x">a</p>']
)
def test_what_is_no_address_is_left_alone(body: str):
    """An attribute that only looks like one is none."""
    assert addresses(body) == []


def test_every_candidate_of_a_set_is_seen():
    """A `srcset` has several addresses, and a comma within one does not end it."""
    body = '<img srcset="a.png, b,c.png 1.5x,d.png 640w" alt="x">'
    assert [address for _, address, _ in addresses(body)] == ["a.png", "b,c.png", "d.png"]


def test_a_reference_knows_its_line():
    """The line is that of the element; in a stylesheet on the page, of the address."""
    made = parsed('\n<a href="x">a</a>\n<style>\na{}\nb{background:url(y)}</style>')
    assert list(find_references(made)) == [
        Reference("x", 10, "a", loaded=False),
        Reference("y", 13, "style"),
    ]


def test_addresses_of_a_stylesheet_are_read_with_their_lines():
    """Quoted, bare and imported ones count, those in comments and in quoted data do not."""
    sheet = """\
@import "a.css"; /* url(no.png)
@import "no.css"; */
p { src: url(b.woff2) format("x"), url("data:image/svg+xml,<g fill='url(#no)'/>"); }
"""
    found = list(find_css_addresses(sheet))
    assert found == [("a.css", 0), ("b.woff2", 2), ("data:image/svg+xml,<g fill='url(#no)'/>", 2)]


def test_ids_and_names_are_anchors():
    """A link may end in an id, in whatever script, or in the name of an old anchor."""
    made = parsed('<h2 id="결과-요약">결과</h2><a name="old"></a><input name="field">')
    assert find_anchors(made) == {"top-of-it", "결과-요약", "old"}
    assert list(find_identifiers(made)) == [("top-of-it", 8), ("결과-요약", 9)]


@pytest.mark.parametrize("source", ["", "  \n"])
def test_nothing_is_no_page(source: str):
    """An empty file has no tree."""
    assert parse(source) is None


def test_a_page_may_be_deep():
    """Nesting that overflows a recursion is read to its end."""
    assert texts("<div>" * 1500 + "end" + "</div>" * 1500) == ["end"]
