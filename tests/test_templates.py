"""HTML is written in templates, and nowhere else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path.relative_to(ROOT)
    for path in [*(ROOT / "src" / "claimbook").rglob("*.py"), *(ROOT / "hooks").rglob("*.py")]
)
# A tag with its name, its end or an attribute: `<div`, `</p>`, `<a href`; not `<slug>`, not `a < b`.
NAMES = (
    "a abbr article aside audio b blockquote br button cite code col dd del details div dl dt em figcaption"
    " figure footer form h[1-6] head header hr html i iframe img input label li link main mark math meta nav"
    " ol option p picture pre q s samp script section select small span strong style sub summary sup svg"
    " table tbody td template textarea tfoot th thead time tr u ul video"
)
TAG = re.compile(rf"</?(?:{'|'.join(NAMES.split())})(?=[\s/>]|$)", re.IGNORECASE)
# What may hold one: module, the beginning of the string, and why. Each must be needed.
EXEMPT: dict[tuple[str, str], str] = {
    ("src/claimbook/lab/figures.py", "<svg"): "finds where a picture begins",
    ("src/claimbook/prose/htmlblocks.py", "^ {0,3}("): "a pattern that reads what an author wrote",
    (
        "src/claimbook/prose/htmlblocks.py",
        "\\s*<summary",
    ): "a pattern that reads what an author wrote",
    ("src/claimbook/prose/mathml.py", "<p>((?:\\s*"): "finds a paragraph that is only formulas",
    ("src/claimbook/prose/mathml.py", ")+)\\s*</p>"): "finds a paragraph that is only formulas",
    (
        "src/claimbook/prose/mathml.py",
        "<p></p>",
    ): "takes away a paragraph that only defined commands",
    ("src/claimbook/prose/mathml.py", "</math>"): "asks whether a formula was made",
}


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Yield every string of a module but its docstrings, with its line; f-strings piece by piece."""
    tree = ast.parse(source)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told:
            if isinstance(node.value, bytes):
                yield node.lineno, node.value.decode("latin-1")
            elif isinstance(node.value, str):
                yield node.lineno, node.value


def markup(source: str) -> list[tuple[int, str]]:
    """Find the strings that hold a tag, each with its line."""
    return [(line, text.strip()) for line, text in strings(source) if TAG.search(text)]


def is_exempt(path: Path, text: str) -> bool:
    return any(str(path) == name and text.startswith(start) for name, start in EXEMPT)


@pytest.mark.parametrize(
    "source",
    [
        'x = "<div>"',
        "x = f'<p class=\"{y}\">'",
        'x = "a</span>"',
        "def f():\n    return '<a ' + x",
        'x = b"<br>"',
        'x = """\n<TABLE>"""',
        'x = "<" "li>"',
    ],
)
def test_markup_is_seen_however_it_is_written(source: str):
    """In plain strings, in f-strings, in bytes, joined or in capitals."""
    assert len(markup(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""A `<div>` in a docstring."""',
        'def f():\n    """Return `<p>`."""',
        "x = 1  # <div>",
        'x = "runs/<slug>/<profile>"',
        'x = "a < b, <- and <script-like>"',
    ],
)
def test_what_is_no_markup_is_not_taken_for_it(source: str):
    """Docstrings, comments, places to fill in and signs of comparison."""
    assert markup(source) == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_python_writes_no_html(path: Path):
    """A string of the engine or of a hook holds no tag, unless it is exempt for a reason."""
    found = [
        f"line {line}: {text}"
        for line, text in markup((ROOT / path).read_text("utf-8"))
        if not is_exempt(path, text)
    ]

    assert found == [], "write it in src/claimbook/pages/templates"


def test_every_exemption_is_needed():
    """A string that no longer holds markup is no exception any more."""
    held = [(str(path), text) for path in FILES for _, text in markup((ROOT / path).read_text())]
    idle = [
        (path, start)
        for path, start in EXEMPT
        if not any(name == path and text.startswith(start) for name, text in held)
    ]

    assert idle == []
