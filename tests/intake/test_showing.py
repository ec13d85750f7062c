"""Pictures that are shown bare become figures, where it is plain which picture is meant."""

import ast

import pytest

from claimbook.intake.showing import turn_shows

IMPORT = "import matplotlib.pyplot as plt"


def test_a_show_becomes_a_figure() -> None:
    """Each show is replaced where it stands, by a figure with an id of its own and blanks."""
    turned = turn_shows(
        (IMPORT, "plt.plot(x)\nplt.show()\nprint(1)", "fig, ax = plt.subplots(); plt.show();")
    )
    assert turned.ids == ("figure-1", "figure-2")
    assert turned.left == ()
    assert turned.sources[1].startswith('plt.plot(x)\nfigure(\n    plt.gcf(),\n    id="figure-1",')
    assert turned.sources[1].endswith(")\nprint(1)")
    assert turned.sources[2].startswith("fig, ax = plt.subplots()\nfigure(")
    for source in turned.sources:
        ast.parse(source)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("from matplotlib import pyplot as p", "p"),
        ("import matplotlib.pyplot", "matplotlib.pyplot"),
        ("from matplotlib import pyplot", "pyplot"),
    ],
)
def test_pyplot_by_any_name(statement: str, name: str) -> None:
    """Pyplot is known by the name that the notebook gives it, and nothing else is taken for it."""
    turned = turn_shows((f"{statement}\nplt = 1", f"'é'; {name}.show(block=False)", "plt.show()"))
    assert turned.ids == ("figure-1",)
    assert turned.sources[1].startswith("'é'\nfigure(")
    assert turned.sources[2] == "plt.show()"


@pytest.mark.parametrize(
    ("source", "line", "why"),
    [
        ("for x in y:\n    plt.show()", 2, "in a loop, a function or a condition"),
        ("a = plt.figure()\nb = plt.figure()\nplt.show()", 3, "2 pictures are shown at once"),
        ("figure = 1\nplt.show()", 2, "`figure` is a name"),
        ("x = 1\nplt.plot(x)", 2, "never shown by name"),
    ],
)
def test_what_is_left_to_a_person(source: str, line: int, why: str) -> None:
    """What cannot be turned safely stays as it is, and is told with its line."""
    turned = turn_shows((IMPORT, source))
    ((place, found, said),) = turned.left
    assert (place, found, turned.sources[1]) == (1, line, source)
    assert why in said
