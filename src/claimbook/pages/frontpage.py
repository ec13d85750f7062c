"""The first screen of the home page: findings with their pictures, and a chart to drag.

It is made ahead of the papers' own pages. So figures are read from the runs, and linked where the
papers' pages will have put their files.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from claimbook.errors import ClaimbookError, suggest
from claimbook.model.run import FIGURE
from claimbook.pages.addresses import Addresses
from claimbook.pages.charts import Chart, read_chart
from claimbook.pages.drawing import draw
from claimbook.pages.figures import Figure, read_figure, translate_figure
from claimbook.pages.listing import Find, show_headline
from claimbook.pages.survey import Report

Link = Callable[[str], str]  # from a path on the site to an address relative to the page


@dataclass(frozen=True)
class Exhibit:
    """A figure of a paper, shown away from the paper's page."""

    report: Report
    address: str  # of the paper's page
    stem: str  # of the addresses of the figure's files
    figure: Figure | None

    @property
    def chart(self) -> Chart | None:
        """What the page shows around the picture of a chart that can be dragged."""
        figure = self.figure
        return (
            None if figure is None or figure.spec is None else read_chart(figure.spec, figure.svg)
        )

    @property
    def language(self) -> str:
        """The language of what the chart says, if it is not the page's."""
        return self.report.restated.language if self.report.restated else ""

    @property
    def headline(self) -> str:
        """The finding of the paper."""
        return show_headline(self.report) or self.report.notebook.front.digest.title


def find_figure(report: Report, name: str) -> Figure | None:
    """Return a figure of a paper's run by its id; the lead one without a name, nothing without a run.

    Raises `ClaimbookError` for an unknown figure.
    """
    run = report.run
    if run is None or not run.figures:
        return None
    wanted = name or report.notebook.front.lead or run.figures[0]
    where = report.notebook.path.name
    for output in (output for cell in run.cells for output in cell.outputs):
        about = output.get("data", {}).get(FIGURE)
        if about and about.get("id") == wanted:
            figure = read_figure(output, where)
            return translate_figure(figure, report.restated) if figure else None
    if report.outdated:
        return None
    raise ClaimbookError(
        f'no figure has the id "{wanted}"', where=where, fix=suggest(wanted, run.figures)
    )


def show_exhibit(report: Report, name: str, link: Link, find: Find) -> Exhibit:
    """Return a figure of a paper with the addresses of its files."""
    slug, figure = report.notebook.slug, find_figure(report, name)
    file = Addresses.locate_file(slug, f"figures/{figure.id if figure else name or 'awaited'}")
    return Exhibit(report, find(slug), link(file), figure)


def draw_findings(reports: Sequence[Report], link: Link, find: Find) -> Markup:
    """Return what was found of some papers as headlines, each with its lead figure."""
    return draw("findings", exhibits=[show_exhibit(one, "", link, find) for one in reports])


def draw_chart(report: Report, name: str, link: Link, find: Find) -> Markup:
    """Return the draggable chart of a paper, with its caption.

    Raises `ClaimbookError` for an unknown figure, or one that cannot be dragged.
    """
    shown = show_exhibit(report, name, link, find)
    if shown.figure is not None and shown.figure.spec is None:
        raise ClaimbookError(
            f'the figure "{name}" cannot be dragged',
            where=report.notebook.path.name,
            fix="name one that was drawn with `claimbook.lab.chart`",
        )
    return draw("live", exhibit=shown)
