"""What a paper's page is made of: values, each with the template that draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from claimbook.pages import kinds
from claimbook.pages.charts import Chart, read_chart
from claimbook.pages.figures import Figure
from claimbook.pages.kinds import Output
from claimbook.prose.outline import Heading
from claimbook.prose.reading import Note
from claimbook.wording.catalogue import say


@dataclass(frozen=True)
class Title:
    """A heading of the page's own."""

    heading: Heading
    template: ClassVar[str] = "title"


@dataclass(frozen=True)
class Prose:
    """A piece of prose, with the anchors of the claims that are treated under its heading."""

    html: Markup
    anchors: tuple[str, ...] = ()
    language: str = ""  # if it is not the page's
    template: ClassVar[str] = "prose"


@dataclass(frozen=True)
class Behind:
    """What a reader must know of the text below it: in another language, or behind its source."""

    language: str
    since: date | None
    template: ClassVar[str] = "behind"


@dataclass(frozen=True)
class Code:
    """The source of a code cell, in pieces of one colour each."""

    tokens: Sequence[tuple[str, str]]  # the element that marks it (none: ""), and the text
    lines: int
    parameters: bool = False
    skipped: bool = False  # tagged so that it does not run
    elsewhere: str = ""  # where the code of all cells can be read, if this is too long for the page
    template: ClassVar[str] = "code"

    @property
    def text(self) -> str:
        """The source as one; a script gives it its colours, from a file beside the page."""
        return "".join(text for _, text in self.tokens)

    @property
    def name(self) -> str:
        """What the cell is called."""
        return say("parameters-cell") if self.parameters else say("code-cell")


@dataclass(frozen=True)
class Outputs:
    """What a cell printed, displayed and recorded, or what a raw cell holds."""

    items: Sequence[Output | kinds.Recorded]
    beside: str  # what leads from the page to its files
    searched: bool = False  # whether it is of the author's own words
    language: str = ""  # of what it says, if it is not the page's
    template: ClassVar[str] = "outputs"


@dataclass(frozen=True)
class Source:
    """Text as it was written, where it cannot be shown as what it means."""

    text: str
    template: ClassVar[str] = "source"


@dataclass(frozen=True)
class Drawing:
    """A figure with its number on the page."""

    figure: Figure
    number: int
    beside: str  # what leads from the page to its files
    slug: str = ""  # of the notebook that drew it
    cell: int = 0  # of that notebook, counted from 1
    lead: bool = False  # whether it stands in the first screen, and again in its own place
    language: str = ""  # of what the chart says, if it is not the page's
    template: ClassVar[str] = "figure"

    @property
    def chart(self) -> Chart | None:
        """What the page shows around the picture of a chart that can be dragged."""
        figure = self.figure
        return None if figure.spec is None else read_chart(figure.spec, figure.svg)


@dataclass(frozen=True)
class Awaited:
    """The place of a figure that a run will draw; what refers to it leads here."""

    name: str
    number: int
    template: ClassVar[str] = "awaited"


@dataclass(frozen=True)
class Footnotes:
    """The footnotes of the page."""

    notes: Sequence[Note]
    template: ClassVar[str] = "notes"


@dataclass(frozen=True)
class Text:
    """A plain line."""

    text: str
    template: ClassVar[str] = "text"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a part of the page, in its place."""

    text: str
    template: ClassVar[str] = "fault"
