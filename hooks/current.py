"""What the current build has read; no hook itself, but what the hooks share.

MkDocs loads a hook under a name of its own, so hooks cannot hold what another needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from claimbook.bibliography.bibtex import Record
from claimbook.errors import ClaimbookError
from claimbook.notebook.book import Book
from claimbook.pages import cards, survey
from claimbook.pages.survey import Entry
from claimbook.prose.crossrefs import Landmarks, Targets

log = get_plugin_logger("claimbook")


@dataclass
class Build:
    """One build of the site; a server makes many in one process."""

    book: Any = None  # a `Book` from `on_config` on
    records: Mapping[str, Record] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    style: str = "author-year"  # of citations
    verdicts: dict[str, str] = field(default_factory=dict)  # of each paper, as HTML
    landmarks: dict[str, Landmarks] = field(default_factory=dict)  # of each paper's page
    faults: list[str] = field(default_factory=list)
    serving: bool = False  # a server shows a fault where a build stops at it

    def begin(self, book: Book) -> None:
        """Forget the build before."""
        self.book, self.records, self.entries, self.faults = book, {}, [], []

    def judged(self, entries: list[Entry]) -> None:
        """Keep the findings, and what citations and references say of them."""
        self.entries = entries
        self.verdicts, self.landmarks = cards.verdicts(entries), cards.pages(entries)

    def citing(self, page: Page) -> dict[str, Any]:
        """Return how `page` cites: the options of the citations' extension."""
        source = {e.notebook.slug: source_link(page, e) for e in self.entries}
        # The references of a paper's page are no Markdown, so MkDocs resolves no link in them.
        made = page_link if page.file.src_uri.endswith(".ipynb") else source_link
        others = [e for e in self.entries if source[e.notebook.slug] != page.file.name + ".ipynb"]
        return {
            "records": self.records,
            "style": self.style,
            "links": {e.notebook.front.paper.key: made(page, e) for e in others},
            "verdicts": self.verdicts,
            "targets": Targets(pages=self.landmarks, link=source.__getitem__),
        }

    def fault(self, error: ClaimbookError) -> None:
        """Stop a build; while serving, warn, and show the fault on every page."""
        if not self.serving:
            raise PluginError(str(error)) from None
        log.warning("%s", error)
        self.faults.append(str(error))


build = Build()


def page_link(page: Page, entry: Entry) -> str:
    """Return the address of a paper's page relative to `page`."""
    return get_relative_url(survey.page_of(entry.notebook), page.url)


def source_link(page: Page, entry: Entry) -> str:
    """Return the same as Markdown on `page` has it: MkDocs validates and rewrites it."""
    return get_relative_url(f"papers/{entry.notebook.slug}.ipynb", page.file.src_uri)
