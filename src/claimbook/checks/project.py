"""Validate everything that can be validated without a kernel, and report every fault found."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from markdown.extensions import Extension

from claimbook.bibliography.aliases import NAME as ALIASES
from claimbook.bibliography.aliases import read_aliases
from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.records import bibliography, by_key, read_works
from claimbook.checks import bibcheck
from claimbook.errors import ClaimbookError, nearest
from claimbook.model.evidence import Finding
from claimbook.model.paper import Verdict
from claimbook.notebook.book import Book, open_book, read_settings
from claimbook.notebook.source import Cell, Notebook, recorded
from claimbook.prose.binding import BindingExtension
from claimbook.prose.crossrefs import Targets, landmarks
from claimbook.prose.mathml import MathMLExtension, Notation, read_notation

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
    if works is None:
        return faults  # without the records every citation would look like a fault
    papers = [notebook.front.paper for notebook in notebooks]
    aliases = attempt(lambda: read_aliases(settings.works.with_name(ALIASES))) or ()
    merged = attempt(lambda: bibliography(papers, works, aliases))
    book, records, cited = Book(settings, notebooks), by_key(merged or works), set[str]()
    targets = _targets(notebooks)
    for notebook in notebooks:
        faults += _check_notebook(notebook, records, targets, cited)
    for page in sorted((root / "docs").rglob("*.md")):
        if passage := attempt(partial(bibcheck.read_passage, page, root)):
            math = MathMLExtension()
            faults += _check_citations(passage, records, targets, cited, [math])
            faults += _math_faults(passage, math)
    entries = bibcheck.placed(book, works)
    # a blank was named above; what it leaves unsaid of the paper is not named again
    finished = tuple(one for one in notebooks if UNFINISHED not in one.cells[0].source)
    faults += bibcheck.entry_faults(bibcheck.placed(Book(settings, finished), works))
    if merged is not None and whole:
        faults += bibcheck.agreement(book, entries, records, cited)
    return faults


def _targets(notebooks: Iterable[Notebook]) -> Targets:
    """Return what can be referred to, as far as it is known before a run."""
    pages = {n.slug: landmarks(n, None, _untested(n).values()) for n in notebooks}
    return Targets(pages=pages)


def _untested(notebook: Notebook) -> dict[str, Finding]:
    return {claim.id: Finding(claim, Verdict.NOT_TESTED) for claim in notebook.front.claims}


def _check_notebook(
    notebook: Notebook, records: Mapping[str, Record], targets: Targets, cited: set[str]
) -> Iterator[ClaimbookError]:
    yield from _check_blanks(notebook)
    yield from bibcheck.companions(notebook, records, cited)
    yield from _check_sections(notebook)
    yield from _check_claims(notebook)
    for cell in notebook.code:
        yield from _check_figures(notebook, cell)
    declared = frozenset().union(*(recorded(cell) for cell in notebook.code))
    seen = targets.at(notebook.slug, targets.pages[notebook.slug])
    notation = read_notation(cell.source for cell in notebook.prose)
    for cell in notebook.prose:
        yield from _check_prose(notebook, cell, records, seen, declared, cited, notation)


def _check_blanks(notebook: Notebook) -> Iterator[ClaimbookError]:
    for number, line in enumerate(notebook.cells[0].source.splitlines(), start=1):
        if UNFINISHED in line:
            yield ClaimbookError(
                f"line {number} is a blank: {line.strip()}",
                where=notebook.where(notebook.cells[0]),
                fix="fill it in",
            )


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
    notebook: Notebook,
    cell: Cell,
    records: Mapping[str, Record],
    targets: Targets,
    declared: frozenset[str],
    cited: set[str],
    notation: Notation,
) -> Iterator[ClaimbookError]:
    binding = BindingExtension(None, _untested(notebook), declared)
    math = MathMLExtension(notation)
    passage = bibcheck.Passage(cell.source, notebook.where(cell))
    yield from _check_citations(passage, records, targets, cited, [math, binding])
    for reference, fault in binding.faults:
        yield ClaimbookError(f"{reference}: {fault.what}", where=passage.where, fix=fault.fix)
    yield from _math_faults(passage, math)


def _math_faults(passage: bibcheck.Passage, math: MathMLExtension) -> Iterator[ClaimbookError]:
    for source, fault in math.faults:
        place = passage.line(passage.text.find(source))
        yield ClaimbookError(fault.what, where=place, fix=fault.fix)


def _check_citations(
    passage: bibcheck.Passage,
    records: Mapping[str, Record],
    targets: Targets,
    cited: set[str],
    extensions: Sequence[Extension] = (),
) -> Iterator[ClaimbookError]:
    """Find the keys that nothing has; add those of works to `cited`."""
    ledger = bibcheck.citations(passage, records, extensions, targets)
    cited.update(ledger.cited)
    yield from bibcheck.unknown(passage, ledger, records, targets)
