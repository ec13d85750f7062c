"""Each Markdown cell a document of its own; what cells share is shared on purpose."""

import re
from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from claimbook.model.measurement import Measurement
from claimbook.prose.binding import BindingExtension
from claimbook.prose.citations import CitationExtension, Ledger
from claimbook.prose.links import Target
from claimbook.prose.reading import Passage, Reader
from composed import DIALECT, WORKS, parse

FOUND = {"gap": Measurement("gap", (1.0,), deterministic=True)}
FILES = ("a.md", "index.md")


def reader(found: Mapping[str, Measurement] | None = None) -> Reader:
    """Make the reader of a page that has measured one quantity, on a site of two files."""
    return Reader(
        DIALECT,
        binding=BindingExtension(FOUND if found is None else found, {}),
        citing=CitationExtension(records=WORKS, append=False, ledger=Ledger()),
        resolve=lambda path: Target(f"../{path}", path) if path in FILES else None,
        known=lambda: FILES,
    )


def read(*cells: str) -> list[Passage]:
    """Read cells as those of one page."""
    one = reader()
    return [one.read(source) for source in cells]


def html(passage: Passage) -> str:
    return "\n".join(piece.html for piece in passage.pieces)


def faults(passage: Passage) -> list[str]:
    return [str(fault) for fault in passage.faults]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("<div>\n\n*a*", "its HTML is not whole: <div> is not closed; close it in this cell"),
        ("a <b>c", "its HTML is not whole: <b> is not closed; close it in this cell"),
        ("</div>", "its HTML is not whole: </div> closes nothing; close it in this cell"),
        (
            "<b><i>x</b></i>",
            "its HTML is not whole: <i> is not closed before </b>; close it in this cell",
        ),
        (
            "<details><summary>x</summary>\n\n*a*\n",
            "its HTML is not whole: <details> is not closed; close it in this cell",
        ),
        ("x<y>z", "its HTML is not whole: <y> is not closed; close it in this cell"),
    ],
)
def test_an_unclosed_tag_is_a_fault_of_its_cell(source: str, says: str):
    """It is named, the cell is kept apart, and the next cell is read as if it were alone."""
    broken, after = read(source, "*b*")

    assert (faults(broken), broken.whole) == ([says], False)
    assert (html(after), after.faults, after.whole) == ("<p><em>b</em></p>", (), True)


@pytest.mark.parametrize(
    "source",
    [
        "<p>a paragraph</p>",
        "<table><tr><td>x</table>",
        "a < b and c > d",
        "`<div>` and `</div>`",
        "```html\n<div>\n```",
        "    <div>",
        "<br><hr><img src='data:image/png;base64,AA==' alt=''>",
        "<!-- a note -->",
        "<https://a.org> <me@a.org>",
        '<svg><path d="M0 0"/></svg>',
        '<a href="x>text',
        "$a<b$ and $c>d$",
        "<details>\n<summary>x</summary>\n\n*a*\n\n</details>",
    ],
)
def test_what_is_whole_is_no_fault(source: str):
    """Void elements, optional end tags, code, math and signs of comparison are none."""
    (passage,) = read(source)

    assert (faults(passage), passage.whole) == ([], True)


@pytest.mark.parametrize("source", ["<b/>", "<div/>", "<details/>", "<i />x"])
def test_a_tag_that_closes_itself_is_open(source: str):
    """A browser ignores the slash of what is no void element, and of everything behind it."""
    (passage,) = read(source)

    assert not passage.whole


@pytest.mark.parametrize("source", ["<li>x", "<dd>x", "<dt>x\n\ny"])
def test_an_item_without_its_list_is_open(source: str):
    """The end tag of an item may be left out where a list ends it, and there alone."""
    (passage,) = read(source)

    assert not passage.whole


