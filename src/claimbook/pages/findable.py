"""What the site's search finds besides pages and their sections: each claim, and each work.

An entry has a `location` on the site, a `title` and a `text`, as the theme's search has them: both
are escaped text, and an anchor's entry belongs to the page that it is on.
"""

from collections.abc import Mapping, Sequence
from html import escape

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.reference import Reference, display
from claimbook.model.evidence import Finding
from claimbook.pages.addresses import Addresses
from claimbook.pages.survey import Report
from claimbook.wording.catalogue import say
from claimbook.wording.marks import show_verdict
from claimbook.wording.numbers import show_measurement

Entry = dict[str, str]
SEPARATOR = " · "


def list_claims(reports: Sequence[Report], addresses: Addresses) -> list[Entry]:
    """Return an entry for each claim, at its verdict on the page of its paper."""
    return [
        _make_entry(
            f"{addresses.locate_page(report.notebook.slug)}#verdict-{finding.claim.id}",
            finding.claim.statement,
            _describe_finding(report, finding),
        )
        for report in reports
        for finding in report.findings
    ]


def _describe_finding(report: Report, finding: Finding) -> list[str]:
    claim = finding.claim
    measured = {one.measurement.name: one.measurement for one in finding.results}
    return [
        show_verdict(finding),
        *(say("measured", value=show_measurement(one)) for one in measured.values()),
        claim.untested,
        say("printed-elsewhere", text=claim.paper.text),
        claim.locator,
        report.notebook.front.digest.title,
    ]


def list_works(records: Mapping[str, Record], page: str) -> list[Entry]:
    """Return an entry for each work, at its place on the bibliography page."""
    shown = [display(record) for record in records.values()]
    return [_make_entry(f"{page}#ref-{one.key}", one.title, _describe_work(one)) for one in shown]


def _describe_work(work: Reference) -> list[str]:
    names = ", ".join(f"{name.given} {name.last}".strip() for name in work.authors)
    return [names, work.year, work.venue, work.key]


def _make_entry(location: str, title: str, told: Sequence[str]) -> Entry:
    text = SEPARATOR.join(filter(None, told))
    return {
        "location": location,
        "title": escape(title, quote=False),
        "text": escape(text, quote=False),
    }
