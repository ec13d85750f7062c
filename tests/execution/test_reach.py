"""Which local modules a notebook reaches, and how far a lazy package is followed."""

import pytest

from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.imports import reach
from claimbook.execution.reasons import explain
from small_project import Project

FACE = """\
import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
"""
STUB = """\
from . import style as style
from .deep.er import layer as layer
from .models import net as net
"""
TOYS = {
    "__init__.py": FACE,
    "__init__.pyi": STUB,
    "deep/__init__.py": "",
    "deep/er.py": "layer = 1\n",
    "models.py": "from toys.sizes import width\n\n\ndef net():\n    return width\n",
    "sizes.py": "width = 1\n",
    "style.py": "def use(): ...\n",
    "unlisted.py": "",
}
NET = {"toys", "toys.models", "toys.sizes"}
LISTED = {*NET, "toys.deep", "toys.deep.er", "toys.style"}
WHOLE = {*LISTED, "toys.unlisted"}


@pytest.fixture
def toys(project: Project) -> Project:
    """A project with a lazy package, a module that hands it on, and a plain one."""
    for name, text in TOYS.items():
        project.write(f"src/toys/{name}", text)
    project.write("notebooks/handing.py", "import toys\n")
    project.write("src/plain.py", "")
    return project


def reached(project: Project, *cells: str) -> set[str]:
    return {*reach(cells, project.root).modules}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("from toys import net", NET),
        ("from toys import net as n\nn()", NET),
        ("from toys.models import net", NET),
        ("import toys\ntoys.net()", NET),
        ("import toys as t\nt.net().shape", NET),
        ("def late():\n    from toys import net", NET),
        ("from importlib import import_module\nimport_module('toys.models')", NET),
        ("from toys import style\nstyle.use()", {"toys", "toys.style"}),
        ("from toys import unlisted", {"toys", "toys.unlisted"}),
        ("from toys import layer", {"toys", "toys.deep", "toys.deep.er"}),
        ("import toys.style\ntoys.net()", {*NET, "toys.style"}),
        ("import toys", {"toys"}),
        ("from toys import *", LISTED),
        ("model.eval()", set()),
    ],
)
def test_names_of_a_lazy_package_are_followed(toys: Project, cell: str, expected: set[str]) -> None:
    """Only the modules count that hold what is taken, and what these import in their turn."""
    assert reached(toys, cell) == expected


def test_cells_of_a_notebook_are_read_together(toys: Project) -> None:
    """What one cell imports, another may use."""
    assert reached(toys, "import toys as t", "t.net()") == NET


@pytest.mark.parametrize(
    "cell",
    [
        "import toys\nshow(toys)",
        "import toys\ngetattr(toys, 'n' + 'et')",
        "import toys as t\nother = t\nother.net()",
        "import toys as t\nglobals()['t'].net()",
        "import toys\ntoys.__dict__['net']",
        "import toys\ntoys.no_such_name",
        "import sys\nimport toys.style\nsys.modules['toys'].net()",
        "from importlib import import_module\nimport_module('toys').net()",
    ],
)
def test_lazy_package_that_is_handed_on_counts_whole(toys: Project, cell: str) -> None:
    """Once the package itself goes somewhere, every one of its modules may be meant."""
    assert reached(toys, cell) == WHOLE


def test_module_hands_on_what_it_binds(toys: Project) -> None:
    """A package that a module imports can be read through that module."""
    assert reached(toys, "import handing\nhanding.toys.net()") == {*WHOLE, "handing"}


@pytest.mark.parametrize(
    "cell",
    [
        "exec(code)",
        "import builtins\nbuiltins.eval(code)",
        "__import__(name)",
        "from importlib import import_module as load\nload('toys')",
        "from importlib import import_module\nimport_module('.models', 'toys')",
        "from importlib import import_module\nlist(map(import_module, names))",
        "import lazy_loader\nt = lazy_loader.load('toys')",
        "get_ipython().run_line_magic('run', 'handing.py')",
        "import toys as",
    ],
)
def test_notebook_that_cannot_be_followed_counts_with_all(toys: Project, cell: str) -> None:
    """A notebook that may import anything depends on every module of the project."""
    assert reached(toys, cell) == {*WHOLE, "handing", "plain"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("__init__.py", "def __getattr__(name):\n    raise AttributeError(name)\n"),
        ("__init__.py", FACE.replace("import lazy_loader", "import lazy_loader as lazy_loader")),
        ("__init__.py", FACE.replace("attach_stub(__name__, __file__)", "attach(__name__, subs)")),
        ("__init__.py", FACE + "from toys.style import __getattr__\n"),
        ("__init__.py", FACE + "net = lazy_loader.load('toys.models').net\n"),
        ("__init__.py", FACE + FACE.partition("\n\n")[2].replace("__name__", "'toys'")),
        ("__init__.pyi", "from .models import *\n"),
        ("__init__.pyi", "from toys.models import net\n"),
        ("__init__.pyi", "from ..toys.models import net\n"),
        ("__init__.pyi", "from .models import\n"),
    ],
)
def test_other_lazy_packages_count_whole(toys: Project, name: str, text: str) -> None:
    """Nothing but the library's stub, as the library would read it, is taken at its word."""
    toys.write(f"src/toys/{name}", text)
    assert reached(toys, "from toys import net") == WHOLE


def test_stub_that_is_missing(toys: Project) -> None:
    """Without its stub a lazy package counts whole."""
    (toys.root / "src" / "toys" / "__init__.pyi").unlink()
    assert reached(toys, "from toys import net") == WHOLE


def test_getattr_of_a_class_is_no_lazy_package(toys: Project) -> None:
    """A class may answer for its own attributes without hiding an import."""
    toys.write("src/plain.py", "class Box:\n    def __getattr__(self, name): ...\n")
    assert reached(toys, "import plain") == {"plain"}


def test_lazy_package_inside_a_lazy_package(toys: Project) -> None:
    """A name that is handed down two faces leads to the one module that holds it."""
    toys.write("src/toys/__init__.pyi", "from .deep import layer as layer\n")
    toys.write("src/toys/deep/__init__.py", FACE)
    toys.write("src/toys/deep/__init__.pyi", "from .er import layer as layer\n")
    toys.write("src/toys/deep/est.py", "")
    assert reached(toys, "from toys import layer") == {"toys", "toys.deep", "toys.deep.er"}


def test_name_called_like_its_module(toys: Project) -> None:
    """A name that a module of the same name holds is followed into it."""
    toys.write("src/toys/__init__.pyi", "from .sizes import sizes as sizes\n")
    assert reached(toys, "from toys import sizes") == {"toys", "toys.sizes"}


def test_name_that_moves_is_told(toys: Project) -> None:
    """A stub matters by the names that are taken: where one is found now, and no other."""
    toys.add("tiny")
    toys.edit("tiny", "payload = {", "from toys import net, style\\npayload = {")
    book = toys.book
    before = take_fingerprint(book.get_notebook("tiny"), book.settings, "full")
    toys.write("src/toys/__init__.pyi", STUB + "from .sizes import width as width\n")
    assert take_fingerprint(book.get_notebook("tiny"), book.settings, "full") == before
    toys.write("src/toys/__init__.pyi", STUB.replace(".models import", ".style import"))
    after = take_fingerprint(book.get_notebook("tiny"), book.settings, "full")
    assert explain(before.parts, after.parts) == [
        "toys.net toys.models.net → toys.style.net",
        "modules toys.models, toys.sizes removed",
    ]
