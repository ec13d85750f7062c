"""Validate everything that can be validated without a kernel, and report every fault found."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from claimbook.bibliography.aliases import NAME as ALIASES
from claimbook.bibliography.aliases import read_aliases
from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.records import index_by_key, make_bibliography, read_works
from claimbook.checks import bibcheck, cells, claims, passages, translations
from claimbook.checks.files import ProjectFiles, find_foreign
from claimbook.checks.ledger import check_ledger
from claimbook.checks.otherpages import check_pages, find_stale_pages, find_unsaid_words
from claimbook.checks.residue import find_tex
from claimbook.checks.sound import Sound
from claimbook.checks.undeclared import find_undeclared
from claimbook.checks.words import find_word_faults
from claimbook.errors import ClaimbookError, name_unforeseen, suggest
from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding
from claimbook.model.paper import Answer
from claimbook.notebook.book import Book, open_book, read_settings
from claimbook.notebook.code import find_recorded
from claimbook.notebook.languages import read_languages
from claimbook.notebook.renditions import read_renditions
from claimbook.notebook.restating import restate
from claimbook.notebook.settings import find_unknown
from claimbook.notebook.source import Notebook
from claimbook.pages import changelog
from claimbook.prose.binding import BindingExtension
from claimbook.prose.citations import CitationExtension, Ledger
from claimbook.prose.crossrefs import Targets, find_landmarks
from claimbook.prose.dialect import Dialect, read_dialect, read_extra
from claimbook.prose.document import Document, read_document
from claimbook.prose.mathml import MathMLExtension
from claimbook.prose.outline import REQUIRED
from claimbook.prose.reading import Reader
from claimbook.tex.equations import read_notation

UNFINISHED = "TODO"
BOUND = ("headline", "summary")  # the fields that may bind numbers of the run
_ONLY_IN_PROSE = re.compile(r"\{\{.*?\}\}|\[@[A-Za-z][^\]]*\]")
_ONLY_IN_BOUND = re.compile(r"\{\{\s*claim:.*?\}\}|\[@[A-Za-z][^\]]*\]")
_TAG = re.compile(r"[\w+.#-]+(?: [\w+.#-]+)*")

T = TypeVar("T")


@dataclass(frozen=True)
class Surroundings:
    """What a notebook is checked against."""

    dialect: Dialect
    records: Mapping[str, Record]  # cheap ones: what is looked for is their keys
    targets: Targets
    files: ProjectFiles
    translations: Mapping[str, Sequence[Path]] = field(default_factory=dict)  # by slug
    heirs: Mapping[str, str] = field(default_factory=dict)  # slugs by those of before
    cited: set[str] = field(default_factory=set)  # by anything that was checked


def check(
    root: Path,
    warnings: list[ClaimbookError] | None = None,
    *,
    only: Collection[str] = (),
) -> list[ClaimbookError]:
    """Return every fault of the project at `root`, in the order of its files.

    Given a list of `warnings`, what the stored runs read undeclared is added to it. With `only`
    some slugs, only what stands in these notebooks is looked at.
    """
    settings = read_settings(root)
    faults: list[ClaimbookError] = []

    def attempt(action: Callable[[], T]) -> T | None:
        try:
            return action()
        except ClaimbookError as error:
            faults.append(error)
            return None

    whole_book = open_book(root, [])
    notebooks = whole_book.notebooks
    faults += (fault for path, fault in whole_book.broken if not only or path.stem in only)
    chosen = tuple(one for one in notebooks if not only or one.slug in only)
    whole = not whole_book.broken
    faults += (fault for notebook in chosen for fault in notebook.residue)
    if warnings is not None:
        warnings += find_undeclared(Book(settings, chosen))
    works = attempt(lambda: read_works(settings.works))
    dialect = attempt(lambda: read_dialect(root / "mkdocs.yml"))
    if works is None or dialect is None:
        return faults  # without the records every citation would look like a fault
    faults += find_unknown(read_extra(root / "mkdocs.yml"), where="mkdocs.yml")
    languages = (
        attempt(lambda: read_languages(read_extra(root / "mkdocs.yml"), where="mkdocs.yml")) or ()
    )
    if warnings is not None:
        read = Book(settings, chosen)
        warnings += translations.find_stale(read, languages[1:])
        warnings += attempt(lambda: [*translations.find_terms(read, languages[1:])]) or ()
        warnings += find_stale_pages(root / "docs", () if only else languages[1:], date.today())
        words = attempt(lambda: [*find_unsaid_words(root, () if only else languages[1:])])
        warnings += words or ()
    papers = [notebook.front.paper for notebook in notebooks]
    aliases = attempt(lambda: read_aliases(settings.works.with_name(ALIASES))) or ()
    merged = attempt(lambda: make_bibliography(papers, works, aliases))
    book, records = Book(settings, notebooks), index_by_key(merged or works)
    around = Surroundings(
        dialect,
        passages.make_stubs(records),
        _collect_targets(notebooks),
        ProjectFiles(root / "docs", [notebook.slug for notebook in notebooks], dialect),
        translations.group_files(book, languages),
        book.heirs,
    )
    known = (around.records, around.targets, around.heirs)
    sound = Sound(settings.work, root / "docs", dialect, *known)
    for notebook in chosen:
        others = around.translations.get(notebook.slug, ())
        name = partial(sound.name_notebook, notebook, others)
        look = partial(_look_over, notebook, around)
        faults += attempt(partial(sound.check, name, around.cited, look)) or ()
    if only:
        sound.save()
        return faults
    faults += translations.check_files(book, languages, records)
    faults += check_pages(root / "docs", languages[1:])
    faults += find_word_faults(root, languages)
    for page in passages.list_pages(root):
        if passage := attempt(partial(passages.read_passage, page, root)):
            name = partial(sound.name_page, passage.text, passage.where)
            look = partial(_check_page, passage, around, records)
            faults += sound.check(name, around.cited, look)
    sound.save()
    changes = root / changelog.SOURCE
    if changes.is_file() and (told := attempt(lambda: passages.read_passage(changes, root))):
        faults += passages.find_live(told, dialect)
    faults += find_foreign(root / "docs", root)
    faults += check_ledger(book)
    entries = bibcheck.place_records(book, works)
    # a blank was named above; what it leaves unsaid of the paper is not named again
    finished = tuple(one for one in notebooks if UNFINISHED not in one.cells[0].source)
    faults += bibcheck.find_entry_faults(bibcheck.place_records(Book(settings, finished), works))
    if merged is not None and whole:
        faults += bibcheck.check_agreement(book, entries, records, around.cited)
    return faults


def count_missing(root: Path) -> dict[str, int]:
    """Return how many pieces each language of a project lacks."""
    languages = read_languages(read_extra(root / "mkdocs.yml"), where="mkdocs.yml")
    return translations.count_missing(open_book(root, []), languages) if languages[1:] else {}


def _collect_targets(notebooks: Iterable[Notebook]) -> Targets:
    """Return what can be referred to, as far as it is known before a run."""
    pages = {n.slug: find_landmarks(n, None, _list_untested(n).values()) for n in notebooks}
    return Targets(pages=pages, link=lambda slug: f"{slug}.ipynb")


def _list_untested(notebook: Notebook) -> dict[str, Finding]:
    return {claim.id: Finding(claim, Verdict.NOT_TESTED) for claim in notebook.front.claims}


def _make_reader(
    notebook: Notebook, around: Surroundings, declared: frozenset[str], ledger: Ledger
) -> Reader:
    return Reader(
        around.dialect,
        binding=BindingExtension(None, _list_untested(notebook), declared),
        citing=CitationExtension(
            records=around.records,
            targets=around.targets.place_at(notebook.slug, around.targets.pages[notebook.slug]),
            append=False,
            ledger=ledger,
        ),
        resolve=around.files.make_resolver(notebook.slug),
        known=around.files.list_known,
        heirs=around.heirs,
        notation=read_notation(cell.source for cell in notebook.prose),
        reserved=around.targets.pages[notebook.slug].ids,
    )


def _check_translation(
    notebook: Notebook, path: Path, around: Surroundings, declared: frozenset[str], source: Document
) -> Iterator[ClaimbookError]:
    """Read the cells of a translation as those of its source are read."""
    with suppress(ClaimbookError):  # which is a fault of the file
        lines = {one.name: one for one in read_renditions(path) if one.text}
        said = restate(notebook, lines.values(), language="").notebook
        reader = _make_reader(notebook, around, declared, Ledger())
        document = read_document(said, reader, cells.name_attachments, source.names)
        for cell in said.prose:
            if one := lines.get(f"cell {cell.id}"):
                for fault in document.passages[cell.id].faults:
                    where = f"{path.name}, line {one.line} ({one.name})"
                    yield ClaimbookError(fault.what, where=where, fix=fault.fix)


def _check_page(
    passage: passages.Passage,
    around: Surroundings,
    records: Mapping[str, Record],
    cited: set[str],
) -> list[ClaimbookError]:
    """Check a hand-written page, and note what it cites."""
    math = MathMLExtension()
    ledger = passages.find_citations(passage, around.records, [math], around.targets)
    cited.update(ledger.cited)
    faults = [*passages.find_unknown(passage, ledger, records, around.targets)]
    faults += passages.find_live(passage, around.dialect)
    faults += passages.find_head_faults(passage)
    faults += passages.find_moved(passage, around.heirs)
    faults += (
        ClaimbookError(fault.what, where=passage.find_line(written), fix=fault.fix)
        for written, fault in math.faults
    )
    return faults


def _look_over(notebook: Notebook, around: Surroundings, cited: set[str]) -> list[ClaimbookError]:
    with name_unforeseen(notebook.path.name):
        return list(_check_notebook(notebook, replace(around, cited=cited)))


def _check_notebook(notebook: Notebook, around: Surroundings) -> Iterator[ClaimbookError]:
    declared = frozenset().union(*(find_recorded(cell.source) for cell in notebook.code))
    ledger = Ledger()
    reader = _make_reader(notebook, around, declared, ledger)
    binding = reader.binding
    document = read_document(notebook, reader, cells.name_attachments)
    around.cited.update(ledger.cited)
    yield from _check_blanks(notebook)
    yield from _check_fields(notebook)
    yield from passages.check_companions(notebook, around.records, around.cited)
    yield from _check_sections(notebook, document)
    yield from claims.check_tests(notebook, binding.marked, declared)
    yield from claims.check_kinds(notebook)
    yield from claims.check_exactness(notebook)
    yield from claims.check_units(notebook)
    yield from claims.check_answer(notebook, declared)
    yield from claims.check_statements(notebook)
    for cell in notebook.code:
        yield from cells.check_figures(notebook, cell)
    for cell in notebook.prose:
        yield from cells.check_attachments(notebook, cell)
    yield from document.find_faults(notebook)
    notes = {f"fn:{one.number}" for p in document.passages.values() for one in p.notes}
    for path in around.translations.get(notebook.slug, ()):
        yield from _check_translation(notebook, path, around, declared, document)
    ids = reader.ids | notes | {f"ref-{key}" for key in ledger.cited}
    yield from _check_anchors(notebook, document, ids, around)


def _check_anchors(
    notebook: Notebook, document: Document, ids: set[str], around: Surroundings
) -> Iterator[ClaimbookError]:
    """Find links to anchors that no page has; those of other papers are known when they are built."""
    for cell in notebook.prose:
        for name, anchor, written in document.passages[cell.id].anchors:
            known = ids if not name else around.files.find_anchors(name)
            if known is not None and anchor not in known:
                yield ClaimbookError(
                    f"the link {written} leads to no anchor of {name or 'this page'}",
                    where=notebook.name_cell(cell),
                    fix=suggest(anchor, known),
                )


def _check_blanks(notebook: Notebook) -> Iterator[ClaimbookError]:
    """Find what a new notebook leaves open: in the front matter, and after a colon in prose."""
    first, *others = notebook.cells
    prose = [cell for cell in others if cell.kind == "markdown"]
    for cell in (first, *prose):
        mark = UNFINISHED if cell is first else f"{UNFINISHED}: "
        for number, line in enumerate(cell.source.splitlines(), start=1):
            if mark in line:
                what = f"line {number} is a blank: {line.strip()}"
                yield ClaimbookError(what, where=notebook.name_cell(cell), fix="fill it in")


def _check_fields(notebook: Notebook) -> Iterator[ClaimbookError]:
    """Refuse in the front matter what only prose may hold: fields are shown as they are written."""
    where = notebook.name_cell(notebook.cells[0])
    key = ""
    for number, line in enumerate(notebook.cells[0].source.splitlines(), start=1):
        key = line.partition(":")[0].strip("\"' ") if line[:1].strip() else key
        if find_tex(line) >= 0:
            what, fix = "TeX", "plain characters, as θ, x², ½"
        elif found := (_ONLY_IN_BOUND if key in BOUND else _ONLY_IN_PROSE).search(line):
            what, fix = found[0], "words"
        else:
            continue
        yield ClaimbookError(
            f"line {number} shows {what} as it is typed", where=where, fix=f"write {fix}"
        )
    yield from _check_values(notebook, where)
    for tag in notebook.front.digest.tags:
        if UNFINISHED not in tag and not _TAG.fullmatch(tag):
            fix = "use letters, digits, spaces and hyphens"
            yield ClaimbookError(f'"{tag}" is no tag', where=where, fix=fix)


def _check_values(notebook: Notebook, where: str) -> Iterator[ClaimbookError]:
    """Find the same in a value where no line of it shows it whole: YAML breaks and escapes."""
    lines = notebook.cells[0].source.splitlines()
    seen = {found[0] for line in lines for found in _ONLY_IN_PROSE.finditer(line)}
    for text in _list_texts(replace(notebook.front, answer=Answer())):
        for found in _ONLY_IN_PROSE.finditer(" ".join(text.split())):
            if found[0] not in seen:
                yield ClaimbookError(
                    f"a field shows {found[0]} as it is typed", where=where, fix="write words"
                )


def _list_texts(value: object) -> Iterator[str]:
    """Return every text in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _list_texts(getattr(value, one.name))
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for one in pair for text in _list_texts(one))
    elif isinstance(value, (tuple, list)):
        yield from (text for one in value for text in _list_texts(one))


def _check_sections(notebook: Notebook, document: Document) -> Iterator[ClaimbookError]:
    found = document.outline.names
    for name in REQUIRED:
        if name not in found:
            yield ClaimbookError(
                f'the section "{name}" is missing', where=notebook.path.name, fix=f"add `## {name}`"
            )
    kept = [name for name in found if name in REQUIRED]
    if kept != sorted(kept, key=REQUIRED.index):
        yield ClaimbookError(
            "the sections stand in another order",
            where=notebook.path.name,
            fix=" · ".join(REQUIRED),
        )
