"""The card of a page: 1200 by 630 pixels with the finding, the counts and the page's first picture.

It is drawn as an SVG and turned into a PNG with the fonts that come with Matplotlib, so that it looks
the same on every machine. That takes milliseconds, with a figure many, so a card is kept by what it shows.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup

from claimbook.installed import digest_text
from claimbook.model.evidence import Finding
from claimbook.pages import painting
from claimbook.pages.cabinet import Cabinet
from claimbook.pages.drawing import draw_file
from claimbook.pages.lettering import BOLD, wrap
from claimbook.pages.page import choose_picture
from claimbook.pages.painting import FONT
from claimbook.pages.survey import Report
from claimbook.wording.catalogue import say
from claimbook.wording.marks import count_verdicts, group_findings, keep_together

SIZE = (1200, 630)
EDGE = 48
COLUMN = 440  # of the counts
HEADING, SMALL = (46.0, 40.0, 34.0, 28.0), (21.0, 18.5, 16.0, 14.0)  # pixels of the letters
KICKER = (24.0, 20.0, 17.0)
MOST_LINES = 3  # of the heading
LEADING, GAP = 1.38, 2.0  # from line to line, and from counts to counts, in sizes of their letters


@dataclass(frozen=True)
class Heading:
    """A text, broken into lines of a size."""

    lines: Sequence[str]
    size: float


@dataclass(frozen=True)
class Counts:
    """What is counted, each with its verdicts in lines of a size."""

    rows: Sequence[tuple[str, Sequence[str]]]
    size: float

    @property
    def height(self) -> float:
        """How many pixels it takes, the last line's feet too."""
        lines = sum(len(lines) for _, lines in self.rows)
        return self.size * (lines * LEADING + len(self.rows) * GAP - GAP + LEADING)


@dataclass(frozen=True)
class Card:
    """What a card shows; `picture` is an SVG."""

    kicker: str
    title: str
    counts: Sequence[tuple[str, str]] = ()  # what is counted, and the verdicts
    picture: str = ""

    @property
    def first(self) -> Heading:
        """The line above the title, in letters in which it is one."""
        return _fit(self.kicker, KICKER, 1.0, 1)

    @property
    def heading(self) -> Heading:
        """The title in the largest letters in which it takes three lines; what is left over is cut."""
        return _fit(self.title, HEADING, BOLD, MOST_LINES)

    @property
    def top(self) -> float:
        """Where what is below the title begins."""
        return 112 + len(self.heading.lines) * self.heading.size * 1.2

    @property
    def body(self) -> Counts:
        """The counts in the largest letters in which they fit below the title, or in the smallest."""
        width = COLUMN if self.picture else SIZE[0] - 2 * EDGE
        for size in SMALL:
            rows = [
                (wrap(name, size * BOLD, width, most=1)[0], wrap(keep_together(said), size, width))
                for name, said in self.counts
            ]
            made = Counts(rows, size)
            if made.height <= SIZE[1] - self.top - EDGE / 2:
                break
        return made

    def place_picture(self, x: float, y: float, width: float, height: float) -> Markup:
        """Return the picture in a box: an SVG within the card's own, for an `<image>` shows no images."""
        whole = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        root = etree.fromstring(self.picture.replace("sans-serif", FONT).encode(), whole)
        for name, value in {"x": x, "y": y, "width": width, "height": height}.items():
            root.set(name, f"{value:g}")
        root.set("preserveAspectRatio", "xMidYMid meet")
        return Markup(etree.tostring(root, encoding="unicode"))


def _fit(text: str, sizes: Sequence[float], weight: float, most: int) -> Heading:
    """Break a text into at most so many lines in the largest letters that allow it."""
    width = SIZE[0] - 2 * EDGE
    for size in sizes:
        lines = wrap(text, size * weight, width)
        if len(lines) <= most:
            return Heading(lines, size)
    return Heading(wrap(text, size * weight, width, most=most), size)


def make_card(report: Report, title: str, files: Mapping[str, str | bytes], name: str) -> Card:
    """Return the card of a paper's page: its finding, its counts, its lead figure among its `files`."""
    front = report.notebook.front
    picture = files.get(choose_picture(files, front.lead), "")
    return Card(
        kicker=say("card-kicker", site=name, title=front.digest.title),
        title=title,
        counts=_count(report.findings),
        picture=picture if isinstance(picture, str) else picture.decode(),
    )


def make_site_card(reports: Sequence[Report], name: str, description: str) -> Card:
    """Return the card of every page that is no paper's: what the site is, and what it counts in all."""
    findings = [finding for report in reports for finding in report.findings]
    return Card(kicker=name, title=description or name, counts=_count(findings))


def _count(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [
        (say(f"group-{group}"), count_verdicts(found)) for group, found in group_findings(findings)
    ]


def draw_card(card: Card) -> str:
    """Return a card as an SVG."""
    values = {"size": SIZE, "edge": EDGE, "column": COLUMN, "font": FONT}
    return draw_file("card.svg", card=card, leading=LEADING, gap=GAP, **values).strip()


def paint_card(card: Card, cabinet: Cabinet, drawer: str) -> bytes:
    """Return a card as a PNG; one that shows the same is taken from its drawer, if it is kept there."""
    drawn = draw_card(card)
    made_of = digest_text(painting.name_way(), drawn)[:32]
    kept = cabinet.find(drawer, made_of)
    if kept is None:
        kept = cabinet.keep(drawer, made_of, b64encode(painting.paint(drawn)).decode("ascii"))
    return b64decode(kept)
