"""One edition of the site: what has been read and judged, and what every page may draw on.

A server makes many editions in one process; each is made anew. It knows nothing of the site
generator: addresses are made by functions that it is given.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.records import from_paper, index_by_key, read_records
from claimbook.errors import ClaimbookError, name_unforeseen
from claimbook.execution.recalling import Recall
from claimbook.execution.states import Known
from claimbook.execution.store import Store
from claimbook.model.evidence import Finding, TestResult
from claimbook.notebook.book import Book, open_book, refuse_repeats, sort_by_digest
from claimbook.notebook.renditions import Rendition, locate_renditions, read_renditions
from claimbook.notebook.restating import mark_unit, restate
from claimbook.notebook.source import PROFILES, Notebook, make_notebook
from claimbook.pages.keeping import FOLDER, Keeper
from claimbook.pages.page import Page
from claimbook.pages.survey import Report, make_report, survey_lasting, survey_one
from claimbook.prose.citations import Ledger, check_style, refuse_reserved
from claimbook.prose.crossrefs import Landmarks, Targets, find_landmarks

Find = Callable[[str], str]  # from the slug of a paper to the address of its page


@dataclass(frozen=True, eq=False)  # compared as the mapping that it is
class _Links(Mapping[str, str]):
    """The page of each paper but `here`, by its citation key; made when it is asked for."""

    slugs: Mapping[str, str]
    here: str
    link: Find

    def __getitem__(self, key: str) -> str:
        if self.slugs[key] == self.here:
            raise KeyError(key)
        return self.link(self.slugs[key])

    def __iter__(self) -> Iterator[str]:
        return (key for key, slug in self.slugs.items() if slug != self.here)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass
class Edition:
    """The book, its records and its reports, and the pages as they are made."""

    book: Book
    style: str = "author-year"
    records: Mapping[str, Record] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
    pages: dict[str, Page] = field(default_factory=dict)  # of papers, by slug
    ledgers: dict[str, Ledger] = field(default_factory=dict)  # of hand-written pages, by source
    faults: list[ClaimbookError] = field(default_factory=list)
    language: str = ""  # of the pages, if it is not the default
    source: "Edition | None" = None  # that this one is a translation of

    @cached_property  # every page asks; the reports are all there by then
    def verdicts(self) -> dict[str, tuple[Finding, ...]]:
        """The findings on each paper here, by its citation key."""
        return {r.notebook.front.paper.key: r.findings for r in self.reports if r.findings}

    @cached_property
    def landmarks(self) -> dict[str, Landmarks]:
        """What of each paper's page can be referred to, by slug."""
        return {
            r.notebook.slug: find_landmarks(
                r.notebook, r.run, r.findings, outdated=bool(r.outdated)
            )
            for r in self.reports
        }

    def report(self, slug: str) -> Report | None:
        """Return the report on a paper, if there is one."""
        return self._by_slug.get(slug)

    @cached_property
    def _by_slug(self) -> dict[str, Report]:
        return {one.notebook.slug: one for one in self.reports}

    @cached_property
    def keeper(self) -> Keeper:
        """What keeps pages from one edition to the next."""
        return Keeper(self.book.settings.work / FOLDER / self.language)

    @cached_property
    def slugs(self) -> dict[str, str]:
        """The slug of each paper here, by its citation key."""
        return {r.notebook.front.paper.key: r.notebook.slug for r in self.reports}

    def list_cited(self, report: Report) -> tuple[str, ...]:
        """Return the keys of what a paper's page cites, its companions with it; no old keys."""
        made = self.pages.get(report.notebook.slug)
        named = report.notebook.front.digest.companions
        beside = (self.records[key].key for key in named if key in self.records)
        return tuple(dict.fromkeys([*(made.cited if made else ()), *beside]))

    def cite(self, here: str, *, links: Find, sources: Find) -> dict[str, Any]:
        """Return how a page cites: options of `CitationExtension`, and of a `Site`.

        `here` is the slug of the page, if it is a paper's: it does not lead to itself. `links` makes
        the addresses in lists of references, `sources` those of references in the text.
        """
        return {
            "records": self.records,
            "style": self.style,
            "links": _Links(self.slugs, here, links),
            "verdicts": self.verdicts,
            "targets": Targets(pages=self.landmarks, link=sources),
        }


