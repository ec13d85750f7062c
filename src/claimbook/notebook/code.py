"""What the syntax tree of a code cell tells, so that nothing must run to know it."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_LAB = frozenset({"record", "figure", "chart", "show"})


def parse(source: str) -> ast.Module:
    """Return the syntax tree of a cell.

    Raises `SyntaxError` for whatever is not Python, where `ast` itself has several errors.
    """
    try:
        return ast.parse(source)
    except (ValueError, RecursionError, MemoryError) as error:  # a null byte; brackets in brackets
        reason = str(error) or "too deeply nested"
        raise SyntaxError(reason, ("<cell>", 1, None, None)) from error


def find_parameters(source: str) -> dict[str, Any]:
    """Return the names that a cell gives a value, and their values.

    >>> find_parameters("seeds: int = 4; rate = 0.5")
    {'seeds': 4, 'rate': 0.5}

    What is no literal stands as its code.
    """
    values: dict[str, Any] = {}
    for node in parse(source).body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            values |= dict.fromkeys(find_assigned(node), _read_value(node.value))
    return values


def _read_value(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):
        return ast.unparse(node)


def find_assigned(node: ast.stmt) -> tuple[str, ...]:
    """Return the names that a statement does nothing but give a value, typed or not.

    >>> find_assigned(ast.parse("seeds: int = 4").body[0])
    ('seeds',)
    """
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets = [node.target]
    else:
        return ()
    names = tuple(target.id for target in targets if isinstance(target, ast.Name))
    return names if len(names) == len(targets) else ()


@lru_cache(maxsize=4096)
def find_recorded(source: str) -> frozenset[str]:
    """Return the quantities that a code cell records by a literal name."""
    given = (call.args[0] for call in find_calls(source, "record") if call.args)
    return frozenset(str(name.value) for name in given if isinstance(name, ast.Constant))


def find_exact(source: str) -> dict[str, bool | None]:
    """Return whether each quantity that a code cell records is deterministic; None if it computes that.

    >>> find_exact("record('gap', gaps); record('zero', 0, deterministic=True)")
    {'gap': False, 'zero': True}
    """
    found: dict[str, bool | None] = {}
    for call in find_calls(source, "record"):
        if not call.args or not isinstance(call.args[0], ast.Constant):
            continue
        said = [key.value for key in call.keywords if key.arg in ("deterministic", None)]
        computed = any(not isinstance(one, ast.Constant) for one in said)
        values = [bool(one.value) for one in said if isinstance(one, ast.Constant)]
        found[str(call.args[0].value)] = None if computed else any(values)
    return found


def find_units(source: str) -> dict[str, str]:
    """Return the unit of each quantity that a code cell records with one, as far as it is a literal.

    >>> find_units("record('gap', gaps, unit='nats'); record('share', shares)")
    {'gap': 'nats'}
    """
    return {
        str(call.args[0].value): str(key.value.value)
        for call in find_calls(source, "record")
        if call.args and isinstance(call.args[0], ast.Constant)
        for key in call.keywords
        if key.arg == "unit" and isinstance(key.value, ast.Constant) and key.value.value
    }


@lru_cache(maxsize=4096)  # asked for again by every page that may refer to this one
def find_drawn(source: str) -> tuple[str, ...]:
    """Return the literal ids of the figures and charts that a code cell shows, in order."""
    calls = sorted(
        find_calls(source, "figure", "chart"), key=lambda call: (call.lineno, call.col_offset)
    )
    given = (keyword for call in calls for keyword in call.keywords if keyword.arg == "id")
    return tuple(str(one.value.value) for one in given if isinstance(one.value, ast.Constant))


def find_calls(source: str, *names: str) -> Iterator[ast.Call]:
    """Give the calls of what the lab offers, and of `show`, as far as they have one of these names."""
    return (call for name, call in _list_calls(source) if name in names)


@lru_cache(maxsize=4096)  # each check of a cell asks for some of them
def _list_calls(source: str) -> tuple[tuple[str, ast.Call], ...]:
    """Return the calls of what the lab offers to record and to draw, each by its name."""
    found = []
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in _LAB:
                found.append((name, node))
    return tuple(found)
