"""What code can reach by import: local modules, those that lie elsewhere, and installed distributions.

Files are read and followed; nothing is imported. What cannot be followed counts whole: rather
a rerun too many than one too few.
"""

import ast
import sys
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from os.path import isfile
from pathlib import Path

from claimbook.execution.elsewhere import find_homes
from claimbook.execution.facts import NOWHERE, find_cell_names, find_module_names
from claimbook.execution.names import Names
from claimbook.kept import Index


@dataclass(frozen=True)
class Reach:
    """The modules (name → file) and the top-level names of what is installed that code reaches."""

    modules: Mapping[str, Path]
    outside: frozenset[str]
    lazy: Mapping[str, str]  # what it takes from lazy packages: toys.net → toys.models.net
    prose: bool  # whether any of it may read docstrings


def reach(
    cells: Iterable[str],
    root: Path,
    index: Index = NOWHERE,
    known: MutableMapping[Names, Reach] | None = None,
) -> Reach:
    """Follow the imports of a notebook's `cells` through the modules below the project's `root`.

    Modules elsewhere that are not installed, or in place, are followed too.
    Of a package made lazy by `lazy_loader.attach_stub` those modules count that hold the names
    taken from it. It counts whole if it is handed on as an object, and so does a package that
    is lazy in another way or imports what it does not name (`import_module`). A notebook that
    does the latter counts with every module of the project. Who asks for many notebooks at once hands
    on what is `known` of code that names the same, and has it added to.
    """
    names = _read_cells(tuple(cells), index)
    if known is not None and names in known:
        return known[names]
    found = _follow(names, root, index)
    if known is not None:
        known[names] = found
    return found


def _follow(names: Names, root: Path, index: Index) -> Reach:
    local = _Local(root, index)
    local.follow(names, home="")
    while local.queue or local.add_loose():
        if local.queue:
            local.visit(local.queue.pop())
    return Reach(
        modules=dict(sorted(local.modules.items())),
        outside=frozenset(local.outside),
        lazy=dict(sorted(local.lazy.items())),
        prose=local.prose,
    )


def search_path(root: Path) -> tuple[Path, ...]:
    """Return the folders of a project in which a notebook's kernel finds local modules."""
    return (root, root / "src", root / "notebooks")


def find_file(name: str, folders: Iterable[Path]) -> Path | None:
    """Return the file of a module, or None if no folder holds it."""
    inner = name.replace(".", "/")
    for folder in folders:
        for file in (f"{folder}/{inner}/__init__.py", f"{folder}/{inner}.py"):
            if isfile(file):  # noqa: PTH113 (asked for each name of each notebook: texts are quicker)
                return Path(file)
    return None


def find_module(name: str, root: Path) -> Path | None:
    """Return the file of a module that a fingerprint names, in a project or elsewhere."""
    return find_file(name, (*search_path(root), *find_homes(name.partition(".")[0])))


def find_place(name: str, folders: Sequence[Path]) -> Path | None:
    """Return the file of a module, the folder of a namespace package, or None."""
    if file := find_file(name, folders):
        return file
    paths = (folder.joinpath(*name.split(".")) for folder in folders)
    return next((path for path in paths if path.is_dir() and any(path.rglob("*.py"))), None)


