"""A run and its findings → a page, block by block, in the notebook's order.

The page knows its title, its contents, the blocks that it is made of, the files beside it, what it
cites, which anchors it has and which its links need, and what is wrong with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from claimbook.bibliography.bibtex import Record, write_bib
from claimbook.bibliography.records import from_paper
from claimbook.errors import ClaimbookError
from claimbook.execution.job import make_source
from claimbook.model.paper import Answer, FrontMatter
from claimbook.notebook.code import find_recorded
from claimbook.notebook.document import dump
from claimbook.notebook.restating import get_language, get_since
from claimbook.notebook.source import Cell, Notebook
from claimbook.pages import blocks, downloads, panels
from claimbook.pages.attachments import read_attachments, select_files
from claimbook.pages.blocks import Drawing
from claimbook.pages.code import read_code, write_code
from claimbook.pages.drawing import Block, draw
from claimbook.pages.executed import MOST, write_executed
from claimbook.pages.exhibits import Exhibits
from claimbook.pages.history import History
from claimbook.pages.kinds import NOTHING
from claimbook.pages.leaving import compose_ways_out, make_reporting
from claimbook.pages.lengths import measure_lengths
from claimbook.pages.opening import Opening, Verdicts
from claimbook.pages.page import Page, Site
from claimbook.pages.survey import Report
from claimbook.prose.binding import BindingExtension, fill_pieces
from claimbook.prose.citations import CitationExtension, Ledger, draw_references, find_mentioned
from claimbook.prose.crossrefs import find_landmarks
from claimbook.prose.document import Document, is_section_start, read_document
from claimbook.prose.outline import SECTION, SETTING, Heading, Names, Outline, make_contents
from claimbook.prose.rawhtml import has_markup
from claimbook.prose.reading import Piece, Reader
from claimbook.tex.equations import read_notation
from claimbook.wording.catalogue import DEFAULT, say, speak
from claimbook.wording.claims import count_seeds
from claimbook.wording.marks import count_verdicts


def _say_headings() -> tuple[str, ...]:
    """Return the headings of the page's own: that of the verdicts, then those behind the prose."""
    return (
        say("heading-verdicts"),
        say("heading-references"),
        say("heading-provenance"),
        say("heading-history"),
        say("heading-take-away"),
    )


Note = tuple[str, date | None]  # the language of a text and the day of what it renders


