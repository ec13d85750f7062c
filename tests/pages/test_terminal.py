import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.pages.terminal import (
    COLOURS,
    MOST_CHARACTERS,
    MOST_LINES,
    Screen,
    Span,
    read_terminal,
)

CSS = Path(__file__).parents[2] / "src/claimbook/site/theme/assets/claimbook.css"
PAGE = {"default": "#ffffff", "slate": "#1e2129"}  # Material's grounds


def shown(text: str) -> str:
    return "".join(span.text for span in read_terminal(text).spans)


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("\r 10 %\r 20 %\r100 %", "100 %"),
        ("abc\rX", "Xbc"),  # JupyterLab overwrites; nbclient would empty the line
        ("first\nabc\rX\nlast", "first\nXbc\nlast"),
        ("one\r\ntwo\r\n", "one\ntwo"),
        ("100 %\r", "100 %"),
        ("abd\bc", "abc"),
        ("\b\ba", "a"),
        ("a\nb\b\bc", "a\nc"),  # a backspace stays in its line
        ("loading 45 %\r\x1b[2Kdone", "done"),
        ("loading 45 %\r\x1b[Kdone", "done"),
        ("a\x07b\x00c\tend", "abc\tend"),
    ],
)
def test_controls_leave_what_a_terminal_would_show(printed: str, left: str):
    """Carriage returns, backspaces and erasures are applied, within one line each."""
    assert shown(printed) == left


def test_overwriting_keeps_the_colours_of_what_stays():
    """Escape sequences are no characters: overwriting cuts none in two."""
    assert read_terminal("\x1b[31mabc\x1b[0m\r\x1b[32mX").spans == (
        Span("X", ("cb-ansi-green",)),
        Span("bc", ("cb-ansi-red",)),
    )


@pytest.mark.parametrize(
    ("code", "classes"),
    [
        ("31", ("cb-ansi-red",)),
        ("97", ("cb-ansi-bright-white",)),
        ("44", ("cb-ansi-on-blue",)),
        ("1;3;4;9", ("cb-ansi-bold", "cb-ansi-italic", "cb-ansi-underline", "cb-ansi-strike")),
        ("38;5;9", ("cb-ansi-bright-red",)),
        ("38;5;22", ("cb-ansi-green",)),
        ("38;2;0;0;120;48;2;250;250;250", ("cb-ansi-blue", "cb-ansi-on-bright-white")),
        ("7", ("cb-ansi-inverse",)),
        ("7;31", ("cb-ansi-on-red",)),
        ("7;31;42", ("cb-ansi-green", "cb-ansi-on-red")),
        ("31;39", ()),
        ("1;22", ()),
        ("31;0", ()),
        ("99", ()),
    ],
)
def test_styles_are_classes(code: str, classes: tuple[str, ...]):
    """Colours are the nearest of sixteen, and an unknown code is nothing."""
    assert read_terminal(f"\x1b[{code}mx").spans == (Span("x", classes),)


def test_a_style_lasts_until_it_is_reset():
    """A colour goes on over line feeds."""
    assert read_terminal("\x1b[31ma\nb\x1b[mc").spans == (
        Span("a", ("cb-ansi-red",)),
        Span("\n"),
        Span("b", ("cb-ansi-red",)),
        Span("c"),
    )


@pytest.mark.parametrize(
    "printed",
    [
        "\x1b]8;;https://example.org/\x07text\x1b]8;;\x07",
        "\x1b]8;id=1;https://example.org/\x1b\\text\x1b]8;;\x1b\\",
        "\x1b]0;a title\x07text",
        "\x1b]52;c;c3RvbGVu\x1b\\text",  # writes into the clipboard
        "\x1bPq#0;2;0;0;0\x1b\\text",
        "\x1b[2J\x1b[1;1Htext\x1b[?25l",
        "\x9b2Jtext",
        "\x1b(Btext\x1b",
        "\x1b[" + "9" * 5000 + "mtext",  # more digits than Python reads as a number
    ],
)
def test_orders_to_a_terminal_are_dropped(printed: str):
    """Titles, links, the clipboard and moves leave nothing but the text."""
    assert read_terminal(printed).spans == (Span("text"),)


def test_a_link_that_is_never_closed_costs_one_line():
    """What follows a broken sequence is still shown."""
    assert shown("\x1b]0;never closed\ntext") == "\ntext"


def test_many_lines_are_cut_and_counted():
    """A page shows so many lines and says how many more there were."""
    screen = read_terminal("\n".join(str(number) for number in range(20_000)))
    assert (screen.lines, screen.left_out) == (MOST_LINES, 20_000 - MOST_LINES)
    assert "".join(span.text for span in screen.spans).endswith(f"\n{MOST_LINES - 1}")


@pytest.mark.parametrize(
    ("text", "lines", "left_out", "size"),
    [
        ("x" * MOST_CHARACTERS, 1, 0, MOST_CHARACTERS),
        ("x" * (MOST_CHARACTERS + 1), 1, 1, MOST_CHARACTERS),
        ("x" * 2 * MOST_CHARACTERS + "\nlast", 1, 2, MOST_CHARACTERS),
    ],
)
def test_long_lines_are_cut_too(text: str, lines: int, left_out: int, size: int):
    """One line without end does not fill a page."""
    screen = read_terminal(text)
    assert (screen.lines, screen.left_out) == (lines, left_out)
    assert sum(len(span.text) for span in screen.spans) == size


def test_nothing_printed_is_nothing():
    """Empty lines at the end are no lines, and controls alone no text."""
    assert read_terminal("") == read_terminal("\n\n") == read_terminal("\r") == Screen((), 0)


@given(st.text(st.sampled_from("ab\n\r\b\x1b[]0;15mK\x07\\P") | st.characters(), max_size=60))
def test_any_text_can_be_shown(text: str):
    """Whatever is printed, only text is left, in classes that the stylesheet knows."""
    screen = read_terminal(text)
    left = "".join(span.text for span in screen.spans)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", left)
    assert screen.lines == (left.count("\n") + 1 if screen.spans else 0)
    named = {name for span in screen.spans for name in span.classes}
    assert named <= set(re.findall(r"\.(cb-ansi-[\w-]+)", CSS.read_text("utf-8")))


@given(st.text(st.characters(exclude_categories=["C"]), max_size=40).filter(bool))
def test_plain_text_stays_as_it_is(text: str):
    """Text without controls is not touched."""
    assert read_terminal(text).spans == (Span(text),)


def luminance(colour: str) -> float:
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return sum(part * value for part, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_each_colour_can_be_read_on_each_ground(scheme: str):
    """Sixteen colours on eight grounds, the page and a panel: 4.5 to 1, on either palette."""
    blocks = re.findall(
        rf'\[data-md-color-scheme="{scheme}"\] {{(.*?)}}', CSS.read_text(), re.DOTALL
    )
    held = dict(re.findall(r"--(cb-[\w-]+): (#[0-9a-f]{6});", "".join(blocks)))
    fronts = [held["cb-quiet"]]
    fronts += [held[f"cb-ansi-{mood}{name}"] for mood in ("", "bright-") for name in COLOURS]
    grounds = [PAGE[scheme], held["cb-panel"], *(held[f"cb-ansi-on-{name}"] for name in COLOURS)]
    assert min(contrast(front, ground) for front, ground in product(fronts, grounds)) >= 4.5
