"""What is taken out of a notebook, what is kept whatever it is, and what is brought up to date."""

import json
import logging
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.notebook.document import CELL_ID, dump
from claimbook.notebook.source import read
from claimbook.notebook.stripping import (
    OF_A_CELL,
    OF_A_NOTEBOOK,
    name_cells,
    strip,
    strip_file,
    upgrade,
)
from front import FRONT, cell, notebook_json

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


def write(path: Path, raw: dict[str, Any]) -> Path:
    path.write_text(json.dumps(raw), "utf-8")
    return path


def test_what_a_run_left_goes() -> None:
    """Outputs, counts and transient metadata go; ids, tags and sources stay."""
    raw = notebook_json()
    raw["cells"][3] |= {"outputs": [{"output_type": "stream"}], "execution_count": 7}
    raw["cells"][2] |= {"outputs": [], "execution_count": None}  # a cell that was code once
    raw["cells"][3]["metadata"]["papermill"] = {"duration": 1}
    raw["metadata"]["papermill"] = {"input_path": "here"}
    raw["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    stripped = strip(raw)
    assert [c["id"] for c in stripped["cells"]] == [c["id"] for c in raw["cells"]]
    assert stripped["cells"][3]["outputs"] == []
    assert stripped["cells"][3]["execution_count"] is None
    assert "outputs" not in stripped["cells"][2]
    assert stripped["cells"][1]["metadata"] == {"tags": ["parameters"]}
    assert sorted(stripped["metadata"]) == ["kernelspec", "language_info"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (
            {"jupyter": {"outputs_hidden": True, "source_hidden": True}, "collapsed": True},
            ["jupyter"],
        ),
        ({"jupyter": {"outputs_hidden": True}, "scrolled": True, "trusted": True}, []),
        ({"execution": {"iopub.status.busy": "2024-02-29T12:00:00Z"}}, []),
        ({"vscode": {"languageId": "shellscript"}, "tags": ["fold"]}, ["tags"]),
        ({"colab": {"base_uri": "https://example.org"}, "executionInfo": {"user": {}}}, []),
        ({"cellView": "form", "outputId": "x"}, []),
        ({"raw_mimetype": "text/html", "format": "text/html"}, ["format", "raw_mimetype"]),
        ({"slideshow": {"slide_type": "slide"}, "editable": False}, ["editable", "slideshow"]),
        ({"id": "my-own", "name": "first", "mystnb": {"figure": {}}}, ["id", "mystnb", "name"]),
    ],
)
def test_metadata_of_a_cell(written: dict[str, Any], kept: list[str]) -> None:
    """What a program notes for itself goes; what an author or another program means stays."""
    raw = notebook_json()
    raw["cells"][3]["metadata"] = deepcopy(written)
    found = strip(raw)["cells"][3]["metadata"]
    assert sorted(found) == kept
    assert found.get("jupyter", {}) == ({"source_hidden": True} if "jupyter" in kept else {})


