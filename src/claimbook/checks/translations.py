"""Translations held against what they render: nothing bound is typed, nothing cited is lost.

What a translation lacks is work to be done, and no fault; what it says of something that is not there is one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from claimbook.checks.glossary import find_other_terms, locate_glossary, read_glossary
from claimbook.checks.residue import find_tex
from claimbook.errors import ClaimbookError, suggest
from claimbook.notebook.book import Book
from claimbook.notebook.captions import HOLE
from claimbook.notebook.code import find_recorded
from claimbook.notebook.frontmatter import find_markup
from claimbook.notebook.languages import Language
from claimbook.notebook.originals import Original, list_originals
from claimbook.notebook.renditions import (
    LANGUAGE,
    Rendition,
    locate_renditions,
    read_renditions,
)
from claimbook.notebook.restating import ROW
from claimbook.notebook.source import Notebook
from claimbook.notebook.translating import find_work
from claimbook.prose.binding import check_text, find_references
from claimbook.prose.citekeys import find_mentioned, read_crossref

_REFERENCE = re.compile(r"\{\{.*?\}\}")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*+(?:\.\d++)?+(?![\w.]*\d)")
_MENTION = re.compile(r"@\{?((?:fig|claim)-[\w:-]+)")
_FENCE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)\s*$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|\]\([^)\n]*\)", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) ", re.MULTILINE)
_FIRST = (
    "front headline",
    "front claimed",
    "front happened",
)  # which bind numbers, and hold no markup


def find_files(book: Book) -> Iterator[tuple[Path, str, str]]:
    """Yield each file that is a translation by its name: where it is, the slug and the language."""
    folders = dict.fromkeys(one.path.parent for one in book.notebooks)
    for path in sorted(path for folder in folders for path in folder.glob("*.*.md")):
        slug, _, language = path.stem.partition(".")
        if LANGUAGE.fullmatch(language):
            yield path, slug, language


def group_files(book: Book, languages: Sequence[Language]) -> dict[str, list[Path]]:
    """Return the translations that there are into languages of the site, by slug."""
    codes, found = {one.code for one in languages[1:]}, dict[str, list[Path]]()
    for path, slug, language in find_files(book):
        if language in codes:
            found.setdefault(slug, []).append(path)
    return found


def check_files(
    book: Book, languages: Iterable[Language], known: Mapping[str, object]
) -> Iterator[ClaimbookError]:
    """Find what is wrong with the translations of a book, each by itself."""
    codes = [one.code for one in languages]
    by_slug = {one.slug: one for one in book.notebooks}
    for path, slug, language in find_files(book):
        where = str(path.relative_to(book.settings.root))
        if slug not in by_slug:
            heir = book.heirs.get(slug)
            fix = f"rename it, {heir}.{language}.md" if heir else suggest(slug, by_slug)
            yield ClaimbookError(f'no notebook is named "{slug}"', where=where, fix=fix)
        elif language not in codes[1:]:
            fix = "list it in mkdocs.yml under extra.claimbook.languages"
            yield ClaimbookError(f'the site has no language "{language}"', where=where, fix=fix)
        else:
            yield from _check_file(by_slug[slug], path, known)


def _check_file(
    notebook: Notebook, path: Path, known: Mapping[str, object]
) -> Iterator[ClaimbookError]:
    declared = frozenset().union(*(find_recorded(cell.source) for cell in notebook.code))
    try:
        renditions = read_renditions(path)
    except ClaimbookError as fault:
        yield fault
    else:
        yield from check_renditions(notebook, renditions, path, known=known, declared=declared)


def find_stale(book: Book, languages: Iterable[Language]) -> Iterator[ClaimbookError]:
    """Find the pieces whose source has changed since; what cannot be read is a fault elsewhere."""
    for notebook, language, renditions in _iterate_renditions(book, languages):
        path, made = locate_renditions(notebook, language), {one.name: one for one in renditions}
        for name in find_work(list_originals(notebook), renditions).stale:
            yield ClaimbookError(
                f"is stale: the source has changed since {made[name].day}",
                where=f"{path.name}, line {made[name].line} ({name})",
                fix=f"`claimbook translate {notebook.slug} --language {language}` tells what it says now",
            )


def find_terms(book: Book, languages: Iterable[Language]) -> Iterator[ClaimbookError]:
    """Find the pieces that say a term of the glossary otherwise.

    Raises `ClaimbookError` for a glossary that cannot be read.
    """
    for language in languages:
        glossary = read_glossary(locate_glossary(book.settings.notebooks, language.code))
        for notebook, code, renditions in _iterate_renditions(book, [language] if glossary else ()):
            path = locate_renditions(notebook, code)
            yield from find_other_terms(list_originals(notebook), renditions, path, glossary)


def count_missing(book: Book, languages: Sequence[Language]) -> dict[str, int]:
    """Return how many pieces of all notebooks each language lacks, by its code."""
    missing = dict.fromkeys((one.code for one in languages[1:]), 0)
    for notebook, language, renditions in _iterate_renditions(book, languages[1:]):
        missing[language] += len(find_work(list_originals(notebook), renditions).missing)
    return missing


def _iterate_renditions(
    book: Book, languages: Iterable[Language]
) -> Iterator[tuple[Notebook, str, tuple[Rendition, ...]]]:
    for language in languages:
        for notebook in book.notebooks:
            with suppress(ClaimbookError):
                path = locate_renditions(notebook, language.code)
                yield notebook, language.code, read_renditions(path)


def check_renditions(
    notebook: Notebook,
    renditions: Sequence[Rendition],
    path: Path,
    *,
    known: Mapping[str, object],
    declared: frozenset[str],
) -> Iterator[ClaimbookError]:
    """Find what of a translation's pieces is not as in their source.

    `known` are the keys of works, `declared` the quantities that the notebook records.
    """
    originals = {one.name: one for one in list_originals(notebook)}
    for one in renditions:
        where = f"{path.name}, line {one.line} ({one.name})"
        original = originals.get(one.name)
        if original is None:
            yield ClaimbookError(
                _explain_unknown(one.name), where=where, fix=_advise(one.name, originals)
            )
        elif one.text:
            for fault in _compare(original, one.text, known, declared):
                yield ClaimbookError(fault.what, where=where, fix=fault.fix)


def _explain_unknown(name: str) -> str:
    kind, _, rest = name.partition(" ")
    named = {"front": "field", "history": "entry of the history", "setting": "row of the setting"}
    return f'the notebook has no {named.get(kind, kind)} "{rest}"'


def _advise(name: str, originals: Iterable[str]) -> str:
    kind = name.partition(" ")[0]
    near = [other for other in originals if other.startswith(f"{kind} ")]
    return suggest(name, near or originals)


def _compare(
    original: Original, text: str, known: Mapping[str, object], declared: frozenset[str]
) -> Iterator[ClaimbookError]:
    yield from _find_lost_numbers(original, text)
    yield from _find_lost_mentions(original, text, known)
    if original.kind == "cell":
        yield from _find_other_headings(original, text)
    else:
        yield from _find_markup(original, text, declared)
    if original.kind == "setting" and len(list(filter(str.strip, text.split("\n")))) != ROW:
        yield ClaimbookError(
            "is not three lines", fix="write aspect, the paper's, ours, one a line"
        )


def _find_lost_numbers(original: Original, text: str) -> Iterator[ClaimbookError]:
    """Find what the source binds and the translation does not, and numbers typed in its place."""
    bound = Counter(_list_bound(original, original.text))
    lost = [*(bound - Counter(_list_bound(original, text)))]
    said = set(_NUMBER.findall(_REFERENCE.sub("", original.text)))
    bare = HOLE.sub("", _REFERENCE.sub("", _strip_code(text)))
    typed = [one for one in _NUMBER.findall(bare) if one not in said]
    if lost:
        shown = lost[0] if HOLE.fullmatch(lost[0]) else f"{{{{ {lost[0]} }}}}"
        what = f"holds the number {typed[0]} where" if typed else "lacks a number that"
        yield ClaimbookError(f"{what} the source binds {shown}", fix=f"write {shown}")
    elif typed := [one for one in typed if "." in one]:
        yield ClaimbookError(
            f"holds the number {typed[0]}, which the source does not have",
            fix="bind it as the source does, or write what the source says",
        )
    for one in set(_list_bound(original, text)) - set(bound):
        if HOLE.fullmatch(one):
            yield ClaimbookError(f"the source has no {one}", fix=suggest(one, bound))


def _list_bound(original: Original, text: str) -> list[str]:
    """Return what a piece binds: references, or the holes of what a figure says."""
    if original.kind == "figure":
        return [found[0] for found in HOLE.finditer(text)]
    return list(dict.fromkeys(find_references(_strip_code(text))))


def _strip_code(text: str) -> str:
    """Return a text without code, math and addresses."""
    return _CODE.sub(" ", _FENCE.sub("", text))


def _find_lost_mentions(
    original: Original, text: str, known: Mapping[str, object]
) -> Iterator[ClaimbookError]:
    cited = find_mentioned(original.text, known) - find_mentioned(text, known)
    meant = {read_crossref(name) for name in _MENTION.findall(original.text)}
    meant -= {read_crossref(name) for name in _MENTION.findall(text)}
    for key in sorted({*cited, *filter(None, meant)}):
        what = "refers to" if key in meant else "cites"
        yield ClaimbookError(f"lacks @{key}, which the source {what}", fix=f"write [@{key}]")


def _find_other_headings(original: Original, text: str) -> Iterator[ClaimbookError]:
    """Find headings that are others: those of a translation have the anchors of the source's."""
    there, here = (_HEADING.findall(_FENCE.sub("", one)) for one in (original.text, text))
    if there != here:
        wanted = ", ".join(there) or "none"
        yield ClaimbookError(
            f"has the headings {', '.join(here) or 'none'}, the source {wanted}",
            fix="keep their number, their order and their levels",
        )


def _find_markup(
    original: Original, text: str, declared: frozenset[str]
) -> Iterator[ClaimbookError]:
    """Find in a field what is shown as it is typed."""
    bare = _REFERENCE.sub("0.00", text)
    found = find_markup(bare)
    if found and not find_markup(_REFERENCE.sub("0.00", original.text)):
        yield ClaimbookError(
            f'"{found[:30]}" is markup, and the text is shown as it is written',
            fix="write plain words",
        )
    if find_tex(text) >= 0 and find_tex(original.text) < 0:
        yield ClaimbookError("shows TeX as it is typed", fix="write plain characters, as θ, x², ½")
    if original.name in _FIRST:
        try:
            check_text(text, declared)
        except ClaimbookError as fault:
            yield ClaimbookError(f"{fault.where}: {fault.what}", fix=fault.fix)
    elif _REFERENCE.search(text):
        yield ClaimbookError("shows a bound name as it is typed", fix="write words")
