"""What a Jupyter server saves of a notebook of ours needs no stripping; others are left alone."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

from claimbook.notebook.document import dump
from claimbook.notebook.saving import (
    _load_jupyter_server_extension,
    _start_jupyter_server_extension,
    strip_saved,
)
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


class Manager:
    """What of a server saves notebooks, as far as an extension speaks with it."""

    def __init__(self) -> None:
        self.hooks: list[Any] = []

    def register_pre_save_hook(self, hook: Any) -> None:
        self.hooks.append(hook)


def start(server: SimpleNamespace) -> None:
    """Start as Jupyter's server does, in a thread that has no other loop of events."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(_start_jupyter_server_extension(server))).result()


def test_what_saves_is_found_wherever_another_extension_has_put_it() -> None:
    """Jupytext, which MkDocs' plugin brings, loads later and saves with a manager of its own."""
    server = SimpleNamespace(contents_manager=Manager())
    _load_jupyter_server_extension(server)
    start(server)
    assert server.contents_manager.hooks == [strip_saved]
    server.contents_manager = Manager()
    start(server)
    assert server.contents_manager.hooks == [strip_saved]
