"""What a citation of a work that is ours says of it: the verdicts here.

It stands once, in the work's entry in the page's list of references, from which the card of a
citation takes it.
"""

from collections.abc import Sequence

from claimbook.pages import panels
from claimbook.pages.survey import Entry
from claimbook.prose.crossrefs import Landmarks, landmarks
from claimbook.wording.marks import count_verdicts


def verdicts(entries: Sequence[Entry]) -> dict[str, str]:
    """Return, by the key of each paper here, its signs and tally as HTML."""
    return {item.notebook.front.paper.key: _line(item) for item in entries if item.findings}


def _line(item: Entry) -> str:
    signs = panels.dots(item.findings)
    return f'<span class="cb-dots">{signs}<span>{count_verdicts(item.findings)}</span></span>'


def pages(entries: Sequence[Entry]) -> dict[str, Landmarks]:
    """Return, by slug, what of each paper's page can be referred to."""
    return {
        item.notebook.slug: landmarks(item.notebook, item.executed, item.findings)
        for item in entries
    }
