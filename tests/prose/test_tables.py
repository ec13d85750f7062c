"""Tables whose headings all say something."""

from markdown import Markdown


def shown(text: str) -> str:
    return Markdown(extensions=["tables", "claimbook.prose.tables"]).convert(text)


def test_an_empty_corner_is_no_heading():
    """The corner of a table is a cell; headings that say something stay what they are."""
    html = shown("|   | paper | `x` |\n|---|---|---|\n| a | b | c |")

    assert html.count("<th>") == 2
    assert "<td></td>\n<th>paper</th>\n<th><code>x</code></th>" in html


def test_a_heading_of_markup_alone_is_kept():
    """A picture says something, though it is no text."""
    html = shown("| ![a](a.png) | b |\n|---|---|\n| a | b |")

    assert html.count("<th>") == 2
