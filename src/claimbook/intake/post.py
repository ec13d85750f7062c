"""A digest post → its days, and the entries of each.

A post begins with a line that is a day. Each entry is a line with its title; a line with the
authors in parentheses and a paragraph with the abstract, unless it is news; paragraphs of
commentary; and a line of #tags, which ends it:

    29 February 2024
    Tiny Models Remember
    (Jane Doe, Karl von Roe)
    We show that tiny models remember. …
    This agrees with what Other Models (https://arxiv.org/abs/2401.00001) found.
    #llm #memory

Every line is a paragraph; blank lines mean nothing. In a post that has headings, as Markdown, HTML
and feeds do, those are the titles, and each ends the entry before it. Another day begins another
post. What cannot be given a place is kept as it stands, with its line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from claimbook.errors import ClaimbookError
from claimbook.intake import encodings, feeds
from claimbook.intake.authorline import read_authors, read_plain_authors
from claimbook.intake.days import find_day, read_day
from claimbook.intake.labels import cut_label, read_tags
from claimbook.intake.lines import Draft, Line, read_lines
from claimbook.intake.mentions import cut_address, find_alone, read_mentions
from claimbook.intake.network import LARGEST as LARGEST_ANSWER
from claimbook.intake.network import Client
from claimbook.intake.numbering import mark_entries
from claimbook.intake.pasted import match_doi

LARGEST = 2_000_000  # bytes of a post
LONGEST_TITLE = 400


@dataclass(frozen=True)
class PostEntry:
    """What a post says of one paper or piece of news."""

    title: str
    line: int  # where it begins
    authors: tuple[str, ...] = ()  # as printed; none if it is news
    more: bool = False  # authors were left out
    abstract: tuple[str, ...] = ()  # paragraphs
    commentary: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    arxiv: str = ""  # the paper's own identifier
    doi: str = ""
    companions: tuple[str, ...] = ()  # identifiers of papers named beside it
    unclear: tuple[str, ...] = ()  # identifiers of which that cannot be told


@dataclass(frozen=True)
class Post:
    """One day's digest."""

    day: date
    entries: tuple[PostEntry, ...]
    unread: tuple[Line, ...] = ()  # what could not be given a place
    encoding: str = ""  # of its file, if another than UTF-8


def read_posts(source: str | Path, client: Client | None = None) -> tuple[Post, ...]:
    """Read the posts of a file, or of what stands at a web address."""
    address = str(source)
    if address.startswith(("http://", "https://")):
        data = (client or Client()).get(address, accept="text/html, application/xml, text/*")
        where, limit = address, LARGEST_ANSWER
    else:
        where, limit = Path(source).name, LARGEST
        try:
            with Path(source).open("rb") as file:
                data = file.read(limit + 1)
        except OSError as error:
            raise ClaimbookError(f"cannot be read: {error.strerror}", where=where) from error
    if len(data) > limit:
        raise ClaimbookError(f"has more than {limit:,} bytes; no post has", where=where)
    text, encoding = encodings.read_text(data, where=where)
    return tuple(replace(post, encoding=encoding) for post in parse_posts(text, where=where))


def parse_posts(text: str, *, where: str) -> tuple[Post, ...]:
    """Read posts; `where` names them in errors, and tells by its ending if they are Markdown."""
    feed = feeds.is_feed(text)
    drafts = [*feeds.read_feed(text, where=where)] if feed else [read_lines(text, where)]
    posts = [post for draft in drafts if draft.lines for post in _read_draft(draft, where)]
    if not posts:
        raise ClaimbookError("is empty", where=where, fix="give a post")
    if not any(post.entries for post in posts):
        raise ClaimbookError("has a day and no entry after it", where=where, fix="give a post")
    return tuple(post for post in posts if post.entries or post.unread)


def _read_draft(draft: Draft, where: str) -> Iterator[Post]:
    """Yield a post for each day of a draft; what stands before the first of them is not read."""
    days: list[tuple[date, list[Line]]] = []
    stray: list[Line] = []
    if known := _read_known(draft.day):
        days.append((known, []))
    for place, line in enumerate(draft.lines):
        if day := _read_day(line, where, first=not place):
            if days and not days[-1][1]:
                days.pop()  # the name of the file says the same, or the heading twice
            days.append((day, []))
        else:
            (days[-1][1] if days else stray).append(line)
    if not days:
        raise ClaimbookError(
            "the first line is no day",
            where=f"{where}, line {stray[0].number}",
            fix="begin with one, such as 2024-02-29, 29 February 2024 or 2024년 2월 29일",
        )
    for day, lines in days:
        unread, stray = stray, []
        entries = tuple(
            _read_entry(block, where) for block in _split_blocks(mark_entries(lines), unread)
        )
        yield Post(day, entries, tuple(unread))


