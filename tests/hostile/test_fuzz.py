"""Whatever a notebook, a run or a bibliography holds, there is a page or a fault that names it, at once."""

import json
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import payloads
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.checks.project import check
from claimbook.errors import ClaimbookError, Unexpected
from claimbook.execution.seals import read_unsealed
from claimbook.model.run import Run
from claimbook.notebook.document import dump
from claimbook.notebook.source import read
from claimbook.pages.composing import compose_page
from claimbook.pages.drawing import draw_blocks
from claimbook.pages.page import Site
from claimbook.pages.survey import make_report
from composed import DIALECT, WORKS
from front import FRONT, HISTORY, dragged, drawn, executed, measured, notebook_json, write_notebook

PATIENCE = 5.0  # seconds for one of them on a busy machine; it takes some hundredths
SHORT, LONG = 60, 3_000  # examples
HOSTILE = st.sampled_from([*payloads.HTML, *payloads.MARKDOWN, *payloads.TERMINAL, *payloads.LATEX])
NUMBERS = [0, -1, 2**70, 10**400, 1e308, float("inf"), float("nan")]
PLAIN = st.none() | st.booleans() | st.sampled_from(NUMBERS) | st.text(max_size=9)
ODD = st.sampled_from(
    ["\ud800", "\0", "\ue0000\ue001", "[" * 99, "../../x", "{{ gap }}", "é" * 999]
)
VALUES = st.recursive(
    PLAIN | ODD | HOSTILE,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=5,
)


@st.composite
def broken(draw: st.DrawFn, whole: Callable[[], Any]) -> Any:
    """Make what is whole, but for up to three places that hold anything, or nothing."""
    raw = whole()
    for _ in range(draw(st.integers(1, 3))):
        part: Any = raw
        while keys := list(part) if isinstance(part, dict) else list(range(len(part))):
            key = draw(st.sampled_from(keys))
            if isinstance(part[key], (dict, list)) and part[key] and draw(st.integers(0, 5)):
                part = part[key]
                continue
            if draw(st.integers(0, 4)):
                part[key] = draw(VALUES)
            else:
                del part[key]
            break
    return raw


def make_outputs() -> list[Any]:
    """Make one of everything that a cell may leave."""
    kinds = {
        "text/html": "<table><tr><td>1</table><img src='data:image/png;base64,AA=='>",
        "text/markdown": "**a** $x^2$",
        "text/latex": "$x$",
        "application/json": {"a": [1]},
        "audio/wav": "AAAA",
        "application/x-odd": "x",
    }
    shown = [
        {"output_type": "display_data", "metadata": {}, "data": {k: v}} for k, v in kinds.items()
    ]
    chart = dragged()
    chart["data"]["application/vnd.vegalite.v6+json"] = dict(payloads.SPECS[-1])
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a", "b"]}
    stream = {"output_type": "stream", "name": "stdout", "text": ["a\n", "\x1b[31mb"]}
    return json.loads(json.dumps([*shown, drawn(), chart, error, stream, measured("other", 1, 2)]))


def make_front() -> Any:
    return yaml.safe_load(FRONT + HISTORY)


def make_run() -> Any:
    """Make the executed notebook of a run, as the store keeps it."""
    outputs = {"measure": [measured("gap", 0.1, 0.2, 0.3), *make_outputs()]}
    return json.loads(json.dumps(executed(notebook_json(), outputs).document))


def is_a_line(fault: ClaimbookError) -> bool:
    """Whether a fault is one line that a terminal shows, and nobody's surprise."""
    text = str(fault)
    shown = not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in text)
    return shown and not isinstance(fault, Unexpected)


def look_at(action: Callable[[], Any]) -> Any:
    """Return what an action makes, or the fault that it names; nothing else, and soon."""
    started = time.monotonic()
    try:
        made = action()
    except ClaimbookError as error:
        assert is_a_line(error)
        made = error
    assert time.monotonic() - started < PATIENCE
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one paper."""
    root = tmp_path_factory.mktemp("fuzz")
    (root / "mkdocs.yml").touch()
    (root / "docs").mkdir()
    (root / "bib").mkdir()
    (root / "bib" / "works.bib").touch()
    write_notebook(root / "notebooks")
    return root


def draw_run(folder: Path, document: Any) -> None:
    """Draw the page of a run, if it is one."""
    notebook = read(folder / "notebooks" / "tiny.ipynb")
    try:
        run: Run = read_unsealed(dump(document).encode("utf-8", "replace"))
    except ValueError:
        return  # of a store, which counts as absent
    page = compose_page(make_report(notebook, run), Site(DIALECT, WORKS))
    draw_blocks(page.blocks)


def check_front(folder: Path, front: Any) -> None:
    """Check a project whose paper has this front matter."""
    text = yaml.safe_dump(front, allow_unicode=True)
    path = write_notebook(folder / "notebooks", front=text)
    try:
        assert all(is_a_line(fault) for fault in check(folder))
        report = make_report(read(path), None)
        draw_blocks(compose_page(report, Site(DIALECT, WORKS)).blocks)
    finally:
        write_notebook(folder / "notebooks")


def check_prose(folder: Path, prose: str) -> None:
    """Check and draw a cell of prose."""
    raw = notebook_json()
    raw["cells"][2]["source"] = prose
    path = folder / "notebooks" / "tiny.ipynb"
    path.write_text(json.dumps(raw), "utf-8")
    try:
        assert all(is_a_line(fault) for fault in check(folder, only=["tiny"]))
        draw_blocks(compose_page(make_report(read(path), None), Site(DIALECT, WORKS)).blocks)
    finally:
        write_notebook(folder / "notebooks")


def check_works(folder: Path, works: str) -> None:
    """Check a project with this bibliography."""
    path = folder / "bib" / "works.bib"
    path.write_bytes(works.encode("utf-8", "replace"))
    try:
        assert all(is_a_line(fault) for fault in check(folder))
    finally:
        path.write_bytes(b"")


WAYS: dict[str, tuple[Callable[[Path, Any], None], st.SearchStrategy[Any]]] = {
    "run": (draw_run, broken(make_run)),
    "front": (check_front, broken(make_front)),
    "prose": (
        check_prose,
        st.lists(HOSTILE | ODD | st.text(max_size=30), max_size=6).map("\n\n".join)
        | st.text("[]()`{}<>$@|\"'!#*_~^:=\\& \n\tab1", max_size=80),
    ),
    "works": (
        check_works,
        st.text('@{}",=#\\$%article key:title year 20', max_size=80)
        | st.builds(
            "@{}{{{},\n {} = {{{}}},\n}}".format,
            st.sampled_from(["article", "misc", "string", "comment", "preamble", "x"]),
            st.text(max_size=9),
            st.sampled_from(["title", "author", "year", "url", "doi", "date", "crossref"]),
            HOSTILE | ODD | st.text(max_size=30),
        ),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_there_is_a_page_or_a_fault(way: str, folder: Path) -> None:
    """Within a moment, and never a traceback."""
    look, strategy = WAYS[way]

    @settings(max_examples=SHORT, derandomize=True, database=None)
    @given(strategy)
    def attempt(value: Any) -> None:
        look_at(lambda: look(folder, value))

    attempt()


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_there_is_a_page_or_a_fault_however_long_one_tries(way: str, folder: Path) -> None:
    """The same, with others every time."""
    look, strategy = WAYS[way]

    @settings(max_examples=LONG, database=None)
    @given(strategy)
    def attempt(value: Any) -> None:
        look_at(lambda: look(folder, value))

    attempt()
