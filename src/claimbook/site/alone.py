"""While serving, an edit of a notebook, or the end of its run, makes its own page anew at once.

MkDocs makes all of the site anew when any file changes. Where the code or the prose of notebooks is all
that changed, or a run has ended, their pages are made alone. What other pages say of them follows in a
build of all. After an edit of prose that no other page tells of, none is needed, and what the site's
search says of the page follows with the next.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from claimbook.errors import ClaimbookError, NotAdopted
from claimbook.execution.store import Store
from claimbook.files import write_if_changed
from claimbook.notebook.source import Notebook, read
from claimbook.pages.drawing import draw_blocks
from claimbook.pages.edition import Edition
from claimbook.pages.page import SEEN
from claimbook.pages.page import Page as Made
from claimbook.pages.survey import Report, survey_lasting
from claimbook.site.composing import LIBRARY, make_site
from claimbook.site.following import settle_later
from claimbook.site.state import Build, Stats, list_theme_folders, state


@event_priority(110)  # before anything is read, and behind what begins to run notebooks
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Note what there is to read."""
    state.build = None
    if state.serving:
        if state.background:
            state.background.take_ended()  # every page sees what has ended until now
        state.build = Build(config, _look_around(config), following=state.following)
        state.following = False
    return config


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Keep the menus."""
    del config
    if state.build:
        state.build.nav, state.build.files = nav, files
    return nav


@event_priority(-100)
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keep the templates."""
    del config, files
    if state.build:
        state.build.env = env
    return env


def on_post_build(config: MkDocsConfig) -> None:
    """Note that all is there."""
    del config
    if state.build:
        state.build.done = True


def _look_around(config: MkDocsConfig) -> Stats:
    """Return the size and time of every file that the site is made from."""
    theme = list_theme_folders(config)
    places: list[Any] = [config.docs_dir, config.config_file_path, *config.watch, *theme]
    stamp = [state.background.stamp] if state.background else []
    files = (file for place in [*places, *stamp] for file in _list_files(Path(place)))
    return {file: (one.st_mtime_ns, one.st_size) for file in files for one in [file.stat()]}


def _list_files(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from (one for one in place.rglob("*") if one.is_file() and one.name[0] != ".")
    elif place.is_file():
        yield place


def rebuild_alone() -> bool:
    """Make the pages anew that an edit or a run has changed; return whether the rest can wait."""
    build, edition = state.build, state.edition
    faulty = any(not isinstance(one, NotAdopted) for one in edition.faults)
    if build is None or not build.done or state.shown or faulty:
        return False
    try:
        now = _look_around(build.config)
        changed = _find_changed(build, now)
        reports = None if changed is None else [_judge(*one) for one in changed]
    except (ClaimbookError, OSError):
        return False  # which a build of all says
    return reports is not None and _rebuild_pages(build, reports, now)


def _find_changed(build: Build, now: Stats) -> list[tuple[Notebook, bool]] | None:
    """Return the notebooks that changed, each with whether it was run; None if more has changed."""
    ended = state.background.take_ended() if state.background else None
    if ended is None or state.background is None:
        return None
    every = now.keys() | build.seen.keys()
    changed = {path for path in every if now.get(path) != build.seen.get(path)}
    changed.discard(state.background.stamp)
    known = {one.path: one for one in state.edition.book.notebooks}
    if not changed <= known.keys():
        return None
    read_now = {path: read(path) for path in changed}
    if any(one.front != known[path].front for path, one in read_now.items()):
        return None  # which the menus and other pages show
    return [
        (read_now.get(path, one), one.slug in ended)
        for path, one in known.items()
        if path in changed or one.slug in ended
    ]


def _judge(notebook: Notebook, ran: bool) -> Report:
    """Judge a notebook by its run, or as it was judged if nothing but its prose has changed."""
    before = state.edition.report(notebook.slug)
    if before is None:
        raise ClaimbookError("is not in the book", where=notebook.path.name)
    if not ran and before.notebook != notebook and _has_same_code(before.notebook, notebook):
        return replace(before, notebook=notebook)
    book = state.edition.book
    return survey_lasting(book, Store(book.settings.store_url), notebook, before.run)


def _has_same_code(before: Notebook, now: Notebook) -> bool:
    """Whether nothing but Markdown cells has changed."""
    return before.front == now.front and _list_rest(before) == _list_rest(now)


def _list_rest(notebook: Notebook) -> list[tuple[object, ...]]:
    return [
        (one.id, one.kind, one.source, one.tags, one.mimetype)
        for one in notebook.cells
        if one.kind != "markdown"
    ]


def _rebuild_pages(build: Build, reports: list[Report], now: Stats) -> bool:
    before, by_slug = state.edition, {one.notebook.slug: one for one in reports}
    after = tuple(by_slug.get(one.notebook.slug, one) for one in before.reports)
    notebooks = tuple(
        by_slug[one.slug].notebook if one.slug in by_slug else one for one in before.book.notebooks
    )
    book = replace(before.book, notebooks=notebooks)
    state.edition = replace(before, book=book, reports=after)
    drawn = [_compose(build, one) for one in reports]
    if None in drawn:
        state.edition = before
        return False
    told = [_describe(before, slug) for slug in by_slug]
    for one in drawn:
        if one is not None:
            _publish(build, *one)
    build.seen = now
    same = told == [_describe(state.edition, slug) for slug in by_slug]
    if not same or state.languages[1:]:  # in which the page is too
        settle_later(build)
    return True


def _describe(edition: Edition, slug: str) -> list[object]:
    """Return what other pages may say of a paper."""
    report, made = edition.report(slug), edition.pages.get(slug)
    if report is None:
        return []
    ran = (report.run.fingerprint, report.run.provenance) if report.run else None
    judged = [report.findings, report.failure, report.outdated, ran]
    return [*judged, *(getattr(made, name, None) for name in SEEN)]


def _compose(build: Build, report: Report) -> tuple[Page, Made] | None:
    """Compose a page; return nothing if it takes a build of all to say what is wrong with it."""
    assert build.files is not None
    slug = report.notebook.slug
    file = build.files.get_file_from_path(state.addresses.name_source(slug))
    if file is None or file.page is None:
        return None
    try:
        site = make_site(file.page, slug, build.config, build.files)
        made = state.edition.keeper.compose(report, site)
    except ClaimbookError:
        return None
    charts = any(name.endswith(".vl.json") for name in made.files)
    lacking = charts and LIBRARY not in build.files.src_uris
    return None if made.faults or lacking else (file.page, made)


def _publish(build: Build, page: Page, made: Made) -> None:
    """Draw a page into the site, and lay its files beside it, as a build of all does."""
    assert build.files is not None
    assert build.nav is not None
    assert build.env is not None
    config, plugins = build.config, build.config.plugins
    state.edition.pages[made.slug] = made
    page.content = draw_blocks(made.blocks)
    page.toc = get_toc(list(made.contents))  # type: ignore[arg-type]  # its tokens are mappings
    page.active = True
    try:
        context = get_context(build.nav, build.files, config, page)
        template = build.env.get_template(str(page.meta.get("template", "main.html")))
        context = plugins.on_page_context(context, page=page, config=config, nav=build.nav)
        output = plugins.on_post_page(template.render(context), page=page, config=config)
    finally:
        page.active = False
    for name, content in made.files.items():
        path = Path(config.site_dir, state.addresses.locate_file(made.slug, name))
        write_if_changed(path, content)
    write_if_changed(Path(page.file.abs_dest_path), output)
