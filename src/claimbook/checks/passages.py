"""What the texts of a project cite: prose cells and hand-written pages, one by one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.records import index_by_key
from claimbook.errors import ClaimbookError
from claimbook.installed import list_files
from claimbook.notebook.book import Book
from claimbook.notebook.bounds import OF_A_PAGE, find_excess
from claimbook.notebook.source import Notebook
from claimbook.notebook.strictyaml import load_yaml
from claimbook.prose.citations import CitationExtension, Ledger, explain_unknown_key
from claimbook.prose.citekeys import read_crossref
from claimbook.prose.crossrefs import Targets
from claimbook.prose.dialect import Dialect
from claimbook.prose.links import advise_heir
from claimbook.prose.mathml import MathMLExtension

# What decides where text, code and math stand; nothing that is only about how a page looks.
STRUCTURE = (
    *("pymdownx.superfences", "tables", "footnotes", "def_list", "md_in_html"),
    *("admonition", "pymdownx.details", "pymdownx.tabbed"),
)

_HEAD = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_LINKED = re.compile(r"\]\(<?([^)\s#>]+\.ipynb)")


@dataclass(frozen=True)
class Passage:
    """A text that may cite: a prose cell of a notebook, or a hand-written page."""

    text: str
    where: str
    by_line: bool = False

    def locate(self, key: str) -> str:
        """Say where the text cites a key."""
        found = re.search(rf"@\{{?{re.escape(key)}", self.text)
        return self.find_line(found[0]) if found else self.where

    def find_line(self, written: str) -> str:
        """Say in which line something first stands, if lines are what a reader can count."""
        start = self.text.find(written)
        if not self.by_line or start < 0:
            return self.where
        return f"{self.where}, line {self.text[:start].count(chr(10)) + 1}"


def read_passages(book: Book) -> Iterator[Passage]:
    """Return whatever may cite in a book, hand-written pages included.

    Raises `ClaimbookError` for a page that is not UTF-8.
    """
    for notebook in book.notebooks:
        for cell in notebook.prose:
            yield Passage(cell.source, notebook.name_cell(cell))
    root = book.settings.root
    for page in list_pages(root):
        yield read_passage(page, root)


def list_pages(root: Path) -> list[Path]:
    """Return the hand-written pages of a project, also those behind a link."""
    return sorted(path for path in list_files(root / "docs") if path.suffix == ".md")


def read_passage(page: Path, root: Path) -> Passage:
    """Read a hand-written page; one that is not UTF-8, or too large, is an error."""
    where = str(page.relative_to(root))
    try:
        text = page.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ClaimbookError(f"is not UTF-8: {error.reason}", where=where) from error
    for fault in find_excess(text, OF_A_PAGE):
        raise ClaimbookError(fault.what, where=where, fix=fault.fix)
    return Passage(text, where, by_line=True)


def find_citations(
    passage: Passage,
    records: Mapping[str, Record],
    extensions: Sequence[Extension] = (),
    targets: Targets | None = None,
) -> Ledger:
    """Return what a text cites, rendered with as little as keeps code and math out of reach."""
    ledger = Ledger()
    if "@" not in passage.text and not extensions:
        return ledger
    citing = CitationExtension(records=records, targets=targets, append=False, ledger=ledger)
    md = Markdown(
        # of two extensions for math the latter counts; faults of the former are not this check's
        extensions=[*STRUCTURE, MathMLExtension(), citing, *extensions],
    )
    md.convert(passage.text)
    return ledger


def find_live(passage: Passage, dialect: Dialect) -> Iterator[ClaimbookError]:
    """Find the HTML of a hand-written page that could do something."""
    for fault in dialect.find_live(passage.text):
        tag = fault.what.partition(" ")[0].removesuffix(">")
        yield ClaimbookError(fault.what, where=passage.find_line(tag), fix=fault.fix)


def find_head_faults(passage: Passage) -> Iterator[ClaimbookError]:
    """Find a front matter that MkDocs would show as text, since it is none."""
    found = _HEAD.match(passage.text)
    if not found:
        return
    try:
        raw = load_yaml(found[1] or "", where=passage.where, holder="file", before=1)
    except ClaimbookError as fault:
        yield fault
    else:
        if not isinstance(raw, dict | None):
            fix = "write `key: value` lines between the `---`"
            yield ClaimbookError("the front matter is no mapping", where=passage.where, fix=fix)


def find_moved(passage: Passage, heirs: Mapping[str, str]) -> Iterator[ClaimbookError]:
    """Find links to the pages of notebooks that have other slugs now."""
    for written in _LINKED.findall(passage.text) if heirs else ():
        if fix := advise_heir(written, heirs):
            what = f"the link {written} leads to no file of the site"
            yield ClaimbookError(what, where=passage.find_line(f"({written}"), fix=fix)


def make_stubs(records: Mapping[str, Record]) -> Mapping[str, Record]:
    """Return records that are cheap to cite: what a check looks for is their keys."""
    return index_by_key(
        Record(key, "misc", {"author": f"{{{key}}}", "ids": record.get("ids")})
        for key, record in records.items()
    )


def find_unknown(
    passage: Passage,
    ledger: Ledger,
    records: Mapping[str, Record],
    targets: Targets | None = None,
) -> Iterator[ClaimbookError]:
    """Find the keys that a text cites and no record has; figures and claims if `targets` tell."""
    for key in ledger.unknown:
        if targets is not None or not read_crossref(key):
            yield explain_unknown_key(key, passage.locate(key), records, targets)


def check_companions(
    notebook: Notebook, records: Mapping[str, Record], cited: set[str]
) -> Iterator[ClaimbookError]:
    """Find the companions of a paper that no record has; add the others to `cited`."""
    where = f"{notebook.name_cell(notebook.cells[0])}: digest.companions"
    for key in notebook.front.digest.companions:
        if key in records:
            cited.add(key)
        else:
            yield explain_unknown_key(key, where, records)
