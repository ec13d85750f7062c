"""A card's SVG → a small PNG.

The painter takes a tenth of a millisecond for a letter, and ten to show a card of letters alone. So lines in
letters that the font has are painted by Pillow, in the same places, and all else, which many cards share,
by the painter.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import files, version
from pathlib import Path
from typing import Any

import vl_convert
from lxml import etree
from PIL import Image, ImageColor, ImageDraw, ImageFont

FONT = "DejaVu Sans"
FILES = {"": "DejaVuSans.ttf", "700": "DejaVuSans-Bold.ttf"}  # that Matplotlib brings, by weight
COLOURS, REDUCED = 128, "MAXCOVERAGE"  # so that a thin line keeps a colour of its own
PRESSED = 6  # by zlib: 9 takes a seventh off a card, and four times as long
FINER = 2  # times as large are letters painted, so that they keep their places between pixels
STEPS = 7  # from paper to ink: more cannot be told apart, and take more room
WAY = 4  # of painting: what was painted another way is not taken for it
# Latin, Greek and Cyrillic letters, and marks: in other scripts letters depend on fonts of the machine's.
PLAIN = re.compile("[ -~\u00a0-\u02e9\u0391-\u03a1\u03a3-\u0513\u2010-\u2027\u2030-\u205e]*")
_SVG = "{http://www.w3.org/2000/svg}"
_STEPPED = [round(value / 255 * STEPS) for value in range(256)]
_SEEN = [0] + [255] * 255


@dataclass(frozen=True)
class Line:
    """A line of letters: where it begins, on its base line, how large it is, and its colour."""

    text: str
    x: float
    y: float
    size: float
    weight: str
    colour: str


@cache
def name_way() -> str:
    """Return what paints cards, and how; to look up a version takes as long as to draw a card."""
    made_by = map(version, ("vl-convert-python", "pillow", "matplotlib"))  # with its letters
    return f"{' '.join(made_by)} {WAY}"


def paint(drawn: str) -> bytes:
    """Return an SVG as a PNG with a palette; its letters stand on white."""
    whole = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(drawn.encode(), whole)
    plain = [one for one in root.findall(f"{_SVG}text") if PLAIN.fullmatch(one.text or "")]
    for one in plain:
        root.remove(one)
    picture = _paint_rest(etree.tostring(root, encoding="unicode")).copy()
    lines = [_read_line(one) for one in plain]
    first = _add_inks(picture, inks := sorted({line.colour for line in lines}))
    for line in lines:
        dark, place = _paint_letters(replace(line, colour=""))
        shades = [first + STEPS * inks.index(line.colour) + step for step in range(-1, STEPS)]
        picture.paste(dark.point(shades + [0] * (256 - len(shades))), place, dark.point(_SEEN, "1"))
    return _pack(picture)


def _add_inks(picture: Image.Image, inks: Sequence[str]) -> int:
    """Add to a palette the shades from white to each ink; return where the first one stands."""
    palette = picture.getpalette() or []
    for red, green, blue, *_ in map(ImageColor.getrgb, inks):
        for step in range(1, STEPS + 1):
            palette += [255 + round((of - 255) * step / STEPS) for of in (red, green, blue)]
    first = len(picture.getpalette() or []) // 3
    picture.putpalette(palette)
    return first


def _read_line(element: Any) -> Line:
    x, y, size = (float(element.get(name, "0")) for name in ("x", "y", "font-size"))
    weight, colour = element.get("font-weight", ""), element.get("fill", "")
    return Line(element.text or "", x, y, size, weight, colour)


@lru_cache(maxsize=2)  # what a card without a figure shows beside its letters is always the same
def _paint_rest(drawn: str) -> Image.Image:
    """Return an SVG in few colours."""
    _load_fonts()
    with Image.open(io.BytesIO(vl_convert.svg_to_png(drawn))) as opened:
        return opened.convert("RGB").quantize(COLOURS, Image.Quantize[REDUCED])


@lru_cache(maxsize=256)  # many cards count alike
def _paint_letters(line: Line) -> tuple[Image.Image, tuple[int, int]]:
    """Return how dark each pixel of a line is, and where the first one lies."""
    font = _open_font(line.weight, line.size)
    bounds = font.getbbox(line.text, anchor="ls")
    x, y = line.x * FINER, line.y * FINER
    left, top = (int((at + by) // FINER) - 1 for at, by in zip((x, y), bounds[:2], strict=True))
    right, foot = (int((at + by) // FINER) + 2 for at, by in zip((x, y), bounds[2:], strict=True))
    large = Image.new("L", ((right - left) * FINER, (foot - top) * FINER))
    at = x - left * FINER, y - top * FINER
    ImageDraw.Draw(large).text(at, line.text, fill=255, font=font, anchor="ls")
    return large.reduce(FINER).point(_STEPPED), (left, top)


@cache
def _open_font(weight: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_find_fonts() / FILES[weight], size * FINER)


@cache
def _find_fonts() -> Path:
    """Return where Matplotlib's fonts lie; to import it takes longer than ten cards."""
    for path in files("matplotlib") or ():
        if path.name == FILES[""]:
            return Path(str(path.locate())).parent
    import matplotlib  # of a system that lists no files

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _load_fonts() -> None:
    """Let the painter know the fonts; once in a process."""
    vl_convert.register_font_directory(str(_find_fonts()))


def _pack(picture: Image.Image) -> bytes:
    pressed = io.BytesIO()
    picture.save(pressed, "PNG", compress_level=PRESSED)
    return pressed.getvalue()
