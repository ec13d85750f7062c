"""What machines and citing writers find: the record of a page in its head, the bibliography page."""

from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from claimbook.pages import downloads, jsonld, shelf
from claimbook.pages.drawing import draw
from claimbook.pages.survey import Report
from claimbook.site.state import link_page, name_authors, state
from claimbook.site.styling import strip_indentation


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Leave the theme's indentation out of the pages."""
    del config, files
    strip_indentation(env)
    return env


@event_priority(-100)  # every page is known; the site's search has the works from these pages
def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Hand the theme (`theme/` beside this module) what a page has beyond its content."""
    report = state.edition.report(state.find_slug(page))
    stem, described = "", None
    if report is not None:
        stem = f"{state.addresses.locate_beside(report.notebook.slug)}{report.notebook.slug}"
        described = _describe(report, page, config)
    elif page.meta.get("template") == "bibliography.html":
        stem = state.locate_shared(downloads.WHOLE, page)
        context["shelf"] = _draw_shelf(page, nav)
    if stem:
        head = draw("head", stem=stem, described=described, formats=downloads.FORMATS)
        context["claimbook_head"] = head


def _describe(report: Report, page: Page, config: MkDocsConfig) -> dict[str, Any]:
    notebook, records = report.notebook, state.edition.records
    return jsonld.describe_page(
        notebook,
        records[notebook.front.paper.key],
        [records[key] for key in state.edition.list_cited(report)],
        by=name_authors(config),
        url=page.canonical_url or "",
    )


def _draw_shelf(at: Page, nav: Navigation) -> Markup:
    """Draw every work, with the papers that cite it, newest first, then the other pages."""
    edition = state.edition
    pages = [
        shelf.Citing(
            one.notebook.front.digest.title,
            link_page(at, one.notebook.slug),
            frozenset(edition.list_cited(one)),
        )
        for one in edition.reports
    ]
    for page in sorted(nav.pages, key=lambda one: one.file.src_uri):
        ledger = edition.ledgers.get(page.file.src_uri)
        if ledger and ledger.cited:
            address = get_relative_url(page.url, at.url)
            pages.append(shelf.Citing(str(page.title), address, frozenset(ledger.cited)))
    return shelf.draw_shelf(
        edition.records,
        edition.reports,
        {slug: made.outline for slug, made in edition.pages.items()},
        pages,
        link=lambda path: state.locate_shared(path, at),
        find=lambda slug: link_page(at, slug),
    )