def begin_edition(
    root: Path, style: object, *, where: str, before: Edition | None = None
) -> Edition:
    """Read the book and its records; what is wrong with them is among the `faults`.

    With the edition `before`, as a server has it, what cannot be read now stays as it was.
    """
    faults: list[ClaimbookError] = []
    edition = Edition(open_book(root, faults), faults=faults)
    if before is not None:
        edition.book = replace_broken(edition.book, before.book)
    try:
        edition.style = check_style(style, where=where)
        edition.records = index_by_key(read_records(edition.book))
        refuse_reserved(edition.records)
    except ClaimbookError as error:
        faults.append(error)
        if before is not None:
            edition.records = edition.records or _keep_records(edition.book, before.records)
    return edition


def translate_edition(edition: Edition, into: str, language: str) -> Edition:
    """Return an edition in another language: what has been read and judged, in other words.

    `language` is what the notebooks are in. A translation that cannot be read is a fault.
    """
    made = Edition(edition.book, edition.style, edition.records, language=into, source=edition)
    made.reports = tuple(_translate(one, into, language, made.faults) for one in edition.reports)
    notebooks = tuple(one.notebook for one in made.reports)
    made.book = replace(edition.book, notebooks=notebooks)
    return made


def _translate(report: Report, into: str, language: str, faults: list[ClaimbookError]) -> Report:
    renditions: tuple[Rendition, ...] = ()
    try:
        renditions = read_renditions(locate_renditions(report.notebook, into))
    except ClaimbookError as fault:
        faults.append(fault)
    restated = restate(report.notebook, renditions, language=language)
    claims = {claim.id: claim for claim in restated.notebook.front.claims}
    findings = tuple(
        replace(
            one,
            claim=claims[one.claim.id],
            results=_mark_units(one.results, language),
            unmet=_mark_units(one.unmet, language),
        )
        for one in report.findings
    )
    return replace(report, notebook=restated.notebook, findings=findings, restated=restated)


def _mark_units(results: tuple[TestResult, ...], language: str) -> tuple[TestResult, ...]:
    return tuple(replace(one, measurement=mark_unit(one.measurement, language)) for one in results)


def _keep_records(book: Book, before: Mapping[str, Record]) -> Mapping[str, Record]:
    """Return the papers' own records, with the works of the edition before."""
    own = {one.front.paper.key: from_paper(one.front.paper) for one in book.notebooks}
    return index_by_key([*own.values(), *(one for one in before.values() if one.key not in own)])


def replace_broken(book: Book, before: Book) -> Book:
    """Return a book in which what is broken is as it was before, or as it was run last."""
    kept = {one.slug: one for one in before.notebooks}
    store, made = Store(book.settings.store_url), list(book.notebooks)
    for path, _ in book.broken:
        last = kept.get(path.stem) or _rebuild_notebook(store, path)
        try:
            refuse_repeats([*made, *([last] if last else [])], book.settings.root)
        except ClaimbookError:
            continue  # another has its place
        made += [last] if last else []
    return replace(book, notebooks=sort_by_digest(made))


def _rebuild_notebook(store: Store, path: Path) -> Notebook | None:
    """Return a notebook as its newest run has it, if there is one."""
    for profile in PROFILES:
        try:
            if run := store.get_latest(path.stem, profile):
                return make_notebook(dict(run.document), path)
        except ClaimbookError:
            continue
    return None


def judge_edition(edition: Edition, before: Edition | None = None, *, lasting: bool = True) -> None:
    """Judge every claim by the run at hand; a run that cannot be judged is a fault.

    With the edition `before`, as a server has it, its run stands in for one that is still to come. An
    edition that is not `lasting` reads what runs have left when its pages are made.
    """
    store = Store(edition.book.settings.store_url)
    recall = None if lasting else Recall(store)
    known: Known = {}
    edition.reports = tuple(
        _release(_judge(edition, store, one, before, known), recall)
        for one in edition.book.notebooks
    )


def _release(report: Report, recall: Recall | None) -> Report:
    if recall is None or report.run is None:
        return report
    former = report.notebook.front.moved_from
    return replace(report, run=recall.release_document(report.run, former))


def _judge(
    edition: Edition, store: Store, notebook: Notebook, before: Edition | None, known: Known
) -> Report:
    try:
        with name_unforeseen(notebook.path.name):
            if before is None:
                return survey_one(edition.book, store, notebook, known)
            shown = before.report(notebook.slug)
            return survey_lasting(edition.book, store, notebook, shown.run if shown else None)
    except ClaimbookError as error:
        edition.faults.append(error)
        return make_report(notebook, None)
