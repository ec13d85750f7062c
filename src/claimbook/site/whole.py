"""Keep whole pages of papers: one is rendered and indexed again only if what the theme is given changed.

That is told by value: the page as it was drawn, what other hooks add, the menus, the configuration, the
theme's files. Beside a plugin, a hook or a template that may know more, no page is kept whole.
"""

from collections.abc import Iterable
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from claimbook.pages.compiled import keep_compiled
from claimbook.pages.keeping import FOLDER
from claimbook.pages.origins import describe
from claimbook.pages.wholes import Wholes
from claimbook.site.frame import are_known, describe_frame
from claimbook.site.state import state

MARKS = ("icon", "status", "subtitle")  # of a page's front matter, which the theme shows in menus
GIVEN = set(TemplateContext.__annotations__)  # to each template, by MkDocs itself


@event_priority(-200)  # the menus are cut
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember the menus; their titles are known once all pages are read."""
    del config, files
    state.nav = nav
    return nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Tell what every page is given; keep what is compiled of the theme's templates."""
    del files
    if are_known(config):  # none of which has a filter of its own
        keep_compiled(env, state.edition.book.settings.work)
    own = bool(config.theme.custom_dir)  # templates that may show more of a page
    menus = [_list_menu(item, whole=own) for item in state.nav.items] if state.nav else []
    state.wholes = Wholes(
        state.edition.book.settings.work / FOLDER / state.edition.language,
        describe_frame(config, menus),
    )
    return env


def _list_menu(item: Any, *, whole: bool) -> list[Any]:
    meta = getattr(item, "meta", None) or {}
    marks = repr(meta) if whole else [repr(meta.get(name)) for name in MARKS]
    children = [_list_menu(one, whole=whole) for one in item.children or ()]
    return [str(item.title), getattr(item, "url", ""), marks, children]


def _describe_page(page: Page) -> str:
    near = [
        [str(one.title), one.url] if one else None for one in (page.previous_page, page.next_page)
    ]
    above = [str(one.title) for one in page.ancestors]
    about = [page.url, page.canonical_url, page.edit_url, page.meta, str(page.update_date)]
    return describe([about, str(page.title), near, above, _list_toc(page.toc), str(page.content)])


def _list_toc(toc: Iterable[Any]) -> list[Any]:
    return [[one.title, one.id, one.level, _list_toc(one.children)] for one in toc]


@event_priority(100)  # before the search looks at a page
def _find_entries(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Let the search leave out a page whose entries are kept."""
    del context, config, nav
    slug = state.find_slug(page)
    if slug and state.wholes.find_entries(slug, _describe_page(page)):
        page.meta["search"] = {"exclude": True}


@event_priority(-200)  # all that the theme is given is there
def _find_whole(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Hand the theme a page that is kept."""
    del config, nav
    slug = state.find_slug(page)
    page.meta.pop("search", None) if slug else None
    if not slug:
        return
    added = {name: value for name, value in context.items() if name not in GIVEN}
    kept = state.wholes.find_html(slug, describe([_describe_page(page), added]))
    if kept is not None:
        context.update(claimbook_layout="kept.html", claimbook_kept=kept)


on_page_context = CombinedEvent(_find_entries, _find_whole)


@event_priority(-200)  # it is as a browser gets it
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Keep a page that was rendered."""
    del config
    if slug := state.find_slug(page):
        state.wholes.keep_html(slug, output)
    return output
