"""The same notebooks for Claimbook and for what a writer would use instead of it.

    python benchmarks/workload.py FOLDER --kind light -n 1000
    python benchmarks/workload.py FOLDER --languages 2

lays four projects into FOLDER: `claimbook`, `jupyter` (MkDocs with mkdocs-jupyter), `plain` (MkDocs
with a plain Markdown page for each notebook) and `loop` (notebooks alone, for papermill).

The site of a peer is in one language, and so is Claimbook's unless two are asked for, as this project
has them: then each notebook has two pages, and each written page is there twice.

A *light* notebook has a paragraph and a cell that prints a number. A *heavy* one has ten pieces of
prose and eight cells of NumPy with two figures, about two CPU seconds. Claimbook's have a claim,
a measurement and a record of a paper besides.
"""

import argparse
import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.job import make_source
from claimbook.execution.provenance import begin_provenance
from claimbook.execution.store import Store
from claimbook.model.run import make_run
from claimbook.notebook.book import open_book

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("mkdocs.yml", "pyproject.toml", "CHANGELOG.md", "hooks", "docs")
LANGUAGES = re.compile(r"^    languages:.*\n(?:      .*\n?)+", re.MULTILINE)  # in mkdocs.yml
SECOND = "ko"  # whose written pages have a folder
WORKS = 16
MEASUREMENT = "application/vnd.claimbook.measurement+json"
Cell = tuple[str, str]  # its kind and its source


@dataclass(frozen=True)
class Kind:
    """A kind of notebook: its cells, with `NUMBER` and `NEXT` where notebooks differ."""

    cells: Sequence[Cell]

    def fill(self, number: int, following: str) -> list[Cell]:
        """Return the cells of one notebook; `following` is what it leads to."""
        known = {"NUMBER": str(number), "NEXT": following, "WORK": f"writer{number % WORKS}"}
        return [(kind, _replace(source, known)) for kind, source in self.cells]


