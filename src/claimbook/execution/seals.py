"""Seals: a kept run carries the SHA-256 of its own file, so that no damage goes unseen.

The seal stands in the notebook's metadata beside what the runner noted, and is taken over every
byte of the file, its own place filled with zeros. A run in memory has none: it is put on as a
file is written and taken off as one is read.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from claimbook.model.run import Run, add_note, read_run, remove_note
from claimbook.notebook.document import dump, refuse_misshapen

NAME = "seal"
_BLANK = "0" * 64
_MARK = f'"{NAME}": "'.encode()
_OUTPUTS = {  # what a cell may leave, and the keys without which it is none
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata"),
    "error": ("ename", "evalue", "traceback"),
}


class NoSealError(ValueError):
    """A file that is whole as far as can be told, but carries no seal."""


def write_sealed(run: Run) -> bytes:
    """Return the file of a run, with its seal."""
    text = dump(add_note(run.document, NAME, _BLANK))
    whole = text.encode("utf-8", "replace")  # half a character that a cell printed
    head, mark, tail = whole.rpartition(_MARK)
    seal = sha256(head + mark + tail).hexdigest()
    return head + mark + seal.encode() + tail[len(_BLANK) :]


def read_sealed(data: bytes) -> Run:
    """Return the run of a file whose seal is whole.

    Raises `ValueError` for every other file: `NoSealError` where it has none.
    """
    head, mark, tail = data.rpartition(_MARK)
    if not mark:
        read_unsealed(data)
        raise NoSealError("has no seal")
    seal, rest = tail[: len(_BLANK)], tail[len(_BLANK) :]
    if sha256(head + mark + _BLANK.encode() + rest).hexdigest().encode() != seal:
        raise ValueError("is damaged: its content is not what was written")
    return replace(read_unsealed(data), seal=seal.decode())


def read_unsealed(data: bytes) -> Run:
    """Return the run of a file, whatever its seal; raise `ValueError` if its shape is not a run's."""
    try:
        document = json.loads(data)
        refuse_misshapen(document, "a run")
        for cell in document["cells"]:
            _refuse_strange_outputs(cell)
        return read_run(remove_note(document, NAME))
    except Exception as error:  # whatever is wrong with it, it is no run
        raise ValueError("is truncated or no executed notebook") from error


def _refuse_strange_outputs(cell: Mapping[str, Any]) -> None:
    for output in cell.get("outputs", ()):
        lacking = set(_OUTPUTS[output["output_type"]]) - set(output)
        if lacking:
            raise ValueError(f"an output lacks {', '.join(sorted(lacking))}")
