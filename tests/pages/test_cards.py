from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from claimbook.pages.cabinet import Cabinet
from claimbook.pages.cards import SIZE, Card, draw_card, make_card, make_site_card, paint_card
from claimbook.pages.lettering import BOLD, measure
from composed import RUN, report_on
from front import FRONT

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = '<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><text font-family="{}">{}</text></svg>'
FILES = {
    "figures/first.svg": PICTURE.format("sans-serif", "first"),
    "figures/second.svg": PICTURE.format("sans-serif", "second"),
    "figures/second.csv": "a,b",
}
LONG = "Weights sampled for an unseen data set beat the nearest stored ones, but plain ridge beats all."


def texts(card: Card) -> list[str]:
    root = etree.fromstring(draw_card(card).encode())
    return [(text.text or "").replace("\u00a0", " ") for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(("lead", "shown"), [("", "first"), ("lead: second\n", "second")])
def test_a_card_has_the_finding_the_counts_and_the_lead(tmp_path: Path, lead: str, shown: str):
    """The figure that the notebook names, or its first; its letters in the font that is there."""
    report = report_on(tmp_path, RUN, front=FRONT + lead)
    card = make_card(report, "The <gap> & more.", FILES, "Book")

    assert texts(card) == [
        "Book · A tiny paper",
        "The <gap> & more.",
        "The paper’s claims",
        "1 reproduced",
        shown,
    ]
    assert "sans-serif" not in draw_card(card)


def test_a_page_without_figures_has_a_card_too(tmp_path: Path):
    """And so has the site, with the counts of all pages."""
    report = report_on(tmp_path, None)

    assert texts(make_card(report, "A.", {}, "Book"))[-1] == "1 not run yet"
    site = make_site_card([report_on(tmp_path, RUN, slug="a"), report], "Book", "Papers")
    assert texts(site) == ["Book", "Papers", "The paper’s claims", "1 reproduced · 1 not run yet"]


def test_letters_shrink_until_a_finding_fits():
    """A long finding takes three lines in smaller letters; a line of counts breaks behind a dot."""
    short, long = Card("", "Short.").heading, Card("", f"{LONG} {LONG[:40]}").heading
    counts = Card("", "", [("ours", "3 answered yes · 1 open · 3 answered no")], "x")

    assert (short.size, len(short.lines), len(long.lines)) == (46.0, 1, 3)
    assert long.size < short.size
    ((_, lines),) = counts.body.rows
    assert [line.replace("\u00a0", " ") for line in lines] == [
        "3 answered yes · 1 open ·",
        "3 answered no",
    ]


@pytest.mark.parametrize("text", [f"{LONG} " * 9, "W" * 400, "漢" * 300, "Short."])
@pytest.mark.parametrize("picture", ["", FILES["figures/first.svg"]])
def test_nothing_on_a_card_leaves_it(text: str, picture: str):
    """However long its texts and its counts are, every line of letters stands on the card."""
    counted = "3 answered yes · 1 answered in part · 4 open · 13 answered no · 2 not tested here"
    card = Card(text, text, [(text[:60], counted)] * 4, picture)

    width, height = SIZE
    for one in etree.fromstring(draw_card(card).encode()).findall(f"{SVG}text"):
        size, bold = float(one.get("font-size")), one.get("font-weight") == "700"
        assert float(one.get("x")) + measure(one.text or "", size * (BOLD if bold else 1)) < width
        assert size < float(one.get("y")) < height - size * 0.3
    assert card.heading.lines[-1].endswith("…") is (text != "Short.")


def test_a_card_is_painted_once(tmp_path: Path):
    """A PNG of the size that is promised, kept by what it shows; a damaged one is painted again."""
    from PIL import Image

    card = Card("Book", LONG, [("ours", "1 open")], FILES["figures/first.svg"])
    cabinet = Cabinet(tmp_path)
    painted = paint_card(card, cabinet, "papers/tiny/card.png")
    with Image.open(BytesIO(painted)) as opened:
        assert (opened.format, opened.size) == ("PNG", SIZE)
        assert len(opened.convert("RGB").getcolors(1 << 16)) > 8  # letters, not a blank
    (kept,) = tmp_path.rglob("*.json")
    name, whole = kept.stem, kept.read_bytes()
    kept.write_bytes(whole.replace(b"A", b"B"))
    assert paint_card(card, cabinet, "papers/tiny/card.png") == painted
    cabinet.keep("papers/tiny/card.png", name, "a2VwdA==")
    assert paint_card(card, cabinet, "papers/tiny/card.png") == b"kept"
    assert paint_card(Card("Book", "Other."), cabinet, "card.png")[:4] == painted[:4] == b"\x89PNG"
