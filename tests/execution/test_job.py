"""What a worker is handed of a notebook."""

import nbformat
import pytest

from claimbook.errors import ClaimbookError
from claimbook.execution.job import make_source, refuse_unknown_parameters
from claimbook.notebook.source import Cell, read
from front import cell, notebook_json, write_notebook
from small_project import Project


def test_source_is_a_notebook_with_all_its_cells(project: Project) -> None:
    """Every cell is there with its tags, a raw cell with its type, a picture with its data."""
    raw = cell("raw", "aside", "<b>x</b>") | {"metadata": {"format": "text/html"}}
    pictures = {"p.png": {"image/png": "aGVsbG8="}}
    prose = cell("markdown", "shown", "![p](attachment:p.png)") | {"attachments": pictures}
    code = cell("code", "x", "x = 1", "fold")
    made = make_source(read(write_notebook(project.root, "tiny", raw, prose, code)))
    nbformat.validate(made)
    assert [one["id"] for one in made["cells"]] == [
        *("front-matter", "parameters", "aside", "shown", "x")
    ]
    assert [one["metadata"] for one in made["cells"]] == [
        {},
        {"tags": ["parameters"]},
        {"raw_mimetype": "text/html"},
        {},
        {"tags": ["fold"]},
    ]
    assert made["cells"][3]["attachments"] == pictures
    assert [one["id"] for one in made["cells"] if "outputs" in one] == ["parameters", "x"]


def test_cell_without_pictures_has_no_key_for_them() -> None:
    """Attachments are none unless a cell is given some."""
    assert Cell("a", "markdown", "", (), 1).attachments == {}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("sedes", 'tiny.ipynb: declares no parameter "sedes"; did you mean "seeds"?'),
        ("profile", "the profile is no parameter to give; use --profile"),
    ],
)
def test_unknown_parameter_is_refused(project: Project, name: str, says: str) -> None:
    """Papermill would only log a parameter that the notebook does not declare."""
    raw = notebook_json()["cells"][2:]
    notebook = read(write_notebook(project.root, "tiny", *raw))
    refuse_unknown_parameters(notebook, {"seeds": 3})
    with pytest.raises(ClaimbookError) as caught:
        refuse_unknown_parameters(notebook, {name: 3})
    assert str(caught.value) == says
