"""Display data: what a cell shows in a notebook, and prints outside one."""

import sys
from collections.abc import Mapping
from typing import Any


def show(data: Mapping[str, Any], metadata: Mapping[str, Any] | None = None) -> None:
    """Emit one MIME bundle as a cell's output; outside a notebook print its plain text."""
    if not _in_notebook():
        print(data["text/plain"] if "text/plain" in data else data["text/markdown"])
        return
    from IPython.display import display  # type: ignore[attr-defined,unused-ignore]

    display(dict(data), metadata=dict(metadata or {}), raw=True)  # type: ignore[no-untyped-call]


def _in_notebook() -> bool:
    shell = sys.modules.get("IPython")  # if nobody imported it, there is no shell
    return shell is not None and shell.get_ipython() is not None
