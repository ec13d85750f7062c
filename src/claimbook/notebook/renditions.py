r"""A notebook's translation, a text file beside it: `dpa.ko.md` holds what of `dpa.ipynb` is in Korean.

A piece has a head, and what follows it up to the next head is its text. The head is a comment:
name, digest of the source that it renders, the day on which it was begun, and that source, each
line behind a bar. A piece without text is still to be translated. Where the source has changed
since, a second comment may stand below the head, with what it says now.

    <!-- front headline 3f2a9c1e40 2026-11-26
    | A toy model follows reward directions as asked.
    -->

    장난감 모형은 …
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claimbook.errors import ClaimbookError
from claimbook.notebook.bounds import find_excess
from claimbook.notebook.source import Notebook

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_HEAD = re.compile(
    r"<!-- (?P<name>(?:front|setting|claim|history|cell|figure) \S+(?: \S+)?)"
    r" (?P<digest>[0-9a-f]{10}) (?P<day>\d{4}-\d\d-\d\d)(?P<end> -->)?"
)
_LIKE = re.compile(r"<!-- *(?:front|setting|claim|history|cell|figure|now)\b")
NOW = "<!-- now "
END = "-->"


@dataclass(frozen=True)
class Rendition:
    """A piece in another language; `line` is where its head stands, counted from 1."""

    name: str
    digest: str  # of the source that it renders
    day: date
    text: str
    line: int


def locate_renditions(notebook: Notebook, language: str) -> Path:
    """Return where a notebook's translation stands, whether there is one or not."""
    return notebook.path.with_name(f"{notebook.slug}.{language}.md")


def read_renditions(path: Path) -> tuple[Rendition, ...]:
    """Read a translation, those pieces too that have no text yet; no file has none.

    Raises `ClaimbookError` for what is no text, a head that is not whole, a piece that stands
    twice, and text above the first head.
    """
    if not path.is_file():
        return ()
    found = tuple(_read_pieces(read_text(path), path.name))
    seen: dict[str, Rendition] = {}
    for one in found:
        if earlier := seen.get(one.name):
            raise ClaimbookError(
                f"the piece `{one.name}` stands twice, first in line {earlier.line}",
                where=f"{path.name}, line {one.line}",
                fix="remove one of the two",
            )
        seen[one.name] = one
    return found


def read_text(path: Path) -> str:
    """Return the text of a translation, its lines ended in one way."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"is no text: it is not UTF-8 (byte {error.start})"
        raise ClaimbookError(what, where=path.name, fix="save it as UTF-8") from error
    except OSError as error:
        raise ClaimbookError(f"cannot be read: {error.strerror}", where=path.name) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_pieces(text: str, name: str) -> Iterator[Rendition]:
    lines = text.split("\n")
    heads = list(find_heads(lines, name))
    _refuse_stray(lines[: heads[0][0] if heads else len(lines)], name)
    ends = [*(start for start, _, _ in heads), len(lines)][1:]
    for (start, found, body), end in zip(heads, ends, strict=True):
        try:
            day = date.fromisoformat(found["day"])
        except ValueError as error:
            where = f"{name}, line {start + 1}"
            raise ClaimbookError(f"{found['day']} is no day", where=where) from error
        words = "\n".join(lines[body:end]).strip("\n").rstrip()
        _refuse_excess(words, f"{name}, line {start + 1}")
        yield Rendition(found["name"], found["digest"], day, words, start + 1)


def _refuse_excess(text: str, where: str) -> None:
    """Refuse a piece of a size that no cell may have."""
    for fault in find_excess(text):
        raise ClaimbookError(fault.what, where=where, fix=fault.fix)


def find_heads(lines: list[str], name: str) -> Iterator[tuple[int, re.Match[str], int]]:
    """Find the pieces of a file: the number of a head's line, the head, and where its text begins."""
    number = 0
    while number < len(lines):
        line, start = lines[number], number
        number += 1
        if head := _HEAD.fullmatch(line):
            number = number if head["end"] else _follow_comment(lines, number, name)
            while number < len(lines) and lines[number].startswith(NOW):
                number = _follow_comment(lines, number + 1, name)
            yield start, head, number
        elif _LIKE.match(line):
            raise ClaimbookError(
                f"is no whole head of a piece: {line[:60]}",
                where=f"{name}, line {number}",
                fix="write it as `<!-- cell some-id 0123456789 2026-01-31`; "
                "`claimbook translate` writes those that are missing",
            )


def _follow_comment(lines: list[str], number: int, name: str) -> int:
    """Return the number of the line behind a comment, whose lines begin with a bar."""
    start = number
    while number < len(lines) and lines[number].startswith("|"):
        number += 1
    if number < len(lines) and lines[number].strip() == END:
        return number + 1
    raise ClaimbookError(
        "the comment of a head does not end",
        where=f"{name}, line {start}",
        fix=f"begin each line of the source with a bar, and write `{END}` below the last",
    )


def _refuse_stray(lines: list[str], name: str) -> None:
    """Refuse text that belongs to no piece; a comment on the file may stand there."""
    text, outside = "\n".join(lines), list[str]()
    while (start := text.find("<!--")) >= 0 and (end := text.find(END, start)) >= 0:
        outside.append(text[:start] + "\n" * text.count("\n", start, end))
        text = text[end + len(END) :]
    for number, line in enumerate("".join([*outside, text]).split("\n"), start=1):
        if line.strip():
            raise ClaimbookError(
                "text stands above the first piece",
                where=f"{name}, line {number}",
                fix="`claimbook translate` writes the heads of pieces",
            )
