"""What one source names: its imports, what it takes from them, and whether that is all.

Read from the syntax tree, wherever in a file an import stands; nothing is imported.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_IMPORTERS = frozenset({"import_module", "__import__"})  # can be followed if given one literal
_LOADERS = _IMPORTERS | {
    *("run_path", "run_module", "spec_from_file_location", "SourceFileLoader"),
    *("run_cell", "run_line_magic", "run_cell_magic"),
}
_EVALUATORS = frozenset({"exec", "eval"})  # Python's own; somebody's method is none of them
_PROSE = frozenset({"__doc__", "help", "doctest", "pydoc", "getdoc", "getsource", "getsourcelines"})
_TABLES = frozenset({"globals", "locals", "vars"})  # give what is bound by a computed name
_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_LAZY = "lazy_loader"
# The one form of lazy package that is followed: what is loaded stands in the stub beside it.
_FACE = ast.dump(
    ast.parse(f"__getattr__, __dir__, __all__ = {_LAZY}.attach_stub(__name__, __file__)").body[0]
)


@dataclass(frozen=True)
class Names:
    """The dotted names in a source.

    Those `used` are read through an imported module, as far as the attributes go. Where a
    module itself stands among them it was handed on, and may give whatever it has.
    """

    imported: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    stars: frozenset[str] = frozenset()  # imported with a star: all that they offer is meant
    dynamic: bool = False  # may load what it does not name
    face: bool = False  # a package that loads its names on first use, as its stub says
    prose: bool = False  # may read docstrings, its own or others'


def read_cells(sources: Iterable[str]) -> Names:
    """Return what the code cells of one notebook name, all together."""
    body: list[ast.stmt] = []
    for source in sources:
        try:
            body += ast.parse(source).body
        except SyntaxError:
            return Names(dynamic=True, prose=True)
    return _read(body, "", package=False)


def read_module(source: str, module: str, *, package: bool) -> Names:
    """Return what a module names; `module` is its own dotted name."""
    try:
        return _read(ast.parse(source).body, module, package=package)
    except SyntaxError:
        return Names(dynamic=True, prose=True)


def _read(body: Sequence[ast.stmt], module: str, *, package: bool) -> Names:
    faces = [line for line in body if package and _is_face(line)]
    tree = _Tree(line for line in body if line not in faces)
    imported = {name for node in tree.imports for name in _list_imported(node, module, package)}
    imported |= set(filter(None, map(_read_literal, tree.calls)))
    bound = {pair for node in tree.imports for pair in _list_bindings(node, module, package)}
    used = {*_find_used(tree.names, bound), *_find_spelt(tree)}
    # any module can read what another one binds; nobody can read a notebook
    if module or _TABLES & tree.words:
        used |= {dotted for _, dotted in bound}
    stars = (
        _find_origin(node, module, package)
        for node in tree.imports
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    )
    return Names(
        imported=frozenset(imported),
        used=frozenset(used),
        stars=frozenset(stars),
        dynamic=_can_load(tree, bool(faces)) or (bool(module) and _has_getattr(tree)),
        face=bool(faces),
        prose=_can_read_prose(tree, imported),
    )


class _Tree:
    """The nodes of some statements that matter here, by their kinds, as a walk meets them."""

    def __init__(self, body: Iterable[ast.stmt]) -> None:
        self.imports: list[ast.Import | ast.ImportFrom] = []
        self.names: list[ast.Name | ast.Attribute] = []
        self.calls: list[ast.Call] = []
        self.constants: list[ast.Constant] = []
        self.functions: list[ast.FunctionDef] = []
        self.classes: list[ast.ClassDef] = []
        kinds: dict[type[ast.AST], list[Any]] = {
            ast.Import: self.imports,
            ast.ImportFrom: self.imports,
            ast.Name: self.names,
            ast.Attribute: self.names,
            ast.Call: self.calls,
            ast.Constant: self.constants,
            ast.FunctionDef: self.functions,
            ast.ClassDef: self.classes,
        }
        for line in body:
            for node in _walk_tree(line):
                if (found := kinds.get(type(node))) is not None:
                    found.append(node)
        self.words = frozenset(map(_take_last, self.names))


def _walk_tree(top: ast.AST) -> Iterator[ast.AST]:
    """Give nodes in the order of `ast.walk`, in half of its time: a notebook has thousands."""
    level: list[ast.AST] = [top]
    while level:
        yield from level
        below: list[ast.AST] = []
        for node in level:
            for name in node._fields:
                value = getattr(node, name, None)
                if isinstance(value, ast.AST):
                    below.append(value)
                elif type(value) is list:
                    below += [one for one in value if isinstance(one, ast.AST)]
        level = below


def _list_imported(node: ast.Import | ast.ImportFrom, module: str, package: bool) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    else:
        origin = _find_origin(node, module, package)
        yield origin
        yield from (f"{origin}.{alias.name}" for alias in node.names if alias.name != "*")


def _list_bindings(
    node: ast.Import | ast.ImportFrom, module: str, package: bool
) -> Iterator[tuple[str, str]]:
    """Give each name that an import binds, and the dotted name that it then stands for."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            yield alias.asname or alias.name, f"{_find_origin(node, module, package)}.{alias.name}"
        else:
            whole = alias.name if alias.asname else alias.name.partition(".")[0]
            yield alias.asname or whole, whole


