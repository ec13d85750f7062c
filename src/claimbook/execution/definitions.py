"""What a module defines, each with a digest: to say not only that it changed, but where.

These digests are no part of a fingerprint. They are kept with a run to explain later what made
it stale.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from claimbook.execution.digests import digest_text
from claimbook.notebook.code import find_assigned, parse

REST = ""  # stands for the lines that define nothing: imports, calls, conditions
_LENGTH = 12  # characters of a digest; they are compared within one name only
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def list_definitions(source: str, *, docstrings: bool = False) -> dict[str, str]:
    r"""Return a digest of each function, class, method and constant that a module defines.

    >>> sorted(list_definitions("import math\nwidth = 2\nclass Net:\n    def run(self): ..."))
    ['', 'Net', 'Net.run', 'width']

    A class has a digest without its methods. Comments, spacing and docstrings change none,
    unless `docstrings` says that something reads them. What is no Python defines nothing.
    """
    try:
        tree = parse(source)
    except SyntaxError:
        return {}
    found: dict[str, list[str]] = {}
    for name, text in _list_texts(tree, "", docstrings):
        found.setdefault(name, []).append(text)
    return {name: digest_text("\0".join(texts))[:_LENGTH] for name, texts in found.items()}


def _list_texts(
    owner: ast.Module | ast.ClassDef, prefix: str, docstrings: bool
) -> Iterator[tuple[str, str]]:
    for node in owner.body if docstrings else _drop_docstring(owner.body):
        if isinstance(node, ast.ClassDef):
            yield from _list_texts(node, f"{prefix}{node.name}.", docstrings)
            node.body = []
            yield f"{prefix}{node.name}", ast.unparse(node)
        elif isinstance(node, _FUNCTIONS):
            for inner in ast.walk(node) if not docstrings else ():
                if isinstance(inner, (*_FUNCTIONS, ast.ClassDef)):
                    inner.body = _drop_docstring(inner.body) or [ast.Pass()]
            yield f"{prefix}{node.name}", ast.unparse(node)
        elif names := find_assigned(node):
            yield from ((f"{prefix}{name}", ast.unparse(node)) for name in names)
        else:
            yield prefix.removesuffix("."), ast.unparse(node)


def _drop_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return body


@cache
def read_definitions(
    path: Path, size: int, modified: int, *, docstrings: bool = False
) -> Mapping[str, str]:
    """Return what a module's file defines; size and time of change tell when to read it again."""
    del size, modified
    return list_definitions(path.read_text("utf-8", errors="replace"), docstrings=docstrings)
