"""The numbers that a notebook prints → how each would be recorded, so that a claim can be judged."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimbook.notebook.code import parse

_WORDS = re.compile(r"[a-z]+[a-z0-9]*")
_TEXT = (ast.Constant, ast.JoinedStr)
# A number as Python shows it, bare or of an array library's own kind.
_NUMBER = re.compile(r"(?:[\w.]+\()*[-+]?\d[\d._]*(?:[eE][-+]?\d+)?(?:, [\w=.]+)*\)*")
_NO_NUMBERS = frozenset(
    [
        *("shape", "dtype", "columns", "available", "type", "str", "repr", "dir", "help", "join"),
        *("list", "dict", "set", "keys", "values", "items", "upper", "lower", "title", "format"),
    ]
)
_LONGEST = 40  # of a quantity's name


@dataclass(frozen=True)
class Suggestion:
    """A number that is printed: in which line of which cell, and how to record it."""

    place: int  # of the cell among the code cells
    line: int
    record: str  # as `record("loss", loss)`
    often: bool = False  # it stands in a loop or in a function


def suggest_records(
    sources: tuple[str, ...], outputs: tuple[str, ...] = ()
) -> tuple[Suggestion, ...]:
    r"""Suggest a `record` for each number that cells print, or that their last line shows.

    `outputs` is what each cell printed when it was run, if anybody kept it: a cell that printed
    no digit prints no number.

    >>> suggest_records(('loss = fit()\nprint(f"final loss: {loss:.3f}")',))[0].record
    'record("loss", loss)'
    """
    found: list[Suggestion] = []
    taken: dict[str, int] = {}
    for place, source in enumerate(sources):
        said = outputs[place] if outputs else ""
        if said and not re.search(r"\d", said):
            continue
        for line, node, near, often in _find_shown(parse(source), said):
            name = _name_quantity(node, near)
            taken[name] = taken.get(name, 0) + 1
            own = name if taken[name] == 1 else f"{name}_{taken[name]}"
            found.append(Suggestion(place, line, f'record("{own}", {ast.unparse(node)})', often))
    return tuple(found)


def _find_shown(tree: ast.Module, said: str) -> Iterator[tuple[int, ast.expr, str, bool]]:
    """Yield what may be a number and is printed: line, expression, words before it, whether often."""
    counters = {
        name.id
        for loop in ast.walk(tree)
        if isinstance(loop, (ast.For, ast.comprehension))
        for name in ast.walk(loop.target)
        if isinstance(name, ast.Name)
    }
    for top in tree.body:
        often = isinstance(top, (ast.For, ast.While, ast.FunctionDef, ast.ClassDef))
        for node in ast.walk(top):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "print":
                for value, near in _find_values(node):
                    names = {one.id for one in ast.walk(value) if isinstance(one, ast.Name)}
                    if not names or names - counters:
                        yield node.lineno, value, near, often
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or isinstance(last.value, ast.Call):
        return
    if _may_be_number(last.value) and (not said or _NUMBER.fullmatch(said.strip())):
        yield last.lineno, last.value, "", False


def _find_values(call: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    """Yield what a call of `print` prints besides its words, each with the words before it."""
    near = ""
    for node in call.args:
        if isinstance(node, ast.JoinedStr):
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    if _may_be_number(part.value):
                        yield part.value, near
                    near = ""
                else:
                    near = str(getattr(part, "value", ""))
        elif isinstance(node, ast.Constant):
            near = node.value if isinstance(node.value, str) else ""
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            if isinstance(node.left, _TEXT):
                values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
                yield from ((one, "") for one in values if _may_be_number(one))
        elif isinstance(node, ast.Call) and _is_format(node):
            yield from ((one, "") for one in node.args if _may_be_number(one))
        elif _may_be_number(node):
            yield node, near


def _is_format(node: ast.Call) -> bool:
    called = node.func
    return (
        isinstance(called, ast.Attribute)
        and called.attr == "format"
        and isinstance(called.value, _TEXT)
    )


def _may_be_number(node: ast.expr) -> bool:
    """Whether an expression may have as its value a number that code computed."""
    inner = list(ast.walk(node))
    if not any(isinstance(one, ast.Name) for one in inner):
        return False
    if isinstance(node, ast.BinOp) and any(_is_text(one) for one in inner):
        return False
    if isinstance(node, ast.Attribute):
        return node.attr not in _NO_NUMBERS and not node.attr.startswith("__")
    if isinstance(node, ast.Call):
        called = node.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        return name not in _NO_NUMBERS
    if isinstance(node, ast.Name):
        return not node.id.isupper()  # which is a setting, by everybody's habit
    return isinstance(node, (ast.Subscript, ast.BinOp, ast.UnaryOp))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name_quantity(node: ast.expr, near: str) -> str:
    """Name a quantity after its variable, else after the words before it, in snake case."""
    if isinstance(node, ast.Call):
        node = (
            node.args[0] if node.args and not isinstance(node.args[0], ast.Constant) else node.func
        )
    text = ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) else near
    words = _WORDS.findall(text.lower().replace("_", " ")) or _WORDS.findall(near.lower())
    name = "_".join(words[-3:])[:_LONGEST].strip("_")
    return name or "quantity"
