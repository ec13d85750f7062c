import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font

from claimbook.pages.lettering import BOLD, measure, wrap

LINES = (
    "A toy model follows reward directions as asked; its lead over SteerLM nearly vanishes",
    "7 reproduced · 1 inconclusive · 3 not tested",
    "Weights sampled for an unseen data set beat the nearest stored ones (0.53 ± 0.01)",
)


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize(("face", "factor"), [("DejaVuSans", 1.0), ("DejaVuSans-Bold", BOLD)])
def test_a_width_is_about_right(text: str, face: str, factor: float):
    """Within a tenth of what the font itself says."""
    font = FT2Font(f"{get_data_path()}/fonts/ttf/{face}.ttf")
    font.set_size(100, 72)
    font.set_text(text)
    width = font.get_width_height()[0] / 64

    assert measure(text, 100) * factor == pytest.approx(width, rel=0.1)


@given(st.text(st.sampled_from("ab W·漢 "), max_size=60), st.integers(20, 400))
def test_lines_hold_the_words_and_fit(text: str, width: int):
    """No letter is lost, every line fits, and a word is broken only where a line is too short for it."""
    lines = wrap(text, 10, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure(line, 10) <= width for line in lines)
    if all(measure(word, 10) <= width for word in text.split()):
        assert " ".join(lines).split() == text.split()


@given(st.text(st.sampled_from("ab W漢 "), max_size=60), st.integers(1, 3))
def test_what_is_too_long_is_cut(text: str, most: int):
    """The last line says so with an ellipsis, which fits too."""
    whole, cut = wrap(text, 10, 90), wrap(text, 10, 90, most=most)

    assert len(cut) == min(len(whole), most)
    assert all(measure(line, 10) <= 90 for line in cut)
    assert cut[-1].endswith("…") is (len(whole) > most)
