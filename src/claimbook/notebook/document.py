"""A notebook file as JSON: read, its shape checked, written the same for the same content.

Nothing here knows what Claimbook wants of a notebook; see `source`. The shape is that of
nbformat 4, whatever its minor version, and keys that nobody knows are left alone.
"""

import json
import re
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.fields import name_kind

Document = dict[str, Any]
KINDS = ("markdown", "code", "raw")
MAJOR, MINOR = 4, 5  # the nbformat of a source notebook
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_RESTORE = "restore it from git, or remove it"


def read_json(path: Path) -> Document:
    """Read a notebook file of nbformat 4 or older as JSON, and check the shape of an nbformat 4.

    Raises `ClaimbookError` for whatever is not such a file.
    """
    raw = _read_mapping(path)
    major, minor = find_version(raw, path.name)
    if not 0 < major <= MAJOR:
        raise ClaimbookError(
            f"is nbformat {major}.{minor}, not {MAJOR}.{MINOR}",
            where=path.name,
            fix=f"save it as nbformat {MAJOR} with the program that wrote it",
        )
    if major == MAJOR:
        refuse_misshapen(raw, path.name)
    return raw


def _read_mapping(path: Path) -> Document:
    text = _read_text(path)
    try:
        raw = json.loads(text)
        if "\\ud" in text.lower():
            json.dumps(raw, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise _explain_no_json(path, f"{error.msg} (line {error.lineno})") from error
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        fix = "write the whole character"
        raise ClaimbookError(f"holds half a character, {half}", where=path.name, fix=fix) from error
    except (ValueError, RecursionError) as error:  # a number without end, brackets without end
        raise _explain_no_json(path, str(error)) from error
    if not isinstance(raw, dict):
        raise ClaimbookError("is JSON but no notebook", where=path.name, fix=_RESTORE)
    return raw


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")  # some programs on Windows begin a file with a mark
    except FileNotFoundError as error:
        what = "is a link that leads nowhere" if path.is_symlink() else "there is no such file"
        raise ClaimbookError(what, where=str(path)) from error
    except OSError as error:
        raise ClaimbookError(f"cannot be read: {error.strerror}", where=path.name) from error
    except UnicodeDecodeError as error:
        what = f"cannot be read: it is not UTF-8 (byte {error.start})"
        raise ClaimbookError(what, where=path.name, fix="save it as UTF-8") from error


def _explain_no_json(path: Path, why: str) -> ClaimbookError:
    return ClaimbookError(f"is not JSON: {why}", where=path.name, fix=_RESTORE)


def find_version(raw: Document, where: str) -> tuple[int, int]:
    """Return the major and the minor version of nbformat that a notebook names."""
    if "nbformat" not in raw:
        raise ClaimbookError("is JSON but no notebook", where=where, fix=_RESTORE)
    version = raw["nbformat"], raw.get("nbformat_minor", 0)
    for key, value in zip(("nbformat", "nbformat_minor"), version, strict=True):
        if type(value) is not int:
            fix = f'write `"nbformat": {MAJOR}, "nbformat_minor": {MINOR}`'
            raise _explain_shape(key, "a whole number", value, where, fix)
    return version


def refuse_misshapen(raw: Document, where: str) -> None:
    """Refuse what is no notebook of nbformat 4; `where` names the file."""
    if not isinstance(cells := raw.get("cells"), list):
        raise _explain_shape("cells", "a list", cells, where, _RESTORE)
    _refuse_no_mapping(raw, where)
    for number, cell in enumerate(cells, start=1):
        place = f"{where}, cell {number}"
        if not isinstance(cell, dict) or cell.get("cell_type") not in KINDS:
            raise ClaimbookError(
                "is no notebook cell",
                where=place,
                fix=f"remove it, or make its `cell_type` one of {', '.join(KINDS)}",
            )
        _refuse_no_mapping(cell, place)
        source = cell.get("source", "")
        lines = source if isinstance(source, list) else [source]
        if strange := [line for line in lines if not isinstance(line, str)]:
            raise _explain_shape("source", "text", strange[0], place, "write it in quotes")


def _refuse_no_mapping(raw: Document, where: str) -> None:
    if not isinstance(metadata := raw.get("metadata", {}), dict):
        raise _explain_shape("metadata", "a mapping", metadata, where, "write `{}`")


def _explain_shape(key: str, wanted: str, found: object, where: str, fix: str) -> ClaimbookError:
    return ClaimbookError(
        f"{key}: expected {wanted}, found {name_kind(found)}", where=where, fix=fix
    )


def read_source(cell: Document) -> str:
    """Return a cell's text, its lines ended as Python and Markdown end them."""
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def dump(raw: Document) -> str:
    """Serialise a notebook as text, the same for the same content."""
    return json.dumps(raw, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
