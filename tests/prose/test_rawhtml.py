"""HTML that an author writes into prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.prose.rawhtml import find_ids, find_unclosed, has_markup, rewrite_addresses
from composed import parse


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("", ""),
        ("plain & text", ""),
        ("<p>a</p>", ""),
        ("<p>a", ""),
        ("<ul><li>a<li>b</ul>", ""),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ""),
        ("<dl><dt>a<dd>b</dl>", ""),
        ("<br><img src=a><hr/>", ""),
        ("</br>", ""),
        ("<DIV>a</div>", ""),
        ("<!-- <div> -->", ""),
        ('<a title="<div>">x</a>', ""),
        ("<script>if (a<b) x('<div>')</script>", ""),
        ("<div>", "<div> is not closed"),
        ("<div><b>a</div>", "<b> is not closed before </div>"),
        ("<b>a</i></b>", "</i> closes nothing"),
        ("a</div>", "</div> closes nothing"),
        ("<p>a <b>c</p>", "<b> is not closed"),
        ("<!-- open", "the comment <!-- is not closed"),
        ("<div><!-- </div>", "the comment <!-- is not closed"),
        ("<b/>a", "<b> is not closed"),
        ("<li>a", "<li> is not closed"),
        ("a<dd>b", "<dd> is not closed"),
    ],
)
def test_what_is_open_or_closes_nothing_is_named(html: str, fault: str):
    """The first thing that is wrong, with the element's own name."""
    assert find_unclosed(html)[0] == fault


@given(
    st.recursive(
        st.sampled_from(["a", "<br>", '<img src="x">', "<!-- <b> -->", "&lt;b&gt;"]),
        lambda inner: st.tuples(
            st.sampled_from(["b", "div", "p", "ul", "li", "SPAN", "details"]),
            st.lists(inner, max_size=3).map("".join),
        ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].lower()}>"),
        max_leaves=8,
    )
)
def test_what_is_closed_is_whole(html: str):
    """Whatever is nested well is no fault, and is one with any of its end tags more."""
    assert find_unclosed(html)[0] == ""
    assert find_unclosed(f"{html}</em>")[0] == "</em> closes nothing"
    assert find_unclosed(f"<em>{html}")[0] == "<em> is not closed"


def test_ids_are_found_in_order():
    """In start tags alone, whatever their quotes; an empty one is none."""
    html = "<p id=a><br id='b'/><i title='id=c' ID=\"d &amp; e\">id=\"f\"</i><!-- <p id=g> --><b id=''>"

    assert find_ids(html) == ["a", "b", "d & e"]


@pytest.mark.parametrize(("source", "found"), [("a < b", False), ("<b>", True), ("a </b", True)])
def test_markup_is_suspected_before_it_is_read(source: str, found: bool):
    """A sign of comparison is none; what may begin a tag is worth reading."""
    assert has_markup(source) is found


@pytest.mark.parametrize(
    ("html", "rewritten"),
    [
        ('<a href="b">b</a>', '<a href="B">b</a>'),
        ("<a href='b'>b</a>", '<a href="B">b</a>'),
        ("<a href=b>b</a>", '<a href="B">b</a>'),
        ('<IMG SRC = "b" alt="src=b">', '<IMG SRC = "B" alt="src=b">'),
        ('<video src="b" poster="c">', '<video src="B" poster="C">'),
        ('<a href="b&amp;c">', '<a href="B&amp;C">'),
        ('href="b" <p>src="b"</p>', 'href="b" <p>src="b"</p>'),
        ('<a data-href="b">', '<a data-href="b">'),
        ('<a title=" href=b" href="c">', '<a title=" href=b" href="C">'),
        ('<a title="> href=b" href="c">', '<a title="> href=b" href="C">'),
        ('<!-- <a href="b"> -->', '<!-- <a href="b"> -->'),
        ("<a href>b</a>", "<a href>b</a>"),
    ],
)
def test_only_addresses_are_rewritten(html: str, rewritten: str):
    """Those of attributes, whatever their quotes; text, comments and other attributes stay."""
    assert rewrite_addresses(html, str.upper) == rewritten


def test_what_is_rewritten_cannot_leave_its_attribute():
    """A made address is escaped."""
    html = rewrite_addresses('<a href="b">', lambda _: '"><script>&')

    assert parse(html).elements == [("a", {"href": '"><script>&'})]


@given(st.text(st.sampled_from("<>ahrefsc='\" /&!-=") | st.characters(), max_size=20))
def test_what_is_not_rewritten_stays_to_the_letter(html: str):
    """Where no address changes, nothing does."""
    assert rewrite_addresses(html, lambda address: address) == html


@pytest.mark.parametrize(
    "html",
    [
        "<title>a --> b</title>",
        "<title>a </text> <!-- b</title>",
        "<p title='a --> b'>c</p>",
        '<p title="<!-- a">b</p>',
        "<textarea></text> <!--</textarea>",
        "<script>let a = '<!-- b'</script>",
        "<style>a::after { content: '-->' }</style>",
        "<p>a --&gt; b --> c</p>",
        "<!-- a <b> --><p>c</p>",
        "<!--> <p>a</p>",
    ],
)
def test_signs_of_comments_and_tags_within_text_open_nothing(html: str):
    """Titles, attributes, scripts and styles may hold what elsewhere would open or close."""
    assert find_unclosed(html, strict=True) == ("", 0)


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<p>a</p>\n<!-- b", 2),
        ("<!-- a -->\n\n<p>-->\n<!-- c</p>", 4),
        ("<title>a --></title>\n<!-- b", 2),
        ("<p title='-->'>\n<!-- a</p>", 2),
    ],
)
def test_a_comment_is_not_closed_by_what_stands_elsewhere(html: str, line: int):
    """One sign more in a title does not make up for a comment that nothing ends."""
    assert find_unclosed(html) == ("the comment <!-- is not closed", line)