class _Composer:
    """Make the blocks of one page, in order."""

    def __init__(
        self, report: Report, site: Site, bibtex: str, names: Mapping[str, Names] | None = None
    ) -> None:
        self.report, self.site, self.bibtex, self.names = report, site, bibtex, names
        self.notebook, self.findings = report.notebook, report.findings
        self.beside = site.addresses.locate_beside(self.notebook.slug)
        self.stem = f"{self.beside}{self.notebook.slug}"
        self.ledger = Ledger(among=_find_mentioned(self.notebook, site.records))
        self.binding = self._make_binding()
        self.reader = self._make_reader()
        outdated = bool(report.outdated)
        self.exhibits = Exhibits(
            self.notebook, report.run, self.beside, outdated=outdated, restated=report.restated
        )
        self.noted: Note = ("", None)
        self.files: dict[str, str | bytes] = {}
        self.faults: list[ClaimbookError] = []

    def _make_binding(self) -> BindingExtension:
        run = self.report.run
        return BindingExtension(
            run.measurements if run else None,
            {finding.claim.id: finding for finding in self.findings},
            frozenset().union(*(find_recorded(cell.source) for cell in self.notebook.code)),
            outdated=bool(self.report.outdated),
        )

    def _make_reader(self) -> Reader:
        notebook, run, site = self.notebook, self.report.run, self.site
        outdated = bool(self.report.outdated)
        here = find_landmarks(notebook, run, self.findings, outdated=outdated)
        return Reader(
            site.dialect,
            binding=self.binding,
            citing=CitationExtension(
                records=site.records,
                style=site.style,
                targets=site.targets.place_at(notebook.slug, here),
                append=False,
                ledger=self.ledger,
            ),
            resolve=site.resolve,
            known=site.known,
            heirs=site.heirs,
            notation=read_notation(cell.source for cell in notebook.prose),
            reserved=here.ids,
        )

    def compose(self) -> Page:
        """Return the page; headings are named in its order, so that their ids are."""
        title = self.reader.name_heading(self.notebook.front.paper.title, level=1)
        with speak(DEFAULT):
            anchors = _say_headings()  # the same in every language
        verdicts, *closing = zip(_say_headings(), anchors, strict=True)
        opening = self._name_heading(*verdicts)
        names = self.names if self.names is not None else self._read_original(anchors[0])
        document = read_document(self.notebook, self.reader, self._attach, names)
        self.faults += document.find_faults(self.notebook)
        ending = [self._name_heading(*one) for one in closing]
        body = tuple(self._compose_body(document))
        made = (
            *self._compose_head(title, opening, document.outline, body),
            *body,
            *self._compose_foot(document, *ending),
        )
        own = [
            _mark_heading(one, get_language(cell.source))
            for cell in self.notebook.prose
            for one in document.passages[cell.id].headings
        ]
        return self._make_page(document, made, [title, opening, *own, *ending])

    def _name_heading(self, text: str, anchor: str) -> Heading:
        return self.reader.name_heading(text, level=SECTION, anchor=anchor)

    def _read_original(self, anchor: str) -> Mapping[str, Names] | None:
        """Return the names of the headings that this page's are translations of, if it is one."""
        if (restated := self.report.restated) is None:
            return None
        report = replace(self.report, notebook=restated.source, restated=None)
        source = _Composer(report, self.site, "")
        source.reader.name_heading(restated.source.front.paper.title, level=1)
        source._name_heading(anchor, anchor)
        return read_document(restated.source, source.reader, self._attach).names

    def _attach(self, cell: Cell) -> Mapping[str, str]:
        try:
            attached = list(read_attachments(cell))
        except ClaimbookError as fault:
            where = self.notebook.name_cell(cell)
            self.faults.append(ClaimbookError(fault.what, where=where, fix=fault.fix))
            return {}
        return {one.name: f"{self.beside}{one.path}" for one in attached}

    def _compose_head(
        self, title: Heading, verdicts: Heading, outline: Outline, body: Sequence[Block]
    ) -> Iterator[Block]:
        notebook, report = self.notebook, self.report
        places = ((f.claim.id, outline.find_place(f.claim)) for f in self.findings)
        yield blocks.Title(title)
        yield Opening(
            slug=notebook.slug,
            front=self._check_answer(notebook.front),
            findings=self.findings,
            run=report.run,
            failure=report.failure,
            outdated=report.outdated,
            awaited=report.awaited,
            lead=self._find_lead(),
            lengths=measure_lengths(body, report.run),
        )
        yield blocks.Title(verdicts)
        yield Verdicts(
            self.findings,
            {claim: where.id for claim, where in places if where},
            make_reporting(notebook.slug, self.site),
        )

    def _find_lead(self) -> Drawing | None:
        """Return the figure that stands first; one that the run did not draw is a fault."""
        name = self.notebook.front.lead
        lead = self.exhibits.find_lead(name)
        if lead is None and name and self.report.run is not None and not self.report.outdated:
            where = self.notebook.name_cell(self.notebook.cells[0])
            what = f'the run drew no figure "{name}", which is to stand first'
            self.faults.append(ClaimbookError(what, where=where, fix="name another as `lead`"))
        return lead

    def _check_answer(self, front: FrontMatter) -> FrontMatter:
        """Return the front matter, without an answer whose numbers the run does not have."""
        texts = vars(front.answer).values()
        try:
            for text in texts:
                found = self.report.run.measurements if self.report.run else None
                fill_pieces(text, found, self.report.awaited)
        except ClaimbookError as fault:
            where = self.notebook.name_cell(self.notebook.cells[0])
            self.faults.append(
                ClaimbookError(f"{fault.where}: {fault.what}", where=where, fix=fault.fix)
            )
            return replace(front, answer=Answer())
        return front

    def _compose_body(self, document: Document) -> Iterator[Block]:
        for cell in self.notebook.cells[1:]:
            if cell.kind == "markdown":
                yield from self._compose_prose(cell, document)
            elif cell.kind == "code":
                yield read_code(cell, self.beside)
                yield from self.exhibits.show(cell)
            else:
                yield self.exhibits.show_raw(cell)

    def _compose_prose(self, cell: Cell, document: Document) -> Iterator[Block]:
        passage = document.passages[cell.id]
        yield from (blocks.Fault(str(fault)) for fault in passage.faults)
        if not passage.whole:
            for heading in passage.headings:
                anchors = (heading.id, *self._name_anchors(heading, document.outline))
                yield blocks.Prose(NOTHING, anchors=anchors)
            yield blocks.Source(cell.source)
            return
        yield from self._note_language(cell.source)
        for piece in passage.pieces:
            yield from self._compose_piece(piece, document.outline, get_language(cell.source))
        names = passage.attachments.values()
        self.files |= select_files(read_attachments(cell) if names else (), names)

    def _note_language(self, source: str) -> Iterator[Block]:
        """Say above a text that it is in another language or behind its source, once for what follows."""
        note = get_language(source), get_since(source)
        if note != self.noted and any(note):
            yield blocks.Behind(*note)
        self.noted = note

    def _compose_piece(self, piece: Piece, outline: Outline, language: str) -> Iterator[Block]:
        if not is_section_start(piece):
            yield blocks.Prose(piece.html, language=language)
            return
        here = [f for f in self.findings if outline.find_place(f.claim) == piece.heading]
        tested = [finding for finding in here if finding.claim.tests]
        yield blocks.Prose(piece.html, self._name_anchors(piece.heading, outline), language)
        if tested:
            yield panels.TestedHere(tested)
        if piece.heading and piece.heading.name == SETTING:
            yield panels.SettingTable(self.notebook.front.setting)

    def _name_anchors(self, heading: Heading | None, outline: Outline) -> tuple[str, ...]:
        """Return where the marks in prose lead whose claims are treated under a heading."""
        here = (f.claim.id for f in self.findings if outline.find_place(f.claim) == heading)
        return tuple(f"claim-{name}" for name in here if name in self.binding.marked)

    def _compose_foot(
        self,
        document: Document,
        references: Heading,
        provenance: Heading,
        history: Heading,
        take_away: Heading,
    ) -> Iterator[Block]:
        notes = [note for passage in document.passages.values() for note in passage.notes]
        if notes:
            yield blocks.Footnotes(notes)
        yield blocks.Title(references)
        yield self._compose_references()
        yield blocks.Title(provenance)
        yield panels.ProvenanceList(
            self.notebook.slug,
            self.report.run,
            seeds=count_seeds(self.findings),
            repository=self.site.repository,
        )
        yield blocks.Title(history)
        yield History(self.notebook.front.history, self.findings, self.report.run)
        yield blocks.Title(take_away)
        executed = self.report.run is not None
        yield panels.TakeAway(self.notebook, self.bibtex, self.stem, executed=executed)
        yield from compose_ways_out(self.report, self.site)

    def _compose_references(self) -> Block:
        site, cited = self.site, self.ledger.cited
        if not cited:
            return blocks.Text(say("cites-nothing"))
        name = f"{self.notebook.slug}-{downloads.REFERENCES}"
        records = {site.records[key].key: site.records[key] for key in cited}
        self.files[name] = write_bib([records[key] for key in sorted(records)])
        return blocks.Prose(
            draw_references(
                site.records,
                cited,
                links=site.links,
                verdicts=site.verdicts,
                style=site.style,
                offered=f"{self.beside}{name}",
            )
        )

    def _make_page(
        self, document: Document, made: Sequence[Block], headings: Sequence[Heading]
    ) -> Page:
        notebook, passages = self.notebook, document.passages.values()
        if code := [block for block in made if isinstance(block, blocks.Code)]:
            self.files |= write_code(code)
        ids = {
            *self.reader.ids,
            *(heading.id for heading in headings),
            *(f"ref-{key}" for key in self.ledger.cited),
            *(f"fn:{note.number}" for passage in passages for note in passage.notes),
        }
        return Page(
            slug=notebook.slug,
            title=notebook.front.paper.title,
            description=count_verdicts(self.findings),
            tags=notebook.front.digest.tags,
            contents=make_contents(headings),
            blocks=tuple(made),
            outline=document.outline,
            files=self.files
            | self.exhibits.files
            | _make_files(notebook, self.bibtex, self.report),
            cited=tuple(self.ledger.cited),
            ids=frozenset(ids),
            anchors=tuple(anchor for passage in passages for anchor in passage.anchors),
            faults=tuple(self.faults),
            ours=self.exhibits.ours and not any(has_markup(one.source) for one in notebook.prose),
            names=document.names,
        )


