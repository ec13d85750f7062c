"""Libraries are used as they are offered: nothing of theirs is changed, nothing private is used."""

import ast
import importlib
import inspect
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
FILES = sorted(
    path.relative_to(ROOT)
    for path in [*(SOURCE / "claimbook").rglob("*.py"), *(ROOT / "hooks").rglob("*.py")]
)
ENGINE = [path for path in FILES if path.parts[0] == "src" and "lab" not in path.parts]


def is_foreign(module: str) -> bool:
    """Whether a module is neither ours nor Python's."""
    top = module.partition(".")[0]
    return bool(top) and top not in {*sys.stdlib_module_names, "claimbook"}


def is_private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def bound(tree: ast.Module) -> set[str]:
    """The names that an import of a library binds, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            foreign = (alias for alias in node.names if is_foreign(alias.name))
            names |= {alias.asname or alias.name.partition(".")[0] for alias in foreign}
        elif isinstance(node, ast.ImportFrom) and not node.level and is_foreign(node.module or ""):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def root_of(node: ast.AST) -> str:
    """The name that a chain of attributes, subscripts and calls begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def private_imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for module in modules:
            if is_foreign(module) and any(map(is_private, module.split("."))):
                yield f"line {node.lineno} imports {module}"


def private_accesses(tree: ast.Module) -> Iterator[str]:
    names = bound(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and root_of(node) in names:
            yield f"line {node.lineno} uses {ast.unparse(node)}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "setattr"):
            named = node.args[1] if len(node.args) > 1 else None
            if isinstance(named, ast.Constant) and is_private(str(named.value)):
                yield f"line {node.lineno} uses {ast.unparse(node)}"


def inherited_accesses(tree: ast.Module) -> Iterator[str]:
    """Private names that a class takes from a library's class that it is made of."""
    names = bound(tree)
    for made in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        if not any(root_of(base) in names for base in made.bases):
            continue
        own = {n.name for n in ast.walk(made) if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
        reads = []
        for node in ast.walk(made):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                own.add(node.id)
            if isinstance(node, ast.Attribute) and is_private(node.attr):
                if ast.unparse(node.value) not in ("self", "cls", "super()"):
                    continue
                if isinstance(node.ctx, ast.Store):
                    own.add(node.attr)
                else:
                    reads.append(node)
        for node in reads:
            if node.attr not in own or ast.unparse(node.value) == "super()":
                yield f"line {node.lineno} uses {ast.unparse(node)}"


def assignments(tree: ast.Module) -> Iterator[str]:
    """What changes an attribute or an item of something that an import of a library binds."""
    names = bound(tree)
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, (ast.Assign, ast.Delete)):
            targets = list(node.targets)
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            targets = [node.target]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("setattr", "delattr"):
            targets = [ast.Attribute(node.args[0], "…", ast.Store())]
        flat = [part for one in targets for part in ast.walk(one)]
        for target in flat:
            stored = isinstance(getattr(target, "ctx", None), (ast.Store, ast.Del))
            within = isinstance(target, (ast.Attribute, ast.Subscript)) and stored
            called = any(isinstance(link, ast.Call) for link in chain(target))
            if within and not called and root_of(target) in names:
                yield f"line {node.lineno} changes {ast.unparse(target)}"


def chain(node: ast.AST) -> Iterator[ast.AST]:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        yield node
        node = node.func if isinstance(node, ast.Call) else node.value


def faults(source: str) -> list[str]:
    tree = ast.parse(source)
    return [
        *private_imports(tree),
        *private_accesses(tree),
        *inherited_accesses(tree),
        *assignments(tree),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "from markdown import _x",
        "from markdown._x import y",
        "import markdown._x",
        "import markdown\nmarkdown._x()",
        "import markdown.util as u\nu.a._b.c",
        "def f():\n    from markdown import util\n    return util.X._y",
        "import markdown\ngetattr(markdown, '_x')",
        "import markdown\nmarkdown.x = 1",
        "import markdown\nmarkdown.util.x += 1",
        "from markdown import util\ndel util.x",
        "from markdown import util\nutil.TABLE['a'] = 1",
        "from markdown import util\na, util.x = 1, 2",
        "import markdown\nsetattr(markdown, 'x', 1)",
        "from markdown import Markdown\nMarkdown.convert = f",
        "from m import B\nclass A(B):\n    def f(self):\n        return self._x",
        "from m import B\nclass A(B):\n    def _x(self):\n        return super()._x()",
    ],
)
def test_a_fault_is_seen_however_it_is_written(source: str):
    """Imports, accesses and assignments, late ones and those through a class too."""
    assert len(faults(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from os import _exit\nimport sys\nsys.stdout = x",
        "from claimbook.errors import _x",
        "from . import _x",
        "import markdown\nmarkdown.__version__",
        "import markdown\nmd = markdown.Markdown()\nmd.x = 1",
        "from m import B\nclass A(B):\n    def __init__(self):\n        self._x = 1\n    def f(self):\n"
        "        return self._x",
        "class A:\n    def f(self):\n        return self._x",
        "from markdown import util\nx = util.y",
    ],
)
def test_what_is_ours_or_pythons_is_no_fault(source: str):
    """A class of our own may have private names, and an object that we made may be set up."""
    assert faults(source) == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_libraries_are_used_as_they_are_offered(path: Path):
    """No private name of theirs is used, and nothing that they bring is changed."""
    assert faults((ROOT / path).read_text("utf-8")) == []


def overridden(made: type) -> Iterator[str]:
    """The private names of a library's class that a class of ours writes again."""
    theirs = [base for base in made.__mro__[1:] if is_foreign(base.__module__)]
    (written,) = ast.parse(textwrap.dedent(inspect.getsource(made))).body
    names = {
        getattr(node, "name", None) or getattr(node, "attr", None) or getattr(node, "id", "")
        for node in ast.walk(written)
        if isinstance(node, ast.FunctionDef) or isinstance(getattr(node, "ctx", None), ast.Store)
    }
    for name in sorted(filter(is_private, names)):
        if any(name in vars(base) for base in theirs):
            yield f"{made.__qualname__}.{name}"


def test_an_overridden_name_is_seen():
    """Where a library's class has it, whether it is a method or an attribute."""
    assert list(overridden(Meddling)) == ["Meddling._compile", "Meddling._parse"]


class Meddling(Environment):
    """Overrides what it should not."""

    _compile = None

    def _parse(self) -> None:
        self._own = 1


@pytest.mark.parametrize("path", ENGINE, ids=str)
def test_no_private_name_is_overridden(path: Path):
    """A class made of a library's class leaves the private names of that alone."""
    dotted = ".".join(path.relative_to("src").with_suffix("").parts).removesuffix(".__init__")
    if dotted.endswith("__main__"):
        return  # it runs the command line
    module = importlib.import_module(dotted)
    made = [one for _, one in inspect.getmembers(module, inspect.isclass)]

    assert [name for one in made if one.__module__ == dotted for name in overridden(one)] == []
