"""What is still to be translated, written into a translation's file beside its source.

Nothing that a person wrote is changed: heads are put in where they belong, and below the head of a
piece whose source has changed comes what it says now.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import wrap

from claimbook.files import write_if_changed
from claimbook.notebook.originals import Original, list_originals
from claimbook.notebook.renditions import (
    END,
    NOW,
    Rendition,
    find_heads,
    locate_renditions,
    read_renditions,
    read_text,
)
from claimbook.notebook.source import Notebook

WIDTH = 108


@dataclass(frozen=True)
class Work:
    """What a translation lacks, by name: pieces without text, and those whose source has changed."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]


def find_work(originals: Sequence[Original], renditions: Sequence[Rendition]) -> Work:
    """Return what there is to do."""
    made = {one.name: one for one in renditions if one.text}
    return Work(
        tuple(one.name for one in originals if one.name not in made),
        tuple(o.name for o in originals if o.name in made and made[o.name].digest != o.digest),
    )


def extend_file(notebook: Notebook, language: str, today: date) -> tuple[Path, Work]:
    """Write what is missing and what is stale into the file of a translation, ready to fill in.

    Raises `ClaimbookError` for a file that is no translation.
    """
    path, originals = locate_renditions(notebook, language), list_originals(notebook)
    renditions = read_renditions(path)
    text = read_text(path) if path.is_file() else ""
    write_if_changed(path, _extend(text, path.name, originals, renditions, today))
    return path, find_work(originals, renditions)


def _extend(
    text: str,
    name: str,
    originals: Sequence[Original],
    renditions: Sequence[Rendition],
    today: date,
) -> str:
    """Return the file's text with all pieces in it, each new one behind its neighbour."""
    lines = text.rstrip().split("\n") if text.strip() else []
    heads = [(start, body) for start, _, body in find_heads(lines, name)]
    ends = [*(start for start, _ in heads), len(lines)][1:]
    above = lines[: heads[0][0]] if heads else lines
    known = {one.name: one for one in originals}
    blocks: dict[str, list[str]] = {}
    for rendition, (start, body), end in zip(renditions, heads, ends, strict=True):
        kept = lines[body:end]
        original = known.get(rendition.name)
        blocks[rendition.name] = [
            *_write_head(lines[start:body], rendition, original, today),
            *(kept or [""]),
        ]
    blocks = dict(_place_pieces(blocks, originals, today))
    written = [line for block in (above, *blocks.values()) for line in block]
    return "\n".join(written).rstrip() + "\n"


def _place_pieces(
    blocks: Mapping[str, list[str]], originals: Sequence[Original], today: date
) -> Iterator[tuple[str, list[str]]]:
    """Yield what is there in its order, and behind each piece those that follow it in the source."""
    following: dict[str, list[Original]] = {"": []}
    last = ""
    for one in originals:
        if one.name in blocks:
            last = one.name
        else:
            following.setdefault(last, []).append(one)
    for name, block in (("", list[str]()), *blocks.items()):
        if name:
            yield name, block if block[-1] == "" else [*block, ""]
        for one in following.get(name, []):
            yield one.name, [*_begin(one, today), "", ""]


def _begin(original: Original, today: date) -> list[str]:
    return [f"<!-- {original.name} {original.digest} {today}", *_quote(original), END]


def _write_head(
    head: list[str], rendition: Rendition, original: Original | None, today: date
) -> list[str]:
    """Return a head as it stands, with what the source says now below it if that is something else."""
    if original is None:
        return head
    if not rendition.text:
        return head if rendition.digest == original.digest else _begin(original, today)
    if rendition.digest == original.digest:
        return _begin(original, rendition.day) if len(head) > 1 else head
    told = [line for line in head if line.startswith(f"{NOW}{original.digest} ")]
    if told:
        return head
    return [*_cut_now(head), f"{NOW}{original.digest} {today}", *_quote(original), END]


def _cut_now(head: list[str]) -> list[str]:
    """Return a head without what the source said at some time since."""
    starts = [number for number, line in enumerate(head) if line.startswith(NOW)]
    return head[: starts[0]] if starts else head


def _quote(original: Original) -> list[str]:
    """Return a source as lines of a comment, those broken that have no lines of their own."""
    lines = original.text.strip().split("\n")
    if original.kind not in ("cell", "setting"):
        lines = wrap(original.text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return [f"| {re.sub('--+>', '->', line)}".rstrip() for line in lines]
