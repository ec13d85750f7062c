"""A notebook's prose as a whole: every cell read, and the outline that they make."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from claimbook.errors import ClaimbookError
from claimbook.notebook.code import find_recorded
from claimbook.notebook.source import Cell, Notebook
from claimbook.prose.outline import Heading, Names, Outline, Section
from claimbook.prose.reading import Passage, Piece, Reader

_SECTIONED = range(2, 5)  # the levels of headings under which something stands

Attached = Callable[[Cell], Mapping[str, str]]  # from a cell to its attachments' addresses


@dataclass(frozen=True)
class Document:
    """The prose of a notebook: its passages by the id of their cell, and its outline."""

    passages: Mapping[str, Passage]
    outline: Outline

    @property
    def names(self) -> dict[str, Names]:
        """What its headings are called, by the id of their cell, as a translation must know."""
        return {cell: one.names for cell, one in self.passages.items() if one.names.given}

    def find_faults(self, notebook: Notebook) -> Iterator[ClaimbookError]:
        """Yield what is wrong with the prose, each naming its cell."""
        for cell in notebook.prose:
            for fault in self.passages[cell.id].faults:
                yield ClaimbookError(fault.what, where=notebook.name_cell(cell), fix=fault.fix)


def _attach_nothing(cell: Cell) -> Mapping[str, str]:
    del cell
    return {}


def read_document(
    notebook: Notebook,
    reader: Reader,
    attached: Attached = _attach_nothing,
    original: Mapping[str, Names] | None = None,
) -> Document:
    """Read every prose cell of a notebook, in order; a translation with the `original`'s names at hand."""
    sources = original or {}
    passages = {
        cell.id: reader.read(cell.source, attached(cell), sources.get(cell.id))
        for cell in notebook.prose
    }
    return Document(passages, Outline(tuple(_find_sections(notebook, passages))))


@dataclass
class _Open:
    """A section as far as it has been read."""

    heading: Heading | None = None
    quantities: frozenset[str] = frozenset()
    cited: frozenset[str] = frozenset()

    def close(self) -> Iterator[Section]:
        if self.heading is not None:
            yield Section(self.heading, self.quantities, self.cited)


def _find_sections(notebook: Notebook, passages: Mapping[str, Passage]) -> Iterator[Section]:
    now = _Open()
    for cell in notebook.cells[1:]:
        if cell.kind == "code":
            now.quantities |= find_recorded(cell.source)
        for piece in passages[cell.id].pieces if cell.id in passages else ():
            if is_section_start(piece):
                yield from now.close()
                now = _Open(piece.heading)
            now.cited |= piece.cited
    yield from now.close()


def is_section_start(piece: Piece) -> bool:
    """Whether a piece begins with a heading under which something may stand."""
    return piece.heading is not None and piece.heading.level in _SECTIONED
