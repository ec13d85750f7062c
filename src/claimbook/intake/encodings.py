"""The bytes of a post → its text, in the encoding that they declare.

A byte order mark comes first; then, in a text that begins with markup, the XML declaration or a
`<meta charset>`, read as browsers read them: by the WHATWG's labels, so that EUC-KR is CP949. What
declares nothing is UTF-8. A declaration that the bytes belie is a fault, never a page of wrong signs.
"""

import re

from webencodings import Encoding, lookup

from claimbook.errors import ClaimbookError

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_DECLARED = re.compile(
    rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"'>]{1,40})|<meta[^>]*?\scharset\s*=\s*[\"']?\s*([^\"'\s/>;]{1,40})"
    rb"|<meta[^>]*?content\s*=\s*[\"'][^\"'>]*?charset=\s*([^\"'\s;>]{1,40})",
    re.IGNORECASE,
)
_BEGINNING = 4096  # bytes; browsers look at a quarter of them
_ENOUGH = 4  # signs beyond ASCII that are UTF-8 by no accident


def read_text(data: bytes, *, where: str) -> tuple[str, str]:
    """Return the text, and the name of its encoding if that is another than UTF-8.

    Raises `ClaimbookError` if the declaration names no encoding, or another than the bytes are in.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _decode(data[len(mark) :], lookup(name), f"begins as {name} does", where)
            return text, "" if name == "utf-8" else name
    label = _find_label(data)
    found = _find_encoding(label, where) if label else lookup("utf-8")
    declared = f'declares "{label}"' if label else ""
    if found.name != "utf-8" and _count_signs(data) >= _ENOUGH:
        raise ClaimbookError(f"{declared} and is UTF-8", where=where, fix='declare "utf-8"')
    return _decode(data, found, declared, where), "" if found.name == "utf-8" else found.name


def _find_label(data: bytes) -> str:
    """Return what a text that begins with markup says of its encoding."""
    beginning = data[:_BEGINNING]
    found = _DECLARED.search(beginning) if beginning.lstrip().startswith(b"<") else None
    label = next(filter(None, found.groups()), b"") if found else b""
    return label.decode("ascii", "replace").strip()


def _find_encoding(label: str, where: str) -> Encoding:
    found = lookup(label) or lookup(re.sub(r"(?i)^(?:cp|ms)[-_]?", "windows-", label))
    if found is None or found.name in ("replacement", "x-user-defined"):
        fix = "save it as UTF-8, and declare that"
        raise ClaimbookError(f'declares "{label}", which no browser reads', where=where, fix=fix)
    # what can be read that far is no UTF-16, whatever it says
    return lookup("utf-8") if found.name.startswith("utf-16") else found


def _count_signs(data: bytes) -> int:
    """Return how many signs beyond ASCII a text has, read as UTF-8; none if it is not that."""
    try:
        return sum(sign > "\x7f" for sign in data.decode("utf-8"))
    except UnicodeDecodeError:
        return 0


def _decode(data: bytes, found: Encoding, declared: str, where: str) -> str:
    try:
        return str(found.codec_info.decode(data, "strict")[0])
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = 1 + before.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
        fault = f"{declared} and is not {found.name}" if declared else "is not UTF-8"
        place = f"{where}, line {line}"
        raise ClaimbookError(fault, where=place, fix="save it as UTF-8") from error