def _find_origin(node: ast.ImportFrom, module: str, package: bool) -> str:
    if not node.level:
        return node.module or ""
    parents = module.split(".")[: None if package else -1]
    kept = parents[: len(parents) - node.level + 1]
    return ".".join([*kept, *filter(None, [node.module])])


def _find_used(
    names: Iterable[ast.Name | ast.Attribute], bound: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """Give what the bound names are used for, with all attributes that follow."""
    meanings: dict[str, list[str]] = {}
    for name, dotted in bound:
        meanings.setdefault(name, []).append(dotted)
    inner: set[int] = set()  # a walk meets a row of attributes before what it begins with
    for node in names:
        if id(node) not in inner:
            start: ast.expr = node
            row: list[str] = []
            while isinstance(start, ast.Attribute):
                row.insert(0, start.attr)
                start = start.value
                inner.add(id(start))
            if isinstance(start, ast.Name) and isinstance(start.ctx, ast.Load):
                yield from (".".join([dotted, *row]) for dotted in meanings.get(start.id, ()))


def _find_spelt(tree: _Tree) -> Iterator[str]:
    """Give the dotted names in quotes, where a source may look modules up by them."""
    if tree.words & (_IMPORTERS | {"modules"}):
        texts = (node.value for node in tree.constants if isinstance(node.value, str))
        yield from filter(_DOTTED.fullmatch, texts)


def _can_load(tree: _Tree, face: bool) -> bool:
    """Tell whether a source may load modules that it does not name."""
    aliases = (alias for node in tree.imports for alias in node.names)
    return (
        any(map(_is_renamed_loader, aliases))
        or any(_is_lazy(node, face) for node in tree.imports)
        or _LAZY in tree.words
        or (bool(tree.words & (_LOADERS | _EVALUATORS)) and _has_loader_call(tree))
    )


def _has_loader_call(tree: _Tree) -> bool:
    followed = {id(call.func) for call in tree.calls if _read_literal(call)}
    return any(_is_loader(node) for node in tree.names if id(node) not in followed)


def _is_loader(node: ast.Name | ast.Attribute) -> bool:
    if isinstance(node, ast.Attribute) and node.attr in _EVALUATORS:
        return isinstance(node.value, ast.Name) and "builtins" in node.value.id
    return _take_last(node) in _LOADERS | _EVALUATORS


def _is_renamed_loader(alias: ast.alias) -> bool:
    return alias.asname not in (None, alias.name) and alias.name in _LOADERS | _EVALUATORS


def _is_lazy(node: ast.Import | ast.ImportFrom, face: bool) -> bool:
    """Tell whether the library for lazy packages is imported, but for the form that is followed."""
    if isinstance(node, ast.ImportFrom):
        return node.module == _LAZY
    return any(a.name == _LAZY and (bool(a.asname) or not face) for a in node.names)


def _has_getattr(tree: _Tree) -> bool:
    """Tell whether a module answers for names that it does not bind (PEP 562)."""
    methods = {id(line) for node in tree.classes for line in node.body}
    bound = [node.name for node in tree.functions if id(node) not in methods]
    bound += [alias.asname or alias.name for node in tree.imports for alias in node.names]
    return "__getattr__" in (*bound, *tree.words)


def _can_read_prose(tree: _Tree, imported: Iterable[str]) -> bool:
    words = tree.words.union(*(name.split(".") for name in imported))
    return bool(words & _PROSE) or any("__doc__" in str(node.value) for node in tree.constants)


def _is_face(line: ast.stmt) -> bool:
    return isinstance(line, ast.Assign) and ast.dump(line) == _FACE


def _read_literal(call: ast.Call) -> str:
    """Return the module that a call imports by a literal name, or nothing."""
    match call:
        case ast.Call(
            func=ast.Name() | ast.Attribute() as func,
            args=[ast.Constant(value=str(name))],
            keywords=[],
        ) if _take_last(func) in _IMPORTERS and _DOTTED.fullmatch(name):
            return name
    return ""


def _take_last(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr
