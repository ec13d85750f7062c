"""What a page shows below its code cells: outputs, measurements, figures numbered through the page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from claimbook.errors import ClaimbookError, name_unforeseen
from claimbook.model.run import FIGURE, Run
from claimbook.model.run import Cell as Executed
from claimbook.notebook.code import find_drawn
from claimbook.notebook.restating import Restated
from claimbook.notebook.source import Cell, Notebook
from claimbook.pages import blocks, figures
from claimbook.pages.blocks import Drawing
from claimbook.pages.drawing import Block
from claimbook.pages.figures import Figure
from claimbook.pages.kinds import (
    Html,
    NotShown,
    Output,
    Prose,
    Recorded,
    Shown,
    collect_files,
    measure_weight,
)
from claimbook.pages.outputs import MOST_SHOWN, measure_size, read_raw, sort_outputs
from claimbook.pages.rendering import render_output
from claimbook.wording.catalogue import say


class Exhibits:
    """What the cells of one notebook showed, in the page's order; of an `outdated` run, those it had.

    `figures` are the ids of those drawn so far, `files` what lies beside the page for them, and
    `ours` whether no cell showed HTML of its own.

    Raises `ClaimbookError`, naming the cell, for an output that does not meet the figure contract.
    """

    def __init__(
        self,
        notebook: Notebook,
        run: Run | None,
        beside: str,
        *,
        outdated: bool = False,
        restated: Restated | None = None,
    ) -> None:
        self.notebook, self.run, self.beside, self.outdated = notebook, run, beside, outdated
        self.restated, self.language = restated, restated.language if restated else ""
        self.figures: list[str] = []
        self.files: dict[str, str | bytes] = {}
        self.ours = True
        self._unread = self._room = MOST_SHOWN
        self._shown = self._sort()

    def _sort(self) -> dict[str, Shown]:
        """Return what each code cell showed, by its id."""
        if self.run is None:
            return {}
        return {cell.id: self._sort_one(cell, done) for cell, done in self._match_cells(self.run)}

    def _sort_one(self, cell: Cell, done: Executed) -> Shown:
        where = self.notebook.name_cell(cell)
        with name_unforeseen(where):
            shown = sort_outputs(done.outputs, where=where, beside=self.beside, room=self._unread)
            drawn = (one for one in done.outputs if FIGURE not in one.get("data", {}))
            self._unread -= sum(map(measure_size, drawn))
            return self._translate(shown)

    def _translate(self, shown: Shown) -> Shown:
        items = (
            figures.translate_figure(one, self.restated) if isinstance(one, Figure) else one
            for one in shown.items
        )
        return replace(shown, items=tuple(items))

    def _match_cells(self, run: Run) -> Iterator[tuple[Cell, Executed]]:
        """Pair each code cell with what it left: by place, but by id if cells have changed since."""
        ran = [cell for cell in run.cells if cell.kind == "code"]
        if not self.outdated:
            if len(ran) != len(self.notebook.code):  # the store gave something else than was run
                what = f"its run has {len(ran)} code cells, not {len(self.notebook.code)}"
                fix = f"run `claimbook run {self.notebook.slug} --force`"
                raise ClaimbookError(what, where=self.notebook.path.name, fix=fix)
            yield from zip(self.notebook.code, ran, strict=True)
            return
        by_id = {done.id: done for done in ran}
        yield from ((cell, by_id[cell.id]) for cell in self.notebook.code if cell.id in by_id)

    def find_lead(self, name: str) -> Drawing | None:
        """Return the figure of this id, or the first of all, as it stands in the first screen."""
        shown = (
            self._shown[cell.id].items for cell in self.notebook.code if cell.id in self._shown
        )
        found = [one for items in shown for one in items if isinstance(one, Figure)]
        for number, one in enumerate(found, start=1):
            if one.id == (name or found[0].id):
                return blocks.Drawing(one, number, self.beside, lead=True, language=self.language)
        return None

    def show(self, cell: Cell) -> Iterator[Block]:
        """Yield what a code cell showed; if it has not run, the places of the figures that it will draw."""
        if cell.id not in self._shown:
            yield from (self._await(name) for name in find_drawn(cell.source))
            return
        items = self._shown[cell.id].items
        for drawn, group in groupby(items, key=lambda item: isinstance(item, Figure)):
            if drawn:
                yield from (self._draw(one, cell) for one in group if isinstance(one, Figure))
            else:
                yield self._display([one for one in group if not isinstance(one, Figure)])

    def show_raw(self, cell: Cell) -> Block:
        """Return what a raw cell holds; it is the author's own, and so is searched."""
        raw = read_raw(cell.source, cell.mimetype, self.beside)
        return self._display([raw], searched=True)

    def _display(self, items: Sequence[Output | Recorded], *, searched: bool = False) -> Block:
        rendered = [self._fit(one) for one in items]
        self.ours &= not any(isinstance(one, (Html, Prose)) for one in rendered)
        self.files |= collect_files(one for one in rendered if not isinstance(one, Recorded))
        return blocks.Outputs(rendered, self.beside, searched, self.language)

    def _fit(self, item: Output | Recorded) -> Output | Recorded:
        """Render an output, or say how large it is if the page has no room left for it."""
        made = item if isinstance(item, Recorded) else render_output(item, self.beside)
        weight = measure_weight(made)
        if weight > self._room:
            what = say("outputs-too-much", kilobytes=weight // 1000)
            return NotShown(say("outputs-not-shown", what=what))
        self._room -= weight
        return made

    def _draw(self, figure: Figure, cell: Cell) -> Block:
        if figure.id in self.figures:
            raise ClaimbookError(
                f'two figures have the id "{figure.id}"',
                where=self.notebook.name_cell(cell),
                fix="rename one",
            )
        self.figures.append(figure.id)
        self.files |= figures.write_files(figure)
        slug = self.notebook.slug
        number, language = len(self.figures), self.language
        return blocks.Drawing(figure, number, self.beside, slug, cell.number, language=language)

    def _await(self, name: str) -> Block:
        self.figures.append(name)
        return blocks.Awaited(name, len(self.figures))
