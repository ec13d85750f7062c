"""What a notebook imports first, before anything of its own could tell how.

Read from its code; nothing is run. Of what heavy modules it imports, those count that are known not to
care when they are loaded, as long as nothing but their like and Python's own library is imported before.
What comes after is the notebook's own affair.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimbook.execution.imports import find_file, search_path
from claimbook.notebook.source import PARAMETERS, SKIP

# No module of theirs has threads, or knows the process or the time in which it was loaded, but for
# numpy's random numbers, which each kernel draws anew.
HARMLESS = ("numpy", "matplotlib", "matplotlib.pyplot")
# Of Python's own library: what says or does something as it is imported.
_ODD = frozenset({"__main__", "antigravity", "idlelib", "test", "this", "tkinter", "turtledemo"})


def find_preamble(cells: Iterable[Mapping[str, Any]], root: Path) -> tuple[str, ...]:
    """Return the harmless modules that a notebook imports before it does anything else, in order."""
    found = dict[str, None]()
    for cell in cells:
        tags = cell["metadata"].get("tags", ())
        if cell["cell_type"] != "code" or SKIP in tags:
            continue
        given = PARAMETERS in tags
        for statement in _parse(cell["source"]):
            names = [] if given and _is_value(statement) else list(_list_imports(statement))
            for name in names:
                if name in HARMLESS and _find_local(name, root) is None:
                    found[name] = None
                elif name is None or not _is_own(name, root):
                    return tuple(found)
    return tuple(found)


def _parse(source: str) -> Iterator[ast.stmt | None]:
    """Yield the statements of a cell; None for one that is no Python alone."""
    try:
        yield from ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield None


def _is_value(statement: ast.stmt | None) -> bool:
    """Whether a statement gives a name a value that is written down."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case ast.AnnAssign(
            target=ast.Name(id=name), annotation=ast.Name(), value=ast.expr() as value
        ):
            pass
        case _:
            return False
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return not name.startswith("__")


def _list_imports(statement: ast.stmt | None) -> Iterator[str | None]:
    """Yield the modules that a statement imports; None if it does anything else."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            pass
        case ast.Import(names=names):
            yield from (one.name for one in names)
        case ast.ImportFrom(module="matplotlib", names=[ast.alias(name="pyplot")], level=0):
            yield "matplotlib.pyplot"
        case ast.ImportFrom(module=str() as name, level=0) if name not in HARMLESS:
            yield name
        case _:
            yield None


def _is_own(name: str, root: Path) -> bool:
    """Whether a module is Python's own, and does nothing that is seen."""
    top = name.partition(".")[0]
    known = top in sys.stdlib_module_names and top not in _ODD
    return known and _find_local(name, root) is None


def _find_local(name: str, root: Path) -> Path | None:
    """Return what a notebook would get of the project by that name, or a package around it."""
    return find_file(name.partition(".")[0], search_path(root))
