"""Links and pictures of prose: resolved, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.prose.binding import BindingExtension
from claimbook.prose.citations import CitationExtension, Ledger
from claimbook.prose.links import Target
from claimbook.prose.reading import Passage, Reader
from composed import DIALECT, WORKS, parse

FILES = ("a.md", "notes/b c.md", "image.png")
ATTACHED = {"p q.png": "attachments/1.png", "b.png": "attachments/2.png"}


def resolve(path: str) -> Target | None:
    """Find a file of a site whose page lies one folder deep."""
    found = path.removeprefix("../") if path.startswith("../") else f"papers/{path}"
    return Target(f"../../{found.removesuffix('.md')}/", found) if found in FILES else None


def read(source: str) -> Passage:
    reader = Reader(
        DIALECT,
        binding=BindingExtension(None, {}),
        citing=CitationExtension(records=WORKS, append=False, ledger=Ledger()),
        resolve=resolve,
        known=lambda: FILES,
        heirs={"old": "new"},
    )
    return reader.read(source, ATTACHED)


def addresses(passage: Passage) -> list[str | None]:
    """The addresses of a passage as a browser reads them."""
    made = [parse(piece.html) for piece in passage.pieces]
    return [
        given[name]
        for one in made
        for _, given in one.elements
        for name in ("href", "src", "poster")
        if name in given
    ]


def faults(passage: Passage) -> list[str]:
    return [str(fault) for fault in passage.faults]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("[x](../a.md)", "../../a/"),
        ("[x](.././a.md)", "../../a/"),
        ("[x](../notes/../a.md)", "../../a/"),
        ("[x](<../notes/b c.md>)", "../../notes/b c/"),
        ("[x](../notes/b%20c.md)", "../../notes/b c/"),
        ('[x](../a.md "title")', "../../a/"),
        ("[x](../a.md#part)", "../../a/#part"),
        ("[x](../a.md?q=1&r=2#part)", "../../a/?q=1&r=2#part"),
        ("[x]\n\n[x]: ../a.md", "../../a/"),
        ("![x](../image.png)", "../../image.png/"),
        ('<a href="../a.md">x</a>', "../../a/"),
        ("<a href='../a.md#part'>x</a>", "../../a/#part"),
        ("<a href=../a.md>x</a>", "../../a/"),
        ('<a title="href=x.md" HREF="../a.md">x</a>', "../../a/"),
        ('<a href="../a.md?q=1&amp;r=2">x</a>', "../../a/?q=1&r=2"),
        ('<div>\n<img src="../image.png" alt="">\n</div>', "../../image.png/"),
        ('<video poster="../image.png"></video>', "../../image.png/"),
        ("| a |\n|---|\n| [x](../a.md) |", "../../a/"),
        ("> - [x](../a.md)", "../../a/"),
        ("[![x](data:image/png;base64,AA==)](../a.md)", "../../a/"),
        ("!!! note\n    [x](../a.md)", "../../a/"),
    ],
)
def test_a_link_to_a_file_has_its_address(source: str, address: str):
    """In Markdown and in the author's HTML, however it is written."""
    passage = read(source)

    assert address in addresses(passage)
    assert faults(passage) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://a.org/x.md",
        "http://a.org/none.png",
        "//a.org/x",
        "mailto:me@a.org",
        "tel:123",
        "data:image/png;base64,aGVsbG8=",
        "#part",
        "?q=1",
        "HTTPS://A.ORG/x.md",
    ],
)
def test_other_hosts_and_schemes_are_left_alone(address: str):
    """What is no path of the site stays as it is written."""
    for source in (f"[x]({address})", f'<a href="{address}">x</a>', f'<img src="{address}">'):
        passage = read(source)
        asks = "<img" in source and "//" in address

        assert addresses(passage) == [address]
        assert ["asks another host" in fault for fault in faults(passage)] == [True] * asks