def test_notebook_of_colab() -> None:
    """Colab's notes go, with the ids that it gives cells in a place of its own."""
    raw = notebook_json()
    raw["metadata"] |= {"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"}
    raw["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    raw["nbformat_minor"] = 0
    for number, one in enumerate(raw["cells"]):
        del one["id"]
        one["metadata"]["id"] = f"aB3-{number}"
    stripped = strip(raw)
    assert [one["id"] for one in stripped["cells"]] == [f"cell-{n}" for n in range(1, 6)]
    assert [sorted(one["metadata"]) for one in stripped["cells"]] == [["tags"]] * 5
    assert stripped["metadata"] == strip(notebook_json())["metadata"]


def test_kernel_of_one_machine_becomes_python_3() -> None:
    """A kernel's name and the version of its Python are one machine's."""
    raw = notebook_json()
    raw["metadata"] = {
        "kernelspec": {
            "display_name": "my-env (3.12)",
            "language": "python",
            "name": "conda-env-my",
        },
        "language_info": {"name": "python", "version": "3.12.1", "pygments_lexer": "ipython3"},
        "title": "A title",
        "vscode": {"interpreter": {"hash": "1f"}},
    }
    assert strip(raw)["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "title": "A title",
    }


def test_kernel_of_another_language_stays() -> None:
    """A notebook in R is not made to say that it is in Python."""
    raw = notebook_json()
    kernel = {"display_name": "R", "language": "R", "name": "ir"}
    raw["metadata"] = {"kernelspec": kernel, "language_info": {"name": "R"}}
    assert strip(raw)["metadata"] == raw["metadata"]


def test_attachments_and_unknown_keys_stay() -> None:
    """A picture in a cell stays, and so does whatever nobody here has heard of."""
    raw = notebook_json() | {"of a program": [1]}
    raw["metadata"]["of a program"] = {"a": None}
    raw["cells"][2] |= {"attachments": {"p.png": {"image/png": PIXEL}}, "of a program": {"b": 2}}
    stripped = strip(raw)
    assert stripped["of a program"] == [1]
    assert stripped["metadata"]["of a program"] == {"a": None}
    assert stripped["cells"][2]["attachments"] == {"p.png": {"image/png": PIXEL}}
    assert stripped["cells"][2]["of a program"] == {"b": 2}


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=4), st.integers(0, 4))
def test_no_key_that_is_not_known_is_lost(unknown: dict[str, Any], place: int) -> None:
    """Any metadata that is not on the list of transient keys comes back, at every level."""
    raw = notebook_json()
    known = {"jupyter", "tags", "kernelspec", "language_info", *OF_A_CELL, *OF_A_NOTEBOOK}
    unknown = {key: value for key, value in unknown.items() if key not in known}
    raw["metadata"] |= unknown
    raw["cells"][place]["metadata"] |= unknown
    stripped = strip(deepcopy(raw))
    assert unknown.items() <= stripped["metadata"].items()
    assert unknown.items() <= stripped["cells"][place]["metadata"].items()
    assert dump(strip(deepcopy(stripped))) == dump(stripped)


def test_empty_attachments_go() -> None:
    """VS Code gives each Markdown cell attachments, though there are none."""
    raw = notebook_json()
    raw["cells"][2]["attachments"] = {}
    assert "attachments" not in strip(raw)["cells"][2]


def test_cell_that_papermill_added_goes() -> None:
    """The parameters of one run are no part of a source; papermill would replace the cell."""
    raw = notebook_json()
    raw["cells"].insert(2, cell("code", "x", "seeds = 2", "injected-parameters"))
    assert strip(raw)["cells"] == strip(notebook_json())["cells"]


def test_line_ends_of_windows_go() -> None:
    """A source has lines of its own, one a line, whatever system wrote it."""
    raw = notebook_json(cell("markdown", "a", "one\r\ntwo\rthree"))
    assert strip(raw)["cells"][2]["source"] == ["one\n", "two\n", "three"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["a", "b"], ["a", "b"]),
        ([None, "", 3, "no spaces", "x" * 65], [f"cell-{n}" for n in range(1, 6)]),
        (["same", "same", "same"], ["same", "same-2", "same-3"]),
        ([None, "cell-1"], ["cell-1-2", "cell-1"]),
        (["a", "a", "a-2"], ["a", "a-2-2", "a-2"]),
        (["x" * 64, "x" * 64], ["x" * 64, "x" * 50 + "-2"]),
    ],
)
def test_ids_depend_on_place_alone(given: list[object], names: list[str]) -> None:
    """A good id stays, whichever cell before it lacks one; the others are made of the place."""
    assert name_cells([{"id": one} for one in given]) == names


