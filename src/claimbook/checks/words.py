"""A project's own words, `wording/ko.ftl`: each message is one of the engine's, and can be filled in."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser, ast

from claimbook.errors import ClaimbookError, suggest
from claimbook.notebook.languages import Language
from claimbook.wording.catalogue import DEFAULT, TO_WORD, WORDS, Words

_DAY = date(2024, 2, 29)
_COUNT = 2


def find_word_faults(root: Path, languages: Iterable[Language]) -> Iterator[ClaimbookError]:
    """Find what is wrong with the words that a project has of its own."""
    codes = [one.code for one in languages]
    for path in sorted((root / WORDS).glob("*.ftl")):
        where = f"{WORDS}/{path.name}"
        if path.stem not in codes:
            what, fix = "is named for no language of the site", suggest(path.stem, codes)
            yield ClaimbookError(what, where=where, fix=fix)
            continue
        try:
            yield from _find_in_file(path, where)
        except ClaimbookError as fault:
            yield fault


def _find_in_file(path: Path, where: str) -> Iterator[ClaimbookError]:
    words = Words(path.stem, path.parent)  # which refuses what is no text
    text, known = path.read_text("utf-8"), _list_messages()
    for entry in FluentParser().parse(text).body:
        line = text[: entry.span.start if entry.span else 0].count("\n") + 1
        if isinstance(entry, ast.Junk):
            told = entry.annotations[0].message if entry.annotations else "it is no message"
            yield ClaimbookError(
                f"is not Fluent: {told}", where=f"{where}, line {line}", fix=TO_WORD
            )
        elif isinstance(entry, ast.Message) and entry.id.name not in known:
            what = f'the message "{entry.id.name}" is none of the engine'
            fix = suggest(entry.id.name, known)
            yield ClaimbookError(what, where=f"{where}, line {line}", fix=fix)
        elif isinstance(entry, ast.Message):
            try:
                words.fill(entry.id.name, known[entry.id.name])
            except ClaimbookError as fault:
                yield ClaimbookError(fault.what, where=f"{where}, line {line}", fix=fault.fix)


@cache
def _list_messages() -> Mapping[str, Mapping[str, Any]]:
    """Return the messages of English, each with values that it can be filled in with."""
    file = resources.files("claimbook.wording").joinpath(f"{DEFAULT}.ftl")
    entries = FluentParser().parse(file.read_text("utf-8")).body
    return {one.id.name: dict(_list_values(one)) for one in entries if isinstance(one, ast.Message)}


def _list_values(message: ast.BaseNode) -> Iterator[tuple[str, Any]]:
    """Yield each variable of a message with a value: a day where it is written as one, else a number."""
    nodes = list(_walk_nodes(message))
    days = {
        one.id.name
        for node in nodes
        if isinstance(node, ast.FunctionReference) and node.id.name == "DATETIME"
        for one in node.arguments.positional
        if isinstance(one, ast.VariableReference)
    }
    for node in nodes:
        if isinstance(node, ast.VariableReference):
            yield node.id.name, _DAY if node.id.name in days else _COUNT


def _walk_nodes(node: ast.BaseNode) -> Iterator[ast.BaseNode]:
    yield node
    for value in vars(node).values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.BaseNode):
                yield from _walk_nodes(child)
