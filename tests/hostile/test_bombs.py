"""Outputs without end: a page stays small, is there within a moment, and says what it left out."""

import time
from pathlib import Path
from typing import Any

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.source import read
from claimbook.pages.executed import MOST, write_executed
from composed import compose, html_of
from front import cell, drawn, executed, measured, notebook_json, write_notebook

PATIENCE = 20.0  # seconds on a busy machine; each takes a tenth of that
SMALL = 700_000  # characters of a page, of which a text or a table may be all
MANY = 1_000_000


def shown(kind: str, value: Any, **metadata: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": metadata, "data": {kind: value}}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def raised(*lines: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": "E", "evalue": "v", "traceback": list(lines)}


BOMBS: dict[str, tuple[list[Any], str]] = {
    "a line of megabytes": ([printed("x" * 8 * MANY)], "more line"),
    "lines of megabytes": ([printed(("x" * 79 + "\n") * 100_000)], "more line"),
    "a line that is written over": ([printed("ab\r" * 3 * MANY)], "more line"),
    "colours": ([printed("\x1b[31ma\x1b[32mb\n" * 500_000)], "more line"),
    "links that no terminal ends": ([printed("\x1b]8;;" * MANY)], ""),
    "a traceback of megabytes": ([raised("x" * 8 * MANY)], "more line"),
    "a traceback of many lines": ([raised(*["x"] * MANY)], "more line"),
    "metadata of megabytes": ([shown("text/plain", "x", a="x" * 8 * MANY)], ""),
    "many outputs": ([shown("text/plain", "a line")] * 100_000, "99,801 further outputs"),
    "many texts": ([shown("text/markdown", "**a**")] * 100_000, "99,801 further outputs"),
    "HTML of megabytes": ([shown("text/html", "<p>a</p>" * MANY)], "too large for a page"),
    "HTML as deep as it may be": ([shown("text/html", "<b>" * 160_000)], ""),
    "much HTML": ([shown("text/html", "<p>a</p>" * 60_000)] * 20, "16 further outputs"),
    "brackets": ([shown("text/markdown", "[" * 20_000)], "its source in Markdown"),
    "citations": ([shown("text/markdown", "[@a; " * 5_000)], "its source in Markdown"),
    "lists in lists": (
        [shown("text/markdown", "".join(f"{'    ' * n}- a\n" for n in range(400)))],
        "its source in Markdown",
    ),
    "a formula of braces": ([shown("text/latex", f"${'{' * 9_000}{'}' * 9_000}$")], "in LaTeX"),
    "JSON of megabytes": ([shown("application/json", ["x"] * MANY)], "more line"),
    "objects in objects": ([shown("text/plain", "<bound method " * 9_000 + ">" * 9_000)], ""),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_page_does_not_swell(tmp_path: Path, name: str) -> None:
    """Whatever a cell wrote, and however often, its page is one to read."""
    outputs, says = BOMBS[name]
    started = time.monotonic()
    page = compose(tmp_path, {"measure": [measured("gap", 0.1, 0.2, 0.3), *outputs]})
    html = html_of(page)

    assert time.monotonic() - started < PATIENCE
    assert len(html) < (SMALL if "much" not in name else 3 * SMALL)
    assert says in html
    assert sum(len(text) for file, text in page.files.items() if "executed" not in file) < SMALL


@pytest.mark.parametrize(
    ("output", "says"),
    [
        (measured("more", 1, 2, note="n" * MANY), "a text of 1000000 characters"),
        (measured("more", 1, 2, unit="n" * MANY), "a text of 1000000 characters"),
        (measured("n" * MANY, 1, 2), "a text of 1000000 characters"),
        (measured("more", *[1.0] * MANY), "1000000 values, 100000 are the most"),
        (drawn("more", caption="c" * MANY), 'caption of "more" has 1000000 characters'),
        (drawn("more", alt="c" * MANY), 'alt text of "more" has 1000000 characters'),
        (
            drawn("more", data={"columns": ["a"], "rows": [[1]] * MANY}),
            "1000000 cells, 500000 are the most",
        ),
    ],
)
def test_what_is_told_of_a_figure_is_short(tmp_path: Path, output: Any, says: str) -> None:
    """Units, notes, captions and data are those of a page, or a fault of one line."""
    with pytest.raises(ClaimbookError, match=f"cell 4.*{says}") as found:
        compose(tmp_path, {"measure": [measured("gap", 0.1, 0.2, 0.3), output]})
    assert len(str(found.value)) < 500


def test_the_executed_notebook_is_cut_where_it_is_too_large() -> None:
    """What is offered to download says what it lacks."""
    run = executed(notebook_json(), {"measure": [printed("x" * 100), printed("y" * MOST)]})
    text = write_executed(run)
    assert len(text) < MANY
    assert "25,000 kB of output were left out of this file." in text
    small = executed(notebook_json(), {"measure": [printed("x" * 100)]})
    assert "left out" not in write_executed(small)


@pytest.mark.parametrize(
    ("bomb", "says"),
    [
        (cell("code", "bomb", "x = '" + "x" * MANY + "'"), "has 1000006 characters"),
        (cell("raw", "bomb", "x" * MANY), "has 1000000 characters"),
        (cell("code", "bomb", "x") | {"metadata": {"a": "x" * MANY}}, "has metadata of 10000"),
    ],
)
def test_a_cell_is_one_that_can_be_read(tmp_path: Path, bomb: dict[str, Any], says: str) -> None:
    """Code, raw text and metadata of megabytes are refused with the cell's number."""
    path = write_notebook(tmp_path, "tiny", bomb)
    with pytest.raises(ClaimbookError, match=f"^tiny.ipynb, cell 3.*{says}"):
        read(path)
