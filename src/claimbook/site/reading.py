"""Read the book before anything is built, and show what is wrong with it."""

import logging
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from claimbook.checks.files import find_foreign
from claimbook.notebook.book import find_root
from claimbook.notebook.settings import find_unknown
from claimbook.pages.addresses import Addresses
from claimbook.pages.compiled import keep_compiled
from claimbook.pages.drawing import draw, make_environment
from claimbook.pages.edition import begin_edition, judge_edition
from claimbook.site.sources import mend_page
from claimbook.site.state import state


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether a server runs; refuse what would leave pages as they were."""
    if dirty:
        raise PluginError("--dirty leaves pages as they were when a run changes; build without it")
    if state.language is None:
        state.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the book, and let the site cite it."""
    if config.strict:
        count_warnings()
    if state.language is None:
        _read_book(config)
    for error in state.edition.faults if state.language else ():
        state.report_fault(error)
    config.mdx_configs["claimbook.prose.citations"] = {
        "records": state.edition.records,
        "style": state.edition.style,
    }
    return config


def count_warnings() -> None:
    """Let MkDocs see every warning: `--quiet` hides them from `--strict` too, which would pass."""
    mkdocs = logging.getLogger("mkdocs")
    mkdocs.setLevel(min(mkdocs.level, logging.WARNING))


def _read_book(config: MkDocsConfig) -> None:
    """Read the book for the default language."""
    root = find_root(Path(config.config_file_path).parent)
    style = config.extra.get("claimbook", {}).get("citations", "author-year")
    state.addresses, state.shown = Addresses(config.use_directory_urls), []
    state.shelf = None
    state.before = state.edition if state.serving else None
    state.edition = begin_edition(
        root,
        style,
        where="mkdocs.yml: extra.claimbook.citations",
        before=state.before,
    )
    keep_compiled(make_environment(), state.edition.book.settings.work)
    foreign = find_foreign(Path(config.docs_dir), root)
    unknown = find_unknown(config.extra, where="mkdocs.yml")
    for error in (*state.edition.faults, *foreign, *unknown):
        state.report_fault(error)


@event_priority(110)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Judge every claim by the run at hand, before a page asks for it."""
    if state.language:
        return files
    for file in files.documentation_pages():
        mend_page(file, config)
    known = len(state.edition.faults)
    judge_edition(state.edition, state.before, lasting=state.serving)
    for error in state.edition.faults[known:]:
        state.report_fault(error)
    return files


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> None:
    """Show the faults of the whole site on top of each page that is served."""
    del context, config, nav
    if state.shown:
        page.content = f"{draw('faults', faults=state.shown)}{page.content or ''}"