def _replace(text: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(name, value)
    return dedent(text).strip()


LIGHT = Kind(
    [
        ("markdown", "## Case NUMBER\n\nA word on $y_{NUMBER}^2$.\n\nThen comes [another](NEXT)."),
        ("code", "y = NUMBER\nprint(y + 1)"),
    ]
)
HEAVY = Kind(
    [
        (
            "markdown",
            "## Case NUMBER\n\nA walk whose step is drawn at random, and a matrix of draws.",
        ),
        (
            "code",
            "import matplotlib.pyplot as plt\nimport numpy as np\n\ndraws = np.random.default_rng(NUMBER)",
        ),
        (
            "markdown",
            r"""
            ### A matrix

            Let $B \in \mathbb{R}^{n \times N}$ have entries drawn from one normal distribution, and let

            $$
            A = \frac{1}{N} B B^T, \qquad \operatorname{tr} A = \sum_{k=1}^n \lambda_k .
            $$
            """,
        ),
        ("code", "n, N = 420, 2000\nB = draws.standard_normal((n, N))\nA = B @ B.T / N\nA.shape"),
        (
            "markdown",
            """
            | what | written | here |
            |---|---|---|
            | rows | $n$ | 420 |
            | columns | $N$ | 2000 |

            1. draw the entries
            2. multiply
            3. find the spectrum
            """,
        ),
        ("code", "for _ in range(12):\n    spectrum = np.linalg.eigvalsh(A)\nspectrum[:4]"),
        (
            "markdown",
            "### A walk\n\nEach walker is pulled back by `np.tanh`; it stays near the origin.",
        ),
        (
            "code",
            """
            def walk(steps, walkers=20_000):
                at = draws.standard_normal(walkers)
                spread = np.empty(steps)
                for step in range(steps):
                    at = at - 1e-2 * np.tanh(at) + 0.05 * np.sin(at)
                    spread[step] = at.var()
                return spread


            spread = walk(6200)
            print("spread at the end", round(float(spread[-1]), 6))
            """,
        ),
        (
            "markdown",
            "> The largest eigenvalue lies near $(1 + \\sqrt{n / N})^2$.\n\nA picture of it all:",
        ),
        (
            "figure",
            "fig, ax = plt.subplots()\nax.hist(spectrum, bins=60)\nax.set_xlabel('eigenvalue')",
        ),
        (
            "markdown",
            "### What both say\n\n- the sum is the trace\n- the mean is one, up to $O(N^{-1/2})$",
        ),
        ("code", "print('mean', float(spectrum.mean()))\nprint('trace', float(np.trace(A)))"),
        (
            "markdown",
            "```python\nwhile moving:\n    at = at - rate * slope(at)\n```\n\nSo a walker goes.",
        ),
        (
            "figure",
            "fig, ax = plt.subplots()\nax.plot(spread, label='spread')\nax.legend()\nax.set_xlabel('step')",
        ),
        (
            "markdown",
            "### In sum\n\n$$\n\\dot x = -\\nabla J(x), \\qquad \\lVert x \\rVert \\to 0 .\n$$",
        ),
        ("code", "{'n': n, 'N': N, 'largest': round(float(spectrum[-1]), 4)}"),
        ("markdown", "### And then\n\nGo on with [another](NEXT)."),
    ]
)
KINDS = {"light": LIGHT, "heavy": HEAVY}
PLAIN_FIGURE = "{source}\nplt.show()"
OWN_FIGURE = (
    "from claimbook.lab import figure\n\n{source}\n"
    'figure(fig, id="{name}", caption="What was seen.", alt="A curve.", data={{"seen": [1, 2]}})'
)
FRONT = """\
---
paper:
  key: author2024case{number}
  title: "Case {number} of many"
  authors: ["Author, Jane"]
  date: 2024-02-29
digest: {{date: {day}, order: {order}, title: "Case {number} of many", tags: [case]}}
trust: Not at all; it is a case.
setting: []
claims:
  - id: gap-{number}
    statement: The gap is positive.
    locator: "§1"
    paper: {{text: positive}}
    test: {{quantity: gap, rule: positive}}
    scale: "four numbers; says nothing about anything"
---"""
RECORD = """\
from IPython.display import display

gap = {{"name": "gap", "values": [0.1, 0.2, 0.3, 0.{digit}][:seeds], "unit": "bits"}}
display({{"{kind}": gap, "text/plain": "gap"}}, raw=True)"""
WORK = "@article{{writer{number},\n  title = {{Title {number}}},\n  author = {{Writer, A. B.}},\n"
WORK += "  journal = {{Journal}},\n  year = {{{year}}}\n}}\n"
PEER = """\
site_name: Many
nav: [index.md]  # the menu of a page does not grow with their number
validation: {{nav: {{omitted_files: ignore}}}}
theme: {{name: material, font: false}}
plugins: [{plugins}]
markdown_extensions: [tables, {{toc: {{permalink: true}}}}, pymdownx.superfences, pymdownx.highlight]
"""


def make_project(folder: Path, kind: Kind, count: int, languages: int = 1) -> None:
    """Lay a Claimbook project into `folder`: this one's configuration, other papers.

    Of its two languages the second is left out, unless both are asked for.
    """
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    if languages == 1:
        _leave_second(folder)
    works = (WORK.format(number=number, year=1980 + number) for number in range(WORKS))
    _write(folder / "bib" / "works.bib", "\n".join(works))
    for number in range(count):
        cells = list(_make_own_cells(kind, number, f"case-{(number + 1) % count}.ipynb"))
        _write(folder / "notebooks" / f"case-{number}.ipynb", _write_notebook(number, cells))


def _leave_second(folder: Path) -> None:
    """Leave the second language out of a project."""
    config = folder / "mkdocs.yml"
    text, found = LANGUAGES.subn("", config.read_text("utf-8"))
    if not found or not (folder / "docs" / SECOND).is_dir():
        sys.exit("this project has no second language where the workload knows it")
    config.write_text(text, "utf-8")
    shutil.rmtree(folder / "docs" / SECOND)


def _make_own_cells(
    kind: Kind, number: int, following: str
) -> Iterator[tuple[Cell, tuple[str, ...]]]:
    """Return the cells of a Claimbook notebook, each with its tags."""
    day = f"{2024 - number // 240}-{12 - number // 20 % 12:02}-15"  # twenty to a digest
    yield ("raw", FRONT.format(number=number, day=day, order=number % 20)), ()
    yield ("markdown", f"## Abstract, restated\n\n1. The gap. {{{{ claim:gap-{number} }}}}"), ()
    yield ("code", 'profile = "full"\nseeds = 4'), ("parameters",)
    cells = kind.fill(number, following)
    for place, (what, source) in enumerate(cells):
        figure = OWN_FIGURE.format(source=source, name=f"seen-{place}")
        yield ("code", figure) if what == "figure" else (what, source), ()
    yield ("code", RECORD.format(digit=number % 9 + 1, kind=MEASUREMENT)), ()
    cited = f"[@writer{number % WORKS}]"
    yield ("markdown", f"## The gap\n\nThe gap is {{{{ gap }}}}, as {cited} found."), ()


def _write_notebook(number: int, cells: Sequence[tuple[Cell, tuple[str, ...]]]) -> str:
    made = []
    for place, ((kind, source), tags) in enumerate(cells):
        cell: dict[str, Any] = {
            "cell_type": kind,
            "id": f"c{number}-{place}",
            "metadata": {"tags": list(tags)} if tags else {},
            "source": source,
        }
        made.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": spec, "language_info": {"name": "python"}}
    whole = {"cells": made, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def make_peers(folder: Path, kind: Kind, count: int) -> None:
    """Lay the projects of the peers into `folder`, with the same notebooks."""
    for name, plugins in (("jupyter", "search, mkdocs-jupyter"), ("plain", "search")):
        _write(folder / name / "mkdocs.yml", PEER.format(plugins=plugins))
        _write(folder / name / "docs" / "index.md", "# Home\n\nMany cases.\n")
    for number in range(count):
        following = f"case-{(number + 1) % count}"
        cells = [_show_plainly(one) for one in kind.fill(number, f"{following}.ipynb")]
        notebook = _write_notebook(number, [(one, ()) for one in cells])
        for place in (folder / "jupyter" / "docs", folder / "loop"):
            _write(place / f"case-{number}.ipynb", notebook)
        pieces = kind.fill(number, f"{following}.md")
        page = "\n\n".join(_write_piece(piece, number) for piece in pieces)
        _write(folder / "plain" / "docs" / f"case-{number}.md", f"# Case {number}\n\n{page}\n")


def _show_plainly(cell: Cell) -> Cell:
    kind, source = cell
    return ("code", PLAIN_FIGURE.format(source=source)) if kind == "figure" else cell


def _write_piece(cell: Cell, number: int) -> str:
    kind, source = cell
    printed = f"\n\n```text\n{number + 1}\n```"
    return source if kind == "markdown" else f"```python\n{source}\n```{printed}"


def fill_outputs(document: dict[str, Any], number: int) -> None:
    """Give a light notebook the outputs that a kernel would."""
    count = 0
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            cell["outputs"] = list(_answer(cell["source"], number))


def _answer(source: str, number: int) -> Iterator[dict[str, Any]]:
    if "print" in source:
        yield {"output_type": "stream", "name": "stdout", "text": f"{number + 1}\n"}
    if MEASUREMENT in source or source.endswith("[:seeds])"):  # which records it by the lab
        values = [0.1, 0.2, 0.3, (number % 9 + 1) / 10]
        gap = {"name": "gap", "values": values, "unit": "bits"}
        data = {MEASUREMENT: gap, "text/plain": "gap"}
        yield {"output_type": "display_data", "data": data, "metadata": {}}


def keep_runs(project: Path) -> None:
    """Keep a full run of each light notebook of a Claimbook project, as if a kernel had made it."""
    book = open_book(project)
    store = Store(book.settings.store_url)
    for notebook in book.notebooks:
        found = take_fingerprint(notebook, book.settings, "full")
        document = json.loads(json.dumps(make_source(notebook)))
        fill_outputs(document, int(notebook.slug.rpartition("-")[2]))
        about = begin_provenance((None, None), "full", dict(notebook.parameters), found.versions)
        run = make_run(
            document,
            slug=notebook.slug,
            fingerprint=found.digest,
            parts=found.parts,
            failure=None,
            provenance=about,
        )
        store.put(run)


def keep_outputs(project: Path) -> None:
    """Give each light notebook of a peer its outputs."""
    for path in project.glob("docs/case-*.ipynb"):
        document = json.loads(path.read_text("utf-8"))
        fill_outputs(document, int(path.stem.rpartition("-")[2]))
        path.write_text(json.dumps(document, indent=1), "utf-8")


def main() -> None:
    """Lay the projects that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", choices=KINDS, default="light")
    parser.add_argument("-n", type=int, default=100, dest="count")
    parser.add_argument(
        "--languages", type=int, choices=(1, 2), default=1, help="of Claimbook's site"
    )
    parser.add_argument("--executed", action="store_true", help="light ones only: with outputs")
    asked = parser.parse_args()
    kind = KINDS[asked.kind]
    make_project(asked.folder / "claimbook", kind, asked.count, asked.languages)
    make_peers(asked.folder, kind, asked.count)
    if asked.executed:
        keep_runs(asked.folder / "claimbook")
        keep_outputs(asked.folder / "jupyter")


if __name__ == "__main__":
    main()
