from datetime import date

import pytest

from claimbook.intake.post import PostEntry, parse_posts

MARKDOWN = """---
title: Papers
date: 2024-02-29
---

A word before all.

## [Tiny Models: A Study](https://arxiv.org/abs/2401.00001v2)

*Jane Doe, Karl von Roe*

> We show that tiny models remember, and that nobody has to be surprised by any of it
> if they look.

Nice, see [Other](https://arxiv.org/abs/2401.00002).

Tags: llm, long context

## 작은 모델: 긴 기억

저자: 홍길동, 김가상

한국어 논평입니다.

#언어모델 #기억
"""
HTML = """<!DOCTYPE html><html><head><title>Blog</title><style>x</style></head><body>
<nav>Home</nav><article><h1>Papers of 29 February 2024</h1>
<h2><a href="https://arxiv.org/abs/2401.00001">Tiny Models: A Study</a></h2>
<p><em>Jane Doe, Karl von Roe</em></p><blockquote>We show that <b>tiny</b> models &amp; more.</blockquote>
<p>Nice, see <a href="https://arxiv.org/abs/2401.00002">Other</a>.<br>And more.</p><p>#llm</p>
<h2>News</h2><ul><li>one</li><li>two</li></ul></article><script>alert(1)</script></body></html>"""


def only(text: str, where: str) -> tuple[PostEntry, ...]:
    (post,) = parse_posts(text, where=where)
    assert post.day == date(2024, 2, 29)
    return post.entries


def test_markdown() -> None:
    """Headings are titles, links keep their addresses, broken lines are one paragraph."""
    (post,) = parse_posts(MARKDOWN, where="post.md")
    assert [line.text for line in post.unread] == ["A word before all."]
    tiny, small = only(MARKDOWN, "post.md")
    assert (tiny.title, tiny.arxiv) == ("Tiny Models: A Study", "2401.00001")
    assert tiny.authors == ("Jane Doe", "Karl von Roe")
    assert tiny.abstract == (
        "We show that tiny models remember, and that nobody has to be surprised by any of it "
        "if they look.",
    )
    assert tiny.commentary == ("Nice, see Other (https://arxiv.org/abs/2401.00002).",)
    assert (tiny.companions, tiny.tags) == (("2401.00002",), ("llm", "long-context"))
    assert (small.title, small.authors) == ("작은 모델: 긴 기억", ("홍길동", "김가상"))
    assert (small.abstract, small.tags) == (("한국어 논평입니다.",), ("언어모델", "기억"))


def test_html() -> None:
    """A page's text is read, what stands around it is not, and nothing of it can run."""
    tiny, news = only(HTML, "post.html")
    assert (tiny.title, tiny.arxiv) == ("Tiny Models: A Study", "2401.00001")
    assert tiny.authors == ("Jane Doe", "Karl von Roe")
    assert tiny.abstract == ("We show that tiny models & more.",)
    assert tiny.commentary == ("Nice, see Other (https://arxiv.org/abs/2401.00002).", "And more.")
    assert (news.title, news.commentary) == ("News", ("one", "two"))


def test_items_of_a_list() -> None:
    """An item that begins with a link is a title; what stands behind it is not lost, nor is code."""
    text = """# Papers of 29 February 2024

1. **[Tiny](https://arxiv.org/abs/2401.00001)** — Jane Doe, Karl Roe
   Good stuff.
2. [Small](https://arxiv.org/abs/2401.00002)

```python
# no heading
```
"""
    tiny, small = only(text, "x.md")
    assert (tiny.title, tiny.arxiv, tiny.authors) == (
        *("Tiny", "2401.00001"),
        ("Jane Doe", "Karl Roe"),
    )
    assert (small.title, small.commentary) == ("Small", ("```python", "# no heading", "```"))


@pytest.mark.parametrize("where", ["2024-02-29-papers.txt", "20240229.txt"])
def test_name_of_the_file_tells_the_day(where: str) -> None:
    """A file without a day has the one of its name."""
    (entry,) = only("Tiny Models\n(Jane Doe)\nWe do.", where)
    assert entry.title == "Tiny Models"


def test_several_days() -> None:
    """Each day begins a post; what stands before the first is shown with its line."""
    text = "hello\n2024-02-28\nOne\n#a\nThursday, Feb 29 2024\nTwo\n#b\n#stray"
    first, second = parse_posts(text, where="post.txt")
    assert [post.day.day for post in (first, second)] == [28, 29]
    assert [(line.number, line.text) for line in first.unread] == [(1, "hello")]
    assert [(line.number, line.text) for line in second.unread] == [(8, "#stray")]
    assert [entry.title for entry in (*first.entries, *second.entries)] == ["One", "Two"]


@pytest.mark.parametrize(
    "people",
    [
        "(O'Neill, Conor; Smith, John)",
        "Conor O'Neill, John Smith",
        "Authors: Conor O'Neill and John Smith",
        "**Authors:** Conor O'Neill, John Smith",
    ],
)
def test_authors_however_they_stand(people: str) -> None:
    """Two people are two, in parentheses or behind a label or bare."""
    (entry,) = only(f"2024-02-29\nTiny Models\n{people}\nWe do.\n#a", "post.txt")
    assert len(entry.authors) == 2
    assert entry.abstract == ("We do.",)


def test_entry_without_abstract_and_with_a_doi() -> None:
    """A DOI on a line of its own is the paper's; a label tells an abstract from the commentary."""
    head = "29.02.2024\nTiny: Things\n(王小明, 李雷)\nhttps://doi.org/10.5555/x"
    text = f"{head}\nAbstract\nA.\nB.\nComment: C."
    (entry,) = only(text, "post.txt")
    assert (entry.title, entry.doi, entry.authors) == (
        "Tiny: Things",
        "10.5555/x",
        ("王小明", "李雷"),
    )
    assert (entry.abstract, entry.commentary) == (("A.", "B."), ("C.",))
