"""Pages as a browser gets them, and their entries in the search, kept by all that they were made of.

A page that the theme has rendered is rendered again only if something that the theme is given is another.
The `frame` is what every page is given; None says that it cannot be told, and nothing is kept.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from claimbook.installed import digest_text
from claimbook.pages.cabinet import Cabinet

Entries = list[dict[str, Any]]


class Wholes:
    """The whole pages of one edition, by slug."""

    def __init__(self, folder: Path | None = None, frame: str | None = None, own: str = "") -> None:
        self.frame = frame if folder else None
        self.own = own  # the digest of the site's own templates, as they were
        self._html = Cabinet((folder or Path()) / "html")
        self._search = Cabinet((folder or Path()) / "search")
        self._keys: dict[str, str] = {}  # of what is not kept yet
        self._entries: dict[str, Entries] = {}
        self._places: dict[str, str] = {}  # of hand-written pages, by address, in order
        self.taken: dict[str, str] = {}  # the pages that were kept

    def note_place(self, address: str, name: str) -> None:
        """Note where a page stands that is no paper's."""
        self._places[address] = name

    def find_entries(self, slug: str, told: str) -> bool:
        """Tell whether the entries of a page are kept; `told` is all that they are made of."""
        found = self._find(self._search, f"search {slug}", slug, told)
        if found is not None:
            self._entries[slug] = found
        return found is not None

    def find_html(self, slug: str, told: str) -> str | None:
        """Return a page that is kept; `told` is all that the theme is told of it."""
        found: str | None = self._find(self._html, slug, slug, told)
        self.taken.pop(slug, None)
        if found is not None:
            self.taken[slug] = found
        return found

    def _find(self, cabinet: Cabinet, name: str, slug: str, told: str) -> Any:
        if self.frame is None:
            return None
        key = digest_text(self.frame, told)
        if (found := cabinet.find(slug, key)) is None:
            self._keys[name] = key
        return found

    def keep_html(self, slug: str, html: str) -> None:
        """Keep a page that was asked for and not found."""
        if key := self._keys.pop(slug, None):
            self._html.keep(slug, key, html)

    def gather_entries(self, docs: Sequence[dict[str, Any]], pages: Mapping[str, str]) -> Entries:
        """Return the entries of the search with those of kept pages; keep those that were made.

        `pages` is the slug of each paper by the address of its page, in order; their entries come last,
        those of hand-written pages in their order before, so that an index is the same whatever was kept.
        """
        pages = self._places | dict(pages)
        others: Entries = []
        found: dict[str, Entries] = {}
        for entry in docs:
            slug = pages.get(entry["location"].partition("#")[0])
            (others if slug is None else found.setdefault(slug, [])).append(entry)
        for slug, entries in found.items():
            if key := self._keys.pop(f"search {slug}", None):
                self._search.keep(slug, key, entries)
        known = found | self._entries
        return others + [entry for slug in pages.values() for entry in known.get(slug, [])]
