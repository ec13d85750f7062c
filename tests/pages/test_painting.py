import io
from importlib.metadata import version

import pytest
import vl_convert
from matplotlib.ft2font import FT2Font
from PIL import Image, ImageChops

from claimbook.pages import painting
from claimbook.pages.cards import SIZE, Card, draw_card
from claimbook.pages.painting import FILES, PLAIN, name_way, paint

PICTURE = '<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><path d="M1 1h7v7" fill="#e15"/></svg>'
COUNTS = [("The paper’s claims", "1 reproduced · 12 not tested")]
PLAINLY = Card("A digest · naïve “Ωμ” — Жи", "To AV: the gap is small, <b> & more.", COUNTS)


def open_card(made: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made))


def test_other_letters_paint_other_cards() -> None:
    """What painted a card is told with what the letters come with."""
    assert all(version(one) in name_way() for one in ("vl-convert-python", "pillow", "matplotlib"))


def paint_whole(card: Card) -> Image.Image:
    painting._load_fonts()
    return open_card(vl_convert.svg_to_png(draw_card(card))).convert("RGB")


@pytest.mark.parametrize("picture", ["", PICTURE])
@pytest.mark.parametrize("title", [PLAINLY.title, "A title that 한국어 has", f"{'long ' * 99}."])
def test_a_card_looks_as_the_painter_of_charts_shows_it(picture: str, title: str):
    """Whichever of the two painted its lines: nothing is moved, left out or shown twice."""
    card = Card(PLAINLY.kicker, title, COUNTS, picture)
    painted, whole = open_card(paint(draw_card(card))), paint_whole(card)

    assert (painted.mode, painted.size) == ("P", SIZE)
    apart = ImageChops.difference(painted.convert("RGB"), whole).reduce(4)
    assert (
        max(high for _, high in apart.getextrema()) < 90
    )  # a line that is moved by one pixel: 124


def test_the_painter_paints_plain_letters_never():
    """It paints what is the same on all cards without a figure once, and lines in other scripts."""
    painting._paint_rest.cache_clear()
    for title in ("A title", "Another", "A title that 한국어 has"):
        paint(draw_card(Card("A digest", title, COUNTS)))

    painted = painting._paint_rest.cache_info()
    assert (painted.hits, painted.misses) == (1, 2)


def test_the_font_has_every_plain_letter():
    """In both weights: what Pillow does not find it shows as a box."""
    plain = {letter for letter in map(chr, range(0x20, 0x10000)) if PLAIN.fullmatch(letter)}
    for name in FILES.values():
        known = FT2Font(str(painting._find_fonts() / name)).get_charmap()
        assert not {letter for letter in plain if ord(letter) not in known}
    assert len(plain) > 800
