"""A page for each paper: its notebook dressed by the engine and drawn by mkdocs-jupyter."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import vl_convert
from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc

from claimbook.errors import ClaimbookError
from claimbook.notebook.source import dump, write_if_changed
from claimbook.pages import catalogue, survey
from claimbook.pages import page as engine_page
from current import build
from placeholders import put_back, set_aside

LIBRARY = "assets/vega.js"  # of draggable charts: only on a site that has one
dressed: dict[str, engine_page.Page] = {}  # by their paths; those of one build
OURS = frozenset({"claimbook.prose.citations", "claimbook.prose.mathml"})  # given by the engine
aside: dict[str, list[str]] = {}  # the HTML of each that mkdocs-jupyter need not see


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the papers into the navigation."""
    dressed.clear()
    papers = [{n.front.digest.title: _path(n.slug)} for n in build.book.notebooks]
    config.nav = [config.nav[0], {"Papers": papers}, *config.nav[1:]]
    return config


@event_priority(100)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Reserve the pages; each is dressed in `on_pre_page`, when links can be resolved."""
    pages = build.book.settings.work / "pages"
    for entry in build.entries:
        path = _path(entry.notebook.slug)
        (pages / path).parent.mkdir(parents=True, exist_ok=True)
        file = File(path, str(pages), config.site_dir, config.use_directory_urls)
        file.edit_uri = None
        files.append(file)
    return files


def _path(slug: str) -> str:
    return f"papers/{slug}.ipynb"


@event_priority(100)
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Dress a paper's notebook before mkdocs-jupyter reads it."""
    path = page.file.src_uri
    entry = next((e for e in build.entries if _path(e.notebook.slug) == path), None)
    if entry is None:
        return page
    try:
        made = _dress(entry, page, config, files)
    except ClaimbookError as error:
        build.fault(error)
        made = engine_page.blank(entry.notebook, str(error))
    dressed[path] = made
    bare, aside[path] = set_aside(made.notebook)
    write_if_changed(Path(page.file.abs_src_path), dump(bare))
    for name, text in made.files.items():
        files.append(File.generated(config, f"papers/{entry.notebook.slug}/{name}", content=text))
    if any(name.endswith(".vl.json") for name in made.files) and LIBRARY not in files.src_uris:
        files.append(File.generated(config, LIBRARY, content=_library()))
    return page


def _library() -> str:
    """Return the script that draws charts; made once for each version, for it takes seconds."""
    kept = build.book.settings.work / f"vega-{vl_convert.__version__}.js"
    if not kept.is_file():
        write_if_changed(kept, vl_convert.javascript_bundle())
    return str(kept.read_text("utf-8"))


def _dress(entry: survey.Entry, page: Page, config: MkDocsConfig, files: Files) -> engine_page.Page:
    return engine_page.dress(
        entry.notebook,
        entry.executed,
        entry.findings,
        failure=entry.failure,
        repository=config.repo_url or "",
        **build.citing(page),
        bibtex=catalogue.bibtex_of(entry.notebook),
        render=_renderer(page, config, files),
    )


def _renderer(page: Page, config: MkDocsConfig, files: Files) -> engine_page.Render:
    """Render Markdown as MkDocs does, with links rewritten and validated."""

    def render(text: str, extensions: Sequence[Extension]) -> tuple[str, list[dict[str, Any]]]:
        base = [name for name in config.markdown_extensions if name not in OURS]
        md = Markdown(extensions=[*base, *extensions], extension_configs=config.mdx_configs)
        _RelativePathTreeprocessor(page.file, files, config)._register(md)
        return md.convert(text), md.toc_tokens

    return render


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Set the title, tags and description of a paper's page."""
    del config, files
    if made := dressed.get(page.file.src_uri):
        page.meta |= {
            "title": made.title,
            "tags": list(made.tags),
            "description": made.description,
        }
    return markdown


@event_priority(-60)  # when mkdocs-jupyter has drawn the code and `lean` has taken its weight off
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the prose back in, and set the table of contents of a paper's page."""
    del config, files
    made = dressed.get(page.file.src_uri)
    if made is None:
        return html
    page.toc = get_toc(made.toc)
    return put_back(html, aside[page.file.src_uri])
