"""MkDocs ↔ the engine: paper pages, generated parts of hand-written pages, downloads."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import vl_convert
from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from claimbook import catalogue, survey
from claimbook import page as engine_page
from claimbook.bibliography import HEADER
from claimbook.bibtex import write_bib
from claimbook.book import Book, find_root, open_book
from claimbook.citations import unknown_key_error
from claimbook.errors import ClaimbookError
from claimbook.notebook import Notebook, dump, write_if_changed
from claimbook.store import Store

_UNKNOWN = re.compile(r'<span class="cb-unknown">@([^<]+)</span>')
LIBRARY = "assets/vega.js"  # of draggable charts: only on a site that has one
log = get_plugin_logger("claimbook")
state: dict[str, Any] = {"serving": False}  # what one build has read; filled anew by each


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether a server runs: it shows a fault where a build stops at it."""
    del dirty
    state["serving"] = command == "serve"


def fault(error: ClaimbookError) -> None:
    """Stop a build; while serving, warn, and show the fault on every page."""
    if not state["serving"]:
        raise PluginError(str(error)) from None
    log.warning("%s", error)
    state["faults"].append(str(error))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the book, and let the site cite it."""
    root = find_root(Path(config.config_file_path).parent)
    state.update(faults=[], dressed={}, records={})
    faults: list[ClaimbookError] = []
    state["book"] = book = open_book(root, faults)
    try:
        state["records"] = catalogue.records(book)
    except ClaimbookError as error:
        faults.append(error)
    for error in faults:
        fault(error)
    config.mdx_configs["claimbook.citations"] = {"records": state["records"]}
    papers = [{n.front.digest.title: f"papers/{n.slug}.ipynb"} for n in book.notebooks]
    config.nav = [config.nav[0], {"Papers": papers}, *config.nav[1:]]
    return config


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for each paper, and what readers download."""
    book = state["book"]
    state["entries"] = [_survey(book, notebook) for notebook in book.notebooks]
    for entry in state["entries"]:
        _add_paper(entry, files, config)
    downloads = {
        "claims.json": survey.claims_json(state["entries"]),
        "claimbook.bib": HEADER + write_bib(state["records"].values()),
    }
    for name, text in downloads.items():
        files.append(File.generated(config, name, content=text))
    return files


def _survey(book: Book, notebook: Notebook) -> survey.Entry:
    try:
        return survey.survey_one(book, Store(book.settings.store_url), notebook)
    except ClaimbookError as error:
        fault(error)
        return survey.entry(notebook, None)


def _add_paper(entry: survey.Entry, files: Files, config: MkDocsConfig) -> None:
    """Reserve the page; it is dressed in `on_pre_page`, when links can be resolved."""
    pages = state["book"].settings.work / "pages"
    path = f"papers/{entry.notebook.slug}.ipynb"
    (pages / path).parent.mkdir(parents=True, exist_ok=True)
    file = File(path, str(pages), config.site_dir, config.use_directory_urls)
    file.edit_uri = None
    files.append(file)


@event_priority(100)
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Dress a paper's notebook before mkdocs-jupyter reads it."""
    entry = next((e for e in state["entries"] if _path(e) == page.file.src_uri), None)
    if entry is None:
        return page
    try:
        dressed = _dress(entry, page, config, files)
    except ClaimbookError as error:
        fault(error)
        dressed = engine_page.blank(entry.notebook, str(error))
    state["dressed"][page.file.src_uri] = dressed
    write_if_changed(Path(page.file.abs_src_path), dump(dressed.notebook))
    for name, text in dressed.files.items():
        files.append(File.generated(config, f"papers/{entry.notebook.slug}/{name}", content=text))
    if any(name.endswith(".vl.json") for name in dressed.files) and LIBRARY not in files.src_uris:
        files.append(File.generated(config, LIBRARY, content=_library()))
    return page


def _library() -> str:
    """Return the script that draws charts; made once for each version, for it takes seconds."""
    kept = state["book"].settings.work / f"vega-{vl_convert.__version__}.js"
    if not kept.is_file():
        write_if_changed(kept, vl_convert.javascript_bundle())
    return kept.read_text("utf-8")


def _dress(entry: survey.Entry, page: Page, config: MkDocsConfig, files: Files) -> engine_page.Page:
    others = [other for other in state["entries"] if other is not entry]
    return engine_page.dress(
        entry.notebook,
        entry.executed,
        entry.findings,
        failure=entry.failure,
        repository=config.repo_url or "",
        records=state["records"],
        links={other.notebook.front.paper.key: page_link(page, other) for other in others},
        bibtex=catalogue.bibtex_of(entry.notebook),
        render=_renderer(page, config, files),
    )


def _path(entry: survey.Entry) -> str:
    return f"papers/{entry.notebook.slug}.ipynb"


def page_link(page: Page, entry: survey.Entry) -> str:
    """Return the address of a paper's page relative to `page`."""
    return get_relative_url(catalogue.page_of(entry.notebook), page.url)


def _renderer(page: Page, config: MkDocsConfig, files: Files) -> engine_page.Render:
    """Render Markdown as MkDocs does, with links rewritten and validated."""

    def render(text: str, extensions: Sequence[Extension]) -> tuple[str, list[dict[str, Any]]]:
        base = [name for name in config.markdown_extensions if name != "claimbook.citations"]
        md = Markdown(extensions=[*base, *extensions], extension_configs=config.mdx_configs)
        _RelativePathTreeprocessor(page.file, files, config)._register(md)
        return md.convert(text), md.toc_tokens

    return render


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Set a paper page's metadata, and fill the generated parts of a hand-written one."""
    del config, files
    if dressed := state["dressed"].get(page.file.src_uri):
        page.meta |= {
            "title": dressed.title,
            "tags": list(dressed.tags),
            "description": dressed.description,
        }
        return markdown
    try:
        return catalogue.expand(
            markdown,
            state["entries"],
            state["book"],
            link=lambda path: get_relative_url(path, page.url),
            where=page.file.src_uri,
        )
    except ClaimbookError as error:
        fault(error)
        return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Set a paper page's table of contents, and refuse unknown citations elsewhere."""
    del config, files
    if dressed := state["dressed"].get(page.file.src_uri):
        page.toc = get_toc(dressed.toc)
    elif unknown := _UNKNOWN.search(html):
        fault(unknown_key_error(unknown.group(1), page.file.src_uri, state["records"]))
    return html


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> None:
    """Show the faults of the whole site on top of each page that is served."""
    del context, config, nav
    if state["faults"]:
        items = "".join(f"<li>{escape(text)}</li>" for text in dict.fromkeys(state["faults"]))
        title = '<p class="admonition-title">Not fit to publish</p>'
        page.content = (
            f'<div class="admonition failure">{title}<ul>{items}</ul></div>{page.content}'
        )
