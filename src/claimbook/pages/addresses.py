"""Where things lie on the site, as seen from its root and from a paper's page."""

import re
from dataclasses import dataclass

from claimbook.errors import ClaimbookError

FOLDER = "papers"
ENDING = ".ipynb"  # of a paper's page, as MkDocs knows it
_PART = r"[A-Za-z0-9_][A-Za-z0-9_.=+-]*"
_BELOW = re.compile(rf"{_PART}(?:/{_PART})*")


@dataclass(frozen=True)
class Addresses:
    """The site's addresses; `directories` as MkDocs' `use_directory_urls`."""

    directories: bool = True
    up: str = (
        ""  # what leads from the root of these pages to that of the site: "../" in another language
    )

    def locate_page(self, slug: str) -> str:
        """Return the address of a paper's page.

        >>> Addresses().locate_page("dpa"), Addresses(directories=False).locate_page("dpa")
        ('papers/dpa/', 'papers/dpa.html')
        """
        return f"{FOLDER}/{slug}/" if self.directories else f"{FOLDER}/{slug}.html"

    def locate_beside(self, slug: str) -> str:
        """Return what leads from a paper's page to the files beside it, which all languages share."""
        if self.up:
            return f"{self.locate_site()}{FOLDER}/{slug}/"
        return "" if self.directories else f"{slug}/"

    def locate_site(self) -> str:
        """Return what leads from a paper's page to what all languages share."""
        return f"{self.up}{self.locate_root()}"

    def locate_root(self) -> str:
        """Return what leads from a paper's page to the root of its language."""
        return "../../" if self.directories else "../"

    @staticmethod
    def name_source(slug: str) -> str:
        """Return the name under which MkDocs knows a paper's page."""
        return f"{FOLDER}/{slug}{ENDING}"

    @staticmethod
    def read_source(name: str) -> str:
        """Return the slug in such a name, or nothing.

        >>> Addresses.read_source("papers/dpa.ipynb"), Addresses.read_source("papers/index.md")
        ('dpa', '')
        """
        folder, _, file = name.rpartition("/")
        return file.removesuffix(ENDING) if folder == FOLDER and file.endswith(ENDING) else ""

    @staticmethod
    def locate_file(slug: str, name: str) -> str:
        """Return where a file beside a paper's page lies on the site.

        Raises `ClaimbookError` for a name that would lead anywhere else.
        """
        if not (_BELOW.fullmatch(slug) and _BELOW.fullmatch(name)):
            where, fix = f"{slug[:100]!r}", "name it in letters, digits and hyphens"
            raise ClaimbookError(f"publishes no file {name[:100]!r}", where=where, fix=fix)
        return f"{FOLDER}/{slug}/{name}"
