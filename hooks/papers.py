"""A page for each paper: composed and drawn by the engine, a page of the site by mkdocs-jupyter.

mkdocs-jupyter is handed the same small notebook for each page and makes it a document of MkDocs; what
it draws of it is replaced, as a whole, by the engine's page. Its cache keeps that one conversion.
"""

from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath

import vl_convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.pages import page as engine
from claimbook.pages.drawing import draw_blocks
from claimbook.prose.dialect import Dialect
from claimbook.prose.links import Target
from state import link_page, link_source, state

STUB = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'
LIBRARY = "assets/vega.js"  # of draggable charts: only on a site that has one


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the papers into the navigation; MkDocs takes its titles for markup."""
    papers = [
        {escape(one.front.digest.title, quote=False): state.addresses.source(one.slug)}
        for one in state.edition.book.notebooks
    ]
    config.nav = [config.nav[0], {"Papers": papers}, *config.nav[1:]] if config.nav else None
    work = state.edition.book.settings.work
    config.plugins["mkdocs-jupyter"].config["cache_dir"] = str(work / "jupyter-cache")
    return config


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Reserve the pages; each is composed in `on_pre_page`, when links can be resolved."""
    pages = state.edition.book.settings.work / "pages"
    for report in state.edition.reports:
        path = state.addresses.source(report.notebook.slug)
        write_if_changed(pages / path, STUB)
        file = File(path, str(pages), config.site_dir, config.use_directory_urls)
        file.edit_uri = None
        files.append(file)
    return files


@event_priority(100)
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Compose a paper's page."""
    report = state.edition.report(state.slug_of(page))
    if report is None:
        return page
    slug = report.notebook.slug
    try:
        made = engine.compose_page(report, _site(page, slug, config, files))
    except ClaimbookError as error:
        state.fault(error)
        made = engine.compose_blank(report.notebook, str(error))
    for error in made.faults:
        state.fault(error)
    state.edition.pages[slug] = made
    for name, content in made.files.items():
        path = state.addresses.file(slug, name)
        files.append(File.generated(config, path, content=content))
    if any(name.endswith(".vl.json") for name in made.files) and LIBRARY not in files.src_uris:
        files.append(File.generated(config, LIBRARY, content=_library()))
    return page


def _site(page: Page, slug: str, config: MkDocsConfig, files: Files) -> engine.Site:
    def resolve(path: str) -> Target | None:
        name = normpath(join(dirname(page.file.src_uri), path))
        file = files.get_file_from_path(name)
        return Target(file.url_relative_to(page.file), name) if file else None

    return engine.Site(
        dialect=Dialect(config.markdown_extensions, config.mdx_configs),
        **state.edition.cite(
            slug, links=lambda to: link_page(page, to), sources=lambda to: link_source(page, to)
        ),
        resolve=resolve,
        known=lambda: tuple(files.src_uris),
        addresses=state.addresses,
        repository=config.repo_url or "",
    )


def _library() -> str:
    """Return the script that draws charts; made once for each version, for it takes seconds."""
    work = state.edition.book.settings.work
    kept = Path(work / f"vega-{vl_convert.__version__}.js")
    if not kept.is_file():
        write_if_changed(kept, vl_convert.javascript_bundle())
    return kept.read_text("utf-8")


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Set the title, tags and description of a paper's page."""
    del config, files
    if made := state.edition.pages.get(state.slug_of(page)):
        page.meta |= {"title": made.title, "tags": list(made.tags), "description": made.description}
    return markdown


@event_priority(-60)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Draw a paper's page, and let MkDocs validate the anchors of its links."""
    del config
    made = state.edition.pages.get(state.slug_of(page))
    if made is None:
        return html
    page.toc = get_toc(list(made.contents))
    page.present_anchor_ids = set(made.ids)
    page.links_to_anchors = {}
    for name, anchor, written in made.anchors:
        file = files.get_file_from_path(name) if name else page.file
        if file is not None:
            page.links_to_anchors.setdefault(file, {})[anchor] = written
    return draw_blocks(made.blocks)
