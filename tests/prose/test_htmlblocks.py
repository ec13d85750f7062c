"""Markdown inside blocks of HTML, where blank lines set it apart."""

import pytest
from markdown import Markdown

SUMMARY = "<summary>More</summary>"


def shown(text: str) -> str:
    extensions = ["md_in_html", "pymdownx.superfences", "claimbook.prose.htmlblocks"]
    return Markdown(extensions=extensions).convert(text)


@pytest.mark.parametrize(
    "opening",
    [
        f"<details>{SUMMARY}",
        f"<details>\n{SUMMARY}",
        f'<details class="a" open>\n  {SUMMARY}',
        f"<DETAILS>{SUMMARY}",
        "<div>",
        '<div class="a > b">',
        "<section>",
        "  <blockquote>",
    ],
)
def test_markdown_that_is_set_apart_is_read(opening: str):
    """Behind the blank line that ends the block's opening, prose is prose again."""
    name = opening.strip(" <").partition(">")[0].split()[0]
    html = shown(f"{opening}\n\n**bold** and `code`\n\n- item\n\n</{name}>\n\n*after*")

    assert "<strong>bold</strong> and <code>code</code>" in html
    assert "<li>item</li>" in html
    assert "<em>after</em>" in html
    assert "markdown=" not in html


def test_what_is_not_set_apart_stays_html():
    """A block without a blank line is the author's own to the letter."""
    block = "<div>\n**no**\n</div>"

    assert shown(block) == block


def test_an_author_can_say_so_himself():
    """`markdown="1"` and `markdown="0"` are what Python-Markdown takes them for."""
    assert "<strong>a</strong>" in shown('<div markdown="1">\n\n**a**\n\n</div>')
    assert "**a**" in shown('<div markdown="0">\n\n**a**\n\n</div>')


def test_code_is_out_of_reach():
    """In a fence the opening tag is an example."""
    html = shown("```html\n<div>\n\n**a**\n\n</div>\n```")

    assert "markdown" not in html
    assert "**a**" in html.replace("<span></span>", "")


def test_what_is_not_closed_is_left_alone():
    """The text behind an open block is not taken into it."""
    assert "**a**" in shown("<div>\n\n**a**")


def test_blocks_within_blocks_are_read():
    """Each level that is set apart is."""
    html = shown(f"<div>\n\n<details>{SUMMARY}\n\n**a**\n\n</details>\n\n**b**\n\n</div>")

    assert "<strong>a</strong>" in html
    assert "<strong>b</strong>" in html
    assert html.index("<details>") < html.index("a</strong>") < html.index("</details>")
    assert html.index("</details>") < html.index("b</strong>") < html.index("</div>")
