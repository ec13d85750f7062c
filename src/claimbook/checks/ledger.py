"""What the ledger of full runs and the accepted verdicts say of each other."""

from collections.abc import Iterator

from claimbook.errors import ClaimbookError
from claimbook.notebook.book import Book
from claimbook.pages.ledger import NAME, read_ledger


def check_ledger(book: Book) -> Iterator[ClaimbookError]:
    """Find accepted verdicts that no full run in the ledger gave, where a project keeps one."""
    path = book.settings.root / NAME
    try:
        entries = read_ledger(path)
    except ClaimbookError as fault:
        yield fault
        return
    newest = {one.slug: one.verdicts for one in entries if one.verdicts is not None}
    for notebook in book.notebooks if path.is_file() else ():
        for claim in notebook.front.claims:
            told = newest.get(notebook.slug, {}).get(claim.id)
            if claim.expect and claim.tests and told != claim.expect:
                yield ClaimbookError(
                    f"{claim.expect} is accepted, but the newest full run in {NAME} "
                    + (f"gave {told}" if told else "does not tell of it"),
                    where=f'{notebook.path.name}, claim "{claim.id}"',
                    fix="run `claimbook run --ledger`, and look at what it gives",
                )
