"""What leads away from a paper's page: reports of errors, places to run its notebook, its badge."""

from collections.abc import Iterator

from claimbook.pages.badges import Badge
from claimbook.pages.drawing import Block
from claimbook.pages.issues import SECTION, Reporting
from claimbook.pages.launch import make_launch
from claimbook.pages.page import Site
from claimbook.pages.survey import Report


def make_reporting(slug: str, site: Site) -> Reporting:
    """Return where errors in the claims of a page are reported."""
    section = site.resolve("../contributing.md")
    otherwise = f"{section.address}#{SECTION}" if section else ""
    return Reporting(slug, site.repository, otherwise)


def compose_ways_out(report: Report, site: Site) -> Iterator[Block]:
    """Yield where the notebook runs without an install, and how to show elsewhere what held."""
    slug = report.notebook.slug
    if launch := make_launch(site.repository, site.source):
        yield launch
    page, root = site.addresses.locate_page(slug), site.addresses.locate_site()
    yield Badge(slug, report.findings, page, root, site.home)
