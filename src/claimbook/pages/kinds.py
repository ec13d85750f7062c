"""The kinds of things that a page shows below a code cell; `templates/outputs.html` draws each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from claimbook.pages.figures import Figure
from claimbook.pages.media import Media
from claimbook.pages.terminal import Span

NOTHING = Markup("")
FOLDED = 40  # lines, or rows; what is longer is folded
_ROW = re.compile(r"<tr\b")


@dataclass(frozen=True)
class Text:
    """Text, coloured, of a stream ("stdout", "stderr"), a "result" or an "error"."""

    kind: ClassVar[str] = "text"
    spans: tuple[Span, ...]
    stream: str
    lines: int
    left_out: int = 0  # lines

    @property
    def folded(self) -> bool:
        """Whether it is too long to lie open."""
        return self.lines > FOLDED


@dataclass(frozen=True)
class Html:
    """Clean HTML with the files that it shows, and what was dropped in a reader's words."""

    kind: ClassVar[str] = "html"
    html: Markup
    dropped: tuple[str, ...] = ()
    files: tuple[Media, ...] = ()
    left_out: ClassVar[int] = 0

    @property
    def lines(self) -> int:
        """The rows of its tables."""
        return len(_ROW.findall(self.html))

    @property
    def folded(self) -> bool:
        """Whether its tables are too long to lie open."""
        return self.lines > FOLDED


@dataclass(frozen=True)
class Prose:
    """Markdown; the page turns it into clean HTML (see `Html`)."""

    kind: ClassVar[str] = "prose"
    source: str
    html: Markup = NOTHING
    dropped: tuple[str, ...] = ()
    files: tuple[Media, ...] = ()


@dataclass(frozen=True)
class Formula:
    """A formula in LaTeX, without delimiters; the page sets it on a line of its own."""

    kind: ClassVar[str] = "formula"
    latex: str
    math: Markup = NOTHING


@dataclass(frozen=True)
class Source:
    """A text in a language that a page does not draw, shown as it was written."""

    kind: ClassVar[str] = "source"
    text: str
    language: str
    why: str
    lines: int
    left_out: int = 0

    @property
    def folded(self) -> bool:
        """Whether it is too long to lie open."""
        return self.lines > FOLDED


@dataclass(frozen=True)
class NotShown:
    """A line that says what an output was and why it is not shown."""

    kind: ClassVar[str] = "not_shown"
    what: str


Output = Text | Html | Prose | Formula | Media | Source | NotShown


@dataclass(frozen=True)
class Recorded:
    """A measurement as a reader sees it below its cell."""

    kind: ClassVar[str] = "recorded"
    name: str
    value: str
    note: str


@dataclass(frozen=True)
class Shown:
    """What a page shows below one code cell, in the order in which the cell showed it."""

    items: tuple[Output | Recorded | Figure, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures alone."""
        return tuple(item for item in self.items if isinstance(item, Figure))

    @property
    def outputs(self) -> tuple[Output, ...]:
        """What is neither a figure nor a measurement."""
        return tuple(item for item in self.items if not isinstance(item, (Figure, Recorded)))


def measure_weight(output: Output | Recorded) -> int:
    """Return how many characters an output adds to a page, more or less."""
    if isinstance(output, Text):
        return sum(len(span.text) + sum(map(len, span.classes)) for span in output.spans)
    texts = (getattr(output, name, "") for name in ("html", "math", "text", "value", "note"))
    return sum(map(len, texts))


def collect_files(outputs: Iterable[Output]) -> dict[str, bytes]:
    """Return the files that outputs show, by their path relative to the page."""
    media: list[Media] = []
    for output in outputs:
        if isinstance(output, (Html, Prose)):
            media += output.files
        elif isinstance(output, Media):
            media.append(output)
    return {one.path: one.data for one in media}
