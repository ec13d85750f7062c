"""What the syntax tree of a cell tells without running it."""

import ast

import pytest

from claimbook.notebook.code import (
    find_assigned,
    find_drawn,
    find_parameters,
    find_recorded,
    parse,
)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("seeds = 4", {"seeds": 4}),
        ("seeds: int = 4", {"seeds": 4}),
        ("rates: list[float] = [0.1, 0.2]", {"rates": [0.1, 0.2]}),
        ("low = high = 1", {"low": 1, "high": 1}),
        ("seeds: int", {}),
        ("a, b = 1, 2", {}),
        ("table['x'] = 1", {}),
        ("width = 2 * seeds", {"width": "2 * seeds"}),
        ("odd = {[]: 1}", {"odd": "{[]: 1}"}),
        ("def f():\n    x = 1", {}),
        ("seeds = 4\nseeds = 5", {"seeds": 5}),
    ],
)
def test_parameters_are_names_that_are_given_a_value(source: str, found: dict[str, object]) -> None:
    """A typed assignment counts like an untyped one; a type without a value does not."""
    assert find_parameters(source) == found


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = 1", ("x",)),
        ("x: int = 1", ("x",)),
        ("x: int", ()),
        ("x = y[0] = 1", ()),
        ("x.y: int = 1", ()),
        ("x += 1", ()),
        ("f()", ()),
    ],
)
def test_statement_that_does_more_is_no_assignment(source: str, names: tuple[str, ...]) -> None:
    """A statement that also changes something else is left to the code's own digest."""
    assert find_assigned(ast.parse(source).body[0]) == names


def test_quantities_and_figures_are_found_by_literal_names() -> None:
    """Calls are found wherever they stand; names that are computed are not."""
    source = """
import claimbook.lab as lab
if True:
    lab.record("gap", [1])
record(name, [1])
record()
chart(spec, id="second" "-one"); figure(fig, id="third")
for id_ in ids:
    figure(fig, id=id_)
"""
    assert find_recorded(source) == {"gap"}
    assert find_drawn(source) == ("second-one", "third")


@pytest.mark.parametrize("source", ["x = (", "\0", "\ud800", "(" * 500, "-" * 200_000 + "1"])
def test_what_is_not_python_is_one_kind_of_error(source: str) -> None:
    """Whatever a cell holds, it is Python or a `SyntaxError`."""
    with pytest.raises(SyntaxError):
        parse(source)
