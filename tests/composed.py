"""A paper's page composed in a folder of its own, and its HTML as a browser would read it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from claimbook.bibliography.reader import read_bib
from claimbook.notebook.source import read
from claimbook.pages.composing import compose_page
from claimbook.pages.drawing import draw_blocks
from claimbook.pages.page import Page, Site
from claimbook.pages.survey import Report, make_report
from claimbook.prose.dialect import read_dialect
from front import FRONT, drawn, executed, measured, notebook_json, write_notebook

DIALECT = read_dialect(Path(__file__).parents[1] / "mkdocs.yml")
WORKS = {
    record.key: record
    for record in read_bib(
        "@misc{roe2020old, author = {Roe, Richard}, title = {Old}, year = {2020}}",
        where="works.bib",
    )
}
RUN: dict[str, list[Any]] = {"measure": [measured("gap", 0.1, 0.2, 0.3), drawn()]}


def report_on(
    folder: Path,
    outputs: dict[str, list[Any]] | None = None,
    *cells: dict[str, Any],
    front: str = FRONT,
    profile: str = "full",
    slug: str = "tiny",
) -> Report:
    """Write a notebook and judge its claims; without outputs it has not been run."""
    notebook = read(write_notebook(folder, slug, *cells, front=front))
    source = notebook_json(*cells, front=front)
    return make_report(notebook, None if outputs is None else executed(source, outputs, profile))


def compose(
    folder: Path,
    outputs: dict[str, list[Any]] | None = None,
    *cells: dict[str, Any],
    front: str = FRONT,
    profile: str = "full",
    **site: Any,
) -> Page:
    """Compose the page of a notebook with the site's own Markdown."""
    report = report_on(folder, outputs, *cells, front=front, profile=profile)
    return compose_page(report, Site(**{"dialect": DIALECT, "records": WORKS} | site))


def html_of(page: Page) -> str:
    """Draw a page."""
    return str(draw_blocks(page.blocks))


@dataclass
class Markup:
    """What a browser finds in HTML: elements with their attributes, and text."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]

    def all(self, attribute: str) -> list[str | None]:
        """The values of an attribute, in order."""
        return [given[attribute] for _, given in self.elements if attribute in given]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made = Markup()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.made.text += data


def parse(html: str) -> Markup:
    """Read HTML as a browser does."""
    reader = _Reader()
    reader.feed(str(html))  # markupsafe would escape what it is added to
    reader.close()
    return reader.made
