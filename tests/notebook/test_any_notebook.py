"""Notebooks broken anywhere: each is read, or refused in one line that says what to do."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.execution.job import make_source
from claimbook.notebook.code import find_drawn, find_recorded
from claimbook.notebook.source import Notebook, read
from claimbook.notebook.stripping import strip_file
from front import cell, notebook_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 9)
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(
        ["markdown", "code", "raw", "parameters", "\r", "\0", "x = (", "---\n---", "[" * 99]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def whole() -> Any:
    """Make a notebook that has something of everything."""
    raw = notebook_json(
        cell("markdown", "opening", "## Abstract, restated\n![p](attachment:p.png)"),
        cell("raw", "aside", "<b>x</b>"),
        cell("code", "measure", "record('gap', [1.0])\nfigure(fig, id='gap')"),
    )
    raw["cells"][2]["attachments"] = {"p.png": {"image/png": "aGVsbG8="}}
    raw["cells"][3]["metadata"] = {"raw_mimetype": "text/html", "format": "text/html"}
    raw["cells"][4] |= {"execution_count": 3, "outputs": [{"output_type": "stream", "text": "x"}]}
    raw["cells"][4]["metadata"] = {"jupyter": {"outputs_hidden": True}, "collapsed": True}
    raw["metadata"]["language_info"] = {"name": "python", "version": "3.12"}
    return raw


@st.composite
def broken(draw: st.DrawFn) -> Any:
    """Make a notebook in which up to three places hold anything, or nothing."""
    raw = whole()
    if draw(st.booleans()):
        raw["cells"][4] |= {"execution_count": None, "outputs": []}
    for _ in range(draw(st.integers(0, 3))):
        part: Any = raw
        while True:
            keys = list(part) if isinstance(part, dict) else list(range(len(part)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            inner = part[key]
            if isinstance(inner, (dict, list)) and inner and draw(st.integers(0, 4)):
                part = inner
                continue
            if draw(st.booleans()):
                part[key] = draw(VALUES)
            else:
                del part[key]
            break
    return raw


def outcome(action: Any, path: Path) -> Any:
    try:
        return action(path)
    except ClaimbookError as error:
        assert "\n" not in str(error)
        assert error.where.startswith(path.name)
        assert error.what
        return error


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


def test_whole_notebook_is_read_once_it_is_stripped(folder: Path) -> None:
    """What the others are broken from is itself good, but for its outputs."""
    path = folder / "tiny.ipynb"
    path.write_text(json.dumps(whole()))
    assert "has outputs" in str(read(path).residue[0])
    assert strip_file(path) is True
    assert read(path).residue == ()


@given(broken())
@settings(max_examples=300)
def test_broken_notebook_is_read_or_refused(folder: Path, raw: Any) -> None:
    """Wherever a notebook is broken, it is a notebook or an error, and never a traceback."""
    path = folder / "tiny.ipynb"
    path.write_text(json.dumps(raw), "utf-8")
    found = outcome(read, path)
    if isinstance(found, Notebook):
        assert {"profile", "seeds"} <= found.parameters.keys()
        for one in found.code:
            find_recorded(one.source), find_drawn(one.source)
        tags = [tag for one in found.cells for tag in one.tags]
        if all(tag and "," not in tag for tag in tags) and len(set(tags)) == len(tags):
            nbformat.validate(make_source(found))


@given(broken())
@settings(max_examples=300)
def test_advice_to_strip_works(folder: Path, raw: Any) -> None:
    """Stripped, a broken notebook is never told to be stripped again, and stays as it is."""
    path = folder / "tiny.ipynb"
    path.write_text(json.dumps(raw), "utf-8")
    before = path.read_bytes()
    asked = isinstance(found := outcome(read, path), ClaimbookError) and "strip" in found.fix
    stripped = outcome(strip_file, path)
    if isinstance(stripped, ClaimbookError):
        assert not asked or "nbformat" in str(found)  # its cells were not looked at yet
        assert path.read_bytes() == before
        return
    after = outcome(read, path)
    assert after.residue == () if isinstance(after, Notebook) else "strip" not in after.fix
    assert strip_file(path) is False
