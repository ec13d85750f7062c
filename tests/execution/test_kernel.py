"""A kernel as it begins: what is said of one that never answers, and how long that takes."""

import os
from pathlib import Path

import pytest

from claimbook.errors import NotebookFailed
from claimbook.execution.allowance import make_allowance
from claimbook.execution.kernel import open_kernel, own_loop
from claimbook.execution.processes import find_marked, name_owner

SLOW = """\
import os, sys, time

if "ipykernel_launcher" in " ".join(sys.orig_argv):
    with open(os.environ["BEGUN"], "a") as file:
        print("begun", file=file)
    print("half a word", file=sys.stderr, flush=True)
    time.sleep(30)
"""


def test_one_that_never_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line says that it does not answer, rather than that it died, and it is not tried again."""
    begun = tmp_path / "begun"
    begun.touch()  # a busy machine may not come to it in time
    (tmp_path / "sitecustomize.py").write_text(SLOW)
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    monkeypatch.setenv("PYTHONPATH", path)
    changes, marker = {"BEGUN": str(begun)}, f"{name_owner()}/silent"

    opened = open_kernel(
        tmp_path,
        marker,
        changes,
        halted=lambda: False,
        allowance=make_allowance(None, None),
        patience=0.5,
    )
    with (
        own_loop(),
        pytest.raises(NotebookFailed, match=r"the kernel does not answer within 0\.5 s; try `"),
        opened,
    ):
        pass

    assert begun.read_text().splitlines() in ([], ["begun"])
    assert find_marked(marker) == []
