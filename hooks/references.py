"""What machines and citing writers find on a page: COinS, a .bib of what it cites, its record."""

from pathlib import PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from claimbook.bibliography import coins
from claimbook.bibliography.bibtex import write_bib
from claimbook.pages import downloads, jsonld, shelf
from claimbook.pages.survey import Entry
from current import build

citing: dict[str, tuple[Page, tuple[str, ...]]] = {}  # what each page of this build cites


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Forget what was cited in the build before."""
    citing.clear()
    return config


@event_priority(-70)  # when the page is whole
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let programs take the references of a page."""
    entry = _entry(page)
    companions = entry.notebook.front.digest.companions if entry else ()
    cited = tuple(key for key in coins.find_cited(html) if key in build.records)
    beside = (build.records[key].key for key in companions if key in build.records)  # no old keys
    citing[page.file.src_uri] = page, tuple(dict.fromkeys([*cited, *beside]))
    if not cited:
        return html
    name = f"{PurePosixPath(page.file.src_uri).stem}-references.bib"
    path = PurePosixPath(page.file.dest_uri).parent / name
    records = sorted((build.records[key] for key in cited), key=lambda record: record.key)
    files.append(File.generated(config, str(path), content=write_bib(records)))
    return downloads.offered(coins.mark_references(html, build.records), name)


def _entry(page: Page) -> Entry | None:
    path = PurePosixPath(page.file.src_uri)
    found = (entry for entry in build.entries if f"{entry.notebook.slug}.ipynb" == path.name)
    return next(found, None)


@event_priority(-100)  # every page is known; the site's search has the works from these pages
def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> None:
    """Fill the bibliography page."""
    del context, config, nav
    if page.content and shelf.PLACE in page.content:
        made = shelf.shelf(build.records, build.entries, _pages(page), lambda to: _link(to, page))
        page.content = page.content.replace(shelf.PLACE, made)


def _pages(at: Page) -> list[shelf.Citing]:
    """Return the papers, newest first, then the other pages, each with what it cites."""
    papers = [f"papers/{entry.notebook.slug}.ipynb" for entry in build.entries]
    others = sorted(path for path, (_, keys) in citing.items() if keys and path not in papers)
    found = [citing[path] for path in (*papers, *others) if path in citing]
    return [
        shelf.Citing(_title(page), _link(page.url, at), frozenset(keys)) for page, keys in found
    ]


def _title(page: Page) -> str:
    entry = _entry(page)
    return entry.notebook.front.digest.title if entry else str(page.title)


def _link(path: str, page: Page) -> str:
    return get_relative_url(path, page.url)


@event_priority(50)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Say in the head of a paper's page what it is about, and where its record lies."""
    head = ""
    if shelf.PLACED in output:
        head = downloads.alternates(_link(downloads.WHOLE, page))
    if entry := _entry(page):
        front, (_, keys) = entry.notebook.front, citing[page.file.src_uri]
        described = jsonld.article(
            entry.notebook,
            build.records[front.paper.key],
            [build.records[key] for key in keys],
            by=config.site_author or f"The {config.site_name} authors",
            url=page.canonical_url or "",
        )
        head = downloads.alternates(entry.notebook.slug) + jsonld.script(described)
    return output.replace("</head>", f"{head}</head>", 1) if head else output
