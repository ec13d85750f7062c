import json
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.source import dump, read, recorded, strip, write_if_changed
from front import cell, notebook_json, write_notebook


def fault(path: Path) -> str:
    with pytest.raises(ClaimbookError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def edited(tmp_path: Path, edit) -> Path:
    raw = notebook_json()
    edit(raw)
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(raw))
    return path


def test_a_notebook_is_read_with_its_cells_and_parameters(tmp_path: Path):
    """Cells, front matter and the parameters' defaults are found."""
    notebook = read(write_notebook(tmp_path))

    assert notebook.slug == "tiny"
    assert [c.id for c in notebook.code] == ["parameters", "measure"]
    assert notebook.parameters == {"profile": "full", "seeds": 5}
    assert recorded(notebook.code[1]) == {"gap"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "tiny.ipynb: is not JSON"),
        ("[]", "tiny.ipynb: is JSON but no notebook"),
        ('{"cells": [], "nbformat": 3, "nbformat_minor": 0}', "is nbformat 3.0, not 4.5"),
        ('{"cells": [], "nbformat": 4, "nbformat_minor": 5}', "the front matter is missing"),
        ('{"cells": [3], "nbformat": 4, "nbformat_minor": 5}', "cell 1: is no notebook cell"),
    ],
)
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, content: str, says: str):
    """The reason why a file cannot be read stands in one line."""
    path = tmp_path / "tiny.ipynb"
    path.write_text(content)

    assert says in fault(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path):
    """A binary file is not taken for a notebook."""
    path = tmp_path / "tiny.ipynb"
    path.write_bytes(b"\xff\xfe\x00")

    assert "cannot be read" in fault(path)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (
            lambda raw: raw["cells"][3].update(outputs=[{}]),
            "has outputs; a source notebook has none; run `claimbook strip tiny`",
        ),
        (lambda raw: raw["cells"][3].update(execution_count=1), "has outputs"),
        (lambda raw: raw["cells"][3].pop("id"), "has no id; run `claimbook strip`"),
        (lambda raw: raw["cells"][3].update(id="opening"), '2 cells have the id "opening"'),
        (
            lambda raw: raw["cells"][3].update(source="%matplotlib inline"),
            "cell 4 (measure): is not Python",
        ),
        (lambda raw: raw["cells"][1]["metadata"].update(tags=[]), "no cell is tagged `parameters`"),
        (lambda raw: raw["cells"][3]["metadata"].update(tags=["parameters"]), "2 cells are tagged"),
        (lambda raw: raw["cells"][1].update(source="seeds = 1"), "does not declare `profile`"),
        (lambda raw: raw["cells"][0].update(cell_type="markdown"), "the front matter is missing"),
    ],
)
def test_a_notebook_that_breaks_the_contract_is_refused(tmp_path: Path, edit, says: str):
    """Each breach of the contract is named with its cell and its remedy."""
    assert says in fault(edited(tmp_path, edit))


def test_a_file_name_that_is_no_slug_is_refused(tmp_path: Path):
    """A slug is part of an address: lower case, digits and hyphens."""
    assert '"Two Words" is no slug' in fault(write_notebook(tmp_path, "Two Words"))


def test_stripping_keeps_ids_and_removes_what_a_run_left():
    """Outputs, counts and transient metadata go; ids, tags and sources stay."""
    raw = notebook_json()
    raw["cells"][3] |= {"outputs": [{"output_type": "stream"}], "execution_count": 7}
    raw["cells"][3]["metadata"]["papermill"] = {"duration": 1}
    raw["metadata"]["papermill"] = {"input_path": "here"}

    stripped = strip(raw)

    assert [c["id"] for c in stripped["cells"]] == [c["id"] for c in raw["cells"]]
    assert stripped["cells"][3]["outputs"] == []
    assert stripped["cells"][3]["execution_count"] is None
    assert "papermill" not in dump(stripped)


def test_stripping_twice_changes_nothing():
    """A notebook that is stripped, with ids missing or repeated, stays as it is."""
    raw = notebook_json(cell("code", "same", "1"), cell("code", "same", "2"))
    del raw["cells"][1]["id"]

    once = strip(raw)

    assert dump(strip(once)) == dump(once)
    assert len({c["id"] for c in once["cells"]}) == len(once["cells"])


def test_a_file_is_written_only_if_its_content_changes(tmp_path: Path):
    """Writing the same text again leaves the file alone, and no scraps beside it."""
    path = tmp_path / "a.txt"

    assert write_if_changed(path, "x") is True
    before = path.stat().st_mtime_ns
    assert write_if_changed(path, "x") is False
    assert path.stat().st_mtime_ns == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
