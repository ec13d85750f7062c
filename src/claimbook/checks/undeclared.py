"""Notebooks whose fresh run read files that their front matter does not declare."""

from collections.abc import Iterator

from claimbook.errors import ClaimbookError
from claimbook.execution.facts import open_facts
from claimbook.execution.states import Known, find_best
from claimbook.execution.store import Store
from claimbook.execution.undeclared import explain_undeclared
from claimbook.notebook.book import Book


def find_undeclared(book: Book) -> Iterator[ClaimbookError]:
    """Find what the fresh run of each notebook read undeclared, the full one if there are both.

    A store that cannot be read is told in one line, and no reason to check nothing.
    """
    try:
        store = Store(book.settings.store_url)
        known: Known = {}
        for notebook in book.notebooks:
            run, _ = find_best(book, store, notebook, known)
            if run is not None and run.provenance.undeclared:
                yield explain_undeclared(notebook.slug, run.provenance.undeclared)
        open_facts(book.settings.work).save()
    except ClaimbookError as fault:
        yield fault
