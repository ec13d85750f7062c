"""A paper's page as a value, and what it must know of the site that it is on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimbook.bibliography.bibtex import Record
from claimbook.errors import ClaimbookError
from claimbook.installed import digest_text
from claimbook.model.evidence import Finding
from claimbook.notebook.source import Notebook
from claimbook.pages.addresses import Addresses
from claimbook.pages.drawing import Block
from claimbook.prose.crossrefs import Targets
from claimbook.prose.dialect import Dialect
from claimbook.prose.links import Resolver, Target
from claimbook.prose.outline import Heading, Names, Outline


def _resolve_nothing(_path: str) -> Target | None:
    return None


def _list_nothing() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Site:
    """What a page must know of the site that it is on.

    `records` are the works that may be cited in a `style`; `links` are the pages of those that are
    ours, with the `verdicts` there; `targets` is what of other pages can be referred to; `resolve`
    says where a link leads; `repository` is the address of the project's own, and `home` that of the
    site, if known; `source` is where the notebook lies in the repository.
    """

    dialect: Dialect
    records: Mapping[str, Record]
    links: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    targets: Targets = field(default_factory=Targets)
    style: str = "author-year"
    resolve: Resolver = _resolve_nothing
    known: Callable[[], tuple[str, ...]] = _list_nothing
    heirs: Mapping[str, str] = field(default_factory=dict)  # slugs by those of before
    addresses: Addresses = field(default_factory=Addresses)
    repository: str = ""
    home: str = ""
    source: str = ""


@dataclass(frozen=True)
class Page:
    """A paper's page."""

    slug: str
    title: str
    description: str
    tags: tuple[str, ...]
    contents: Sequence[Mapping[str, Any]]  # nested tokens, as Python-Markdown's toc has them
    blocks: tuple[Block, ...]
    outline: Outline
    files: Mapping[str, str | bytes]  # by their path below the page's folder
    cited: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    anchors: tuple[tuple[str, str, str], ...] = ()  # that its links need: file, anchor, as written
    faults: tuple[ClaimbookError, ...] = ()
    ours: bool = True  # all of its HTML comes from Markdown and templates, none from elsewhere
    names: Mapping[str, Names] = field(
        default_factory=dict
    )  # of its headings, by the id of their cell


SEEN = ("title", "description", "tags", "contents", "outline", "cited", "ids", "anchors")


def describe_seen(page: Page) -> str:
    """Return one digest of what other pages and the site may show of a page, or lead to on it.

    Of the files beside it a card shows those that are pictures; of the others the names count.
    """
    sections = [
        (one.heading, sorted(one.quantities), sorted(one.cited)) for one in page.outline.sections
    ]
    sorted_alike = {"ids": sorted(page.ids), "outline": sections}  # sets have no order
    told = ((vars(page) | sorted_alike)[name] for name in SEEN)
    files = (
        f"{name} {content!r}" if name.endswith(".svg") else name
        for name, content in sorted(page.files.items())
    )
    return digest_text(*map(repr, told), *files)


def choose_picture(files: Iterable[str], lead: str | None) -> str:
    """Return which of a page's files its card shows: the lead figure, else the first; nothing without one."""
    pictures = [name for name in files if name.startswith("figures/") and name.endswith(".svg")]
    wanted = f"figures/{lead}.svg"
    return wanted if wanted in pictures else next(iter(pictures), "")


def make_blank(notebook: Notebook, fault: str) -> Page:
    """Return a page that says nothing but why it cannot be made."""
    from claimbook.pages import blocks  # a page that was kept needs none

    title = notebook.front.paper.title
    heading = Heading(1, "top", title, {"level": 1, "id": "top", "name": title})
    return Page(
        slug=notebook.slug,
        title=title,
        description=fault,
        tags=notebook.front.digest.tags,
        contents=(),
        blocks=(blocks.Title(heading), blocks.Fault(fault)),
        outline=Outline(()),
        files={},
    )
