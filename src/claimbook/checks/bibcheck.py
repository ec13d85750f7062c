"""Whether the bibliography is sound as a whole, and whether pages and records agree."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension

from claimbook.bibliography import entries
from claimbook.bibliography import records as bibliography
from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.latex import verbatim
from claimbook.bibliography.reader import excerpt
from claimbook.bibliography.reference import arxiv_of, split_names
from claimbook.bibliography.titles import words
from claimbook.errors import ClaimbookError, nearest
from claimbook.notebook.book import Book
from claimbook.notebook.source import Notebook
from claimbook.prose.citations import (
    CitationExtension,
    Ledger,
    refuse_reserved,
    unknown_key_error,
)
from claimbook.prose.citekeys import cross_reference
from claimbook.prose.crossrefs import Targets
from claimbook.prose.mathml import MathMLExtension

# What decides where text, code and math stand; nothing that is only about how a page looks.
STRUCTURE = (
    *("pymdownx.superfences", "tables", "footnotes", "def_list", "md_in_html"),
    *("admonition", "pymdownx.details", "pymdownx.tabbed"),
)
KEY = re.compile(r"^@\w+\{([^,\s]+),?$", re.MULTILINE)  # in the layout of our own writer


@dataclass(frozen=True)
class Entry:
    """A record, and where a person would change it."""

    record: Record
    where: str
    hand_kept: bool = True


def placed(book: Book, works: Iterable[Record]) -> tuple[Entry, ...]:
    """Return the records of a book's papers and of its hand-kept works, with their places."""
    own = (
        Entry(bibliography.from_paper(one.front.paper), f"{one.where(one.cells[0])}: paper", False)
        for one in book.notebooks
    )
    name = book.settings.works.name
    kept = (Entry(work, f"{name}, line {work.line}, {work.key}") for work in works)
    return (*own, *kept)


def entry_faults(placed: Sequence[Entry]) -> Iterator[ClaimbookError]:
    """Find what is wrong with each entry alone, then the works that stand twice."""
    for entry in placed:
        try:
            refuse_reserved([entry.record.key], where=entry.where)
        except ClaimbookError as error:
            yield error
        for field, what, fix in entries.faults(entry.record):
            place = f"{entry.where}, {field}" if field and entry.hand_kept else entry.where
            shown = what if entry.hand_kept or not field else f"{field} {what}"
            yield ClaimbookError(excerpt(shown, 200), where=place, fix=fix)
    yield from twins(placed)


def twins(placed: Iterable[Entry]) -> Iterator[ClaimbookError]:
    """Find works that stand twice: by DOI, by arXiv identifier, or by title."""
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in placed:
        for name, mark in marks(entry.record).items():
            other = seen.setdefault((name, *mark), entry)
            if other is not entry:
                yield ClaimbookError(
                    f'has the {name} of "{other.record.key}" ({other.where})',
                    where=entry.where,
                    fix="keep one of the two, and give its key to the other in bib/aliases.yml",
                )
                break


def marks(record: Record) -> dict[str, tuple[str, ...]]:
    """Return by what a work is known again: DOI, arXiv identifier, title with first author."""
    title = tuple(words(_plain(record.get("title"))))
    first = split_names(record.get("author") or record.get("editor"))[0]
    author = words(_plain(first.split(",")[0]))
    found = {
        "DOI": (verbatim(record.get("doi")).lower(),),
        "arXiv identifier": (arxiv_of(record).lower(),),
        "title": (" ".join(title), *author) if title else ("",),
    }
    return {name: mark for name, mark in found.items() if mark[0]}


def _plain(latex: str) -> str:
    """Take the macros out of a title; good enough to compare it, and a hundred times faster."""
    bare = re.sub(r"\\(ss|ae|oe|aa|o|l|i)\b\s*(?:\{\})?", r"\1", latex, flags=re.IGNORECASE)
    return re.sub(r"\\(?:[A-Za-z]+\s*|.)|[{}]", "", bare)


@dataclass(frozen=True)
class Passage:
    """A text that may cite: a prose cell of a notebook, or a hand-written page."""

    text: str
    where: str
    by_line: bool = False

    def place(self, key: str) -> str:
        """Say where the text cites a key."""
        found = re.search(rf"@\{{?{re.escape(key)}", self.text)
        return self.line(found.start() if found else -1)

    def line(self, start: int) -> str:
        """Say in which line a place is, if it is one and lines are what a reader can count."""
        if not self.by_line or start < 0:
            return self.where
        return f"{self.where}, line {self.text[:start].count(chr(10)) + 1}"


