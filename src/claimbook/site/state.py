"""What answers MkDocs shares: one object, made anew for each process."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from filelock import FileLock
from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, get_relative_url

from claimbook.errors import ClaimbookError, NotAdopted
from claimbook.installed import digest_text
from claimbook.notebook.book import Book, Settings
from claimbook.notebook.languages import Language
from claimbook.pages.addresses import Addresses
from claimbook.pages.edition import Edition
from claimbook.pages.wholes import Wholes
from claimbook.prose.dialect import Dialect, read_allowed

if TYPE_CHECKING:
    from claimbook.execution.background import Background

log = get_plugin_logger("claimbook")
LISTING = "papers/index.md"  # the page that lists every paper


Stats = dict[Path, tuple[int, int]]  # of files: time of change, size


class OvertakenError(Exception):
    """A notebook was saved while a build made what can wait."""


@dataclass
class Build:
    """The last build of all beside a server: what it was made from, and what draws its pages."""

    config: MkDocsConfig
    seen: Stats
    files: Files | None = None
    nav: Navigation | None = None
    env: Environment | None = None
    done: bool = False
    following: bool = False  # it makes what can wait
    began: float = field(default_factory=time.monotonic)
    calm: float = 0.0  # when all pages may follow those that were made alone
    settling: bool = False  # somebody waits for that


@dataclass
class Parts:
    """What the site is made of, apart: all but the papers, each paper, and the same of the site of before."""

    base: str = ""  # of all but the papers
    papers: dict[str, list[str]] = field(default_factory=dict)  # of each its files, and its run
    before: dict[str, Any] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()  # the papers of which nothing but the prose has changed
    shown: dict[str, Any] = field(default_factory=dict)  # by the pages of each language


@dataclass
class State:
    """The command that runs, the edition that it makes, and what runs beside a server."""

    serving: bool = False  # a server shows a fault where a build stops at it
    edition: Edition = field(default_factory=lambda: Edition(Book(Settings(Path()), ())))
    before: Edition | None = None  # what a server showed last
    addresses: Addresses = field(default_factory=Addresses)
    background: "Background | None" = None
    build: Build | None = None
    shown: list[str] = field(default_factory=list)  # the faults of this edition
    scripts: tuple[Template, ...] = ()  # what the theme writes into a page
    policies: dict[str, str] = field(default_factory=dict)  # of pages, by what leads to the root
    nav: Navigation | None = None
    excluded: bool = False  # the page at hand from the search, for its entries are kept
    wholes: Wholes = field(default_factory=Wholes)  # what is kept as a browser gets it
    observer: Any = None  # of the files that runs depend on
    sources: Any = None  # what it tells of them
    laid: Path | None = None  # where the site of before lies, while another is made
    turn: FileLock | None = None  # to build into the site's folder
    told: str = ""  # of what the site is made, if that can be told
    stands: bool = False  # the site of before is what would be made
    parts: Parts = field(default_factory=Parts)
    apart: frozenset[str] = frozenset()  # the papers that are made anew, if all else stands
    seen: dict[str, str] = field(default_factory=dict)  # what others may see of a paper's page
    put: list[str] = field(default_factory=list)  # the files that were laid into the site
    began: int = 0  # when the build did, in nanoseconds
    warnings: CountHandler | None = None  # that were given since
    saved: float = 0.0  # when a notebook was saved last
    following: bool = False  # the next build makes what can wait
    overtaken: bool = False  # it is being broken off
    shelf: str | None = None  # the address of the bibliography page, if there is one
    languages: tuple[Language, ...] = ()  # the default first
    language: Language | None = None  # that is built, if it is not the default
    written: frozenset[str] = (
        frozenset()
    )  # the hand-written files that this language has of its own

    anchors: dict[str, list[str]] = field(default_factory=dict)  # of the default's pages, by source

    def get_language(self) -> Language:
        """Return the language that is built."""
        return self.language or self.languages[0]

    def locate_home(self, config: MkDocsConfig) -> str:
        """Return the whole address of the site, if it knows its own."""
        ending = f"{self.language.code}/" if self.language else ""
        return (config.site_url or "").removesuffix(ending)

    def locate_shared(self, path: str, page: Page) -> str:
        """Return the address of a file that all languages share relative to a page."""
        return f"{self.addresses.up}{get_relative_url(path, page.url)}"

    def report_fault(self, error: ClaimbookError) -> None:
        """Stop a build; while serving, warn, and show the fault on every page.

        A notebook that is not adopted yet is no other page's affair: it is warned of, once, and a
        strict build fails when all others are made.
        """
        if isinstance(error, NotAdopted):
            if self.language is None:
                log.warning("%s; until then it has no page", error)
            return
        if not self.serving:
            raise PluginError(str(error)) from None
        if str(error) not in self.shown:
            log.warning("%s", error)
            self.shown.append(str(error))

    def read_dialect(self, config: MkDocsConfig) -> Dialect:
        """Return the Markdown of the site as MkDocs has it; it allows nothing by what is no list."""
        live = frozenset[str]()
        try:
            live = read_allowed(config.extra, where="mkdocs.yml")
        except ClaimbookError as error:
            self.report_fault(error)
        return Dialect(config.markdown_extensions, config.mdx_configs, live)

    def name_page(self, page: Page) -> str:
        """Return the name by which a page is kept; no slug has a dot."""
        return self.find_slug(page) or f"written.{digest_text(page.file.src_uri)[:16]}"

    def find_slug(self, page: Page) -> str:
        """Return the slug of the paper whose page this is, or nothing."""
        slug = self.addresses.read_source(page.file.src_uri)
        return slug if self.edition.report(slug) else ""


state = State()


def list_theme_folders(config: MkDocsConfig) -> list[str]:
    """Return the folders of the theme whose files are watched: the site's own, or all if asked for."""
    context = click.get_current_context(silent=True)
    if context and context.params.get("watch_theme"):
        return list(config.theme.dirs)
    return [config.theme.custom_dir] if config.theme.custom_dir else []


def name_authors(config: MkDocsConfig) -> str:
    """Return who writes the site: as it says, or named after it."""
    return config.site_author or f"The {config.site_name} authors"


def link_page(page: Page, slug: str) -> str:
    """Return the address of a paper's page relative to `page`."""
    return get_relative_url(state.addresses.locate_page(slug), page.url)


def link_source(page: Page, slug: str) -> str:
    """Return the same as Markdown on `page` has it: it is validated and rewritten."""
    return get_relative_url(state.addresses.name_source(slug), page.file.src_uri)
