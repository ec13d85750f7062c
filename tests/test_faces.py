"""Each package says in its face, `__init__.py`, what its modules are for and which others may import."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "src" / "claimbook"
ROOMS = sorted(path.parent.name for path in ENGINE.glob("*/__init__.py"))


def modules_of(room: str) -> set[str]:
    return {path.stem for path in (ENGINE / room).glob("*.py")} - {"__init__"}


def face_of(room: str) -> list[str]:
    return list(import_module(f"claimbook.{room}").__all__)


def imports_in(source: str) -> Iterator[tuple[str, str]]:
    """Yield a room and what of it is imported: a module, or a name that its face offers."""
    for node in ast.walk(ast.parse(source)):
        dotted: list[str] = []
        if isinstance(node, ast.Import):
            dotted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            dotted = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in dotted:
            parts = name.split(".")
            if len(parts) > 2 and parts[0] == "claimbook" and parts[1] in ROOMS:
                yield parts[1], parts[2]


@cache
def imported_by_others() -> frozenset[tuple[str, str, str]]:
    """Every import across rooms, as room, what is imported, and the file that does it."""
    found = set()
    for path in [*ENGINE.rglob("*.py"), *(ROOT / "hooks").glob("*.py")]:
        for room, name in imports_in(path.read_text("utf-8")):
            if ENGINE / room not in path.parents:
                found.add((room, name, str(path.relative_to(ROOT))))
    return frozenset(found)


@cache
def imported_by_notebooks() -> frozenset[str]:
    """What notebooks import of the lab, by its last name."""
    found = set()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                for node in ast.walk(ast.parse("".join(cell["source"]))):
                    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                        "claimbook.lab"
                    ):
                        found |= {alias.name for alias in node.names}
    return frozenset(found)


def test_imports_are_seen() -> None:
    """An import counts wherever it stands and however it is written."""
    source = (
        "def late():\n    from claimbook.pages import survey, page as p\n"
        "import claimbook.prose.binding\nfrom claimbook.prose.citekeys import key_of\n"
        "from claimbook.errors import ClaimbookError\nfrom claimbook import __version__\n"
    )
    assert sorted(imports_in(source)) == [
        ("pages", "page"),
        ("pages", "survey"),
        ("prose", "binding"),
        ("prose", "citekeys"),
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_face_names_every_module(room: str) -> None:
    """The docstring of a package says of each module what it is for."""
    said = import_module(f"claimbook.{room}").__doc__ or ""
    missing = modules_of(room) - set(re.findall(r"`(\w+)`", said))
    assert missing == set(), f"say in src/claimbook/{room}/__init__.py what they are for"


@pytest.mark.parametrize("room", ROOMS)
def test_others_import_what_a_face_lists(room: str) -> None:
    """No other room and no hook imports what a package does not offer."""
    hidden = [
        f"{file} imports {room}.{name}"
        for where, name, file in sorted(imported_by_others())
        if where == room and name not in face_of(room)
    ]
    assert hidden == [], f"list it in __all__ of src/claimbook/{room}/__init__.py, or leave it"


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "lab"])
def test_face_lists_what_others_import(room: str) -> None:
    """A module that a package offers is imported by another room or by a hook."""
    used = {name for where, name, _ in imported_by_others() if where == room}
    idle = [name for name in face_of(room) if name in modules_of(room) and name not in used]
    assert idle == [], f"take it out of __all__ of src/claimbook/{room}/__init__.py"


def test_face_of_the_lab_is_what_notebooks_import() -> None:
    """The lab offers what notebooks import, and nothing else."""
    assert imported_by_notebooks() == set(face_of("lab"))


@pytest.mark.parametrize("room", ROOMS)
def test_everything_offered_is_there(room: str) -> None:
    """`from claimbook.room import *` gives all that a face lists, once and in order."""
    names = face_of(room)
    assert names == sorted(set(names))
    code = f"from claimbook.{room} import *; print(*sorted(set({names}) - set(globals())))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stderr, done.stdout) == ("", "\n")