@pytest.mark.parametrize("source", ["<me@a.org>", "<https://a.org/none.md>"])
def test_an_address_in_angle_brackets_is_left_alone(source: str):
    """Markdown's own mask of an e-mail address is no path."""
    passage = read(source)

    assert faults(passage) == []
    assert addresses(passage)[0] in ("mailto:me@a.org", "https://a.org/none.md")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (
            "[x](../aa.md)",
            'the link ../aa.md leads to no file of the site; did you mean "a.md"?',
        ),
        (
            "![x](imag.png)",
            'the link imag.png leads to no file of the site; did you mean "image.png"?',
        ),
        (
            '<img src="imag.png" alt="">',
            'the link imag.png leads to no file of the site; did you mean "image.png"?',
        ),
        (
            '<div><a href="../../image.png">x</a></div>',
            'the link ../../image.png leads to no file of the site; did you mean "image.png"?',
        ),
        (
            "[x](../papers/old.ipynb#a)",
            "the link ../papers/old.ipynb#a leads to no file of the site; "
            '"old" is "new" now: write ../papers/new.ipynb',
        ),
        ("[x](/a.md)", "the link /a.md begins at the root of a host; write it relative"),
        (
            "[x](attachment:b%20.png)",
            'the link attachment:b%20.png names no attachment of its cell; did you mean "b.png"?',
        ),
    ],
)
def test_a_dead_link_is_a_fault_and_stays_as_written(source: str, says: str):
    """It is named as the author wrote it, with the nearest that there is."""
    passage = read(source)

    assert faults(passage) == [says]
    assert says.split()[2] in addresses(passage)


def test_each_dead_link_is_a_fault():
    """Two of one cell are two."""
    assert len(read("[x](no1.md) and <a href='no2.md'>y</a>").faults) == 2


@pytest.mark.parametrize(
    "source",
    [
        "`[x](none.md)`",
        "```\n[x](none.md) <a href='none.md'>\n```",
        "    [x](none.md)",
        r"\[x](none.md)",
        '<p>see href="none.md" here</p>',
        '<span title="<a href=none.md>">x</span>',
        "<!-- [x](none.md) -->",
    ],
)
def test_what_is_no_link_is_no_fault(source: str):
    """Code, comments and what only looks like an attribute lead nowhere."""
    assert faults(read(source)) == []


def test_the_anchors_of_links_are_noted_for_the_site():
    """Each with its file (none for the page itself), as a browser looks for it, and as written."""
    passage = read(
        "[x](../a.md#part) [y](#here) <a href='../a.md#%EA%B2%B0%EA%B3%BC'>z</a> [w](../a.md)"
        " [v](https://a.org/#other)"
    )

    assert sorted(passage.anchors) == [
        ("", "here", "#here"),
        ("a.md", "part", "../a.md#part"),
        ("a.md", "결과", "../a.md#%EA%B2%B0%EA%B3%BC"),
    ]


def test_attachments_have_their_addresses():
    """A picture of the cell is shown, and only those that are shown are noted."""
    passage = read("![p](attachment:p%20q.png)")

    assert addresses(passage) == ["attachments/1.png"]
    assert passage.attachments == {"attachments/1.png": "p q.png"}


def test_attachments_in_html_have_their_addresses():
    """JupyterLab takes the scheme in an element of the author's too."""
    passage = read('<img src="attachment:b.png" alt="b">')

    assert addresses(passage) == ["attachments/2.png"]
    assert passage.attachments == {"attachments/2.png": "b.png"}


def test_attachments_are_those_of_their_cell():
    """The next cell has its own, or none."""
    reader = Reader(
        DIALECT,
        binding=BindingExtension(None, {}),
        citing=CitationExtension(append=False),
        resolve=resolve,
        known=lambda: FILES,
        heirs={"old": "new"},
    )
    reader.read("![p](attachment:b.png)", ATTACHED)
    after = reader.read("![p](attachment:b.png)")

    assert faults(after) == [
        "the link attachment:b.png names no attachment of its cell; the cell has no attachment"
    ]
    assert after.attachments == {}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_any_address_is_resolved_or_refused(address: str):
    """No address breaks the reading of its cell."""
    for source in (f"[x](<{address}>)", f'<a href="{address}">x</a>', f"[x]({address})"):
        for fault in read(source).faults:
            assert fault.what
