"""Keep whole pages: one is rendered and indexed again only if what the theme is given changed.

That is told by value: the page as it was drawn, what other hooks add, the menus, the configuration, the
theme's files. Beside a plugin, a hook or a template that may know more, no page is kept whole.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from claimbook.installed import digest_files
from claimbook.pages.compiled import keep_compiled
from claimbook.pages.keeping import FOLDER
from claimbook.pages.origins import describe
from claimbook.pages.wholes import Wholes
from claimbook.site.frame import are_known, choose_marks, describe_frame
from claimbook.site.state import state

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
    menus = [_list_menu(item, config) for item in state.nav.items] if state.nav else []
    own = _digest_own(config)
    state.wholes = Wholes(
        state.edition.book.settings.work / FOLDER / state.edition.language,
        describe_frame(config, menus),
        own,
    )
    return env


def _digest_own(config: MkDocsConfig) -> str:
    """Return the digest of the templates of the site's own, which are read whenever they are asked for."""
    return digest_files(Path(config.theme.custom_dir)) if config.theme.custom_dir else ""


def _list_menu(item: Any, config: MkDocsConfig) -> list[Any]:
    marks = repr(choose_marks(getattr(item, "meta", None) or {}, config))
    children = [_list_menu(one, config) for one in item.children or ()]
    return [str(item.title), getattr(item, "url", ""), marks, children]


def _describe_page(page: Page, config: MkDocsConfig) -> str | None:
    """Describe a page; None if its front matter holds what cannot be told, such as a day."""
    near: list[object] = [
        [str(one.title), one.url, choose_marks(one.meta, config)] if one else None
        for one in (page.previous_page, page.next_page)
    ]
    above = [str(one.title) for one in page.ancestors]
    about = [page.url, page.canonical_url, page.edit_url, page.meta, str(page.update_date)]
    rest = [str(page.title), near, above, _list_toc(page.toc), str(page.content)]
    with suppress(TypeError):
        return describe([about, *rest])
    return None


def _list_toc(toc: Iterable[Any]) -> list[Any]:
    return [[one.title, one.id, one.level, _list_toc(one.children)] for one in toc]


@event_priority(100)  # before the search looks at a page
def _find_entries(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Let the search leave out a page whose entries are kept, but one that has its own way with it."""
    del context, nav
    state.excluded = False
    told, name = _describe_page(page, config), state.name_page(page)
    if told is None or "search" in page.meta:
        return
    if not state.find_slug(page):
        state.wholes.note_place(page.url, name)
    if state.wholes.find_entries(name, told):
        page.meta["search"], state.excluded = {"exclude": True}, True


@event_priority(-200)  # all that the theme is given is there
def _find_whole(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Hand the theme a page that is kept."""
    del nav
    if state.excluded:
        del page.meta["search"]
    added = {name: value for name, value in context.items() if name not in GIVEN}
    kept, told = None, _describe_page(page, config)
    with suppress(TypeError):  # a plugin's own value
        if told is not None:
            kept = state.wholes.find_html(state.name_page(page), describe([told, added]))
    if kept is not None:
        context.update(claimbook_layout="kept.html", claimbook_kept=kept)


on_page_context = CombinedEvent(_find_entries, _find_whole)


@event_priority(-200)  # it is as a browser gets it
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Keep a page that was rendered."""
    if state.wholes.own == _digest_own(config):
        state.wholes.keep_html(state.name_page(page), output)
    return output
