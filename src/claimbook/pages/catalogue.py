"""The generated parts of hand-written pages, by the names that they have there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import signature

from markupsafe import Markup

from claimbook.bibliography.bibtex import write_bib
from claimbook.bibliography.records import from_paper
from claimbook.errors import ClaimbookError, suggest
from claimbook.model.claim import Rule
from claimbook.notebook.settings import SETTINGS
from claimbook.notebook.settings import Place as Where
from claimbook.notebook.source import Notebook
from claimbook.pages.drawing import draw
from claimbook.pages.frontpage import Link, draw_chart, draw_findings
from claimbook.pages.listing import Find, draw_papers
from claimbook.pages.scoreboard import draw_scoreboard
from claimbook.pages.survey import Report
from claimbook.pages.tallies import draw_legend, draw_totals


@dataclass(frozen=True)
class Place:
    """The page whose parts are made: what it may show, and where things lie from there."""

    reports: Sequence[Report]
    link: Link
    find: Find
    where: str
    more: str = ""  # the address of a page that lists every paper, if there is one
    faults: list[ClaimbookError] = field(default_factory=list)  # papers named that are not here

    def choose(self, slugs: Sequence[str]) -> list[Report]:
        """Return the papers of these names; one that is not here is left out, and a fault."""
        here = {report.notebook.slug: report for report in self.reports}
        self.faults.extend(
            ClaimbookError(f'no paper is named "{slug}"', where=self.where, fix=suggest(slug, here))
            for slug in slugs
            if slug not in here
        )
        return [here[slug] for slug in slugs if slug in here]


def _draw_chosen_findings(place: Place, *slugs: str) -> Markup:
    return draw_findings(place.choose(slugs), place.link, place.find)


def _draw_chosen_chart(place: Place, slug: str, figure: str) -> Markup:
    chosen = place.choose([slug])
    return draw_chart(chosen[0], figure, place.link, place.find) if chosen else Markup()


PARTS: Mapping[str, Callable[..., Markup]] = {
    "findings": _draw_chosen_findings,
    "chart": _draw_chosen_chart,
    "totals": lambda place: draw_totals(place.reports),
    "papers": lambda place: draw_papers(place.reports, place.find, more=place.more),
    "every-paper": lambda place: draw_papers(place.reports, place.find),
    "scoreboard": lambda place: draw_scoreboard(place.reports, place.link, place.find),
    "rules": lambda _: draw("rules", rules=list(Rule)),
    "verdicts": lambda _: draw_legend(),
    "settings": lambda _: draw("settings", settings=SETTINGS, places=list(Where)),
    "cite": lambda place: draw_citations(place.reports),
}


def expand(text: str, place: Place) -> str:
    """Replace each `<!-- claimbook:name -->` in a hand-written page by what it names.

    A name may be followed by arguments: `findings` by slugs, `chart` by a slug and a figure's id.

    Raises `ClaimbookError` for an unknown name, or arguments that it does not take.
    """
    pieces = text.split("<!-- claimbook:")
    expanded = [pieces[0]]
    for piece in pieces[1:]:
        marker, end, rest = piece.partition(" -->")
        name, *given = marker.split() or [""]
        if not end or name not in PARTS:
            raise ClaimbookError(
                f'no part of a page is named "{name}"', where=place.where, fix=suggest(name, PARTS)
            )
        # what stands in a field is no math: the page's Markdown is to take it for text
        drawn = str(_draw_part(name, given, place)).replace("$", "&#36;").replace("\\", "&#92;")
        expanded.append(f"\n{drawn}\n{rest}")
    return "".join(expanded)


def _draw_part(name: str, given: Sequence[str], place: Place) -> Markup:
    try:
        signature(PARTS[name]).bind(place, *given)
    except TypeError as error:
        raise ClaimbookError(
            f'the part "{name}" does not take "{" ".join(given)}"',
            where=place.where,
            fix="name papers for `findings`, a paper and its figure for `chart`, else nothing",
        ) from error
    return PARTS[name](place, *given)


def draw_citations(reports: Sequence[Report]) -> Markup:
    """Return the BibTeX entry of every paper, to copy."""
    return draw(
        "citations",
        papers=[(r.notebook.front.digest.title, write_own(r.notebook)) for r in reports],
    )


def write_own(notebook: Notebook) -> str:
    """Return a paper's own BibTeX entry."""
    return write_bib([from_paper(notebook.front.paper)])
