"""Hand-written pages in other languages: which page each renders, and whether that has changed since.

The engine's words around them are a catalogue each, which may lack some.

A page `docs/ko/method.md` says so at its top: `renders: 0123456789 2026-11-26`, the digest of the words of
`docs/method.md` and the day of that.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from claimbook.errors import ClaimbookError, suggest
from claimbook.installed import list_files
from claimbook.notebook.languages import Language
from claimbook.notebook.originals import digest_words
from claimbook.wording.catalogue import WORDS, find_unsaid

NAMED = 8  # of the words that a language lacks
_RENDERS = re.compile(r"^renders: +([0-9a-f]{10}) +(\d{4}-\d\d-\d\d)\s*$", re.MULTILINE)


def read_rendered(text: str) -> tuple[str, date] | None:
    """Return the digest and the day of what a page says that it renders, if it says so."""
    found = _RENDERS.search(text.partition("\n---")[0]) if text.startswith("---") else None
    try:
        return (found[1], date.fromisoformat(found[2])) if found else None
    except ValueError:  # the 31st of February
        return None


def check_pages(docs: Path, languages: Iterable[Language]) -> Iterator[ClaimbookError]:
    """Find pages that translate none."""
    known = [str(one.relative_to(docs)) for one in list_files(docs) if one.suffix == ".md"]
    for language, page, source in _list_pages(docs, languages):
        if not source.is_file():
            fix = suggest(str(page.relative_to(docs / language)), known)
            where = f"docs/{page.relative_to(docs)}"
            yield ClaimbookError("translates no page of docs/", where=where, fix=fix)


def find_stale_pages(
    docs: Path, languages: Iterable[Language], today: date
) -> Iterator[ClaimbookError]:
    """Find pages that are behind their source, or do not say what they render."""
    for _, page, source in _list_pages(docs, languages):
        if not source.is_file():
            continue
        digest = digest_words(source.read_text("utf-8", errors="replace"))
        rendered = read_rendered(page.read_text("utf-8", errors="replace"))
        if rendered is None or rendered[0] != digest:
            since = f"is stale: the source has changed since {rendered[1]}" if rendered else ""
            yield ClaimbookError(
                since or "does not say what it renders",
                where=f"docs/{page.relative_to(docs)}",
                fix=f"when it says what docs/{source.relative_to(docs)} says, write "
                f"`renders: {digest} {today}` at its top",
            )


def find_unsaid_words(root: Path, languages: Iterable[Language]) -> Iterator[ClaimbookError]:
    """Find languages whose catalogue lacks words of the engine, which are said in English."""
    for language in languages:
        if lacking := find_unsaid(language.code, root / WORDS):
            more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
            yield ClaimbookError(
                f"lacks words of the engine: {', '.join(lacking[:NAMED])}{more}",
                where=f"{language.code}.ftl",
                fix=f"write them in {WORDS}/{language.code}.ftl; until then they are English",
            )


def _list_pages(docs: Path, languages: Iterable[Language]) -> Iterator[tuple[str, Path, Path]]:
    """Yield each page in another language: the language, where it is, and what it translates."""
    for language in languages:
        folder = docs / language.code
        for page in sorted(list_files(folder)):  # behind links too, as MkDocs has them
            if page.suffix == ".md" and page.is_file():
                yield language.code, page, docs / page.relative_to(folder)
