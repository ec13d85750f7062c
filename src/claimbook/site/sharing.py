"""What a page says where it is linked to, its card, badges and reviews; the page of what is not there.

What draws cards is loaded when there is a page to draw one of.
"""

import json
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from claimbook.errors import ClaimbookError
from claimbook.notebook.languages import Language
from claimbook.pages import badges, downloads, sharing
from claimbook.pages.cabinet import Cabinet
from claimbook.pages.drawing import draw
from claimbook.pages.reviews import REVIEWS, choose_reviewed, describe_reviews
from claimbook.pages.sharing import Head, Told, tell_paper
from claimbook.pages.survey import Report
from claimbook.site.laying import put_file
from claimbook.site.state import name_authors, state
from claimbook.wording.catalogue import WORDS, speak

if TYPE_CHECKING:
    from claimbook.pages.cards import Card


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Say in the head of a page what was found; its description says the same."""
    from claimbook.pages.cards import SIZE

    del nav
    report = state.edition.report(state.find_slug(page))
    told = _tell(report, page, config)
    page.meta["description"] = escape(told.description)  # the theme takes it for markup
    context["claimbook_shared"] = _draw_head(
        Head(
            told,
            site=config.site_name,
            root=_find_root(page.url),
            kind="article" if report else "website",
            address=page.canonical_url or "",
            picture=_locate_card(report, page, config),
            size=SIZE,
            mapped=state.language is None,
        ),
        reviews=_locate_reviews(report) if report else "",
    )


def _tell(report: Report | None, page: Page, config: MkDocsConfig) -> Told:
    if report is None:
        described = page.meta.get("description") or config.site_description or config.site_name
        return Told(str(page.meta.get("title") or page.title or config.site_name), described)
    try:
        return tell_paper(report)
    except ClaimbookError as error:
        state.report_fault(error)
        return Told(report.notebook.front.paper.title, report.notebook.front.trust)


def _find_root(url: str) -> str:
    return f"{get_relative_url('.', url).rstrip('/')}/"


def _locate_card(report: Report | None, page: Page, config: MkDocsConfig) -> str:
    """Return the address of a page's card, whole if the site knows its own; beside a server there is none."""
    if state.serving:
        return ""
    slug = report.notebook.slug if report else ""
    path = state.addresses.locate_file(slug, sharing.CARD) if slug else sharing.SITE_CARD
    home = state.locate_home(config)
    return f"{home}{path}" if home else state.locate_shared(path, page)


def _draw_head(head: Head, reviews: str = "") -> str:
    return draw(
        "sharing", head=head, atom=downloads.ATOM, json=downloads.JSON_FEED, reviews=reviews
    )


def _locate_reviews(report: Report) -> str:
    """Return what leads from a page to its reviews, if it has any."""
    beside = state.addresses.locate_beside(report.notebook.slug)
    return f"{beside}{REVIEWS}" if choose_reviewed(report.findings) else ""


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Fill the page that a server shows for what is not there; it leads by whole paths."""
    if template_name == "404.html":
        home = f"{str(context['base_url']).rstrip('/')}/"
        told = Told(config.site_name, config.site_description or config.site_name)
        context["claimbook_shared"] = _draw_head(Head(told, site=config.site_name, root=home))
        places = _list_places(context["nav"], home)
        drawn = [draw("missing", home=home, places=[*places], language="")]
        try:
            drawn += [_draw_missing(one, home) for one in state.languages[1:]]
        except ClaimbookError as error:  # of the project's own words
            state.report_fault(error)
        context["claimbook_missing"] = Markup("\n").join(drawn)
    return context


def _list_places(nav: Navigation, home: str) -> Iterator[tuple[str, str]]:
    """Yield what the menu leads to: its pages, and the first one of each of its sections."""
    for item in nav:
        first = item if item.is_page else next(iter(item.children or ()), item)
        if first.is_page:
            yield item.title, f"{home}{first.url}"


def _draw_missing(language: Language, home: str) -> Markup:
    there = f"{home}{language.code}/"
    with speak(language.code, state.edition.book.settings.root / WORDS):
        place = [(language.name, there)]
        return draw("missing", home=there, places=place, language=language.code)


@event_priority(-50)  # what the build gives out is there
def on_post_build(config: MkDocsConfig) -> None:
    """Write badges and reviews, and, beside no server, the cards."""
    edition = state.edition
    for path, drawn in badges.iterate_badges(edition.reports, config.site_name):
        put_file(config, path, drawn)
    for report in edition.reports:
        _write_reviews(report, config)
    if not state.serving:
        from claimbook.pages.cards import paint_card

        cabinet = Cabinet(edition.book.settings.work / "cards" / edition.language)
        for path, card in _make_cards(config).items():
            put_file(config, path, paint_card(card, cabinet, path))


def _write_reviews(report: Report, config: MkDocsConfig) -> None:
    """Write the reviews of a page beside it, as they would weigh on it."""
    slug, records = report.notebook.slug, state.edition.records
    path, page = state.addresses.locate_file(slug, REVIEWS), state.addresses.locate_page(slug)
    told = describe_reviews(
        report,
        records[report.notebook.front.paper.key],
        by=name_authors(config),
        page=f"{config.site_url}{page}" if config.site_url else get_relative_url(page, path),
    )
    if told:
        text = json.dumps(told, ensure_ascii=False, indent=1)
        put_file(config, path, f"{text}\n")


def _make_cards(config: MkDocsConfig) -> dict[str, "Card"]:
    """Return the cards of all papers, and that of every other page, by where they lie."""
    from claimbook.pages import cards

    name, edition = config.site_name, state.edition
    described = config.site_description or ""
    made = {sharing.SITE_CARD: cards.make_site_card(edition.reports, name, described)}
    for report in edition.reports:
        slug, title = report.notebook.slug, tell_paper(report).title
        card = cards.make_card(report, title, edition.pages[slug].files, name)
        made[state.addresses.locate_file(slug, sharing.CARD)] = card
    return made
