"""Which claims of a notebook rest on which works.

A claim rests on the paper whose claim it is, on each work that its statement names, and on each
work cited in the prose of the section that tests it: from the heading of the second level above
the cell that records its first quantity to the next such heading. A claim that is not tested
rests on nothing.
"""

import re
from collections.abc import Iterator, Mapping

from claimbook.bibliography.bibtex import Record
from claimbook.notebook.code import find_recorded
from claimbook.notebook.source import Notebook
from claimbook.prose.citekeys import mentioned

_FENCED = re.compile(r"^ *(```+|~~~+).*?^ *\1 *$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## .*$", re.MULTILINE)


def grounds(notebook: Notebook, works: Mapping[str, Record]) -> dict[str, frozenset[str]]:
    """Return, by the id of each tested claim, the keys of the works that it rests on."""
    cited: dict[str, frozenset[str]] = {}  # by the quantity that a section records
    for quantities, keys in _sections(notebook, works):
        for quantity in quantities:
            cited.setdefault(quantity, keys)
    own = frozenset({notebook.front.paper.key})
    return {
        claim.id: own
        | _keys(claim.statement, works)
        | cited.get(claim.tests[0].quantity, frozenset())
        for claim in notebook.front.claims
        if claim.tests
    }


def _sections(
    notebook: Notebook, works: Mapping[str, Record]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield what each section records and cites."""
    quantities: frozenset[str] = frozenset()
    prose = ""
    for cell in notebook.cells[1:]:
        if cell.kind == "code":
            quantities |= find_recorded(cell.source)
        if cell.kind != "markdown":
            continue
        before, *after = _HEADING.split(_FENCED.sub("", cell.source))
        prose += before
        for text in after:
            yield quantities, _keys(prose, works)
            quantities, prose = frozenset(), text
    yield quantities, _keys(prose, works)


def _keys(text: str, works: Mapping[str, Record]) -> frozenset[str]:
    """Return the true keys of the works that a text cites; an old key stands for its new one."""
    return frozenset(works[key].key for key in mentioned(text, works))