@given(st.lists(st.none() | st.sampled_from(["a", "a-2", "cell-2", "a b"]) | st.text(max_size=3)))
def test_ids_are_good_and_stay(given: list[str | None]) -> None:
    """Whatever the ids were, they become good ones, each one's own, that a second time leaves."""
    names = name_cells([{"id": one} for one in given])
    assert all(CELL_ID.fullmatch(name) for name in names)
    assert len(set(names)) == len(given)
    assert name_cells([{"id": name} for name in names]) == names


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("ids", [True, False])
def test_older_nbformat_4_is_brought_up_to_date(tmp_path: Path, minor: int, ids: bool) -> None:
    """Stripped, a notebook of nbformat 4.0 to 4.4 is read; ids that it has already stay."""
    raw = notebook_json() | {"nbformat_minor": minor}
    raw["metadata"]["orig_nbformat"] = 4
    for one in raw["cells"] if not ids else ():
        del one["id"]
    path = write(tmp_path / "tiny.ipynb", raw)
    assert strip_file(path) is True
    named = [f"cell-{n}" for n in range(1, 6)]
    assert [one.id for one in read(path).cells] == (
        [one["id"] for one in notebook_json()["cells"]] if ids else named
    )
    nbformat.validate(json.loads(path.read_text("utf-8")))
    assert strip_file(path) is False


def test_newer_minor_version_stays() -> None:
    """A notebook of a later nbformat 4 is not said to be an older one."""
    assert strip(notebook_json() | {"nbformat_minor": 7})["nbformat_minor"] == 7


def old_notebook() -> dict[str, Any]:
    """Make a notebook as IPython 2 wrote it."""
    cells = [
        {
            "cell_type": "raw",
            "metadata": {},
            "source": f"---\n{FRONT}---".splitlines(keepends=True),
        },
        {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Abstract,\n", "restated"]},
        {
            "cell_type": "code",
            "collapsed": False,
            "language": "python",
            "metadata": {"tags": ["parameters"]},
            "input": ['profile = "full"\n', "seeds = 5"],
            "outputs": [{"output_type": "pyout", "prompt_number": 3, "text": ["3"]}],
            "prompt_number": 3,
            "of a program": 1,
        },
    ]
    return {
        "metadata": {"name": "", "signature": "sha256:x"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [{"metadata": {}, "cells": cells}],
    }


def test_nbformat_3_is_brought_up_to_date(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A notebook of IPython's days is converted by nbformat, twice to the same bytes."""
    caplog.set_level(logging.INFO)
    path, other = (write(tmp_path / f"{n}.ipynb", old_notebook()) for n in ("one", "two"))
    assert strip_file(path) and strip_file(other)
    assert path.read_bytes() == other.read_bytes()
    notebook = read(path)
    assert [(one.id, one.kind) for one in notebook.cells] == [
        ("cell-1", "raw"),
        ("cell-2", "markdown"),
        ("cell-3", "code"),
    ]
    assert notebook.prose[0].source == "## Abstract, restated"
    assert notebook.parameters == {"profile": "full", "seeds": 5}
    assert json.loads(path.read_text())["cells"][2]["of a program"] == 1
    assert caplog.records == []


@pytest.mark.parametrize("worksheets", [3, [3], [{}], [{"cells": [{"cell_type": "code"}]}], None])
def test_broken_nbformat_3_is_refused_in_one_line(tmp_path: Path, worksheets: object) -> None:
    """What nbformat itself cannot convert is named, and stays as it is."""
    path = write(tmp_path / "one.ipynb", old_notebook() | {"worksheets": worksheets})
    before = path.read_bytes()
    with pytest.raises(ClaimbookError) as caught:
        strip_file(path)
    assert str(caught.value).startswith("one.ipynb: cannot be brought from nbformat 3.0 to 4.5: ")
    assert str(caught.value).isprintable()
    assert path.read_bytes() == before


def test_upgrading_leaves_the_loggers_as_they_were() -> None:
    """Only for the conversion is the library that complains of unknown keys made silent."""
    level = logging.getLogger("traitlets").level
    upgrade(old_notebook(), "one.ipynb")
    assert logging.getLogger("traitlets").level == level


def test_file_that_cannot_be_written(tmp_path: Path) -> None:
    """A notebook where nothing can be written is one line, and stays as it is."""
    path = write(tmp_path / "tiny.ipynb", notebook_json() | {"nbformat_minor": 4})
    before = path.read_bytes()
    with pytest.MonkeyPatch.context() as patch:

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        patch.setattr("tempfile.mkstemp", refuse)
        with pytest.raises(ClaimbookError, match="cannot be written: Permission denied; make it"):
            strip_file(path)
    assert path.read_bytes() == before
