r"""Text as a terminal would leave it: colours, carriage returns and backspaces applied.

As in JupyterLab `\r` returns to the line's start, `\b` steps back, and what follows overwrites.
Escape sequences are no characters here, so that overwriting cuts none in two. rich reads the
colours (nbconvert's `ansi2html` writes HTML with inline styles, and knows no italics); whatever else
a terminal would obey (titles, links, moves of the cursor) is dropped, and the text of a link stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from rich.ansi import AnsiDecoder
from rich.color import Color, ColorSystem, ColorType
from rich.style import Style

MOST_LINES = 2_000  # what a page shows of one text
MOST_CHARACTERS = 200_000
MOST_READ = 1_000_000  # characters, of which some may overwrite others
COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")

# What a terminal takes for orders: titles and links; device strings; control sequences; the rest.
_ORDERS = re.compile(
    r"""
    (?:\x1b\]|\x9d) [^\x07\x1b\n]* (?:\x07|\x1b\\)?
  | \x1b [PX^_] [^\x1b\n]* (?:\x1b\\)?
  | (?:\x1b\[|\x9b) [0-?]* [ -/]* [@-~]
  | \x1b [ -/]* [0-~]?
  | [\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]
    """,
    re.VERBOSE,
)
_KEPT = re.compile(r"\x1b\[(?:[0-9;]{0,99}m|[0-2]?K)")  # colours, and the erasing of a line
_MOVES = re.compile(r"(\r|\x08|\x1b\[[0-2]?K)")


@dataclass(frozen=True)
class Span:
    """Text in one style; the classes are those of `site/theme/assets/claimbook.css`."""

    text: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Screen:
    """What is shown of a text, how many lines that is, and how many more there were."""

    spans: tuple[Span, ...]
    lines: int
    left_out: int = 0


def read_terminal(text: str) -> Screen:
    r"""Return the last state of what was printed, cut where it grows too long for a page.

    >>> read_terminal("10 %\r\x1b[32m99\x1b[0m").spans
    (Span(text='99', classes=('cb-ansi-green',)), Span(text=' %', classes=()))
    """
    unread = text.count("\n", MOST_READ) + (len(text) > MOST_READ)
    lines = _ORDERS.sub(_keep, text[:MOST_READ].replace("\r\n", "\n")).split("\n")
    while lines and not lines[-1]:
        lines.pop()
    decoder, room = AnsiDecoder(), MOST_CHARACTERS
    spans: list[Span] = []
    shown = 0
    while shown < min(len(lines), MOST_LINES) and room > 0:
        made = _read_line(lines[shown], decoder)
        spans += [*_cut(made, room), Span("\n")]
        room -= sum(len(span.text) for span in made) + 1
        shown += 1
    cut_short = room < -1  # the last line, whose end would have been no more than a line feed
    merged = _merge_spans(spans[:-1])
    return Screen(merged, shown if merged else 0, len(lines) - shown + cut_short + unread)


def _keep(match: re.Match[str]) -> str:
    return match[0] if _KEPT.fullmatch(match[0]) else ""


def _cut(spans: list[Span], room: int) -> Iterator[Span]:
    for span in spans:
        if room > 0:
            yield Span(span.text[:room], span.classes)
        room -= len(span.text)


def _merge_spans(spans: list[Span]) -> tuple[Span, ...]:
    return tuple(
        Span("".join(span.text for span in group), classes)
        for classes, group in groupby(spans, key=lambda span: span.classes)
    )


def _read_line(line: str, decoder: AnsiDecoder) -> list[Span]:
    """Return one line's last state; the decoder carries the style from line to line."""
    characters: list[str] = []
    styles: list[Style] = []
    at = 0
    for piece in _MOVES.split(line):
        if piece == "\r":
            at = 0
        elif piece == "\b":
            at = max(at - 1, 0)
        elif _MOVES.fullmatch(piece):
            _erase(characters, styles, piece, at)
        else:
            for text, style in _split_styles(piece, decoder):
                end = at + len(text)
                characters[at:end], styles[at:end] = text, [style] * len(text)
                at = end
    cells = zip(characters, map(_choose_classes, styles), strict=True)
    return [
        Span("".join(character for character, _ in group), classes)
        for classes, group in groupby(cells, key=lambda cell: cell[1])
    ]


def _erase(characters: list[str], styles: list[Style], order: str, at: int) -> None:
    """Erase a line from the cursor on (0), up to the cursor (1), or all of it (2)."""
    if "1" not in order:
        del characters[at:], styles[at:]
    if "1" in order or "2" in order:
        characters[:at], styles[:at] = " " * at, [Style.null()] * at


def _split_styles(piece: str, decoder: AnsiDecoder) -> Iterator[tuple[str, Style]]:
    """Yield the pieces of one style each."""
    plain = Style.null()
    if "\x1b" not in piece and not decoder.style:
        yield piece, plain
        return
    text = decoder.decode_line(piece)
    end = 0
    for span in text.spans:
        yield text.plain[end : span.start], plain
        style = span.style if isinstance(span.style, Style) else Style.parse(span.style)
        yield text.plain[span.start : span.end], style
        end = span.end
    yield text.plain[end:], plain


@lru_cache(maxsize=1024)
def _choose_classes(style: Style) -> tuple[str, ...]:
    front, back = _name_colour(style.color), _name_colour(style.bgcolor)
    named = [f"cb-ansi-{name}" for name in ("bold", "italic", "underline", "strike")]
    set_on = (style.bold, style.italic, style.underline or style.underline2, style.strike)
    classes = [name for name, on in zip(named, set_on, strict=True) if on]
    if style.reverse:
        front, back = back, front
        classes += [] if front or back else ["cb-ansi-inverse"]
    classes += [f"cb-ansi-{front}"] if front else []
    classes += [f"cb-ansi-on-{back}"] if back else []
    return tuple(classes)


def _name_colour(colour: Color | None) -> str:
    """Name the nearest of a terminal's sixteen colours; nothing for its own."""
    if colour is None or colour.type is ColorType.DEFAULT:
        return ""
    number = colour.downgrade(ColorSystem.STANDARD).number or 0
    return f"{'bright-' if number > 7 else ''}{COLOURS[number % 8]}"
