"""Sizes of memory as people write them: 2G, 512M, 1.5 GiB."""

import re

from claimbook.errors import ClaimbookError

_UNITS = ("", "K", "M", "G", "T")  # each 1024 of the one before
_SIZE = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,9})?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)


def read_size(text: str | int) -> int:
    """Return a size in bytes.

    >>> read_size("2G"), read_size("1.5 MiB"), read_size(4096)
    (2147483648, 1572864, 4096)

    Raises `ClaimbookError` if it is none, or nothing.
    """
    found = _SIZE.fullmatch(str(text).strip())
    size = int(float(found[1]) * 1024 ** _UNITS.index(found[2].upper())) if found else 0
    if not 0 < size < 1 << 60:
        raise ClaimbookError(
            f"{text!r} is no size", fix="write a number and K, M, G or T, as in 2G"
        )
    return size


def show_size(size: int) -> str:
    """Return a size in words, in three digits.

    >>> show_size(2147483648), show_size(1572864)
    ('2 GiB', '1.5 MiB')
    """
    unit = min(max(size.bit_length() - 1, 0) // 10, len(_UNITS) - 1)
    return f"{size / 1024**unit:.3g} {_UNITS[unit]}{'iB' if unit else 'bytes'}"
