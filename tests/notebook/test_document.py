"""A notebook file as JSON: its shape, and how it is written."""

import json
from pathlib import Path
from typing import Any

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.document import dump, read_json, read_source
from front import notebook_json


def fault(path: Path) -> str:
    with pytest.raises(ClaimbookError) as caught:
        read_json(path)
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "is not JSON: Expecting property name enclosed in double quotes (line 1)"),
        (b"[" * 100_000, "is not JSON: maximum recursion depth exceeded"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "is not JSON: Exceeds the limit"),
        (b"", "is not JSON: Expecting value"),
        (b"[]", "is JSON but no notebook; restore it from git, or remove it"),
        (b"{}", "is JSON but no notebook"),
        (b"\xff\xfe\x00", "cannot be read: it is not UTF-8 (byte 0); save it as UTF-8"),
        (b'{"nbformat": 4, "x": "\\ud83d"}', r"holds half a character, '\ud83d'"),
        (b'{"nbformat": 5, "cells": []}', "is nbformat 5.0, not 4.5; save it as nbformat 4"),
        (b'{"nbformat": 0, "cells": []}', "is nbformat 0.0, not 4.5"),
        (b'{"nbformat": null}', "nbformat: expected a whole number, found nothing"),
        (b'{"nbformat": 4, "cells": {}}', "cells: expected a list, found a mapping"),
    ],
)
def test_file_that_is_no_notebook_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """The reason why a file cannot be read stands in one line."""
    path = tmp_path / "tiny.ipynb"
    path.write_bytes(content)
    assert fault(path).startswith(f"tiny.ipynb: {says}")


@pytest.mark.parametrize(
    ("place", "key", "value", "says"),
    [
        ((), "metadata", None, "tiny.ipynb: metadata: expected a mapping, found nothing"),
        (
            (),
            "nbformat_minor",
            "5",
            "tiny.ipynb: nbformat_minor: expected a whole number, found text",
        ),
        (
            (),
            "nbformat",
            True,
            "tiny.ipynb: nbformat: expected a whole number, found true or false",
        ),
        ((), "cells", 3, "tiny.ipynb: cells: expected a list, found int 3"),
        (("cells",), 2, "text", "tiny.ipynb, cell 3: is no notebook cell; remove it, or make its"),
        (("cells", 2), "cell_type", "heading", "tiny.ipynb, cell 3: is no notebook cell"),
        (("cells", 2), "cell_type", [], "tiny.ipynb, cell 3: is no notebook cell"),
        (("cells", 2), "source", 5, "tiny.ipynb, cell 3: source: expected text, found int 5"),
        (
            ("cells", 2),
            "source",
            ["a", 5],
            "cell 3: source: expected text, found int 5; write it in",
        ),
        (("cells", 2), "source", None, "tiny.ipynb, cell 3: source: expected text, found nothing"),
        (
            ("cells", 2),
            "metadata",
            [],
            "cell 3: metadata: expected a mapping, found a list; write `{}`",
        ),
    ],
)
def test_misshapen_notebook_is_refused(
    tmp_path: Path, place: tuple[Any, ...], key: Any, value: object, says: str
) -> None:
    """What has the wrong type is named with file, cell and key."""
    raw: Any = notebook_json()
    part = raw
    for step in place:
        part = part[step]
    part[key] = value
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(raw))
    assert says in fault(path)


def test_missing_file_and_link_to_nothing(tmp_path: Path) -> None:
    """A file that is not there is told from a link that leads nowhere, and from a loop of links."""
    link, loop = tmp_path / "link.ipynb", tmp_path / "loop.ipynb"
    link.symlink_to("nowhere.ipynb")
    loop.symlink_to("loop.ipynb")
    assert "there is no such file" in fault(tmp_path / "none.ipynb")
    assert "is a link that leads nowhere" in fault(link)
    assert "cannot be read: Too many levels of symbolic links" in fault(loop)


def test_byte_order_mark_makes_no_difference(tmp_path: Path) -> None:
    """A file that begins with a byte order mark, as some programs write it, is read."""
    path = tmp_path / "tiny.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(notebook_json()).encode())
    assert read_json(path) == notebook_json()


@pytest.mark.parametrize(
    "source",
    ["a\r\nb\r\n\r\nc", "a\rb\r\rc", ["a\r", "\nb\r\n", "\r\nc"], ["a\n", "b\n", "\n", "c"]],
)
def test_line_ends_of_any_system_are_one(source: object) -> None:
    """A cell's lines end in the same way whatever system wrote them."""
    assert read_source({"source": source}).rstrip() == "a\nb\n\nc"


def test_same_content_is_written_the_same() -> None:
    """The order of keys makes no difference to the text, which ends in a line end."""
    raw = notebook_json()
    text = dump(dict(reversed(raw.items())))
    assert text == dump(raw)
    assert text.endswith("}\n")
    assert json.loads(text) == raw
