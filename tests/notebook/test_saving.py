"""What a Jupyter server saves of a notebook of ours needs no stripping; others are left alone."""

import json
from copy import deepcopy
from typing import Any

from claimbook.notebook.document import dump
from claimbook.notebook.saving import strip_saved
from claimbook.notebook.stripping import strip
from front import notebook_json


def ran() -> dict[str, Any]:
    """Return a notebook as a server is given it after a run."""
    raw = json.loads(json.dumps(notebook_json()))
    for cell in raw["cells"]:
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 3, "outputs": [{"output_type": "stream", "text": "1"}]}
    return dict(raw)


def test_a_notebook_of_ours_is_saved_as_a_source() -> None:
    """What is written has no outputs and is what `claimbook strip` would make of it."""
    model = {"type": "notebook", "content": ran()}
    strip_saved(model=model, path="notebooks/a.ipynb", contents_manager=None)
    assert all(not cell.get("outputs") for cell in model["content"]["cells"])
    assert dump(strip(dict(model["content"]))) == dump(strip(ran()))


def test_others_are_left_alone() -> None:
    """An ordinary notebook keeps its outputs, and a file is no notebook."""
    ordinary = ran()
    del ordinary["cells"][0]
    for model in ({"type": "notebook", "content": ordinary}, {"type": "file", "content": "x"}):
        before = deepcopy(model)
        strip_saved(model=model)
        assert model == before