def _mark_heading(heading: Heading, language: str) -> Heading:
    """Return a heading whose words in a table of contents say what language they are in."""
    if not language:
        return heading
    name = draw("worded", text=Markup(heading.token["name"]), language=language, since=None)
    return replace(heading, token={**heading.token, "name": name})


def _find_mentioned(notebook: Notebook, records: Mapping[str, Record]) -> frozenset[str]:
    """Return what the prose of the whole page cites, so that labels are the same in each cell."""
    return frozenset().union(*(find_mentioned(cell.source, records) for cell in notebook.prose))


def _make_files(notebook: Notebook, bibtex: str, report: Report) -> dict[str, str]:
    """Return what lies beside every page: the notebook, the paper's own record."""
    slug, run = notebook.slug, report.run
    record = downloads.write_each(from_paper(notebook.front.paper))
    made = {f"{slug}.ipynb": _read_source(notebook), f"{slug}.bib": bibtex}
    made |= {f"{slug}.{ending}": record[ending] for ending in ("ris", "json")}
    return made | ({f"{slug}-executed.ipynb": write_executed(run)} if run else {})


def _read_source(notebook: Notebook) -> str:
    """Return a notebook's file as its author wrote it, if it is clean and still there."""
    if not notebook.residue:
        with suppress(OSError, UnicodeDecodeError):
            if len(text := notebook.path.read_text("utf-8")) <= MOST:
                return text
    return dump(make_source(notebook))


def compose_page(report: Report, site: Site, names: Mapping[str, Names] | None = None) -> Page:
    """Compose the page of a paper; `names` are those of the page that it is a translation of, if made.

    What is wrong with its prose is among its `faults`, and stands in its place on the page.

    Raises `ClaimbookError`, naming the cell, for an output that does not meet the figure contract.
    """
    bibtex = write_bib([from_paper(report.notebook.front.paper)])
    return _Composer(report, site, bibtex, names).compose()
