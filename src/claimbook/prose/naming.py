"""Author–year labels: how a work is named on a page, and told from every other work there.

The conventions are those of APA and of the CSL styles made after it:

1. Two first authors with one family name get their initials: ``H. Wang et al.``, ``Z. Wang et al.``.
2. Where three or more authors shortened to "et al." still read like another work of that year,
   as many names are added as tell the two apart: ``Wang, Lin, et al.``, ``Wang, Xu, et al.``.
3. What then reads alike gets letters after its years, in the order of the titles: 2024a, 2024b.

Only the works of one page are compared. No CSL processor among Python's libraries does this:
citeproc-py 0.11 reads the options for 1 to 3 and does none of it, and cannot leave the authors
out; pandoc does it all, and would have to read the whole page.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.latex import decode
from claimbook.bibliography.reference import Name, Reference, display

STYLES = ("author-year", "numeric")
MOST_NAMES = 5  # beyond that letters tell works apart


@dataclass(frozen=True)
class Label:
    """How a citation names a work: ``Wang et al.`` and ``2024a``."""

    authors: str
    year: str
    reference: Reference
    record: Record
    filed: tuple[str, str]  # under which people, and under which title

    @property
    def order(self) -> tuple[str, ...]:
        """The place of the work in a list sorted by author, year and title."""
        people, title = self.filed
        return people, self.year, title, self.reference.key


def _make_sortable(text: str) -> str:
    """Return text as a catalogue sorts it: without accents and capitals."""
    if text.isascii():
        return text.casefold()
    bare = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()


def make_labels(records: Iterable[Record]) -> dict[str, Label]:
    """Label each record by its key, so that no two labels read the same."""
    works = [_decode_record(record) for record in records]
    crowded = _find_crowded(work.reference for work in works)
    named = {work.reference.key: _list_surnames(work.reference, crowded) for work in works}
    short = (replace(work, authors=_name_work(work.reference, named, 1)) for work in works)
    told = [one for group in _group_alike(short) for one in _add_names(group, named)]
    years = frozenset((one.authors.casefold(), one.year) for one in told)
    return {
        one.reference.key: one for group in _group_alike(told) for one in _add_letters(group, years)
    }


@lru_cache(maxsize=20_000)
def _decode_record(record: Record) -> Label:
    """Decode a record once, however many pages cite it."""
    shown = display(record)
    people = " ".join(name.last or name.given for name in shown.authors) or shown.title
    return Label(
        "", shown.year, shown, record, (_make_sortable(people), _make_sortable(shown.title))
    )


def forget() -> None:
    """Forget what was decoded, as a new process would."""
    _decode_record.cache_clear()
    decode.cache_clear()


def make_label(record: Record) -> Label:
    """Label a record that stands alone."""
    return make_labels([record])[record.key]


def _find_crowded(works: Iterable[Reference]) -> frozenset[str]:
    """Return the family names that first authors with different initials share."""
    initials: defaultdict[str, set[str]] = defaultdict(set)
    for work in works:
        if work.authors and work.authors[0].given:
            initials[work.authors[0].last.casefold()].add(_make_initials(work.authors[0]))
    return frozenset(family for family, found in initials.items() if _are_different(found))


def _are_different(found: Iterable[str]) -> bool:
    """Whether these are the initials of several people: J. and J. Q. may be one."""
    longest = ""
    for initials in sorted(found):
        if not initials.startswith(longest):
            return True
        longest = initials
    return False


def _make_initials(name: Name) -> str:
    """``Jean-Paul Q.`` → ``J.-P. Q.``."""
    words = (
        "-".join(f"{part[0]}." for part in word.split("-") if part) for word in name.given.split()
    )
    return " ".join(word for word in words if word)


def _list_surnames(work: Reference, crowded: frozenset[str]) -> tuple[str, ...]:
    names = [name.last or name.given for name in work.authors]
    if names and names[0].casefold() in crowded:
        names[0] = f"{_make_initials(work.authors[0])} {names[0]}".strip()
    return tuple(names)


def _name_work(work: Reference, named: dict[str, tuple[str, ...]], shown: int) -> str:
    """Name a work by `shown` of its authors, or all of two; "et al." never stands for one."""
    names = named[work.key]
    if not names:
        words = work.title.split()
        return f"“{' '.join(words[:4])}{'…' if len(words) > 4 else ''}”" if words else work.key
    if work.more:
        shown = min(shown, len(names))
    elif len(names) < 3 or len(names) - shown < 2:
        shown = len(names)
    if shown < len(names) or work.more:
        return f"{', '.join(names[:shown])}{',' if shown > 1 else ''} et al."
    comma = "," if len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}" if len(names) > 1 else names[0]


def _group_alike(works: Iterable[Label]) -> list[list[Label]]:
    """Group the labels that read the same."""
    groups: defaultdict[tuple[str, str], list[Label]] = defaultdict(list)
    for work in works:
        groups[work.authors.casefold(), work.year].append(work)
    return list(groups.values())


def _add_names(group: Sequence[Label], named: dict[str, tuple[str, ...]]) -> Iterator[Label]:
    """Add names to each until it differs from all whose authors are not the same."""
    for one in group:
        authors = _list_people(one, named)
        others = [other for other in group if _list_people(other, named) != authors]
        for shown in range(1, MOST_NAMES + 1):
            text = _name_work(one.reference, named, shown)
            if all(_name_work(other.reference, named, shown) != text for other in others):
                yield replace(one, authors=text)
                break
        else:
            yield one


def _list_people(one: Label, named: dict[str, tuple[str, ...]]) -> tuple[object, ...]:
    return *named[one.reference.key], one.reference.more


def _add_letters(group: Sequence[Label], taken: Container[tuple[str, str]]) -> Iterator[Label]:
    """Put letters behind the years of a group, but for those that a record has in its year."""
    if len(group) == 1:
        yield from group
        return
    authors, year = group[0].authors.casefold(), group[0].year
    dash = "" if year[-1:].isdigit() else "-"  # n.d.-a
    years = (f"{year}{dash}{write_letters(place)}" for place in count())
    free = (lettered for lettered in years if (authors, lettered) not in taken)
    for one, lettered in zip(sorted(group, key=lambda one: one.order), free, strict=False):
        yield replace(one, year=lettered)


def write_letters(place: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