def _read_known(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None


def _read_day(line: Line, where: str, *, first: bool) -> date | None:
    """Return the day that a line is, or that a heading or the first line names."""
    try:
        day = read_day(line.text)
        return day or (find_day(line.text) if first or line.level in (1, 2) else None)
    except ValueError as error:
        place = f"{where}, line {line.number}"
        raise ClaimbookError(f"no calendar has the day {line.text}", where=place) from error


def _split_blocks(lines: Sequence[Line], unread: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each entry: those of a heading, or up to tags or to the next authors."""
    level = _choose_level(lines)
    block: list[Line] = []
    for place, line in enumerate(lines):
        after = lines[place + 1].text if place + 1 < len(lines) else ""
        titled = read_authors(after) and _can_be_title(line.text)
        ends = line.level == level if level else len(block) > 1 and titled
        above = 0 < line.level < level  # the name of a section
        if block and (ends or above):
            yield block
            block = []
        if (level and not block and not ends) or (not block and read_tags(line.text)):
            unread.append(line)  # no title stands above it
            continue
        block.append(line)
        if not level and read_tags(line.text):
            yield block
            block = []
    if block:
        yield block


def _choose_level(lines: Sequence[Line]) -> int:
    """Return how high the headings are that are titles; 0 if there are no headings.

    The highest are titles, unless nothing stands below any of them but other headings.
    """
    levels = sorted({line.level for line in lines if line.level})
    for level in levels:
        pairs = zip(lines, [*lines[1:], Line(0, "")], strict=True)
        if any(not after.level and after.text for line, after in pairs if line.level == level):
            return level
    return levels[-1] if levels else 0


def _can_be_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and not line.endswith((".", "다", "요")) and line[0] != "("


def _read_entry(block: Sequence[Line], where: str) -> PostEntry:
    head, beside = _cut_beside(block[0].text)
    title, arxiv = _read_title(head, f"{where}, line {block[0].number}")
    parts = _sort_lines([*beside, *(line.text for line in block[1:])])
    arxiv = parts.arxiv or arxiv
    abstract, commentary = list(parts.abstract), list(parts.rest)
    if not abstract and parts.people:
        abstract, commentary = _split_parts(title, commentary)
    found = read_mentions([*abstract, *commentary], title, arxiv)
    return PostEntry(
        title=title,
        line=block[0].number,
        authors=parts.people,
        more=parts.more,
        abstract=tuple(abstract),
        commentary=tuple(commentary),
        tags=tuple(dict.fromkeys(parts.tags)),
        arxiv=found.own,
        doi=parts.doi,
        companions=found.companions,
        unclear=found.unclear,
    )


def _cut_beside(line: str) -> tuple[str, list[str]]:
    """Cut off what stands behind the address of a title, as items of a list have it.

    >>> _cut_beside("Tiny (https://arxiv.org/abs/2402.00001) — Jane Doe")
    ('Tiny (https://arxiv.org/abs/2402.00001)', ['Jane Doe'])
    """
    found = re.fullmatch(r"(.+?\(https?://\S+\))(?:\s*[—–:,-]+\s*|\s+)(\S.*)", line)
    return (found[1], [found[2]]) if found else (line, [])


@dataclass(frozen=True)
class _Parts:
    """The lines below a title, each in its place."""

    people: tuple[str, ...]
    more: bool
    abstract: tuple[str, ...]
    rest: tuple[str, ...]
    tags: tuple[str, ...]
    arxiv: str
    doi: str


def _sort_lines(body: Sequence[str]) -> _Parts:
    people: tuple[str, ...] = ()
    more, arxiv, doi, within = False, "", "", ""
    kept: dict[str, list[str]] = {"abstract": [], "": []}
    tags: list[str] = []
    for place, line in enumerate(body):
        label, text = cut_label(line)
        found = None if people else _read_people(label, text, near=place < 3)
        if found:
            people, more = found
        elif label == "link" and not arxiv and find_alone(text):
            arxiv = find_alone(text)
        elif place < 3 and not arxiv and find_alone(line):
            arxiv = find_alone(line)
        elif (
            (label == "link" or place < 3)
            and not doi
            and match_doi(text)
            and len(text.split()) == 1
        ):
            doi = match_doi(text)
        elif label == "tags" or (place == len(body) - 1 and read_tags(line)):
            tags += read_tags(text, labelled=label == "tags")
        else:
            within = label if label in ("abstract", "commentary") else within
            if said := text if label in ("abstract", "commentary") else line:
                kept["abstract" if within == "abstract" else ""].append(said)
    return _Parts(people, more, tuple(kept["abstract"]), tuple(kept[""]), tuple(tags), arxiv, doi)


def _read_people(label: str, text: str, *, near: bool) -> tuple[tuple[str, ...], bool] | None:
    if label == "authors":
        return read_authors(f"({text.strip('()')})")
    return (read_authors(text) or read_plain_authors(text)) if near and not label else None


def _read_title(line: str, where: str) -> tuple[str, str]:
    """Return a title without heading marks, and the identifier of an address at its end."""
    bare = re.sub(r"^#+\s+", "", line).strip("*")
    if len(bare) > LONGEST_TITLE:
        raise ClaimbookError(f"a title of {len(bare):,} characters", where=where, fix="is it one?")
    return cut_address(bare)


def _split_parts(title: str, body: list[str]) -> tuple[list[str], list[str]]:
    """Tell the abstract from the commentary.

    The abstract is in the language of the title. If the commentary is too, the abstract is the
    first paragraph.
    """
    own = [_is_latin(line) == _is_latin(title) for line in body]
    if not own or not own[0]:
        return [], body
    end = own.index(False) if False in own else 1
    return body[:end], body[end:]


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(ord(letter) < 0x250 for letter in letters) > 0.85 * len(letters)
