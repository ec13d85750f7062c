"""The generated parts of hand-written pages: papers, scoreboard, legends."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from claimbook.bibliography import records as bibliography
from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.records import from_paper, index_by_key
from claimbook.errors import ClaimbookError, suggest
from claimbook.model.evidence import Finding
from claimbook.model.paper import Rule, Verdict
from claimbook.notebook.book import Book
from claimbook.notebook.source import Notebook
from claimbook.pages import panels, shelf
from claimbook.pages.survey import Entry, page_of
from claimbook.wording.marks import SIGNS, count_verdicts
from claimbook.wording.numbers import by_quantity, show_day, show_measurement

Link = Callable[[str], str]  # from a path on the site to an address relative to the page

RULES = {
    Rule.AT_LEAST: ("a bound", "the whole interval lies at or above the bound"),
    Rule.AT_MOST: ("a bound", "the whole interval lies at or below the bound"),
    Rule.POSITIVE: ("nothing", "the whole interval of the paired difference lies above zero"),
    Rule.NEGATIVE: ("nothing", "the whole interval of the paired difference lies below zero"),
    Rule.NEAR: ("the paper's value, a tolerance", "the interval meets the value ± the tolerance"),
    Rule.IDENTITY: ("a tolerance", "every value lies within the tolerance of zero"),
    Rule.SLOPE: ("a range", "the whole interval of the fitted exponent lies within the range"),
}
MEANINGS = {
    Verdict.REPRODUCED: "What was measured meets the rule that was written down before the run.",
    Verdict.SAME_DIRECTION: "The effect has the sign that the paper claims, without its size.",
    Verdict.INCONCLUSIVE: "The interval straddles the limit: more seeds or a larger run would tell.",
    Verdict.NOT_REPRODUCED: "What was measured lies on the wrong side of the limit.",
    Verdict.NOT_TESTED: "No experiment of this size can test it, or none has been written yet.",
}


def expand(text: str, entries: Sequence[Entry], link: Link, where: str) -> str:
    """Replace each `<!-- claimbook:name -->` in a hand-written page by what it names.

    Raises `ClaimbookError` for an unknown name.
    """
    markers: dict[str, Callable[[], str]] = {
        "papers": lambda: papers(entries, link),
        "scoreboard": lambda: scoreboard(entries, link),
        "bibliography": lambda: shelf.PLACE,
        "rules": rules,
        "verdicts": verdicts,
        "cite": lambda: citations(entries),
    }
    pieces = text.split("<!-- claimbook:")
    expanded = [pieces[0]]
    for piece in pieces[1:]:
        name, end, rest = piece.partition(" -->")
        if not end or name not in markers:
            raise ClaimbookError(
                f'no part of a page is named "{name}"', where=where, fix=suggest(name, markers)
            )
        expanded.append(f"\n{markers[name]()}\n{rest}")
    return "".join(expanded)


def papers(entries: Sequence[Entry], link: Link) -> str:
    """Return the list of papers with their verdicts, newest digest first."""
    html, digest = "", None
    for item in entries:
        front = item.notebook.front
        if front.digest.date != digest:
            html += (
                "</ol>" if digest else ""
            ) + f"<h3>Digest of {show_day(front.digest.date)}</h3>"
            html += '<ol class="cb-papers">'
            digest = front.digest.date
        html += _paper_card(item, link)
    return f'<div class="cb-list">{html}</ol></div>' if html else "<p>No paper yet.</p>"


def _paper_card(item: Entry, link: Link) -> str:
    front = item.notebook.front
    question = f"<p>{escape(front.digest.question)}</p>" if front.digest.question else ""
    return (
        f'<li><a class="cb-title" href="{link(page_of(item.notebook))}">{escape(front.digest.title)}</a>'
        f'<p class="cb-record">{escape(authors_line(item.notebook))}</p>{question}'
        f'<p class="cb-dots">{panels.dots(item.findings)}<span>{count_verdicts(item.findings)}'
        f"{_remark(item)}</span></p></li>"
    )


def _remark(item: Entry) -> str:
    if not item.notebook.front.tested:
        return " yet: the experiments are still to come"
    return " (provisional)" if any(finding.provisional for finding in item.findings) else ""


def authors_line(notebook: Notebook) -> str:
    """Name up to three authors and the venue."""
    paper = notebook.front.paper
    names = [panels.person(name) for name in paper.authors]
    shown = ", ".join(names[:3]) + (" et al." if len(names) > 3 else "")
    return f"{shown} · {panels.venue_name(paper.venue) if paper.venue else paper.date.year}"


def scoreboard(entries: Sequence[Entry], link: Link) -> str:
    """Return the table of all claims with their verdicts."""
    findings = [finding for item in entries for finding in item.findings]
    pairs = [(item, finding) for item in entries for finding in item.findings]
    pairs.sort(key=lambda pair: not pair[1].claim.tests)  # stable: what was tested comes first
    rows = "".join(_score_row(item, finding, link) for item, finding in pairs)
    return (
        f'<p class="cb-tally"><b>{count_verdicts(findings)}</b>'
        f'<span><a href="{link("claims.json")}">claims.json</a></span></p>'
        '<div class="cb-scroll cb-scoreboard" tabindex="0" role="region" aria-label="Scoreboard"><table>'
        '<thead><tr><th scope="col">verdict</th><th scope="col">claim</th><th scope="col">measured</th>'
        f'<th scope="col">the paper</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _score_row(item: Entry, finding: Finding, link: Link) -> str:
    page = link(page_of(item.notebook))
    claim = finding.claim
    measured = "<br>".join(
        f"{escape(show_measurement(measurement))} <span class='cb-rule'>{escape(asked)}</span>"
        for measurement, asked in by_quantity(finding.results)
    )
    return (
        f'<tr data-verdict="{"pending" if finding.pending else finding.verdict}">'
        f"<td>{panels.mark(finding, f'{page}#verdict-{claim.id}')}</td>"
        f'<td>{escape(claim.statement)} <a class="cb-record" href="{page}">'
        f"{escape(item.notebook.front.digest.title)}</a></td>"
        f"<td>{measured}</td><td>{escape(claim.paper.text)} "
        f'<span class="cb-locator">({escape(claim.locator)})</span></td></tr>'
    )


def rules() -> str:
    """Return the table of rules."""
    rows = "".join(
        f"<tr><td><code>{rule}</code></td><td>{needs}</td><td>{holds}</td></tr>"
        for rule, (needs, holds) in RULES.items()
    )
    return (
        "<table><thead><tr><th>rule</th><th>needs</th><th>reproduced if</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def verdicts() -> str:
    """Return the legend of verdict marks."""
    rows = "".join(
        f"<dt>{_legend_mark(verdict)}</dt><dd>{meaning}</dd>"
        for verdict, meaning in MEANINGS.items()
    )
    return f'<dl class="cb-legend">{rows}</dl>'


def _legend_mark(verdict: Verdict) -> str:
    return f'<span class="cb-mark cb-{verdict.replace(" ", "-")}">{SIGNS[verdict]} {verdict}</span>'


def citations(entries: Sequence[Entry]) -> str:
    """Return the BibTeX entry of every paper, to copy."""
    return "".join(
        f"<h3>{escape(item.notebook.front.digest.title)}</h3>"
        f'<div class="highlight"><pre><code>{escape(bibtex_of(item.notebook))}</code></pre></div>'
        for item in entries
    )


def bibtex_of(notebook: Notebook) -> str:
    """Return a paper's own BibTeX entry."""
    return write_bib([from_paper(notebook.front.paper)])


def records(book: Book) -> Mapping[str, Record]:
    """Return every work of the bibliography by its key: the papers and the works they cite."""
    return index_by_key(bibliography.read_records(book))