def test_lists_of_two_cells_are_two():
    """The second begins anew, as it does in JupyterLab."""
    first, second = read("1. a\n2. b", "3. c")

    assert html(first) == "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"
    assert "<li>c</li>" in html(second)
    assert html(second).count("<li>") == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[it][x]", "[it][x]"),
        ("[x][]", "[x][]"),
        ("![it][x]", "![it][x]"),
        ("a note[^1]", "[^1]"),
    ],
)
def test_a_definition_of_another_cell_is_not_reached(written: str, shown: str):
    """A link or a note that its own cell does not define is a fault, whichever cell does."""
    definition = "[x] here.[^1]\n\n[x]: a.md\n[^1]: Note."
    for cells in ((definition, written), (written, definition)):
        passages = read(*cells)
        passage = passages[cells.index(written)]
        name = shown.removeprefix("!")

        assert [one.partition(" has no")[0] for one in faults(passage)] == [name]
        assert shown in html(passage)
        assert passages[cells.index(definition)].faults == ()


def test_the_advice_on_an_undefined_reference_works():
    """Written as it says, the brackets are shown and there is no fault."""
    (passage,) = read("see [a][b]")
    (fault,) = passage.faults
    advised = fault.fix.rpartition(" ")[2]
    (after,) = read(f"see {advised}")

    assert advised == r"\[a][b]"
    assert (html(after), after.faults) == ("<p>see [a][b]</p>", ())


@pytest.mark.parametrize(
    "source",
    [
        "`[a][b]`",
        "```\n[a][b] [^1]\n```",
        "$[a][b]$ and $$x[i][j]$$",
        "[a] and [b](a.md) and [c]",
        "[a][x]\n\n[x]: a.md",
        "x[^1]\n\n[^1]: Note.",
        "- [ ] to do\n- [x] done",
        "[@roe2020old]",
    ],
)
def test_what_is_no_reference_is_no_fault(source: str):
    """Code, math, tasks, citations and single brackets are not taken for links."""
    (passage,) = read(source)

    assert faults(passage) == []


def test_abbreviations_end_with_their_cell():
    """What one cell abbreviates another spells out."""
    first, second = read("*[HTML]: Hypertext\n\nHTML", "HTML")

    assert html(first) == '<p><abbr title="Hypertext">HTML</abbr></p>'
    assert html(second) == "<p>HTML</p>"


def test_headings_of_one_name_have_ids_of_their_own():
    """Within a cell, across cells, and beside an id that the author gave."""
    passages = read("## A\n\nx\n\n## A", "## A", "## Own {#a_3}", "## A", "### A")
    ids = [name for passage in passages for name in passage.ids]

    assert len(ids) == len(set(ids)) == 6
    assert ids[:3] == ["a", "a_1", "a_2"]
    assert all(passage.faults == () for passage in passages)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("## A {#own}", "## B {#own}"),
        ("## A {#own}", '<p id="own">x</p>'),
        ('<p id="own">x</p>', "Text.\n{#own}"),
        ("## Own", '<span id="own"></span>'),
    ],
)
def test_an_explicit_id_twice_is_a_fault(first: str, second: str):
    """An id that the author gave is never changed, so the second is refused, in one cell or two."""
    says = ['the id "own" stands twice on the page; rename one']
    before, after = read(first, second)
    (together,) = read(f"{first}\n\n{second}")

    assert (faults(before), faults(after)) == ([], says)
    assert faults(together) == says


def test_a_heading_gives_way_to_an_explicit_id():
    """A name made of words is another where the author's own stands already."""
    first, second = read("## A {#own}", "## Own")

    assert (first.ids, second.ids, second.faults) == (("own",), ("own_1",), ())


def test_headings_named_elsewhere_are_unlike_all():
    """What the page itself has headings for keeps clear of the prose."""
    one = reader()
    title = one.name_heading("A <b>", level=1)
    passage = one.read("## A b")
    after = one.name_heading("A b", level=2)

    assert (title.id, title.text, title.level) == ("a-b", "A <b>", 1)
    assert passage.ids == ("a-b_1",)
    assert after.id == "a-b_2"


