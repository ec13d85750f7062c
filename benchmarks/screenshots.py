"""Take pictures of every page of a built site, in both palettes, wide and narrow.

    python benchmarks/screenshots.py site shots                   every page, whole
    python benchmarks/screenshots.py site shots --pages home,papers/dpa/
    python benchmarks/screenshots.py site shots --height 800      the first screen of each

A picture is named for its page, width and palette: `papers-dpa-390-dark.png`. What a page says in the
browser's console is printed, and so is a page that is wider than its window.
"""

import argparse
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page
from visiting import browsing, list_pages, served

TALLEST = 16_000  # pixels of a whole page, beyond which Chromium draws nothing
COLOURS = 128  # of a small picture


def shoot(
    browser: Browser, address: str, pages: list[str], options: argparse.Namespace
) -> Iterator[tuple[Path, bytes]]:
    """Yield each picture with where it goes."""
    for width, palette in product(options.widths, options.palettes):
        height = options.height or 900
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=palette
        )
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and print("console:", said.text))
        page.on("pageerror", lambda error: print("error:", error))
        for name in pages:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address + name, wait_until="networkidle")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                print(f"{name or 'home'}, {width}: wider than its window")
            if not options.height:
                heighten(page, width)
            stem = name.strip("/").replace("/", "-") or "home"
            yield Path(f"{stem}-{width}-{palette}.png"), page.screenshot()
        context.close()


def heighten(page: Page, width: int) -> None:
    """Make the window as high as the page, so that what waits to be scrolled to is drawn.

    Only then is its own height known, so that the window may have to grow again.
    """
    for _ in range(3):
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(whole, TALLEST)})
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(400)


def make_small(picture: bytes) -> bytes:
    """Return a picture with fewer colours, which a page of text does not need."""
    small = BytesIO()
    image = Image.open(BytesIO(picture)).convert("RGB")
    few = image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(small, "PNG", optimize=True)  # those that cover the range: a thin line keeps its own
    return small.getvalue()


def main() -> None:
    """Parse the options, and write the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("to", type=Path, help="the folder of the pictures")
    parser.add_argument("--pages", help="only these, with commas between; `home` is the first")
    parser.add_argument("--widths", default="1280,390", help="of the window, in pixels")
    parser.add_argument("--palettes", default="light,dark")
    parser.add_argument("--height", type=int, help="one window this high, not the whole page")
    parser.add_argument("--small", action="store_true", help="a quarter of the bytes")
    options = parser.parse_args()
    options.widths = [int(width) for width in options.widths.split(",")]
    options.palettes = options.palettes.split(",")
    pages = list_pages(options.site)
    if options.pages:
        pages = ["" if one == "home" else one for one in options.pages.split(",")]
    options.to.mkdir(parents=True, exist_ok=True)
    with served(options.site) as address, browsing() as browser:
        for name, picture in shoot(browser, address, pages, options):
            (options.to / name).write_bytes(make_small(picture) if options.small else picture)


if __name__ == "__main__":
    main()
