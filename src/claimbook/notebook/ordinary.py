"""What tells an ordinary notebook from one of the project: nobody has written front matter into it."""

import re
from pathlib import Path

from claimbook.errors import ClaimbookError, NotAdopted
from claimbook.notebook.document import MAJOR, Document, find_version, read_json, read_source

_OWN = re.compile(r"(?m)^(paper|digest|claims)\s*:")


def is_ordinary(raw: Document) -> bool:
    """Whether a notebook of nbformat 4 has no front matter, good or bad, of Claimbook's kind.

    >>> is_ordinary({"cells": [{"cell_type": "code", "source": "1 + 1"}]})
    True
    """
    first = raw["cells"][0] if raw["cells"] else {"cell_type": "code"}
    return first["cell_type"] != "raw" or not _OWN.search(read_source(first))


def explain_ordinary(path: Path) -> NotAdopted | None:
    """Return what to say of a file that holds an ordinary notebook; None if it holds none."""
    try:
        raw = read_json(path)
        if find_version(raw, path.name)[0] == MAJOR and not is_ordinary(raw):
            return None
    except ClaimbookError:
        return None
    return NotAdopted(
        "the front matter is missing: the notebook is not adopted",
        where=path.name,
        fix="begin with a raw cell of YAML between `---` lines, or move the file elsewhere and "
        "bring it in with `claimbook adopt`",
    )
