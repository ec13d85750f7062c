"""The generated parts of hand-written pages: papers, scoreboard, legends."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from claimbook.bibliography import records as bibliography
from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.records import from_paper, index_by_key
from claimbook.errors import ClaimbookError, suggest
from claimbook.model.claim import Rule, Verdict
from claimbook.model.paper import Digest
from claimbook.notebook.book import Book
from claimbook.notebook.source import Notebook
from claimbook.pages.downloads import CLAIMS
from claimbook.pages.drawing import draw
from claimbook.pages.survey import Report
from claimbook.wording.catalogue import say
from claimbook.wording.names import show_person, show_venue

Link = Callable[[str], str]  # from a path on the site to an address relative to the page
Find = Callable[[str], str]  # from a slug to the address of its page, likewise


def expand(text: str, reports: Sequence[Report], *, link: Link, find: Find, where: str) -> str:
    """Replace each `<!-- claimbook:name -->` in a hand-written page by what it names.

    Raises `ClaimbookError` for an unknown name.
    """
    markers: dict[str, Callable[[], Markup]] = {
        "papers": lambda: draw_papers(reports, find),
        "scoreboard": lambda: draw_scoreboard(reports, link, find),
        "rules": lambda: draw("rules", rules=list(Rule)),
        "verdicts": lambda: draw("legend", verdicts=list(Verdict)),
        "cite": lambda: draw_citations(reports),
    }
    pieces = text.split("<!-- claimbook:")
    expanded = [pieces[0]]
    for piece in pieces[1:]:
        name, end, rest = piece.partition(" -->")
        if not end or name not in markers:
            raise ClaimbookError(
                f'no part of a page is named "{name}"', where=where, fix=suggest(name, markers)
            )
        # what stands in a field is no math: the page's Markdown is to take it for text
        drawn = str(markers[name]()).replace("$", "&#36;").replace("\\", "&#92;")
        expanded.append(f"\n{drawn}\n{rest}")
    return "".join(expanded)


@dataclass(frozen=True)
class Card:
    """A paper on the home page."""

    report: Report
    address: str

    @property
    def digest(self) -> Digest:
        """The digest entry."""
        return self.report.notebook.front.digest

    @property
    def byline(self) -> str:
        """Up to three authors and the venue."""
        paper = self.report.notebook.front.paper
        names = [show_person(name) for name in paper.authors]
        shown = ", ".join(names[:3]) + (f" {say('et-al')}" if len(names) > 3 else "")
        return f"{shown} · {show_venue(paper.venue) if paper.venue else paper.date.year}"

    @property
    def remark(self) -> str:
        """What a reader must know of the count of verdicts; mostly nothing."""
        if not self.report.notebook.front.tested:
            return say("card-untested")
        provisional = any(finding.provisional for finding in self.report.findings)
        return say("card-provisional") if provisional else ""


def draw_papers(reports: Sequence[Report], find: Find) -> Markup:
    """Return the list of papers with their verdicts, newest digest first."""
    cards = [Card(report, find(report.notebook.slug)) for report in reports]
    grouped = groupby(cards, key=lambda card: card.digest.date)
    return draw("papers", digests=[(day, list(found)) for day, found in grouped])


def draw_scoreboard(reports: Sequence[Report], link: Link, find: Find) -> Markup:
    """Return the table of all claims with their verdicts; what was tested comes first."""
    pairs = [(report, finding) for report in reports for finding in report.findings]
    pairs.sort(key=lambda pair: not pair[1].claim.tests)  # stable
    return draw(
        "scoreboard",
        findings=[finding for _, finding in pairs],
        rows=[(report, finding, find(report.notebook.slug)) for report, finding in pairs],
        claims=link(CLAIMS),
    )


def draw_citations(reports: Sequence[Report]) -> Markup:
    """Return the BibTeX entry of every paper, to copy."""
    return draw(
        "citations",
        papers=[(r.notebook.front.digest.title, write_own(r.notebook)) for r in reports],
    )


def write_own(notebook: Notebook) -> str:
    """Return a paper's own BibTeX entry."""
    return write_bib([from_paper(notebook.front.paper)])


def read_records(book: Book) -> Mapping[str, Record]:
    """Return every work of the bibliography by its key: the papers and the works they cite."""
    return index_by_key(bibliography.read_records(book))
