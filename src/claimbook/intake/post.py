"""A digest post as text → its day and its entries.

A post begins with a line that is a day. Each entry is a line with its title; a line with the
authors in parentheses and a paragraph with the abstract, unless it is news; paragraphs of
commentary; and a line of #tags, which ends it:

    29 February 2024
    Tiny Models Remember
    (Jane Doe, Karl von Roe)
    We show that tiny models remember. …
    This agrees with what Other Models (https://arxiv.org/abs/2401.00001) found.
    #llm #memory

Every line is a paragraph; blank lines mean nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claimbook.errors import ClaimbookError
from claimbook.intake.authorline import read_authors
from claimbook.intake.days import read_day
from claimbook.intake.mentions import cut_address, find_alone, read_mentions

LARGEST = 2_000_000  # bytes of a post
LONGEST = 20_000  # characters of a paragraph
LONGEST_TITLE = 400

Line = tuple[int, str]
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


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
    companions: tuple[str, ...] = ()  # identifiers of papers named beside it
    unclear: tuple[str, ...] = ()  # identifiers of which that cannot be told


@dataclass(frozen=True)
class Post:
    """One day's digest."""

    day: date
    entries: tuple[PostEntry, ...]


def read_post(path: Path) -> Post:
    """Read a post from a file."""
    where = path.name
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise ClaimbookError(f"cannot be read: {error.strerror}", where=where) from error
    if len(data) > LARGEST:
        raise ClaimbookError(f"has more than {LARGEST:,} bytes; no post has", where=where)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        place = f"{where}, line {line}"
        raise ClaimbookError("is not UTF-8", where=place, fix="save it as UTF-8") from error
    return parse_post(text, where=where)


def parse_post(text: str, *, where: str) -> Post:
    """Read a post; `where` names it in errors."""
    lines = _split_lines(text, where)
    if not lines:
        raise ClaimbookError("is empty", where=where, fix="give a post")
    day = _read_day(lines[0], where)
    entries = tuple(_read_entry(block, where) for block in _split_blocks(lines[1:], where))
    if not entries:
        raise ClaimbookError("has a day and no entry after it", where=where, fix="give a post")
    return Post(day, entries)


def _split_lines(text: str, where: str) -> list[Line]:
    whole = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    lines = enumerate(re.split(r"\r\n|\r|\n", whole), start=1)
    kept = [(number, " ".join(line.split())) for number, line in lines if line.strip()]
    for number, line in kept:
        fault = "holds a control character" if _CONTROL.search(line) else ""
        if len(line) > LONGEST:
            fault = f"has {len(line):,} characters; no paragraph has"
        if fault:
            raise ClaimbookError(fault, where=f"{where}, line {number}", fix="is it a post?")
    return kept


def _read_day(first: Line, where: str) -> date:
    number, line = first
    try:
        day = read_day(line)
    except ValueError as error:
        place = f"{where}, line {number}"
        raise ClaimbookError(f"no calendar has the day {line}", where=place) from error
    if day is None:
        raise ClaimbookError(
            "the first line is no day",
            where=f"{where}, line {number}",
            fix="begin with one, such as 2024-02-29, 29 February 2024 or 2024년 2월 29일",
        )
    return day


def _split_blocks(lines: Sequence[Line], where: str) -> Iterator[list[Line]]:
    """Yield the lines of each entry: up to its tags, or up to a title that has authors under it."""
    block: list[Line] = []
    for place, (number, line) in enumerate(lines):
        after = lines[place + 1][1] if place + 1 < len(lines) else ""
        if len(block) > 1 and read_authors(after) and _can_be_title(line):
            yield block
            block = []
        if not block and _is_tags(line):
            raise ClaimbookError(
                "tags stand where a title should", where=f"{where}, line {number}", fix="give one"
            )
        block.append((number, line))
        if _is_tags(line):
            yield block
            block = []
    if block:
        yield block


def _is_tags(line: str) -> bool:
    tokens = [token for token in re.split(r"[\s,]+", line) if token]
    return all(token.startswith("#") and len(token) > 1 for token in tokens)


def _can_be_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and not line.endswith((".", "다", "요")) and line[0] != "("


def _read_entry(block: Sequence[Line], where: str) -> PostEntry:
    (number, head), *rest = block
    title, arxiv = _read_title(head, f"{where}, line {number}")
    body = [line for _, line in rest]
    tags = body.pop() if body and _is_tags(body[-1]) else ""
    own = [line for line in body[:2] if find_alone(line)]
    body = [line for line in body if line not in own]
    arxiv = find_alone(own[0]) if own else arxiv
    people, more = (body and read_authors(body[0])) or ((), False)
    abstract, commentary = _split_parts(title, body[1:]) if people else ([], body)
    found = read_mentions([*abstract, *commentary], title, arxiv)
    return PostEntry(
        title=title,
        line=number,
        authors=people,
        more=more,
        abstract=tuple(abstract),
        commentary=tuple(commentary),
        tags=tuple(dict.fromkeys(re.findall(r"#([^\s#,]+)", tags))),
        arxiv=found.own,
        companions=found.companions,
        unclear=found.unclear,
    )


def _read_title(line: str, where: str) -> tuple[str, str]:
    """Return a title without heading marks, and the identifier of an address at its end."""
    bare = re.sub(r"^#+\s+", "", line).strip("*")
    if len(bare) > LONGEST_TITLE:
        raise ClaimbookError(f"a title of {len(bare):,} characters", where=where, fix="is it one?")
    if read_day(bare):
        raise ClaimbookError("a second day", where=where, fix="give each day a post of its own")
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
