"""What a Jupyter server saves of a notebook of ours: its source, so that nothing is left to strip.

This module is an extension of the server; `claimbook strip --on-save` switches it on in the Python
environment that Claimbook is installed in. What stands in an open notebook stays there, outputs and
all; the file never has them.
"""

import json
import sys
from pathlib import Path
from typing import Any

from claimbook.notebook.document import MAJOR
from claimbook.notebook.ordinary import is_ordinary
from claimbook.notebook.stripping import strip

CONFIGURATION = json.dumps({"ServerApp": {"jpserver_extensions": {__name__: True}}}) + "\n"
_HOOKED: dict[str, Any] = {}  # what saves the notebooks of this server


def find_configuration() -> Path:
    """Return the file by which a server of this Python environment learns of the extension."""
    return Path(sys.prefix) / "etc" / "jupyter" / "jupyter_server_config.d" / "claimbook.json"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    _attach(server)


async def _start_jupyter_server_extension(server: Any) -> None:
    _attach(server)  # again: Jupytext, which MkDocs' plugin brings, has put its own manager there


def _attach(server: Any) -> None:
    """Have what saves notebooks strip them, once."""
    manager = server.contents_manager
    if _HOOKED.get("manager") is not manager:
        _HOOKED["manager"] = manager
        manager.register_pre_save_hook(strip_saved)


def strip_saved(model: dict[str, Any], **_: Any) -> None:
    """Strip what is about to be saved, if it is a notebook with front matter; else leave it."""
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return
    if content.get("nbformat") != MAJOR or not content.get("cells") or is_ordinary(content):
        return
    made = strip(dict(content))
    for cell in made["cells"]:
        cell["source"] = "".join(cell["source"])  # as a server holds it
    model["content"] = made
