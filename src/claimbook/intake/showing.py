"""A picture that is shown bare → a figure with blanks, where the code says plainly which it is."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count
from typing import TypeGuard

from claimbook.notebook.code import find_drawn, parse

FIGURE = """\
figure(
    {what},
    id="{name}",
    caption="TODO: the finding first, then what is drawn",
    alt="TODO: what is to be seen, with the numbers",
    data={{"TODO: a column": [0.0]}},
)"""
PYPLOT = "matplotlib.pyplot"
_DRAWING = frozenset(
    [
        *("plot", "scatter", "bar", "barh", "hist", "imshow", "subplots", "figure", "contour"),
        *("contourf", "semilogy", "semilogx", "loglog", "errorbar", "fill_between", "boxplot"),
        *("matshow", "stackplot", "pcolormesh", "step", "stem", "pie", "violinplot"),
    ]
)


@dataclass(frozen=True)
class Turned:
    """The code of all cells, with the figures in it, and what was left as it is, with why."""

    sources: tuple[str, ...]
    ids: tuple[str, ...]  # of the figures that are new
    left: tuple[tuple[int, int, str], ...]  # the cell's place among them, the line, and why


def turn_shows(sources: tuple[str, ...]) -> Turned:
    """Turn each `plt.show()` into `figure(…)`, as far as one picture is meant, and drawn once.

    `sources` is the code of all code cells, in order; all of it is Python.
    """
    trees = [parse(source) for source in sources]
    names = frozenset(name for tree in trees for name in _find_names(tree))
    own = any("figure" in _find_bound(tree) for tree in trees)
    taken = {one for source in sources for one in find_drawn(source)}
    free = (name for name in (f"figure-{n}" for n in count(1)) if name not in taken)
    done, ids, left = list[str](), list[str](), list[tuple[int, int, str]]()
    for place, (source, tree) in enumerate(zip(sources, trees, strict=True)):
        edits: list[tuple[ast.stmt, str]] = []
        shows = list(_find_shows(tree, names))
        for statement, why in shows:
            if why or own:
                why = why or "`figure` is a name of this notebook's own"
                left.append((place, statement.lineno, why))
                continue
            ids.append(next(free))
            what = f"{_find_pyplot(statement)}.gcf()"
            edits.append((statement, FIGURE.format(what=what, name=ids[-1])))
        if not shows and (line := _find_bare_picture(tree, names)):
            left.append((place, line, "a picture is drawn, and never shown by name"))
        done.append(_replace_statements(source, edits))
    return Turned(tuple(done), tuple(ids), tuple(left))


def _find_names(tree: ast.Module) -> Iterator[str]:
    """Yield what pyplot is called in a cell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                if one.name == PYPLOT:
                    yield one.asname or PYPLOT
        elif isinstance(node, ast.ImportFrom) and node.module == "matplotlib":
            yield from (one.asname or one.name for one in node.names if one.name == "pyplot")


def _find_bound(tree: ast.Module) -> set[str]:
    """Return the names that a cell gives a meaning, anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Import) or _is_foreign_import(node):
            found |= {one.asname or one.name for one in node.names}
    return found


def _is_foreign_import(node: ast.AST) -> TypeGuard[ast.ImportFrom]:
    return isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("claimbook")


def _find_shows(tree: ast.Module, names: frozenset[str]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the statements that show a picture, each with why it must stay, if it must."""
    drawn = 0
    for statement in tree.body:
        drawn += _count_pictures(statement, names)
        if _is_show(statement, names):
            why = "" if drawn < 2 else f"{drawn} pictures are shown at once"
            drawn = 0
            yield statement, why
            continue
        for inner in ast.walk(statement):
            if isinstance(inner, ast.stmt) and inner is not statement and _is_show(inner, names):
                yield inner, "it is shown in a loop, a function or a condition"


def _is_show(statement: ast.stmt, names: frozenset[str]) -> bool:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    called = statement.value.func
    return (
        isinstance(called, ast.Attribute)
        and called.attr == "show"
        and ast.unparse(called.value) in names
    )


def _find_pyplot(statement: ast.stmt) -> str:
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    assert isinstance(statement.value.func, ast.Attribute)
    return ast.unparse(statement.value.func.value)


def _count_pictures(statement: ast.stmt, names: frozenset[str]) -> int:
    """Count the figures that a statement opens by name."""
    opening = ("subplots", "figure", "subplot_mosaic")
    return sum(_is_call_of(node, opening, names) for node in ast.walk(statement))


def _find_bare_picture(tree: ast.Module, names: frozenset[str]) -> int:
    """Return the last line at the top of a cell that draws where nothing shows it; 0 if none does."""
    lines = [0]
    for statement in tree.body:
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            drawn = (node for node in ast.walk(statement) if _is_call_of(node, _DRAWING, names))
            lines += (node.lineno for node in drawn)
    return max(lines)


def _is_call_of(
    node: ast.AST, methods: Collection[str], names: frozenset[str]
) -> TypeGuard[ast.Call]:
    """Whether a node calls one of pyplot's functions."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in methods
        and ast.unparse(node.func.value) in names
    )


def _replace_statements(source: str, edits: list[tuple[ast.stmt, str]]) -> str:
    """Return code with some of its statements replaced; what else stands on their lines stays."""
    lines = source.split("\n")
    for node, text in reversed(edits):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        before = _cut(lines[first], node.col_offset)[0]
        after = _cut(lines[last], node.end_col_offset or 0)[1].strip().removeprefix(";").strip()
        new = [*([before.rstrip(" ;")] if before.strip() else []), *text.split("\n")]
        lines[first : last + 1] = [*new, *([after] if after else [])]
    return "\n".join(lines)


def _cut(line: str, at: int) -> tuple[str, str]:
    """Cut a line where the parser counts: in bytes."""
    raw = line.encode()
    return raw[:at].decode(), raw[at:].decode()
