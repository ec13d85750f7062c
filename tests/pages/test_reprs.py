import pytest

from claimbook.pages.reprs import name_object, strip_addresses


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<IPython.core.display.Markdown object>", "IPython.core.display.Markdown"),
        ("<IPython.lib.display.IFrame at 0x7f62cfb583d0>", "IPython.lib.display.IFrame"),
        ("<__main__.A object at 0x7f62cfb583d0>", "__main__.A"),
        ("[<matplotlib.lines.Line2D at 0x7f62cfb583d0>]", "matplotlib.lines.Line2D"),
        ("[<a.B at 0x7f62cf>,\n <a.B at 0x7f62d0>]", "a.B"),
        ("<function f at 0x7f62cfb583d0>", "function"),
        ("<function __main__.<lambda>(x)>", "function"),
        ("<bound method A.f of <__main__.A object at 0x7f62cf>>", "bound method"),
        ("<generator object <genexpr> at 0x7f62cf>", "generator"),
        ("<module 'numpy' from 'lib/numpy/__init__.py'>", "module"),
        ("<class 'collections.Counter'>", "collections.Counter"),
        ("<Figure size 640x480 with 1 Axes>", "Figure"),
        ("<Axes: title={'center': 'loss'}>", "Axes"),
        ("<BarContainer object of 3 artists>", "BarContainer"),
    ],
)
def test_an_object_that_says_nothing_is_named(text: str, name: str):
    """A type, a place in memory and brackets are no content."""
    assert name_object(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "[]",
        "'<b>'",
        "<EOS>",
        "<Month.MAY: 5>",
        "<re.Match object; span=(0, 1), match='a'>",
        "<xarray.Dataset>\nDimensions: (x: 3)",
        "{'f': <function f at 0x7f62cf>}",
        "(array([1.]), <BarContainer object of 3 artists>)",
    ],
)
def test_a_text_that_says_something_is_text(text: str):
    """A value, a key or a count beside the type is content."""
    assert name_object(text) is None


def test_addresses_are_left_out():
    """Where an object lay in memory differs from run to run."""
    assert strip_addresses("{'f': <function f at 0x7f62cf13>}") == "{'f': <function f>}"
    assert strip_addresses("meet at 0x3") == "meet at 0x3"
