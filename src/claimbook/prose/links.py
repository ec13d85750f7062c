"""Links and pictures of prose: resolved as MkDocs resolves those of a page, or refused.

What a path leads to is a `Resolver`'s affair: a site that is being built knows all its files, a check
knows those of the project. Anchors are compared when the whole page is there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath, split
from urllib.parse import unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from claimbook.errors import ClaimbookError, suggest
from claimbook.prose.rawhtml import ADDRESSES, rewrite_addresses

ATTACHMENT = "attachment:"
_FOOTNOTES = ("fn:", "fnref")  # what leads to and from them is checked with them
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """Where a local link leads: the address that the page shows, and the file's own name."""

    address: str
    file: str


Resolver = Callable[[str], Target | None]  # from a path relative to the page's source


@dataclass
class Trail:
    """The local links of one cell, and what is wrong with them."""

    anchors: list[tuple[str, str, str]] = field(default_factory=list)  # file, anchor, as written
    attachments: dict[str, str] = field(default_factory=dict)  # address → name, of those shown
    faults: list[ClaimbookError] = field(default_factory=list)


def advise_heir(path: str, heirs: Mapping[str, str]) -> str:
    """Say where a path to a paper's page leads since its notebook was renamed; nothing if it was not.

    >>> advise_heir("papers/old.ipynb", {"old": "new"}), advise_heir("papers/old.md", {})
    ('"old" is "new" now: write papers/new.ipynb', '')
    """
    folder, name = split(path)
    slug = name.removesuffix(".ipynb")
    if slug == name or slug not in heirs:
        return ""
    return f'"{slug}" is "{heirs[slug]}" now: write {join(folder, heirs[slug])}.ipynb'


class LinksProcessor(Treeprocessor):
    """Rewrite the addresses of one cell after another; `begin` names the cell's attachments."""

    def __init__(
        self,
        md: Markdown,
        resolve: Resolver,
        known: Callable[[], tuple[str, ...]],
        heirs: Mapping[str, str],
    ) -> None:
        super().__init__(md)
        self.resolve, self.known, self.heirs = resolve, known, heirs
        self.trail = Trail()
        self.attached: Mapping[str, str] = {}  # name → address, of the cell's attachments

    def begin(self, attached: Mapping[str, str]) -> None:
        """Begin a new cell."""
        self.trail, self.attached = Trail(), attached

    def run(self, root: Element) -> None:
        """Rewrite links and pictures in Markdown and in the author's HTML."""
        for element in root.iter():
            for name in ADDRESSES.intersection(element.keys()):
                element.set(name, self.rewrite(element.attrib[name]))
        stash = self.md.htmlStash.rawHtmlBlocks
        for place, raw in enumerate(stash):
            if isinstance(raw, str):
                stash[place] = rewrite_addresses(raw, self.rewrite)

    def rewrite(self, address: str) -> str:
        """Return the address that the page shows; note what is wrong with it."""
        if address.startswith(ATTACHMENT):
            return self._find_attachment(address)
        if _REMOTE.match(address) or address.startswith("\x02"):  # Markdown's mask of an e-mail
            return address
        parts = urlsplit(address)
        if not parts.path:
            if parts.fragment and not parts.fragment.startswith(_FOOTNOTES):
                self.trail.anchors.append(("", unquote(parts.fragment), address))
            return address
        if parts.path.startswith("/"):
            return self._refuse(address, "begins at the root of a host", "write it relative")
        path = normpath(unquote(parts.path))
        target = self.resolve(path)
        if target is None:
            fix = advise_heir(path, self.heirs) or suggest(path, self.known())
            return self._refuse(address, "leads to no file of the site", fix)
        if parts.fragment:
            self.trail.anchors.append((target.file, unquote(parts.fragment), address))
        return urlunsplit(("", "", target.address, parts.query, parts.fragment))

    def _find_attachment(self, address: str) -> str:
        name = unquote(address.removeprefix(ATTACHMENT))
        if name not in self.attached:
            fix = suggest(name, self.attached) if self.attached else "the cell has no attachment"
            return self._refuse(address, "names no attachment of its cell", fix)
        self.trail.attachments[self.attached[name]] = name
        return self.attached[name]

    def _refuse(self, address: str, what: str, fix: str) -> str:
        self.trail.faults.append(ClaimbookError(f"the link {address} {what}", fix=fix))
        return address
