"""What a notebook holds that cannot be brought in: every line of it, so that one look is enough.

Code in cells is often Python and something else besides. That something is found with Python's own
parser: a line that it stumbles over, and that begins as a magic does, is put aside, and the parser
goes on behind it. So a `%` in the middle of a text or of a product is never taken for one.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimbook.errors import ClaimbookError
from claimbook.notebook.code import parse
from claimbook.notebook.document import Document, read_source

_ASSIGNED = r"(?:[A-Za-z_][\w.,\s]*=\s*)?"
_SHELL = re.compile(rf"\s*{_ASSIGNED}!")
_MAGIC = re.compile(rf"\s*{_ASSIGNED}%[A-Za-z]")
_HELP = re.compile(r"\s*(?:\?|[\w.*%]+\s*\?\??\s*$)")
_INSTALL = re.compile(r"\b(?:pip3?|conda|mamba|uv)\b.*\binstall\b")
_SEEN = 500  # characters of a shell line that are looked at
_MOST = 50  # faults of a cell: the parser begins anew behind each
_PACKAGE = "name its packages in pyproject.toml, and delete the line"
_CURES = {
    "matplotlib": "delete the line: pictures need it no longer",
    "config": "delete the line: `style.use()` of the lab sets how pictures look",
    "load_ext": "delete the line, and write what it was for in Python",
    "autoreload": "delete the line: every run is a fresh kernel",
    "time": "delete the magic: a page says how long its run took",
    "timeit": "delete the line, or time it with `time.perf_counter`",
    "run": "import what the file defines",
    "pip": _PACKAGE,
    "conda": _PACKAGE,
}


@dataclass(frozen=True)
class Clean:
    """The Python of a cell, with `pass` in the place of what is none, and what that was."""

    source: str
    faults: tuple[tuple[int, str, str], ...]  # line, what it is, what to do


def find_obstacles(raw: Document, where: str) -> Iterator[ClaimbookError]:
    """Yield every reason why a notebook of nbformat 4 cannot be adopted, with cell and line."""
    if kernel := find_kernel(raw):
        what = f"is written for the kernel {kernel}, and pages run Python"
        yield ClaimbookError(what, where=where, fix="bring its code into Python first")
        return  # whose lines are no Python, all of them
    tagged = 0
    for number, cell in enumerate(raw["cells"], start=1):
        if cell["cell_type"] != "code":
            continue
        tags = cell.get("metadata", {}).get("tags", [])
        tagged += isinstance(tags, list) and "parameters" in tags
        for line, what, fix in clean_code(read_source(cell)).faults:
            yield ClaimbookError(what, where=f"{where}, cell {number}, line {line}", fix=fix)
    if tagged > 1:
        fix = "put the parameters into one cell"
        yield ClaimbookError(f"{tagged} cells are tagged `parameters`", where=where, fix=fix)


def find_kernel(raw: Document) -> str:
    """Return the name of a kernel that is not Python's; nothing where it is, or none is named."""
    metadata = raw.get("metadata", {})
    for key, name in (
        ("kernelspec", "language"),
        ("language_info", "name"),
        ("kernelspec", "name"),
    ):
        part = metadata.get(key)
        value = part.get(name) if isinstance(part, dict) else None
        if isinstance(value, str) and value:
            known = re.search(r"python|ipykernel|conda|venv", value.lower())
            return "" if known or (key, name) == ("kernelspec", "name") else value
    return ""


def clean_code(source: str) -> Clean:
    r"""Put aside what of a cell's code is not Python.

    >>> clean_code("%time x = 1\ny = 2").faults
    ((1, 'is the magic %time', 'delete the magic: a page says how long its run took'),)
    """
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%"):
        number, name = lines.index(first) + 1, first.split()[0]
        fix = _CURES.get(name.strip("%"), "write what it does in Python")
        return Clean("pass", ((number, f"is the magic {name} of a whole cell", fix),))
    faults: list[tuple[int, str, str]] = []
    while len(faults) < _MOST:
        try:
            tree = parse("\n".join(lines))
        except SyntaxError as error:
            at = min(max(error.lineno or 1, 1), len(lines))
            found = _describe_line(lines[at - 1])
            if found is None:
                what = f"is not Python: {error.msg}"
                return Clean("pass", (*faults, (at, what, "mend it, or delete the cell")))
            faults.append((at, *found))
            _put_aside(lines, at - 1)
        else:
            return Clean("\n".join(lines), (*faults, *_find_questions(tree)))
    return Clean("pass", tuple(faults))


def _describe_line(line: str) -> tuple[str, str] | None:
    """Say what a line is that is no Python, and what to do about it; None if that is not known."""
    if _SHELL.match(line):
        install = _INSTALL.search(line[:_SEEN])
        fix = _PACKAGE if install else "do it in Python, or delete the line"
        return f"is a shell line: {line.strip()[:60]}", fix
    if _MAGIC.match(line):
        name = line[line.index("%") + 1 :].lstrip("%").split()[0]
        return f"is the magic %{name}", _CURES.get(name.partition("(")[0], "write it in Python")
    if _HELP.match(line):
        return f"asks for help: {line.strip()[:60]}", "delete the line"
    return None


def _put_aside(lines: list[str], index: int) -> None:
    """Write `pass` where a line stands, and where it goes on."""
    indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
    while True:
        line, lines[index] = lines[index], f"{indent}pass"
        index += 1
        if not line.rstrip().endswith("\\") or index == len(lines):
            return


def _find_questions(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Find where code waits for a person: nobody is there when it is run."""
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id == "input":
            yield called.lineno, "waits for what a person types", "give the value in the code"
