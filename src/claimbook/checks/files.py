"""The files of a site as far as they are known before it is built."""

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath

from claimbook.errors import ClaimbookError
from claimbook.installed import list_files
from claimbook.pages.addresses import Addresses
from claimbook.pages.downloads import name_generated
from claimbook.prose.dialect import Dialect
from claimbook.prose.links import Resolver, Target
from claimbook.prose.rawhtml import find_ids


def find_foreign(folder: Path, root: Path) -> Iterator[ClaimbookError]:
    """Find links in a folder that is published which lead out of the project at `root`."""
    home = root.resolve()
    for path in sorted(_list_links(folder, home)):
        yield ClaimbookError(
            f"is a link out of the project, to {path.resolve()}, and would be published",
            where=path.relative_to(root).as_posix(),
            fix="copy what it leads to, or remove it",
        )


def _list_links(folder: Path, home: Path) -> Iterator[Path]:
    """Yield the links out of `home`, also those behind a link that leads to a folder in it."""
    seen = set[Path]()
    for here, folders, names in os.walk(folder, followlinks=True):
        paths = [Path(here, name) for name in (*folders, *names)]
        away = [one for one in paths if not one.resolve().is_relative_to(home)]
        yield from (one for one in away if one.is_symlink())
        seen.add(Path(here).resolve())
        folders[:] = [one for one in folders if Path(here, one).resolve() not in seen]
        folders[:] = [one for one in folders if Path(here, one) not in away]


class ProjectFiles:
    """What lies below `docs/`, a page for each paper, and the files that the site offers."""

    def __init__(self, docs: Path, slugs: Iterable[str], dialect: Dialect) -> None:
        self.docs, self.dialect = docs, dialect
        self.papers = frozenset(map(Addresses.name_source, slugs))
        self._anchors: dict[str, frozenset[str]] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all files, relative to the site's sources."""
        below = (path for path in list_files(self.docs) if path.is_file())
        found = {path.relative_to(self.docs).as_posix() for path in below}
        return frozenset(found | self.papers | set(name_generated()))

    def list_known(self) -> tuple[str, ...]:
        """Return the names of all files, for advice."""
        return tuple(sorted(self.names))

    def make_resolver(self, slug: str) -> Resolver:
        """Return what resolves the links of a paper's page."""
        here = dirname(Addresses.name_source(slug))

        def resolve(path: str) -> Target | None:
            name = normpath(join(here, path))
            return Target(path, name) if name in self.names else None

        return resolve

    def find_anchors(self, name: str) -> frozenset[str] | None:
        """Return the anchors of a hand-written page; None of what is not one."""
        if not name.endswith(".md"):
            return None
        if name not in self._anchors:
            md = self.dialect.make_reader([], {})
            html = md.convert((self.docs / name).read_text("utf-8", errors="replace"))
            self._anchors[name] = frozenset(find_ids(html))
        return self._anchors[name]
