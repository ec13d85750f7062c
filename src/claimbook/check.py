"""Validate everything that can be validated without a kernel, and report every fault found."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from markdown import Markdown

from claimbook.bibliography import bibliography, by_key, generate, read_works
from claimbook.bibtex import Record
from claimbook.binding import BindingExtension
from claimbook.book import Book, open_book, read_settings
from claimbook.citations import CitationExtension, Ledger, unknown_key_error
from claimbook.errors import ClaimbookError, nearest
from claimbook.evidence import Finding
from claimbook.notebook import Cell, Notebook, recorded
from claimbook.paper import Verdict

SECTIONS = ("Abstract, restated", "Commentary", "Setting", "What this does not test", "Questions")
CONTRACT = ("id", "caption", "alt", "data")  # what every figure is shown with
DRAWERS = ("figure", "chart")
UNFINISHED = "TODO"

T = TypeVar("T")


def check(root: Path) -> list[ClaimbookError]:
    """Return every fault of the project at `root`, in the order of its files."""
    settings = read_settings(root)
    faults: list[ClaimbookError] = []

    def attempt(action: Callable[[], T]) -> T | None:
        try:
            return action()
        except ClaimbookError as error:
            faults.append(error)
            return None

    notebooks = open_book(root, faults).notebooks
    whole = not faults
    works = attempt(lambda: read_works(settings.works))
    papers = [notebook.front.paper for notebook in notebooks]
    if works is None:
        return faults  # without the records every citation would look like a fault
    merged = attempt(lambda: bibliography(papers, works))
    records = by_key(merged or works)
    for notebook in notebooks:
        faults += _check_notebook(notebook, records)
    for page in sorted((root / "docs").rglob("*.md")):
        faults += _check_page(page, root, records)
    if merged is not None and whole:
        faults += _check_generated(Book(settings, notebooks))
    return faults


def _check_notebook(notebook: Notebook, records: Mapping[str, Record]) -> Iterator[ClaimbookError]:
    yield from _check_front(notebook, records)
    yield from _check_sections(notebook)
    yield from _check_claims(notebook)
    for cell in notebook.code:
        yield from _check_figures(notebook, cell)
    declared = frozenset().union(*(recorded(cell) for cell in notebook.code))
    for cell in notebook.prose:
        yield from _check_prose(notebook, cell, records, declared)


def _check_front(notebook: Notebook, records: Mapping[str, Record]) -> Iterator[ClaimbookError]:
    for number, line in enumerate(notebook.cells[0].source.splitlines(), start=1):
        if UNFINISHED in line:
            yield ClaimbookError(
                f"line {number} is a blank: {line.strip()}",
                where=notebook.where(notebook.cells[0]),
                fix="fill it in",
            )
    for key in notebook.front.digest.companions:
        if key not in records:
            yield unknown_key_error(key, f"{notebook.path.name}: digest.companions", records)


def _check_sections(notebook: Notebook) -> Iterator[ClaimbookError]:
    text = "\n".join(cell.source for cell in notebook.prose)
    found = re.findall(r"^## +(.+?) *$", text, re.MULTILINE)
    for name in SECTIONS:
        if name not in found:
            yield ClaimbookError(
                f'the section "{name}" is missing', where=notebook.path.name, fix=f"add `## {name}`"
            )
    kept = [name for name in found if name in SECTIONS]
    if kept != sorted(kept, key=SECTIONS.index):
        yield ClaimbookError(
            "the sections stand in another order",
            where=notebook.path.name,
            fix=" · ".join(SECTIONS),
        )


def _check_claims(notebook: Notebook) -> Iterator[ClaimbookError]:
    names = frozenset().union(*(recorded(cell) for cell in notebook.code))
    prose = "".join("".join(cell.source.split()) for cell in notebook.prose)
    for claim in notebook.front.claims:
        if f"{{{{claim:{claim.id}}}}}" not in prose:
            yield ClaimbookError(
                "its verdict is shown nowhere in the prose",
                where=f'{notebook.path.name}, claim "{claim.id}"',
                fix=f"mark it with {{{{ claim:{claim.id} }}}} where the abstract is restated",
            )
        for test in claim.tests:
            if test.quantity not in names:
                yield ClaimbookError(
                    f'the quantity "{test.quantity}" is never recorded',
                    where=f'{notebook.path.name}, claim "{claim.id}"',
                    fix=nearest(test.quantity, names)
                    if names
                    else f'call `record("{test.quantity}", values)`',
                )


def _check_figures(notebook: Notebook, cell: Cell) -> Iterator[ClaimbookError]:
    """Find figures that are shown without caption, alt text or data."""
    for call in ast.walk(ast.parse(cell.source)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = {keyword.arg for keyword in call.keywords}
        if name == "show" and getattr(getattr(call.func, "value", None), "id", "") == "plt":
            yield ClaimbookError(
                "plt.show() draws a figure without a caption",
                where=notebook.where(cell),
                fix="use `claimbook.lab.figure`",
            )
        missing = [word for word in CONTRACT if word not in given]
        if isinstance(call.func, ast.Name) and name in DRAWERS and missing and None not in given:
            yield ClaimbookError(
                f"a {name} has no {', '.join(missing)}",
                where=notebook.where(cell),
                fix="a caption whose first clause is the finding, alt text with the numbers, the data",
            )


def _check_prose(
    notebook: Notebook, cell: Cell, records: Mapping[str, Record], declared: frozenset[str]
) -> Iterator[ClaimbookError]:
    findings = {claim.id: Finding(claim, Verdict.NOT_TESTED) for claim in notebook.front.claims}
    binding = BindingExtension(None, findings, declared)
    where = notebook.where(cell)
    yield from _check_citations(cell.source, where, records, [binding])
    for reference, fault in binding.faults:
        yield ClaimbookError(f"{reference}: {fault.what}", where=where, fix=fault.fix)


def _check_page(page: Path, root: Path, records: Mapping[str, Record]) -> Iterator[ClaimbookError]:
    try:
        text = page.read_text("utf-8")
    except UnicodeDecodeError as error:
        yield ClaimbookError(f"is not UTF-8: {error.reason}", where=str(page.relative_to(root)))
        return
    yield from _check_citations(text, str(page.relative_to(root)), records, [])


def _check_citations(
    text: str, where: str, records: Mapping[str, Record], extensions: list[BindingExtension]
) -> Iterator[ClaimbookError]:
    """Render the text with as little as keeps code and math out of reach."""
    ledger = Ledger()
    citing = CitationExtension(records=records, append=False, ledger=ledger)
    base = ["pymdownx.superfences", "pymdownx.arithmatex", "tables", "footnotes"]
    md = Markdown(
        extensions=[*base, citing, *extensions],
        extension_configs={"pymdownx.arithmatex": {"generic": True}},
    )
    md.convert(text)
    for key in ledger.unknown:
        yield unknown_key_error(key, where, records)


def _check_generated(book: Book) -> Iterator[ClaimbookError]:
    """Compare `bib/claimbook.bib` with what would be generated now."""
    path = book.settings.bibliography
    if not path.is_file() or path.read_text("utf-8") != generate(book):
        yield ClaimbookError("is out of date", where="bib/claimbook.bib", fix="run `claimbook bib`")
