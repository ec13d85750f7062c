"""Numbers before the lines of a post: those that count its entries, told from a list within one.

    1. Tiny Models Remember              ① Tiny Models Remember
    https://arxiv.org/abs/2402.00001     We show that tiny models remember.
    2. Small Models Forget               ② Small Models Forget

Numbers count entries if the day begins with one, or with a line that can be no title and then one.
Where a title stands before them, they do only if each has what belongs to an entry alone: authors,
or the address of a paper. A count that begins anew within an entry is a list of that entry's.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from claimbook.intake.authorline import read_authors
from claimbook.intake.labels import cut_label, read_tags
from claimbook.intake.lines import ITEM, Line, drop_emphasis
from claimbook.intake.mentions import find_alone, find_identifiers
from claimbook.intake.pasted import match_doi

_FIGURES = re.compile(
    r"(?P<before>[(\[【]?)(?P<number>\d{1,3})"
    r"(?P<after>[.、](?!\d)|[)\]】]|번\.|\ufe0f?\u20e3|/(?=\s))\s*"
)
_SIGN = re.compile(r"(?P<number>[①-⒛❶-➓㉑-㉟㊱-㊿])[.)]?\s*")
_LONGEST = 400  # characters of a title
_WELCOME = 3  # paragraphs before the first entry
_LEADS = re.compile(r"(?:[.:：!…]|다|요)$")  # an opening line, which is no title


@dataclass(frozen=True)
class _Mark:
    """A number before a line: where it stands, which, in what style, and what stands behind it."""

    place: int
    number: int
    style: str
    text: str


def mark_entries(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of one day, of which those that begin a numbered entry are items."""
    joined = list(_join_bare(_release_items(lines)))
    marks = [mark for place, line in enumerate(joined) if (mark := _read_mark(place, line))]
    chosen = {mark.place: mark for mark in _choose_marks(joined, marks)}
    return [
        replace(line, text=drop_emphasis(chosen[place].text), level=ITEM)
        if place in chosen
        else line
        for place, line in enumerate(joined)
    ]


def _release_items(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; items that begin with a link are none of entries below what is of one."""
    first = next((place for place, line in enumerate(lines) if line.level == ITEM), 0)
    if not any(map(_is_of_entry, lines[:first])):
        return list(lines)
    return [replace(line, level=0) if line.level == ITEM else line for line in lines]


def _join_bare(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, a number that stands alone with the line below it."""
    alone: Line | None = None
    for line in lines:
        if alone and line.level:
            alone = None  # a heading counts for itself
        if alone:
            line, alone = replace(line, number=alone.number, text=f"{alone.text} {line.text}"), None
        mark = _read_mark(0, line)
        if mark and not mark.text:
            alone = line
        else:
            yield line
    if alone:
        yield alone


def _read_mark(place: int, line: Line) -> _Mark | None:
    """Return the number that a line begins with, if it is one that counts."""
    text = line.text if not line.level else ""
    if found := _SIGN.match(text):
        number = int(unicodedata.numeric(found["number"]))
        return _Mark(place, number, "sign", text[found.end() :])
    found = _FIGURES.match(text)
    if not found or (found["before"] and found["after"] not in ")]】"):
        return None
    if found["after"] == "." and text[found.end("after") :][:1].strip():
        return None  # `3.5 models`, `1.Title` may be a version
    style = found["before"] + found["after"]
    return _Mark(place, int(found["number"]), style, text[found.end() :])


def _choose_marks(lines: Sequence[Line], marks: Sequence[_Mark]) -> list[_Mark]:
    """Return the marks that begin entries; none where the numbers are of a list within one."""
    own = [one for one in marks if one.style == marks[0].style and len(one.text) <= _LONGEST]
    if not own or own[0] != marks[0] or _has_titles(lines, {one.place for one in marks}):
        return []
    strong = [one for one in own if _has_evidence(lines, one)]
    lazy = len(own) > 1 and len({one.number for one in own}) == 1 and strong == own
    chosen = own if lazy else _count_on(lines, own, strong)
    before = [line for line in lines[: own[0].place] if not line.level]
    if len(before) > _WELCOME or any(map(_is_of_entry, before)):
        return []
    if all(_LEADS.search(line.text) for line in before) and (before or not own[0].place):
        return chosen if len(chosen) > 1 or own[0] in strong else []
    return chosen if len(chosen) > 1 and all(one in strong for one in chosen) else []


def _has_titles(lines: Sequence[Line], marked: set[int]) -> bool:
    """Whether headings are titles: something stands right below one that is no numbered line."""
    return any(
        line.level and not below.level and place not in marked
        for place, (line, below) in enumerate(pairwise(lines), start=1)
    )


def _is_of_entry(line: Line) -> bool:
    """Whether a line can stand in an entry alone."""
    alone = read_authors(line.text) or read_tags(line.text) or find_alone(line.text)
    return bool(alone or cut_label(line.text)[0])


def _count_on(
    lines: Sequence[Line], marks: Sequence[_Mark], strong: Sequence[_Mark]
) -> list[_Mark]:
    """Return the marks that count on from the first, without the lists that begin anew within."""
    chosen: list[_Mark] = []
    within = 0  # the last number of a list within the entry, if one is open
    for mark in marks:
        expected = chosen[-1].number + 1 if chosen else mark.number
        apart = not mark.place or lines[mark.place].number - lines[mark.place - 1].number > 1
        goes_on = bool(within) and mark.number == within + 1
        sure = mark in strong or (apart and not within)
        if (mark.number == expected and (not goes_on or sure)) or (
            mark in strong and mark.number > expected and not goes_on
        ):
            chosen.append(mark)
            within = 0
        else:
            within = mark.number if goes_on or mark.number == 1 else 0
    return chosen


def _has_evidence(lines: Sequence[Line], mark: _Mark) -> bool:
    """Whether what belongs to an entry alone stands at a number: authors, the address of a paper."""
    if re.search(r"\(https?://\S+\)", mark.text) or any(find_identifiers(mark.text)):
        return True
    for line in lines[mark.place + 1 : mark.place + 3]:
        label, text = cut_label(line.text)
        if _read_mark(0, line) or line.level:
            return False
        if label in ("authors", "link", "abstract") or read_authors(text) or find_alone(text):
            return True
        if match_doi(text) or re.fullmatch(r"https?://\S+", text):
            return True
    return False
