"""Numbers that count a post's entries, and those that are a list within one."""

import pytest

from claimbook.intake.lines import ITEM, Line
from claimbook.intake.numbering import mark_entries
from claimbook.intake.post import parse_posts

ONE, TWO = "https://arxiv.org/abs/2402.00001", "https://arxiv.org/abs/2402.00002"


def titles(body: str, where: str = "post.txt") -> list[str]:
    (post,) = parse_posts(f"2024-02-29\n{body}", where=where)
    return [entry.title for entry in post.entries]


@pytest.mark.parametrize(
    "body",
    [
        f"1. Tiny Models\n{ONE}\nWe show.\n2. Big Models\nWe show more.",
        "1) Tiny Models\n우리는 보인다.\n2) Big Models\n요약이다.",
        "(1) Tiny Models\nText\n(2) Big Models\nText",
        "[1] Tiny Models\nText\n[2] Big Models\nText",
        "① Tiny Models\n요약이다.\n② Big Models\n요약이다.",
        "1\ufe0f\u20e3 Tiny Models\nText\n2\ufe0f\u20e3 Big Models\nText",
        "1.\nTiny Models\nText\n2.\nBig Models\nText",
        f"1. Tiny Models {ONE}\n2. Big Models ({TWO}) Jane Doe, Karl Roe",
        "1. Tiny Models\n(Jane Doe)\nText\n1. Big Models\n(Karl Roe)\nText",
        "5. Tiny Models\nText\n6. Big Models\nText",
        f"1. Tiny Models\n{ONE}\n3. Big Models\n{TWO}",
        "오늘의 논문입니다.\n1. Tiny Models\nText\n2. Big Models\nText",
        "1. Tiny Models\nWe show\n1. small\n2. quick\n2. Big Models\n1. a\n2. b\n3. c",
    ],
)
def test_numbers_that_count_entries(body: str) -> None:
    """Each style, bare numbers, gaps, a count that goes on and lists within: two entries, no numbers."""
    assert titles(body) == ["Tiny Models", "Big Models"]


@pytest.mark.parametrize(
    "body",
    [
        "Tiny Models\n(Jane Doe)\nWe show:\n1. It is small\n2. It is quick\n#llm",
        "Tiny Models\n1. It is small\n2. It is quick",
        f"Tiny Models\n(Jane Doe)\nText\n1. Foo {ONE}\n2. Bar {TWO}\n#llm",
        f"Tiny Models\n{ONE}\n① It is small\n② It is quick",
        "Tiny Models\nAbstract: short\n1) a\n2) b",
    ],
)
def test_numbers_of_a_list_within_an_entry(body: str) -> None:
    """A list below a title is that entry's, and its numbers stay."""
    (post,) = parse_posts(f"2024-02-29\n{body}", where="post.txt")
    (entry,) = post.entries
    said = " ".join((*entry.abstract, *entry.commentary))
    assert entry.title == "Tiny Models"
    assert any(mark in said for mark in ("1. ", "1) ", "① "))


def test_numbers_in_markdown() -> None:
    """Items with a link, bold and bare are entries alike; a list below a heading is its own."""
    body = f"1. [Tiny]({ONE})\n   We show.\n2. Big Models Forget\n3. **Mid** models"
    assert titles(body, "x.md") == ["Tiny", "Big Models Forget", "Mid models"]
    assert titles(f"## Tiny\n\nText.\n\n1. [A]({ONE})\n2. [B]({TWO})", "x.md") == ["Tiny"]
    assert titles(f"## Vision\n\n1. [A]({ONE})\n\n## Speech\n\n2. [B]({TWO})", "x.md") == ["A", "B"]


def test_lists_in_html() -> None:
    """Items of a list are entries if the post is one, numbered or not, and stay within a section."""
    page = "<html><body><h1>2024-02-29</h1>{}</body></html>"
    items = f"<li><a href='{ONE}'>Tiny</a><p>We show.</p></li><li><a href='{TWO}'>Big</a> Text</li>"
    for kind in ("ol", "ul", "ol start='7'"):
        (post,) = parse_posts(page.format(f"<{kind}>{items}</{kind[:2]}>"), where="x.html")
        found = [(one.title, one.arxiv, one.commentary) for one in post.entries]
        assert found == [("Tiny", "2402.00001", ("We show.",)), ("Big", "2402.00002", ("Text",))]
    within = "<h2>Tiny</h2><p>We show</p><ol><li>small</li><li>quick</li></ol>"
    (entry,) = parse_posts(page.format(within), where="x.html")[0].entries
    assert entry.commentary == ("We show", "1. small", "2. quick")


def test_links_below_an_entry_are_its_own() -> None:
    """A list of links below authors and abstract makes nothing of what stands above it unread."""
    body = "Tiny\n\n(Jane Doe)\n\nText.\n\n- [code](https://example.org)\n"
    (post,) = parse_posts(f"# 2024-02-29\n\n{body}", where="x.md")
    assert ([one.title for one in post.entries], post.unread) == (["Tiny"], ())


def test_a_version_is_no_number() -> None:
    """A title that begins with a decimal number keeps it."""
    assert mark_entries([Line(2, "3.5 Models"), Line(3, "Text")])[0] == Line(2, "3.5 Models")
    assert mark_entries([Line(2, "1. A"), Line(3, ONE)])[0] == Line(2, "A", ITEM)
