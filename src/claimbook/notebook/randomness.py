"""Which recorded quantities draw random numbers, as far as the code of a notebook tells.

What a cell says is exact (`deterministic=True`) has no spread over seeds to be judged by. Names are
followed through the notebook: from a record's value to what gave it its value, and on to a generator
that no seed was given to. One that has a seed or a key gives the same again; it counts only where the
record itself draws from it. What cannot be told counts as exact.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping

from claimbook.notebook.code import parse

_SOURCES = ("numpy.random.", "jax.random.", "random.", "secrets.")
_SEEDED = (
    *("numpy.random.default_rng", "numpy.random.Generator", "numpy.random.SeedSequence"),
    *("numpy.random.RandomState", "numpy.random.PCG64", "numpy.random.seed"),
    *("random.Random", "random.seed", "jax.random."),
)
_Names = dict[str, set[str]]


def find_drawn_exact(sources: Iterable[str]) -> dict[str, str]:
    """Return the quantities that are said to be exact and draw random numbers, each with the generator.

    >>> find_drawn_exact(["import random", "x = random.gauss()", "record('a', x, deterministic=True)"])
    {'a': 'random.gauss'}
    """
    texts = list(sources)
    if not any("deterministic" in text or not text.isascii() for text in texts):
        return {}  # nothing is said to be exact
    trees = [parse(source) for source in texts]
    aliases = dict(pair for tree in trees for pair in _read_imports(tree))
    given: _Names = {}
    for tree in trees:
        for statement in tree.body:
            for name in _find_given(statement):
                given.setdefault(name, set()).update(_find_read(statement, aliases))
    found = {}
    for tree in trees:
        for name, value in _find_exact(tree):
            read = _find_read(value, aliases)
            drawn = sorted(one for one in read if one.startswith(_SOURCES))
            if generator := next(iter(drawn), "") or _follow(read, given):
                found[name] = generator
    return found


def _read_imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what each imported name stands for, in full."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (
                (a.asname, a.name) if a.asname else (a.name.split(".")[0],) * 2 for a in node.names
            )
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((a.asname or a.name, f"{node.module}.{a.name}") for a in node.names)


def _find_given(statement: ast.stmt) -> set[str]:
    """Return the names that a statement defines or changes."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return {statement.name}
    stored = (one for one in ast.walk(statement) if isinstance(one, ast.Name))
    return {one.id for one in stored if isinstance(one.ctx, ast.Store)}


def _find_read(node: ast.AST, aliases: Mapping[str, str]) -> set[str]:
    """Return the names that code reads, those of imported modules spelt in full."""
    found = set()
    own = _find_own(node)
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id not in own and isinstance(one.ctx, ast.Load):
            found.add(aliases.get(one.id, one.id))
        elif isinstance(one, ast.Attribute):
            found.add(_spell(one, aliases))
    return found - {""}


def _find_own(node: ast.AST) -> set[str]:
    """Return the names that are local to functions and comprehensions within a piece of code."""
    own = set()
    for one in ast.walk(node):
        if isinstance(one, ast.arg):
            own.add(one.arg)
        elif isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.comprehension)):
            inner = one.target if isinstance(one, ast.comprehension) else one
            stored = (name for name in ast.walk(inner) if isinstance(name, ast.Name))
            own |= {name.id for name in stored if isinstance(name.ctx, ast.Store)}
    return own


def _spell(node: ast.expr, aliases: Mapping[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        owner = _spell(node.value, aliases)
        return f"{owner}.{node.attr}" if owner else ""
    return aliases.get(node.id, "") if isinstance(node, ast.Name) else ""


def _find_exact(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield each quantity that is recorded as exact, and its value."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or len(call.args) < 2:
            continue
        name, exact = call.args[0], [key for key in call.keywords if key.arg == "deterministic"]
        said = bool(exact) and isinstance(exact[0].value, ast.Constant) and exact[0].value.value
        records = getattr(call.func, "id", getattr(call.func, "attr", "")) == "record"
        if records and said and isinstance(name, ast.Constant):
            yield str(name.value), call.args[1]


def _follow(names: set[str], given: Mapping[str, set[str]]) -> str:
    """Return the generator without a seed that these names lead to, or nothing."""
    queue, seen = sorted(names), set(names)
    for name in queue:  # which grows meanwhile
        if name.startswith(_SOURCES) and not name.startswith(_SEEDED):
            return name
        further = sorted(given.get(name, set()) - seen)
        seen.update(further)
        queue += further
    return ""
