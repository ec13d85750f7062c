"""Compose each paper's page, when links can be resolved, and lay its files beside it."""

from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from posixpath import dirname, join, normpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from claimbook.errors import ClaimbookError
from claimbook.files import write_if_changed
from claimbook.pages.page import Site, choose_picture, describe_seen, make_blank
from claimbook.prose.links import Target
from claimbook.site.laying import put_file
from claimbook.site.state import link_page, link_source, state

LIBRARY = "assets/vega.js"  # of draggable charts: only on a site that has one


@event_priority(100)
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Compose a paper's page."""
    report = state.edition.report(state.find_slug(page))
    if report is None:
        return page
    slug = report.notebook.slug
    try:
        source = state.edition.source and state.edition.source.pages.get(slug)
        site = make_site(page, slug, config, files)
        made = state.edition.keeper.compose(report, site, source.names if source else None)
    except ClaimbookError as error:
        state.report_fault(error)
        made = make_blank(report.notebook, str(error))
    for fault in made.faults:
        state.report_fault(fault)
    state.seen[slug] = describe_seen(made)
    # as MkDocs' own, each would be looked at by every plugin
    for name, content in made.files.items() if state.language is None else ():
        put_file(config, state.addresses.locate_file(slug, name), content)
    shown = choose_picture(
        made.files, report.notebook.front.lead
    )  # by the card, which is painted last
    files_left = {shown: made.files[shown]} if shown else {}
    state.edition.pages[slug] = replace(made, files=files_left)
    if any(name.endswith(".vl.json") for name in made.files) and LIBRARY not in files.src_uris:
        files.append(File.generated(config, LIBRARY, content=_make_library()))
    return page


def make_site(page: Page, slug: str, config: MkDocsConfig, files: Files) -> Site:
    """Return what a paper's page must know of the site."""

    def resolve(path: str) -> Target | None:
        name = normpath(join(dirname(page.file.src_uri), path))
        file = files.get_file_from_path(name)
        return Target(file.url_relative_to(page.file), name) if file else None

    return Site(
        dialect=state.read_dialect(config),
        **state.edition.cite(
            slug, links=lambda to: link_page(page, to), sources=lambda to: link_source(page, to)
        ),
        resolve=resolve,
        known=lambda: tuple(files.src_uris),
        heirs=state.edition.book.heirs,
        addresses=state.addresses,
        repository=config.repo_url or "",
        home=state.locate_home(config),
        source=_find_source(slug),
    )


def _find_source(slug: str) -> str:
    """Return where a notebook lies in the repository."""
    book = state.edition.book
    return book.get_notebook(slug).path.relative_to(book.settings.root).as_posix()


def _make_library() -> str:
    """Return the script that draws charts; made once for each version, for it takes seconds."""
    work = state.edition.book.settings.work
    kept = Path(work / f"vega-{version('vl-convert-python')}.js")
    if not kept.is_file():
        import vl_convert

        write_if_changed(kept, vl_convert.javascript_bundle())  # type: ignore[call-arg]
    return kept.read_text("utf-8")
