"""What a figure says of itself is read in its code, and what it computes is read in its run."""

import pytest

from claimbook.notebook.captions import read_captions, read_holes


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('"plain"', "plain"),
        ('"two" " parts"', "two parts"),
        ('f"n = {n}, {100 * x:.1f} %"', "n = {1}, {2} %"),
        ('f"{a}{b} together"', "{1} together"),
        ('"left: " + "; ".join(rows) + f". n = {n}"', "left: {1}. n = {2}"),
        ("text", "{1}"),
    ],
)
def test_what_is_computed_is_a_hole(written: str, words: str) -> None:
    """Literal words stay, and each run of what is computed is one numbered hole."""
    source = f'figure(fig, id="a", caption={written}, alt="x", data=d)'
    assert read_captions(source)["a"] == {"caption": words, "alt": "x"}


def test_a_figure_without_a_literal_id_has_no_captions() -> None:
    """What cannot be named before a run cannot be translated."""
    assert read_captions('figure(fig, id=name, caption="x", alt="x", data=d)') == {}


def test_holes_are_read_in_what_is_shown() -> None:
    """A caption as it is shown says what stands in each hole; another caption says nothing."""
    template = "at (x) from {1} to {2}. n = {3}"
    values = read_holes(template, "at (x) from 0.5\nto −3. n = 8")
    assert values == {"1": "0.5", "2": "−3", "3": "8"}
    assert read_holes(template, "quite another") is None


def test_a_caption_that_fits_nowhere_is_read_at_once() -> None:
    """Many holes take no longer than few."""
    template = " ".join(f"{{{number}}}" for number in range(1, 40))
    assert read_holes(f"{template}!", "a " * 5000) is None
    assert read_holes("{1} {1}", "a b") == {"1": "b"}
    assert read_holes("{1}{2}a", "aa") == {"1": "", "2": "a"}
    assert read_holes("ab{1}b", "ab") is None


def test_a_number_of_many_figures_is_a_hole() -> None:
    """What a caption is not made of is never written out."""
    source = f'figure(fig, id="a", caption=0x{"f" * 6000}, alt="x", data=d)'
    assert read_captions(source)["a"]["caption"] == "{1}"
