"""A page for each paper: a document of the site by mkdocs-jupyter, drawn by the engine.

mkdocs-jupyter is handed the same small notebook for each page and makes it a document of MkDocs; what
it draws of it is replaced, as a whole, by the engine's page. Its cache keeps that one conversion.
"""

import json
import os
import shutil
from contextlib import suppress
from html import escape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from claimbook.files import write_if_changed
from claimbook.pages.addresses import ENDING
from claimbook.pages.drawing import draw_blocks
from claimbook.site.state import state

CONVERTED = "jupyter-cache"  # in the work folder: what mkdocs-jupyter made of the stub
ROOM = 2**22  # bytes that are free; what is kept of a page takes a tenth of them
STUB = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let mkdocs-jupyter keep its conversion beside ours, and read no written page for a notebook."""
    work, jupyter = state.edition.book.settings.work, config.plugins["mkdocs-jupyter"].config
    jupyter["cache_dir"] = str(work / CONVERTED)
    _drop_damaged(work / CONVERTED)
    jupyter["cache"] = jupyter["cache"] and _has_room(work)
    if not any(one.endswith("md") for one in jupyter["include"]):
        jupyter["ignore"] = [*jupyter["ignore"], "*.md"]  # or each is read by jupytext, twice
    return config


def _drop_damaged(folder: Path) -> None:
    """Drop conversions that cannot be read, at which mkdocs-jupyter would fail in every build.

    A build that is killed, or a disk that is full, leaves one cut off.
    """
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if path.is_dir():
                shutil.rmtree(path)
            elif not _is_whole(path):
                path.unlink()


def _has_room(work: Path) -> bool:
    """Tell whether what is kept can be written: mkdocs-jupyter fails where it cannot."""
    try:
        free = shutil.disk_usage(work).free
    except OSError:
        return True  # there is no folder yet
    return free >= ROOM and os.access(work, os.W_OK)


def _is_whole(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_bytes()), dict)
    except (OSError, ValueError):
        return False


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Reserve the pages; each is composed in `on_pre_page`, when links can be resolved."""
    pages = state.edition.book.settings.work / "pages"
    for report in state.edition.reports:
        path = state.addresses.name_source(report.notebook.slug)
        _reserve(pages / path)
        file = File(path, str(pages), config.site_dir, config.use_directory_urls)
        file.edit_uri = None
        files.append(file)
    for broken, _ in state.edition.book.broken:
        if state.serving and state.edition.report(broken.stem) is None:
            files.append(_make_place(broken.stem, config))
    return files


def _reserve(path: Path) -> None:
    try:
        write_if_changed(path, STUB)
    except OSError as error:
        fault = f"{path}: cannot be written: {error.strerror}"
        raise PluginError(f"{fault}; make it writable, or free space") from None


def _make_place(slug: str, config: MkDocsConfig) -> File:
    """Make a page for a notebook that was never read: what is wrong with it stands on top of it."""
    name = state.addresses.name_source(slug).removesuffix(ENDING) + ".md"
    inclusion = InclusionLevel.NOT_IN_NAV
    return File.generated(config, name, content=f"# {slug}\n", inclusion=inclusion)


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Set the title, tags and description of a paper's page."""
    del config, files
    if made := state.edition.pages.get(state.find_slug(page)):
        title = escape(made.title, quote=False)  # the theme takes it for markup
        page.meta.update(title=title, tags=list(made.tags), description=made.description)
        page.meta["hide"] = ["navigation"]  # a page of evidence is wide
    return markdown


@event_priority(-60)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Draw a paper's page, and let MkDocs validate the anchors of its links."""
    del config
    made = state.edition.pages.get(state.find_slug(page))
    if made is None:
        return html
    page.toc = get_toc(list(made.contents))  # type: ignore[arg-type]  # its tokens are mappings
    page.present_anchor_ids = set(made.ids)
    page.links_to_anchors = {}
    for name, anchor, written in made.anchors:
        file = files.get_file_from_path(name) if name else page.file
        if file is not None:
            page.links_to_anchors.setdefault(file, {})[anchor] = written
    return draw_blocks(made.blocks)
