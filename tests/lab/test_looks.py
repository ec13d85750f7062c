"""One method, one colour, and a second cue beside it."""

import pytest

from claimbook.lab import style
from claimbook.lab.looks import COMMON, MARKERS, STROKES, Look, declare, look


def test_place_gives_the_second_cue() -> None:
    """Methods that are declared together have dashes and markers of their own, by their places."""
    names = ["first", "second", "third", "fourth", "fifth"]
    declare(dict(zip(names, style.PALETTE, strict=False)))
    drawn = [look(name) for name in names]
    assert [one.colour for one in drawn] == list(style.PALETTE[:5])
    assert [one.stroke for one in drawn] == list(STROKES)
    assert [one.marker for one in drawn] == list(MARKERS)


def test_strokes_and_markers_differ() -> None:
    """No two places look alike, in a figure or in a chart."""
    assert len({one.line for one in STROKES}) == len({one.chart for one in STROKES}) == 5
    assert len(set(MARKERS)) == 5


def test_look_says_all() -> None:
    """A look that is given whole is taken as it is, whatever its place."""
    whole = Look(style.GREEN, style.SHORT, "v")
    declare({"other": style.BLUE, "given": whole, "next": style.AMBER})
    assert look("given") == whole
    assert look("next") == Look(style.AMBER, style.DOTTED, "D")


def test_later_declaration_holds() -> None:
    """A cell that is changed and run again in JupyterLab changes the look."""
    declare({"changing": style.BLUE})
    declare({"changing": style.SKY})
    assert look("changing").colour == style.SKY


@pytest.mark.parametrize("name", sorted(COMMON))
def test_what_every_notebook_has_is_fixed(name: str) -> None:
    """The paper, a baseline and a control look the same everywhere, in the neutral colour."""
    assert look(name).colour == style.NEUTRAL
    with pytest.raises(ValueError, match="the same in every notebook"):
        declare({name: style.BLUE})


@pytest.mark.parametrize("hue", ["#ff0000", "blue", Look("#000000", style.SOLID)])
def test_colour_outside_the_palette(hue: str | Look) -> None:
    """Only colours that stand out on both pages may be a method's."""
    with pytest.raises(ValueError, match='the colour of "loud" is none of the palette'):
        declare({"loud": hue})


@pytest.mark.parametrize(
    ("second", "what"), [(style.BLUE, "colour"), (Look(style.GREEN, style.SOLID), "stroke")]
)
def test_methods_that_would_look_alike(second: str | Look, what: str) -> None:
    """Of what is drawn together no two have one colour, and no two have one dash."""
    with pytest.raises(ValueError, match=f"of one, another two have one {what}"):
        declare({"one": style.BLUE, "another": second})
    with pytest.raises(ValueError, match='for the method "another"'):
        look("another")


def test_too_many_methods() -> None:
    """More methods than there are dashes cannot be told apart."""
    with pytest.raises(ValueError, match="6 methods are too many to tell apart"):
        declare({str(number): style.BLUE for number in range(6)})


def test_method_without_a_look() -> None:
    """A method that was not declared is refused, and the nearest name proposed."""
    declare({"unhurried": style.VERMILLION})
    with pytest.raises(ValueError, match=r'"unhuried"; use `style\.declare`, or write "unhurried"'):
        look("unhuried")
