"""Hand-written pages: their generated parts and their citations."""

from html import escape, unescape
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from claimbook.bibliography.bibtex import write_bib
from claimbook.errors import ClaimbookError
from claimbook.pages.downloads import REFERENCES
from claimbook.prose.citations import Ledger, explain_unknown_key
from claimbook.site.state import LISTING, link_page, link_source, log, state


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the generated parts, and say what the page may cite."""
    from claimbook.pages import catalogue  # what draws them all; some builds draw none

    if state.find_slug(page):
        return markdown
    where, dialect = page.file.src_uri, state.read_dialect(config)
    for fault in state.edition.keeper.find_live(where, markdown, dialect):
        state.report_fault(ClaimbookError(fault.what, where=where, fix=fault.fix))
    edition = state.edition
    ledger = edition.ledgers[page.file.src_uri] = Ledger()
    cited = edition.cite(
        "", links=lambda to: link_source(page, to), sources=lambda to: link_source(page, to)
    )
    config.mdx_configs["claimbook.prose.citations"] = {
        **cited,
        "ledger": ledger,
        "offered": _name_bib(page).name,
    }
    files.append(File.generated(config, str(_name_bib(page)), content=""))  # a link leads there
    _offer_files(markdown, config, files)
    place = catalogue.Place(
        edition.reports,
        link=lambda path: state.locate_shared(path, page),
        find=lambda slug: link_page(page, slug),
        where=page.file.src_uri,
        more=get_relative_url(files.src_uris[LISTING].url, page.url),
    )
    try:
        text = catalogue.expand(markdown, place)
    except ClaimbookError as error:
        state.report_fault(error)
        return markdown
    for fault in place.faults:  # a project has other papers than the home page that it began with
        log.info("%s", fault)
    return text


def _offer_files(markdown: str, config: MkDocsConfig, files: Files) -> None:
    """Let MkDocs know of the files beside the papers' pages to which a written page may lead."""
    for slug in state.edition.pages:
        beside = Path(state.addresses.locate_file(slug, "x")).parent
        for path in Path(config.site_dir, beside).rglob("*") if f"/{slug}/" in markdown else ():
            name = path.relative_to(config.site_dir).as_posix()
            if path.is_file() and name not in files.src_uris:
                files.append(File.generated(config, name, content=path.read_bytes()))


def _name_bib(page: Page) -> PurePosixPath:
    """Return where the file of what a page cites lies on the site."""
    path = PurePosixPath(page.file.src_uri)
    return path.with_name(f"{path.stem}-{REFERENCES}")


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Refuse unknown citations, and fill the file of what the page cites, or take it away."""
    del config
    edition = state.edition
    ledger = edition.ledgers.get(page.file.src_uri)
    if ledger is None:
        return html
    if "<" in f"{page.title} {page.meta.get('title', '')}":  # which the theme takes for markup
        page.title = escape(str(page.title), quote=False)
        page.meta["title"] = escape(str(page.meta.get("title", unescape(page.title))), quote=False)
    targets = edition.cite("", links=str, sources=str)["targets"]
    for key in ledger.unknown:
        state.report_fault(explain_unknown_key(key, page.file.src_uri, edition.records, targets))
    file = files.src_uris[str(_name_bib(page))]
    if ledger.cited:
        file.content_string = write_bib([edition.records[key] for key in sorted(ledger.cited)])
    else:
        files.remove(file)
    return html