class _Local:
    """The modules found so far, and those whose own imports are still to be followed."""

    def __init__(self, root: Path, index: Index) -> None:
        self.index = index
        # the order in which a kernel finds them: its working folder, then PYTHONPATH
        self.roots = tuple(path for path in search_path(root) if path.is_dir())
        self.modules: dict[str, Path] = {}
        self.outside: set[str] = set()
        self.lazy: dict[str, str] = {}
        self.queue: list[str] = []
        self.met: set[str] = set()  # names that have been added
        self.loose: set[str] = set()  # what is used as an object, if only for some attribute
        self.whole: set[str] = set()  # packages that count with all their modules
        self.prose = False
        self.homes: dict[str, tuple[Path, ...]] = {}  # where what begins with a name may lie
        self.find = cache(self._find)
        self.face = cache(self._read_face)

    def visit(self, module: str) -> None:
        """Follow what a module names itself."""
        path = self.modules[module]
        package = path.name == "__init__.py"
        named = _read_names(path, module, package, *read_state(path), self.index)
        self.follow(named, home=module if package else module.rpartition(".")[0])

    def follow(self, named: Names, *, home: str) -> None:
        self.prose |= named.prose
        for name in named.imported:
            self.add(name)
        for name in named.used:
            if self.find(name.partition(".")[0]) is not None:
                self.add(name)
                self.loose.add(name)
        for package in named.stars:
            self.add_star(package)
        if named.dynamic or (named.face and self.face(home) is None):
            self.add_all(home)

    def add(self, name: str) -> None:
        """Add a module with the packages that hold it; what lies outside is noted by its top."""
        parts = name.split(".")
        if self.find(parts[0]) is None:
            if parts[0] not in sys.stdlib_module_names:
                self.outside.add(parts[0])
        elif name not in self.met:
            self.met.add(name)
            for end in range(1, len(parts) + 1):
                dotted = ".".join(parts[:end])
                path = self.find(dotted)
                if path is not None and path.is_file() and dotted not in self.modules:
                    self.modules[dotted] = path
                    self.queue.append(dotted)
                self.take(dotted, *parts[end : end + 1])

    def take(self, package: str, name: str = "") -> None:
        """Add what a lazy package loads when a name is taken from it."""
        face = self.face(package) if name else None
        if face is None:
            return
        if name in face:
            self.lazy[f"{package}.{name}"] = face[name]
            self.add(face[name])
        elif self.find(f"{package}.{name}") is None:
            self.loose.add(package)  # no name that it declares: __dict__, or a mistake

    def add_star(self, package: str) -> None:
        face = self.face(package)
        if face is None:
            self.add_all(package)
        for name in face or ():
            self.add(f"{package}.{name}")
            self.loose.add(f"{package}.{name}")

    def add_all(self, package: str) -> None:
        """Add every module of a package, or of the project if no package is named."""
        self.whole.add(package)
        for root in self.homes.get(package.partition(".")[0], self.roots):
            folder = root.joinpath(*filter(None, package.split(".")))
            tops = [folder] if package else [path.parent for path in root.glob("*/__init__.py")]
            found = [] if package else [*root.glob("*.py")]
            for path in sorted([*found, *(path for top in tops for path in top.rglob("*.py"))]):
                parts = path.relative_to(root).with_suffix("").parts
                self.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))

    def add_loose(self) -> bool:
        """Add all modules of the lazy packages that were handed on; tell whether any was."""
        lazy = [module for module in self.modules if self.face(module) is not None]
        found = [
            package for package in lazy if package not in self.whole and self.is_given(package)
        ]
        for package in found:
            self.add_all(package)
        return bool(found)

    def is_given(self, package: str) -> bool:
        parts = package.split(".")
        return any(".".join(parts[:end]) in self.loose for end in range(1, len(parts) + 1))

    def _read_face(self, package: str) -> Mapping[str, str] | None:
        """Return where a lazy package finds its names, or None if it is no such package."""
        path = self.find(package)
        if path is None or path.name != "__init__.py":
            return None
        named = _read_names(path, package, True, *read_state(path), self.index)
        stub = path.with_suffix(".pyi")
        if not named.face or named.dynamic or not stub.is_file():
            return None
        return _read_stub(stub, package, *read_state(stub))

    def _find(self, name: str) -> Path | None:
        """Return the file of a module, the folder of a namespace package, or None."""
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names:
            return None
        if top not in self.homes:
            self.homes[top] = self.roots if find_place(top, self.roots) else find_homes(top)
        return find_place(name, self.homes[top])


def read_state(path: Path) -> tuple[int, int]:
    """Return what tells when a file must be read again: its size and time of change.

    Whoever unpacks or copies a file may give it an older time, but not an older one of its own state.
    """
    stat = path.stat()
    return stat.st_size, max(stat.st_mtime_ns, stat.st_ctime_ns)


@lru_cache(maxsize=1024)
def _read_cells(sources: tuple[str, ...], index: Index) -> Names:
    return find_cell_names(sources, index)


@cache
def _read_names(
    path: Path, name: str, package: bool, size: int, modified: int, index: Index
) -> Names:
    del size, modified
    text = path.read_text("utf-8", errors="replace")
    return find_module_names(text, name, index, package=package)


@cache
def _read_stub(path: Path, package: str, size: int, modified: int) -> Mapping[str, str] | None:
    """Return the names of a stub and where they are found, as `lazy_loader` reads it."""
    del size, modified
    try:
        nodes = [*ast.walk(ast.parse(path.read_text("utf-8", errors="replace")))]
    except SyntaxError:
        return None
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    if any(node.level != 1 or node.names[0].name == "*" for node in imports):
        return None
    # a submodule wins over an attribute of the same name
    ordered = sorted(imports, key=lambda node: node.module is None)
    homes = {
        alias.name: [package, *filter(None, [node.module])]
        for node in ordered
        for alias in node.names
    }
    return {name: ".".join([*home, name]) for name, home in homes.items()}
