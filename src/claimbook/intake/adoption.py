"""What an ordinary notebook becomes: its cells between the sections that a page has, and what is blank."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claimbook.intake import newbody
from claimbook.intake.printed import Suggestion, suggest_records
from claimbook.intake.showing import turn_shows
from claimbook.notebook.code import find_parameters
from claimbook.notebook.document import Document, read_source
from claimbook.notebook.streams import join_text

CLAIM: dict[str, Any] = {
    "id": "first-claim",
    "statement": "TODO: what the paper claims, in one sentence",
    "locator": "TODO: section, table or figure",
    "paper": {"text": "TODO: what the paper printed for it"},
    "untested": "TODO: why nothing tests it; or instead of this line `test` and `scale`",
}
_OPENING = (
    ("abstract", newbody.ABSTRACT.replace(newbody.EXAMPLE, CLAIM["id"])),
    ("commentary", newbody.COMMENTARY.replace("what @KEY did", "what the paper did")),
    ("setting", newbody.SETTING),
)
_ENDING = (("untested", newbody.UNTESTED), ("questions", newbody.QUESTIONS))
LAB = "from claimbook.lab import figure"
_SECTION = re.compile(r"(?m)^## +(\S.*)$")
_TITLE = re.compile(r"# +(\S.*)$")
_CLOSING = " #"  # what may stand behind a heading
_FENCE = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True)
class Draft:
    """The cells of the notebook to be written, and what in them is left to do."""

    title: str  # of the first heading; it becomes the page's
    cells: tuple[Document, ...]  # all but the front matter
    figures: tuple[str, ...]  # the ids of those whose words are blank
    by_hand: tuple[tuple[int, int, str], ...]  # cell, line, why a picture was left as it is
    records: tuple[tuple[int, Suggestion], ...]  # the cell, and what to record


def draft_cells(given: Sequence[Document]) -> Draft:
    """Draft the cells of a notebook of nbformat 4 whose code is Python, outputs and all."""
    title, cells = _take_title(given)
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    turned = turn_shows(tuple(read_source(cell) for cell in code))
    records = suggest_records(turned.sources, tuple(_read_printed(cell) for cell in code))
    for place, (cell, source) in enumerate(zip(code, turned.sources, strict=True)):
        said = [one.record for one in records if one.place == place]
        notes = [f"# TODO: {one}" for one in said]
        cell["source"] = "\n".join([source.rstrip("\n"), *notes]) if notes else source
    before, after = _add_sections(cells, figures=bool(turned.ids))
    # counted from 1, behind the front matter
    numbers = [
        n for n, cell in enumerate([*before, *cells], start=2) if any(cell is one for one in code)
    ]
    return Draft(
        title=title,
        cells=(*before, *cells, *after),
        figures=turned.ids,
        by_hand=tuple((numbers[place], line, why) for place, line, why in turned.left),
        records=tuple((numbers[one.place], one) for one in records),
    )


def _take_title(given: Sequence[Document]) -> tuple[str, list[Document]]:
    """Take out the first heading of the first level, and lower all others of that level by one."""
    title, cells = "", list[Document]()
    for cell in given:
        made = dict(cell)
        if cell["cell_type"] == "markdown":
            found, made["source"] = _take_headings(read_source(cell), bool(title))
            title = title or found
            if not made["source"].strip() and not cell.get("attachments"):
                continue
        elif cell["cell_type"] == "code" and not read_source(cell).strip():
            continue
        cells.append(made)
    return title, cells


def _take_headings(text: str, titled: bool) -> tuple[str, str]:
    """Return the heading that is taken out, if none was before, and what is left of the text."""
    title, lines, fence = "", list[str](), ""
    for line in text.split("\n"):
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        found = None if fence else _TITLE.match(line)
        if found and not titled:
            title, titled = found[1].rstrip(_CLOSING).strip("*_ "), True
            continue
        lines.append(f"#{line}" if found else line)
    return title, "\n".join(lines).strip("\n")


def _read_printed(cell: Document) -> str:
    """Return what a cell printed, and the text of its result, when somebody ran it."""
    parts = []
    for output in cell.get("outputs") or ():
        if not isinstance(output, dict):
            continue
        data = output.get("data")
        shown = data.get("text/plain", "") if isinstance(data, dict) else output.get("text", "")
        parts.append(join_text(shown))
    return "".join(parts)


def _add_sections(cells: list[Document], *, figures: bool) -> tuple[list[Document], list[Document]]:
    """Return the cells that must stand before and behind, as far as the notebook lacks them."""
    prose = [read_source(cell) for cell in cells if cell["cell_type"] == "markdown"]
    named = {name for source in prose for name in _list_sections(source)}
    before, after = (
        [
            _make_cell("markdown", identifier, source)
            for identifier, source in sections
            if not named & _list_sections(source)
        ]
        for sections in (_OPENING, _ENDING)
    )
    before += _give_parameters(cells)
    if figures:
        before.append(_make_cell("code", "lab", LAB))
    return before, after


def _list_sections(source: str) -> set[str]:
    return {name.rstrip(_CLOSING) for name in _SECTION.findall(source)}


def _give_parameters(cells: list[Document]) -> list[Document]:
    """Return the cell of parameters, or complete the one that is there."""
    for cell in cells:
        tags = cell.get("metadata", {}).get("tags", [])
        if cell["cell_type"] == "code" and isinstance(tags, list) and "parameters" in tags:
            known = find_parameters(read_source(cell))
            lines = [
                line for line in newbody.PARAMETERS.split("\n") if line.split(" ")[0] not in known
            ]
            cell["source"] = "\n".join([read_source(cell).rstrip("\n"), *lines])
            return []
    return [_make_cell("code", "parameters", newbody.PARAMETERS, "parameters")]


def _make_cell(kind: str, identifier: str, source: str, *tags: str) -> Document:
    return {
        "cell_type": kind,
        "id": identifier,
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source,
    }
