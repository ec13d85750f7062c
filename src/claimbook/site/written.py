"""Keep what the site's Markdown makes of each hand-written page.

A page is converted again only if its text, filled in by all hooks, the Markdown or anything that the
conversion asked changed: where a link leads, the record of a work, what of a paper can be referred to. One
that MkDocs had something to say of is converted each time, so that it is said again.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from logging.handlers import BufferingHandler
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from claimbook.installed import digest_engine, digest_text
from claimbook.pages.cabinet import Cabinet
from claimbook.pages.keeping import FOLDER
from claimbook.pages.origins import describe, digest_dialect
from claimbook.pages.page import Site
from claimbook.pages.tracing import is_answered_alike, trace_site
from claimbook.prose.dialect import Dialect
from claimbook.prose.links import Target
from claimbook.site.frame import are_known
from claimbook.site.state import state
from claimbook.wording.catalogue import tell_spoken

CITATIONS = "claimbook.prose.citations"
ASKED = ("records", "links", "verdicts", "targets")  # of its options, and answered by name
OPTIONS = {*ASKED, "style", "offered", "ledger"}
HEARD = ("", "mkdocs")  # the loggers of all that a conversion may say
Render = Callable[[MkDocsConfig, Files], None]


class _Asked:
    """The files of the site, which note what is looked up among them."""

    def __init__(self, files: Files, resolve: Callable[[str], object]) -> None:
        self.files, self.resolve = files, resolve

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file of this path, if there is one."""
        self.resolve(path)
        return self.files.get_file_from_path(path)


@event_priority(-100)  # behind mkdocs-jupyter, which converts its pages itself
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Have a hand-written page converted only if it must be."""
    del files
    if "render" not in vars(page) and not state.find_slug(page) and are_known(config):
        page.render = partial(_render, page, page.render)  # type: ignore[method-assign]
    return page


def _render(page: Page, render: Render, config: MkDocsConfig, files: Files) -> None:
    site = _make_site(config, files)
    key = _find_key(page, config, site.dialect)
    if key is None:
        render(config, files)
        return
    cabinet = Cabinet(state.edition.book.settings.work / FOLDER / state.edition.language / "read")
    drawer = digest_text(page.file.src_uri)[:16]
    for noted in cabinet.find_all(drawer, f"{key}-"):
        answers = {(kind, name): digest for kind, name, digest in noted["answers"]}
        if is_answered_alike(site, answers):
            _put_back(page, noted, config, files)
            return
    traced, trace = trace_site(site)
    options = config.mdx_configs[CITATIONS]
    with _hear() as heard:
        config.mdx_configs[CITATIONS] = options | {name: getattr(traced, name) for name in ASKED}
        render(config, _Asked(files, traced.resolve))  # type: ignore[arg-type]
        config.mdx_configs[CITATIONS] = options
    if not heard.buffer and not options["ledger"].unknown:
        asked = [[*question, digest] for question, digest in trace.answers.items()]
        name = f"{key}-{digest_text(repr(asked))[:8]}"
        cabinet.keep(
            drawer, name, {"answers": asked} | _describe_result(page, options["ledger"].cited)
        )


def _make_site(config: MkDocsConfig, files: Files) -> Site:
    """Return what of the site a conversion may ask."""

    def resolve(path: str) -> Target | None:
        file = files.get_file_from_path(path)
        return Target(file.url, f"{file.src_uri} {file.inclusion}") if file else None

    options = config.mdx_configs[CITATIONS]
    asked = {name: options[name] for name in ASKED if name in options}
    return Site(state.read_dialect(config), **asked, resolve=resolve)


def _find_key(page: Page, config: MkDocsConfig, dialect: Dialect) -> str | None:
    """Return the digest of what a page is converted from, but for what is asked, if it can be told."""
    engine, told, options = digest_engine(), digest_dialect(dialect), config.mdx_configs[CITATIONS]
    if engine is None or told is None or set(options) != OPTIONS:
        return None
    level = logging.getLogger("mkdocs").getEffectiveLevel()
    place = [page.file.src_uri, page.file.url, str(page.file.inclusion), page.is_homepage]
    given = [options["style"], options["offered"], _is_named(page), level, config.validation]
    rest = describe([place, given, config.use_directory_urls, tell_spoken()])
    return digest_text(engine, told, rest, page.markdown or "")


def _is_named(page: Page) -> bool:
    """Tell whether the title of a page stands elsewhere than in its text."""
    return "title" in vars(page) or "title" in page.meta


@contextmanager
def _hear() -> Iterator[BufferingHandler]:
    """Hear what is said."""
    heard = BufferingHandler(1000)
    for name in HEARD:
        logging.getLogger(name).addHandler(heard)
    try:
        yield heard
    finally:
        for name in HEARD:
            logging.getLogger(name).removeHandler(heard)


def _describe_result(page: Page, cited: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return what a conversion made, as JSON has it."""
    anchors = page.links_to_anchors
    return {
        "content": page.content,
        "toc": list(map(_describe_link, page.toc)),
        "title": None if _is_named(page) else page.title,
        "ids": sorted(page.present_anchor_ids or ()),
        "anchors": None if anchors is None else [[one.src_uri, anchors[one]] for one in anchors],
        "cited": dict(cited),
    }


def _describe_link(link: AnchorLink) -> dict[str, Any]:
    """Return an entry of a table of contents as the Markdown has it."""
    children = list(map(_describe_link, link.children))
    return {"level": link.level, "id": link.id, "name": link.title, "children": children}


def _put_back(page: Page, noted: Mapping[str, Any], config: MkDocsConfig, files: Files) -> None:
    """Give a page what a conversion had made of it."""
    page.content, page.toc = noted["content"], get_toc(noted["toc"])
    if noted["title"] is not None:
        page.title = noted["title"]
    page.present_anchor_ids = set(noted["ids"])
    if noted["anchors"] is not None:
        found = [(files.get_file_from_path(name), links) for name, links in noted["anchors"]]
        page.links_to_anchors = {file: dict(links) for file, links in found if file}
    config.mdx_configs[CITATIONS]["ledger"].cited.update(noted["cited"])
