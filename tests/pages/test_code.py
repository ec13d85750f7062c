"""Source code in pieces of one colour each."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.token import Comment, Keyword, Name, String, Text

from claimbook.notebook.source import Cell
from claimbook.pages.blocks import Code
from claimbook.pages.code import (
    COLOURS,
    MOST_LINES,
    PLAIN,
    merge_lists,
    merge_tokens,
    read_code,
    write_code,
)
from claimbook.pages.drawing import draw_block


def read(source: str, *tags: str) -> Code:
    return read_code(Cell("a", "code", source, tags, 3))


SOURCES = st.lists(
    st.sampled_from(
        [
            *("def f(x):", "    return x", "class A:", "@a.b", "# a < b", '"a"', "'''b", "'''"),
            *(
                "\n",
                " ",
                "\t",
                "\r\n",
                "[1, 'a', 'b']",
                "<b>",
                "&amp;",
                "print",
                "not in",
                "é",
                "\\",
            ),
        ]
    )
    | st.text(max_size=4),
    max_size=12,
).map("".join)


@given(SOURCES)
def test_no_character_is_lost(source: str):
    """Pieces put together are the source to the letter, whether it is Python or not."""
    block = read(source)

    assert "".join(text for _, text in block.tokens) == source.replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    assert {element for element, _ in block.tokens} <= {"", "b", "i", "s", "em"}
    assert all(text for _, text in block.tokens)


@given(SOURCES)
def test_colours_have_a_file_of_their_own(source: str):
    """Of each cell the pieces, each with the element of its colour."""
    block = read(source)
    first, second = json.loads(write_code([block, read("x")])[COLOURS])

    assert [tuple(piece) for piece in first] == list(block.tokens)
    assert second == [["", "x"]]


def test_the_code_of_all_cells_is_one_text():
    """Cells are told apart as in a script that is read as cells."""
    text = write_code([read("a = 1\n"), read("b = 'é'\nc = 2")])[PLAIN]

    assert text == "# %%\na = 1\n\n# %%\nb = 'é'\nc = 2\n"


@pytest.mark.parametrize(("lines", "stands"), [(MOST_LINES, True), (MOST_LINES + 1, False)])
def test_long_code_is_no_part_of_the_page(lines: int, stands: bool):
    """In its place, and as high as it is, a link leads to the code as text."""
    source = "\n".join(f"x{number} = 1" for number in range(lines))
    html = draw_block(read_code(Cell("a", "code", source, (), 3), "../beside/"))

    assert ("x0 = 1" in html) is stands
    assert ('<a href="../beside/code.txt">' in html) is not stands
    assert (f'style="min-height:{lines}lh"' in html) is not stands


@given(SOURCES)
def test_neighbours_differ(source: str):
    """Two pieces of one colour never stand beside each other."""
    elements = [element for element, _ in read(source).tokens]

    assert all(one != two for one, two in pairwise(elements))


def test_colours_tell_kinds_apart():
    """Keywords, strings, comments and names that are defined or built in."""
    source = '@cached\ndef fit(x):\n    """Fit."""\n    return not len(x)  # why\n'

    assert read(source).tokens == (
        ("em", "@cached\n"),
        ("b", "def "),
        ("em", "fit"),
        ("", "(x):\n    "),
        ("s", '"""Fit."""\n    '),
        ("b", "return not "),
        ("em", "len"),
        ("", "(x)  "),
        ("s", "# why\n"),
    )


def test_white_space_joins_what_stands_before_it():
    """It has no colour of its own."""
    tokens = [(Keyword, "def"), (Text, " "), (Keyword, "class"), (Text, "\n"), (Name, "x")]

    assert list(merge_tokens(tokens)) == [("b", "def class\n"), ("", "x")]


def test_a_kind_has_the_colour_of_what_it_is_a_kind_of():
    """A token's own colour, or its nearest ancestor's."""
    tokens = [(String.Double, "a"), (String.Doc, "b"), (Comment.Single, "c"), (Name.Other, "d")]

    assert list(merge_tokens(tokens)) == [("i", "a"), ("s", "bc"), ("", "d")]


@pytest.mark.parametrize(
    ("pieces", "merged"),
    [
        ([], []),
        ([("i", "a"), ("", ", "), ("i", "b"), ("", ", "), ("i", "c")], [("i", "a, b, c")]),
        ([("i", "a"), ("", ": "), ("i", "b")], [("i", "a: b")]),
        ([("i", "a"), ("", ", "), ("b", "b")], [("i", "a"), ("", ", "), ("b", "b")]),
        ([("i", "a"), ("", ",")], [("i", "a"), ("", ",")]),
        ([("i", "a"), ("", " + "), ("i", "b")], [("i", "a"), ("", " + "), ("i", "b")]),
        ([("", ", "), ("i", "a"), ("", ", ")], [("", ", "), ("i", "a"), ("", ", ")]),
        (
            [("i", "a"), ("", ", "), ("i", "b"), ("", "]\n"), ("b", "if ")],
            [("i", "a, b"), ("", "]\n"), ("b", "if ")],
        ),
    ],
)
def test_what_stands_between_two_of_a_list_is_marked_as_they_are(
    pieces: list[tuple[str, str]], merged: list[tuple[str, str]]
):
    """A list of strings is one piece; an operator between two is not."""
    assert list(merge_lists(pieces)) == merged


@pytest.mark.parametrize(
    ("tags", "is_"),
    [
        ((), (False, False)),
        (("parameters",), (True, False)),
        (("skip-execution", "other"), (False, True)),
    ],
)
def test_tags_say_how_a_cell_is_shown(tags: tuple[str, ...], is_: tuple[bool, bool]):
    """Parameters are named so, and a skipped cell says so."""
    block = read("x = 1", *tags)

    assert (block.parameters, block.skipped) == is_


@pytest.mark.parametrize(("source", "lines"), [("", 1), ("a", 1), ("a\nb", 2), ("a\n\nb", 3)])
def test_lines_are_counted_as_a_reader_would(source: str, lines: int):
    """By what is seen of them."""
    assert read(source).lines == lines
