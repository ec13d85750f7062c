"""Read the book before anything is built, and show what is wrong with it."""

from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from claimbook.errors import ClaimbookError
from claimbook.execution.store import Store
from claimbook.notebook.book import find_root, open_book
from claimbook.notebook.source import Notebook
from claimbook.pages import catalogue, survey
from claimbook.prose.citations import checked_style, refuse_reserved
from current import build


def on_startup(command: str, dirty: bool) -> None:
    """Remember whether a server runs."""
    del dirty
    build.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the book, and let the site cite it."""
    faults: list[ClaimbookError] = []
    build.begin(open_book(find_root(Path(config.config_file_path).parent), faults))
    try:
        build.style = checked_style(
            config.extra["claimbook"].get("citations", build.style),
            where="mkdocs.yml: extra.claimbook.citations",
        )
        build.records = catalogue.records(build.book)
        refuse_reserved(build.records)
    except ClaimbookError as error:
        faults.append(error)
    for error in faults:
        build.fault(error)
    config.mdx_configs["claimbook.prose.citations"] = {
        "records": build.records,
        "style": build.style,
    }
    return config


@event_priority(110)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Judge every claim by the run at hand, before a page asks for it."""
    del config
    build.judged([_survey(notebook) for notebook in build.book.notebooks])
    return files


def _survey(notebook: Notebook) -> survey.Entry:
    try:
        return survey.survey_one(build.book, Store(build.book.settings.store_url), notebook)
    except ClaimbookError as error:
        build.fault(error)
        return survey.entry(notebook, None)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> None:
    """Show the faults of the whole site on top of each page that is served."""
    del context, config, nav
    if build.faults:
        items = "".join(f"<li>{escape(text)}</li>" for text in dict.fromkeys(build.faults))
        title = '<p class="admonition-title">Not fit to publish</p>'
        page.content = (
            f'<div class="admonition failure">{title}<ul>{items}</ul></div>{page.content}'
        )
