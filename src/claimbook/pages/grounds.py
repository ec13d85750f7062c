"""Which claims of a notebook rest on which works.

A claim rests on the paper whose claim it is, on each work that its statement names, and on each
work cited in the prose of the section that tests it: from the heading of the second level above
the cell that records its first quantity to the next such heading. A claim that is not tested
rests on nothing.
"""

from collections.abc import Mapping

from claimbook.bibliography.bibtex import Record
from claimbook.notebook.source import Notebook
from claimbook.prose.citekeys import find_mentioned
from claimbook.prose.outline import Outline


def find_grounds(
    notebook: Notebook, outline: Outline, works: Mapping[str, Record]
) -> dict[str, frozenset[str]]:
    """Return, by the id of each tested claim, the keys of the works that it rests on."""
    own = frozenset({notebook.front.paper.key})
    return {
        claim.id: own
        | frozenset(works[key].key for key in find_mentioned(claim.statement, works))
        | outline.find_cited(claim.tests[0].quantity)
        for claim in notebook.front.claims
        if claim.tests
    }