def passages(book: Book) -> Iterator[Passage]:
    """Return whatever may cite in a book, hand-written pages included.

    Raises `ClaimbookError` for a page that is not UTF-8.
    """
    for notebook in book.notebooks:
        for cell in notebook.prose:
            yield Passage(cell.source, notebook.where(cell))
    root = book.settings.root
    for page in sorted((root / "docs").rglob("*.md")):
        yield read_passage(page, root)


def read_passage(page: Path, root: Path) -> Passage:
    """Read a hand-written page; one that is not UTF-8 is an error."""
    where = str(page.relative_to(root))
    try:
        return Passage(page.read_text("utf-8"), where, by_line=True)
    except UnicodeDecodeError as error:
        raise ClaimbookError(f"is not UTF-8: {error.reason}", where=where) from error


def citations(
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
    # of two extensions for math the latter counts; faults of the former are not this check's
    Markdown(extensions=[*STRUCTURE, MathMLExtension(), citing, *extensions]).convert(passage.text)
    return ledger


def names_alone(records: Mapping[str, Record]) -> Mapping[str, Record]:
    """Return records that are cheap to cite: what a check looks for is their keys."""
    return bibliography.by_key(
        Record(key, "misc", {"author": f"{{{key}}}", "ids": record.get("ids")})
        for key, record in records.items()
    )


def unknown(
    passage: Passage,
    ledger: Ledger,
    records: Mapping[str, Record],
    targets: Targets | None = None,
) -> Iterator[ClaimbookError]:
    """Find the keys that a text cites and no record has; figures and claims if `targets` tell."""
    for key in ledger.unknown:
        if targets is not None or not cross_reference(key):
            yield unknown_key_error(key, passage.place(key), records, targets)


def companions(
    notebook: Notebook, records: Mapping[str, Record], cited: set[str]
) -> Iterator[ClaimbookError]:
    """Find the companions of a paper that no record has; add the others to `cited`."""
    where = f"{notebook.where(notebook.cells[0])}: digest.companions"
    for key in notebook.front.digest.companions:
        if key in records:
            cited.add(key)
        else:
            yield unknown_key_error(key, where, records)


def uncited(placed: Iterable[Entry], cited: Iterable[str]) -> Iterator[ClaimbookError]:
    """Find the hand-kept works that no page cites."""
    used = frozenset(cited)
    for entry in placed:
        if entry.hand_kept and entry.record.key not in used:
            yield ClaimbookError(
                "is cited by no page",
                where=entry.where,
                fix=f"cite it as [@{entry.record.key}], or remove it",
            )


def lost(
    path: Path, records: Mapping[str, Record], forget: Container[str] = ()
) -> Iterator[ClaimbookError]:
    """Find the keys of the bibliography written last that now lead nowhere."""
    before = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    for key in KEY.findall(before):
        if key not in records and key not in forget:
            yield ClaimbookError(
                f'the key "{key}" stood here and now leads nowhere, though others may cite it',
                where=f"bib/{path.name}",
                fix=f"{_heir(key, records)}, or give it up with `claimbook bib --forget {key}`",
            )


def _heir(key: str, records: Mapping[str, Record]) -> str:
    close = nearest(key, records)
    guess = re.fullmatch(r'did you mean "(.+)"\?', close)
    return f"add `{key}: {guess[1] if guess else 'newkey'}` to bib/aliases.yml"


def stale(path: Path, records: Iterable[Record]) -> Iterator[ClaimbookError]:
    """Find out whether the bibliography written last is that of today."""
    expected = bibliography.write(records).encode("utf-8")
    if not path.is_file() or path.read_bytes() != expected:
        yield ClaimbookError("is out of date", where=f"bib/{path.name}", fix="run `claimbook bib`")


def agreement(
    book: Book, placed: Iterable[Entry], records: Mapping[str, Record], cited: Iterable[str]
) -> Iterator[ClaimbookError]:
    """Find where the works, the pages that cite them and the file written last disagree."""
    path = book.settings.bibliography
    yield from uncited(placed, (records[key].key for key in cited))
    yield from lost(path, records)
    yield from stale(path, records.values())


def check(book: Book) -> list[ClaimbookError]:
    """Return every fault of a book's bibliography and of the citations that lead to it.

    Raises `ClaimbookError` if records cannot be read at all.
    """
    works = bibliography.read_works(book.settings.works)
    everything = placed(book, works)
    records = bibliography.by_key(bibliography.merged(book, works))
    found, cited, stubs = list(entry_faults(everything)), set[str](), names_alone(records)
    for notebook in book.notebooks:
        found += companions(notebook, records, cited)
    for passage in passages(book):
        ledger = citations(passage, stubs)
        cited.update(ledger.cited)
        found += unknown(passage, ledger, records)
    return [*found, *agreement(book, everything, records, cited)]
