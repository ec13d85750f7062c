"""What code can reach by import: local modules and installed distributions.

Read from the syntax tree, wherever in a file an import stands; nothing is imported.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DYNAMIC = frozenset({"import_module", "__import__", "exec", "eval", "run_path", "run_module"})


@dataclass(frozen=True)
class Reach:
    """The local modules (name → file) and the outside top-level names that code reaches."""

    modules: Mapping[str, Path]
    outside: frozenset[str]


@dataclass(frozen=True)
class _Named:
    """The dotted names that a file imports; `dynamic` if it may import what it does not name."""

    names: tuple[str, ...]
    packages: tuple[str, ...]  # imported with a star: whatever they hold is meant
    dynamic: bool


def reach(sources: Iterable[str], root: Path) -> Reach:
    """Follow the imports of `sources` through the modules below the project's `root`.

    A package that imports dynamically (a lazy `__getattr__`, `import_module`) counts with all
    its modules, for its names cannot be followed: rather a rerun too many than one too few.
    """
    local = _Local(root)
    for source in sources:
        local.follow(_named(source, "", package=False), home="")
    while local.queue:
        name = local.queue.pop()
        path = local.modules[name]
        package = path.name == "__init__.py"
        stat = path.stat()
        named = _named_in(path, name, package, stat.st_size, stat.st_mtime_ns)
        local.follow(named, home=name if package else name.rpartition(".")[0])
    return Reach(dict(sorted(local.modules.items())), frozenset(local.outside))


class _Local:
    """The modules found so far, and those whose own imports are still to be followed."""

    def __init__(self, root: Path) -> None:
        # the order in which a kernel finds them: its working folder, then PYTHONPATH
        self.roots = tuple(path for path in search_path(root) if path.is_dir())
        self.modules: dict[str, Path] = {}
        self.outside: set[str] = set()
        self.queue: list[str] = []
        self.find = cache(self._find)

    def follow(self, named: _Named, *, home: str) -> None:
        for name in named.names:
            self.add(name)
        for package in named.packages:
            self.add_all(package)
        if named.dynamic and home:
            self.add_all(home)

    def add(self, name: str) -> None:
        """Add a module with the packages that hold it; what lies outside is noted by its top."""
        parts = name.split(".")
        if self.find(parts[0]) is None:
            if parts[0] not in sys.stdlib_module_names:
                self.outside.add(parts[0])
            return
        for end in range(1, len(parts) + 1):
            dotted = ".".join(parts[:end])
            path = self.find(dotted)
            if path is not None and path.is_file() and dotted not in self.modules:
                self.modules[dotted] = path
                self.queue.append(dotted)

    def add_all(self, package: str) -> None:
        for root in self.roots:
            folder = root.joinpath(*package.split("."))
            for path in sorted(folder.rglob("*.py")):
                parts = path.relative_to(root).with_suffix("").parts
                self.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))

    def _find(self, name: str) -> Path | None:
        """Return the file of a module, the folder of a namespace package, or None."""
        if name.split(".")[0] in sys.stdlib_module_names:
            return None
        paths = [root.joinpath(*name.split(".")) for root in self.roots]
        for path in paths:
            for file in (path / "__init__.py", path.with_suffix(".py")):
                if file.is_file():
                    return file
        return next((path for path in paths if path.is_dir() and any(path.rglob("*.py"))), None)


def search_path(root: Path) -> tuple[Path, ...]:
    """Return the folders of a project in which a notebook's kernel finds local modules."""
    return (root, root / "src", root / "notebooks")


@cache
def _named_in(path: Path, name: str, package: bool, size: int, modified: int) -> _Named:
    del size, modified  # they tell when to read the file again
    return _named(path.read_text("utf-8", errors="replace"), name, package=package)


def _named(source: str, module: str, *, package: bool) -> _Named:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return _Named((), (), dynamic=True)
    names = [name for node in nodes for name in _names(node, module, package)]
    stars = [
        _origin(node, module, package)
        for node in nodes
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    lazy = any(isinstance(n, ast.FunctionDef) and n.name == "__getattr__" for n in nodes)
    return _Named(tuple(names), tuple(stars), dynamic=lazy or any(map(_dynamic, nodes)))


def _names(node: ast.AST, module: str, package: bool) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        origin = _origin(node, module, package)
        yield origin
        yield from (f"{origin}.{alias.name}" for alias in node.names if alias.name != "*")
    elif isinstance(node, ast.Call) and _dynamic(node) and node.args:
        argument = node.args[0]
        if isinstance(argument, ast.Constant) and "import" in _called(node):
            yield str(argument.value)


def _origin(node: ast.ImportFrom, module: str, package: bool) -> str:
    if not node.level:
        return node.module or ""
    parents = module.split(".")[: None if package else -1]
    kept = parents[: len(parents) - node.level + 1]
    return ".".join([*kept, *filter(None, [node.module])])


def _dynamic(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _called(node) in _DYNAMIC


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""