def test_tabs_of_two_cells_are_apart():
    """Tabs are a part of the site's Markdown; choosing one in a cell leaves another cell alone."""
    tabs = '=== "A"\n\n    x\n\n=== "B"\n\n    y\n'
    first, second = read(tabs, tabs)
    names = [set(parse(html(passage)).all("name")) for passage in (first, second)]

    assert (faults(first), faults(second)) == ([], [])
    assert set(first.ids) & set(second.ids) == set()
    assert names[0] & names[1] == set()


def test_footnotes_are_numbered_through():
    """Each cell calls its notes as it likes; numbers, ids and ways back are the page's."""
    first, second = read(
        "a[^1] b[^x] a[^1]\n\n[^1]: One.\n[^x]: Two [@roe2020old].", "c[^1]\n\n[^1]: Three."
    )
    texts = [(note.number, parse(note.html).text.split("\xa0")[0]) for note in first.notes]

    assert texts == [(1, "One."), (2, "Two (Roe, 2020).")]
    assert [note.number for note in second.notes] == [3]
    assert first.ids == ("fnref:1", "fnref:2", "fnref2:1")
    assert second.ids == ("fnref:3",)
    assert parse(html(second)).all("href") == ["#fn:3"]
    assert parse(html(second)).text == "c3"
    assert parse(second.notes[0].html).all("href") == ["#fnref:3"]
    assert first.notes[0].html.count("footnote-backref") == 2


def test_the_way_back_names_its_note():
    """What a screen reader says of it has the number of the page, not of the cell."""
    _, second = read("a[^1]\n\n[^1]: One.", "b[^1]\n\n[^1]: Two.")

    assert parse(second.notes[0].html).all("title") == ["Jump back to footnote 2 in the text"]


def test_a_note_that_nothing_refers_to_is_a_fault():
    """Its way back would lead nowhere."""
    (passage,) = read("Text.\n\n[^1]: A note.")

    assert len(passage.faults) == 1
    assert "[^1]" in faults(passage)[0]


def test_notes_keep_their_markup_and_links():
    """A note is prose like any other: cited works, bound numbers and links are resolved."""
    (passage,) = read("x[^1]\n\n[^1]: *One* of {{ gap }}, [a](a.md).")

    assert "<em>One</em> of <span" in passage.notes[0].html
    assert 'href="../a.md"' in passage.notes[0].html
    assert "gap" not in parse(passage.notes[0].html).text


@pytest.mark.parametrize(
    ("source", "identifier", "text"),
    [
        ("# 결과 요약", "결과-요약", "결과 요약"),
        ("## Größe & Maß", "größe-maß", "Größe & Maß"),
        ("## *A* `b` $x$", "", "A b x"),
        ("## What [@roe2020old] found", "what-found", "What (Roe, 2020) found"),
    ],
)
def test_an_id_is_made_of_the_words_in_any_script(source: str, identifier: str, text: str):
    """A link to a heading in Korean works, and the contents show plain words."""
    (passage,) = read(source)
    (heading,) = passage.headings

    assert heading.text == text
    assert heading.id == (identifier or heading.id)
    assert passage.ids[0] == heading.id != ""


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("~~x~~", "<p><del>x</del></p>"),
        ("H~2~O", "<p>H~2~O</p>"),
        (
            "- [ ] a\n- [x] b",
            '<ul class="task-list">\n'
            '<li class="task-list-item"><input type="checkbox" disabled/> a</li>\n'
            '<li class="task-list-item"><input type="checkbox" disabled checked/> b</li>\n</ul>',
        ),
        (
            "<details><summary>More</summary>\n\n**bold**\n\n</details>",
            "<details>\n<summary>More</summary>\n<p><strong>bold</strong></p>\n</details>",
        ),
        (
            "<details>\n<summary>More</summary>\n\n- a\n\n</details>",
            "<details>\n<summary>More</summary>\n<ul>\n<li>a</li>\n</ul>\n</details>",
        ),
    ],
)
def test_prose_reads_as_in_jupyterlab(source: str, shown: str):
    """Strikethrough, tasks and Markdown in HTML that blank lines set apart."""
    (passage,) = read(source)

    assert (html(passage), faults(passage)) == (shown, [])


def test_headings_split_a_cell_into_pieces():
    """What stands before the first heading is a piece; each heading begins the next."""
    (passage,) = read("Intro.\n\n## A\n\nx [@roe2020old]\n\n### B\n\ny\n\n## C")
    found = [
        (piece.heading and (piece.heading.level, piece.heading.id), set(piece.cited))
        for piece in passage.pieces
    ]

    assert found == [
        (None, set()),
        ((2, "a"), {"roe2020old"}),
        ((3, "b"), set()),
        ((2, "c"), set()),
    ]
    assert passage.pieces[0].html == "<p>Intro.</p>"
    assert passage.pieces[1].html.startswith('<h2 id="a">A<a class="headerlink"')
    assert [heading.text for heading in passage.headings] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("source", "headings"),
    [
        ("## Setting", [("setting", "Setting")]),
        ("## Setting { #setting }", [("setting", "Setting")]),
        ("## Setting {#here}", [("here", "Setting")]),
        ("Setting\n-------", [("setting", "Setting")]),
        ("## Setting ##", [("setting", "Setting")]),
        ("```\n## Setting\n```", []),
        ("~~~\n## Setting\n~~~", []),
        ("    ## Setting", []),
        ("`## Setting`", []),
        (r"\## Setting", []),
    ],
)
def test_a_heading_is_what_markdown_takes_for_one(source: str, headings: list[tuple[str, str]]):
    """However it is written; and in a fence, in code or escaped it is none."""
    (passage,) = read(source)

    assert [(one.id, one.text) for one in passage.headings] == headings


def test_a_heading_within_a_block_splits_nothing():
    """One in a quotation is in the contents, and begins no piece."""
    (passage,) = read("> ## Quoted\n\nText.")

    assert [piece.heading for piece in passage.pieces] == [None]
    assert [one.text for one in passage.headings] == ["Quoted"]


def test_faults_of_a_cell_are_its_own():
    """An unknown work or quantity is noted where it stands, and once more where it stands again."""
    first, second, third = read("[@roe2020odl] {{ gpa }}", "Good.", "{{ gpa }}")

    assert [fault.what for fault in first.faults] == [
        '{{ gpa }}: no quantity "gpa" is recorded',
        'cites "roe2020odl", which no record has',
    ]
    assert second.faults == ()
    assert [fault.what for fault in third.faults] == ['{{ gpa }}: no quantity "gpa" is recorded']
    assert 'did you mean "gap"?' in third.faults[0].fix


def test_an_unknown_work_is_a_fault_in_each_cell_that_cites_it():
    """Mending one cell must not be all that the author is told."""
    first, second = read("[@roe2020odl]", "[@roe2020odl]")

    assert [len(one.faults) for one in (first, second)] == [1, 1]


def test_places_of_citations_are_numbered_through():
    """Cells share the page's list of works."""
    one = reader()
    passages = [one.read("[@roe2020old]") for _ in range(2)]

    assert [name for passage in passages for name in passage.ids] == [
        "cite-roe2020old-1",
        "cite-roe2020old-2",
    ]
    assert one.citing.cited == {"roe2020old": ["cite-roe2020old-1", "cite-roe2020old-2"]}


def test_a_blank_cell_has_no_pieces():
    """Nothing is drawn of it."""
    assert read("", " \n\t\n") == [Passage(()), Passage(())]


def test_what_the_dialect_names_headings_with_is_kept():
    """A site that makes ids in its own way has them so in notebooks too."""
    settings = {**DIALECT.settings, "toc": {"slugify": lambda text, _: f"my-{len(text)}"}}
    own = DIALECT.__class__(DIALECT.extensions, settings)
    binding, citing = BindingExtension(None, {}), CitationExtension(append=False)
    made = Reader(own, binding=binding, citing=citing, resolve=lambda _: None, known=tuple)

    assert made.read("## Four\n\n## Five").ids == ("my-4", "my-4_1")


