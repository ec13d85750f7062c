"""Nothing that is shown depends on the machine's locale."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from small_project import Project

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "hooks").rglob("*.py")])
TEMPLATES = sorted((ROOT / "src" / "claimbook" / "pages" / "templates").iterdir())
# strftime's directives whose text the locale chooses, and the number format that it does
LOCAL = re.compile(r"%[-#_^0]?[aAbBcxXpr](?![A-Za-z0-9])")
NUMBER = re.compile(r"[<>=^+\d]*n")
SHOWS = """
import locale, sys
from datetime import date
from pathlib import Path
if sys.argv[1] == "foreign":
    locale.setlocale(locale.LC_ALL, "")
    assert date(2024, 3, 1).strftime("%B") == "März"
from claimbook.cli.main import main
from claimbook.wording.numbers import show_day, show_number
print(*(show_day(date(2024, month, 1)) for month in range(1, 13)), show_number(12345.678), sep="\\n")
try:
    main(sys.argv[2:])
finally:
    print(*(path.read_text("utf-8") for path in sorted(Path("notebooks").iterdir())))
"""


def local_formats(source: str) -> Iterator[int]:
    """Yield the lines of a module in which the machine's locale would choose words or signs."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    specs = [one.format_spec for one in ast.walk(tree) if isinstance(one, ast.FormattedValue)]
    numbers = {
        id(part) for spec in specs if isinstance(spec, ast.JoinedStr) for part in spec.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            number = id(node) in numbers and NUMBER.fullmatch(node.value)
            if id(node) not in prose and (number or LOCAL.search(node.value)):
                yield node.lineno
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names]
            if "locale" in (*names, getattr(node, "module", "")):
                yield node.lineno


@pytest.mark.parametrize(
    "line",
    [
        'day.strftime("%d %B %Y")',
        'f"{day:%-d %b %Y}"',
        'FORM = "%x"',
        'f"{count:n}"',
        "import locale",
        "from locale import format_string",
    ],
)
def test_local_formats_are_seen(line: str) -> None:
    """Whatever asks the locale is found, and what does not is not."""
    assert list(local_formats(f'"""Prose may say %B."""\n{line}\n')) == [2]
    assert list(local_formats('f"{day:%Y-%m-%d} {share:.0f} %"; "%s and %d"; "50%20b"')) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_asks_the_locale(path: Path) -> None:
    """No module formats a day or a number as the machine's locale would."""
    assert list(local_formats(path.read_text("utf-8"))) == []


def test_no_template_asks_the_locale() -> None:
    """No template formats a day as the machine's locale would."""
    found = [path.name for path in TEMPLATES if LOCAL.search(path.read_text("utf-8"))]
    assert found == []


@pytest.fixture(scope="session")
def german(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine that speaks German; its locale is compiled here."""
    folder = tmp_path_factory.mktemp("locales")
    command = ["localedef", "-i", "de_DE", "-f", "UTF-8", str(folder / "de_DE.UTF-8")]
    made = shutil.which("localedef") and not subprocess.run(command, capture_output=True).returncode
    if not made:
        pytest.skip("no locale can be compiled here")
    return {**os.environ, "LOCPATH": str(folder), "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"}


def test_german_machine_shows_the_same(project: Project, german: dict[str, str]) -> None:
    """Days, numbers and a new notebook are the same, letter for letter, under another locale."""
    (project.root / "post.txt").write_bytes((ROOT / "tests" / "posts" / "english.txt").read_bytes())
    shown = {}
    for place in ("here", "foreign"):
        for path in (project.root / "notebooks").iterdir():
            path.unlink()
        shown[place] = subprocess.run(
            [sys.executable, "-c", SHOWS, place, "import", "post.txt"],
            cwd=project.root,
            env=german if place == "foreign" else None,
            capture_output=True,
            text=True,
        ).stdout
    assert "1 March 2024\n" in shown["here"]
    assert "\n12,346\n" in shown["here"]
    assert "wrote notebooks/" in shown["here"]
    assert shown["foreign"] == shown["here"]
