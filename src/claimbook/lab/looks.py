"""What a method looks like: one colour, and a dash and a marker beside it, in every figure.

A notebook declares its own methods; the lab has those that belong to every notebook. The
colours follow Okabe and Ito's palette, darkened where needed so that each has a contrast of
about three to one on white and on a dark page, and differ under the common kinds of colour
blindness. Text and axes are `NEUTRAL`, which a page replaces by its own text colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

NEUTRAL = "#6e6e6e"
BLUE, VERMILLION, GREEN, PURPLE, AMBER, SKY = PALETTE = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#b8578f",
    "#b07d00",
    "#3a93cf",
)


@dataclass(frozen=True)
class Stroke:
    """A dash: `line` as matplotlib takes it, in widths of the line; `chart` in pixels, for Vega."""

    line: Any
    chart: tuple[int, ...]


SOLID = Stroke("-", (1, 0))
DASHED = Stroke((0, (5, 1.2)), (8, 3))
DOTTED = Stroke((0, (1.5, 1)), (2, 2))
DASHDOT = Stroke((0, (5, 1, 1, 1)), (8, 2, 2, 2))
SHORT = Stroke((0, (3, 1)), (5, 2))
STROKES = (SOLID, DASHED, DOTTED, DASHDOT, SHORT)
MARKERS = ("o", "s", "D", "^", "v")


@dataclass(frozen=True)
class Look:
    """How a method is drawn: in a colour, and with a second cue beside it."""

    colour: str
    stroke: Stroke
    marker: str = "o"


# What belongs to every notebook.
COMMON: Mapping[str, Look] = {
    "paper": Look(NEUTRAL, Stroke((0, (1, 1)), (1, 1))),
    "baseline": Look(NEUTRAL, Stroke((0, (4, 2)), (6, 3))),
    "control": Look(NEUTRAL, DASHDOT),
}
_declared: dict[str, Look] = dict(COMMON)


def declare(methods: Mapping[str, str | Look]) -> None:
    """Fix how methods look that are drawn together: once in a notebook, near its imports.

    A method is given its colour. Its place gives the rest: the first is drawn solid with round
    dots, the second dashed with squares, and so on; a `Look` says all three.

    >>> declare({"adam": BLUE, "sgd": VERMILLION})
    >>> look("sgd").marker
    's'

    Raises `ValueError` if two of them have one colour or one stroke, there are more than there
    are strokes, a colour is none of the palette, or a name belongs to every notebook.
    """
    if len(methods) > len(STROKES):
        raise ValueError(
            f"{len(methods)} methods are too many to tell apart; declare fewer together"
        )
    cues = zip(methods.items(), STROKES, MARKERS, strict=False)
    looks = {
        name: given if isinstance(given, Look) else Look(given, stroke, marker)
        for (name, given), stroke, marker in cues
    }
    for name, drawn in looks.items():
        if name in COMMON:
            raise ValueError(f'the look of "{name}" is the same in every notebook')
        if drawn.colour not in (*PALETTE, NEUTRAL):
            raise ValueError(f'the colour of "{name}" is none of the palette: {drawn.colour!r}')
    for what in ("colour", "stroke"):
        if len({getattr(drawn, what) for drawn in looks.values()}) < len(looks):
            raise ValueError(f"of {', '.join(looks)} two have one {what}")
    _declared.update(looks)


def look(method: str) -> Look:
    """Return how a method is drawn; one that was not declared raises `ValueError`."""
    if method not in _declared:
        near = get_close_matches(method, _declared, n=1)
        hint = f', or write "{near[0]}"' if near else ""
        raise ValueError(
            f'no look is declared for the method "{method}"; use `style.declare`{hint}'
        )
    return _declared[method]
