"""While serving, an edit of prose makes its own page anew, and no other.

MkDocs makes all of the site anew when any file changes. Where nothing has changed but Markdown cells
of papers, every other page would come out as it was, as long as the page cites the same works under
the same headings. What the site's search says of the page follows with the next build of all.
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

from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.notebook.source import Notebook, read
from claimbook.pages.drawing import draw_blocks
from claimbook.pages.page import Page as Made
from claimbook.site.composing import make_site
from claimbook.site.state import Build, Stats, state


@event_priority(110)  # before anything is read, and behind what begins to run notebooks
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Note what there is to read."""
    state.build = Build(config, _look_around(config)) if state.serving else None
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
    theme = [config.theme.custom_dir] if config.theme.custom_dir else []
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
    """Make the pages anew whose prose alone has changed; return whether that was all there was to do."""
    build, edition = state.build, state.edition
    if build is None or not build.done or state.shown or edition.faults:
        return False
    try:
        now = _look_around(build.config)
        changed = {
            path for path in now.keys() | build.seen.keys() if now.get(path) != build.seen.get(path)
        }
        by_path = {one.path: one for one in edition.book.notebooks}
        if not changed or not changed <= by_path.keys():
            return False
        new = [read(path) for path in sorted(changed)]
    except (ClaimbookError, OSError):
        return False  # which a build of all says
    if not all(_has_same_code(by_path[one.path], one) for one in new):
        return False
    return _rebuild_pages(build, new, now)


def _has_same_code(before: Notebook, now: Notebook) -> bool:
    """Whether nothing but Markdown cells has changed."""
    return before.front == now.front and _list_rest(before) == _list_rest(now)


def _list_rest(notebook: Notebook) -> list[tuple[object, ...]]:
    return [
        (one.id, one.kind, one.source, one.tags, one.mimetype)
        for one in notebook.cells
        if one.kind != "markdown"
    ]


def _rebuild_pages(build: Build, new: list[Notebook], now: Stats) -> bool:
    before, by_slug = state.edition, {one.slug: one for one in new}
    notebooks = tuple(by_slug.get(one.slug, one) for one in before.book.notebooks)
    state.edition = replace(
        before,
        book=replace(before.book, notebooks=notebooks),
        reports=tuple(
            replace(one, notebook=by_slug.get(one.notebook.slug, one.notebook))
            for one in before.reports
        ),
    )
    drawn = [_compose(build, slug, before.pages[slug]) for slug in by_slug]
    if None in drawn:
        state.edition = before
        return False
    for one in drawn:
        if one is not None:
            _publish(build, *one)
    build.seen = now
    return True


def _compose(build: Build, slug: str, before: Made) -> tuple[Page, Made] | None:
    """Compose a page; return nothing if another page might have to change with it."""
    assert build.files is not None
    file = build.files.get_file_from_path(state.addresses.name_source(slug))
    report = state.edition.report(slug)
    if file is None or file.page is None or report is None:
        return None
    try:
        site = make_site(file.page, slug, build.config, build.files)
        made = state.edition.keeper.compose(report, site)
    except ClaimbookError:
        return None
    kept = ("title", "description", "tags", "contents", "outline", "cited", "ids", "anchors")
    alike = all(getattr(made, name) == getattr(before, name) for name in kept)
    return (file.page, made) if alike and not made.faults else None


def _publish(build: Build, page: Page, made: Made) -> None:
    """Draw a page into the site, and lay its files beside it, as a build of all does."""
    assert build.files is not None
    assert build.nav is not None
    assert build.env is not None
    config, plugins = build.config, build.config.plugins
    state.edition.pages[made.slug] = made
    page.content, page.toc, page.active = (
        draw_blocks(made.blocks),
        get_toc(list(made.contents)),  # type: ignore[arg-type]  # its tokens are mappings
        True,
    )
    try:
        context = get_context(build.nav, build.files, config, page)
        template = build.env.get_template(str(page.meta.get("template", "main.html")))
        context = plugins.on_page_context(context, page=page, config=config, nav=build.nav)
        output = plugins.on_post_page(template.render(context), page=page, config=config)
    finally:
        page.active = False
    write_if_changed(Path(page.file.abs_dest_path), output)
    for name, content in made.files.items():
        path = Path(config.site_dir, state.addresses.locate_file(made.slug, name))
        write_if_changed(path, content)