def test_math_that_cannot_be_read_is_a_fault_of_its_cell_alone():
    """What a formula lacks is noted once, where it stands."""
    one, two = read("The rate $\\foo$ is odd.", "And $x$.")

    assert [fault.what.partition(" ")[0] for fault in one.faults] == ["the"]
    assert "\\foo" in one.faults[0].what
    assert two.faults == ()


BROKEN = (
    "<div>\n\nx",
    "[a][b]",
    "x[^1]",
    "[y]: a.md",
    "- a\n  - b",
    "1. a",
    "*[X]: y",
    "> q",
    "    c",
)
PLAIN = "## A *b*\n\n1. one\n\nX [y] x [@roe2020old]"


@pytest.mark.parametrize(("one", "two"), list(combinations(BROKEN, 2)))
def test_no_cell_changes_how_the_next_is_read(one: str, two: str):
    """After whatever cells, a cell reads as it does alone."""
    (alone,) = read(PLAIN)
    after = read(one, two, PLAIN)[-1]

    assert (html(after), after.ids, after.faults) == (html(alone), alone.ids, alone.faults)


PIECES = st.sampled_from(
    [
        *(
            "#",
            "## ",
            "*",
            "_",
            "`",
            "```",
            "~~~",
            "<",
            ">",
            "</div>",
            "<div>",
            "<b>",
            "[",
            "]",
            "(",
        ),
        *(
            ")",
            "![",
            "](a.md)",
            "[^1]",
            "[^1]: ",
            "{#a}",
            "{{ gap }}",
            "{{",
            "}}",
            "$",
            "$$",
            "\\",
            "|",
        ),
        *(
            "\n",
            "\n\n",
            "    ",
            "- ",
            "1. ",
            "!!! note\n",
            "<!--",
            "-->",
            "&lt;",
            "[x]: a.md",
            "@",
            "a",
        ),
        *(
            "[@roe2020old]",
            "\x02",
            "\x03",
            "=== ",
            '"A"',
            "<details>\n\n",
            "<script>",
            "<a href='a.md'>",
        ),
    ]
)
SOURCES = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@given(SOURCES)
def test_no_cell_breaks_the_page(source: str):
    """Any text is read, and what is whole leaves no element open for what stands behind it."""
    passage, after = read(source, "*after*")

    assert html(after) == "<p><em>after</em></p>"
    if passage.whole:
        made = html(passage)
        page = etree.HTML(f"<body><main>{made}<section id='after'></section></main></body>")
        (behind,) = page.iter("section")
        assert behind.getparent().tag == "main"
        assert not re.search(r"[\x02\x03]", made)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("<p>one\n\ntwo **three**", "its HTML is not whole: <p> is not closed"),
        ("So:\n- one\n- two", '"- one" is shown as it is written'),
        ("- one\n  - two", '"- two" is no list in a list'),
        ('<span title="{{ gap }}">x</span>', "a bound name stands in the tag of an element"),
        ("[x]({{ gap }})", "a bound name stands in the tag of an element or an address"),
        ("<table><tr><td>{{ gap }}</td></tr></table>", '"{{ gap }}" is shown as it is written'),
    ],
)
def test_markdown_that_is_shown_as_it_is_written_is_a_fault(source: str, says: str):
    """What JupyterLab would read and the site does not is never published in silence."""
    (passage,) = read(source)
    (fault,) = faults(passage)
    assert fault.startswith(says)


@pytest.mark.parametrize(
    "source", ["`<b x={{ gap }}>`", "$p<q_{{1}}$", "```\n[x]({{ gap }})\n```", "<b>{{ gap }}</b>"]
)
def test_a_bound_name_in_code_or_text_is_not_misplaced(source: str):
    """What is shown as code is not filled in, and what stands between tags is."""
    (passage,) = read(source)
    assert not [fault for fault in faults(passage) if "stands in the tag" in fault]


def test_named_footnotes_are_no_dead_links():
    """A name leads to its note, and to the page's number of it."""
    (passage,) = read("x[^why]\n\n[^why]: because")
    assert (faults(passage), len(passage.notes), passage.anchors) == ([], 1, ())
