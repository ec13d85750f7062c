"""The value of a front matter's YAML, parsed once and kept for later processes as JSON.

To parse takes half of the time in which a notebook is read. What is refused is never kept, so that a fault
is found each time; and what is kept is still read by the contract.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from claimbook.installed import digest_text
from claimbook.kept import Index
from claimbook.notebook.strictyaml import load_yaml

_DAY = "\0day"  # begins a list that is a date


def load_parsed(text: str, *, where: str, before: int = 0, index: Index | None = None) -> object:
    """Return what `load_yaml` does, from an `index` if it has it.

    Raises `ClaimbookError` as `load_yaml` does.
    """
    key = digest_text("yaml", text) if index else ""
    if index and (found := index.find(key)) is not None:
        return _unpack(found)
    value = load_yaml(text, where=where, before=before)
    if index and (packed := _pack(value, len(text))) is not None:
        index.keep(key, packed)
    return value


def _pack(value: object, most: int) -> Any:
    """Return a value as JSON; None if it would be another when it is read, or has too many parts.

    A value written out has no more parts than characters; one that is made of aliases may have.
    """
    try:
        packed = _say_days(value, iter(range(most)))
        same = repr(_unpack(json.loads(json.dumps(packed)))) == repr(value)
    except (TypeError, ValueError, RecursionError, StopIteration):
        return None
    return packed if same else None


def _say_days(value: object, left: Iterator[int]) -> Any:
    next(left)
    if isinstance(value, dict):
        return {name: _say_days(one, left) for name, one in value.items()}
    if isinstance(value, list):
        return [_say_days(one, left) for one in value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return [_DAY, value.isoformat()]
    return value


def _unpack(kept: Any) -> Any:
    if isinstance(kept, dict):
        return {name: _unpack(one) for name, one in kept.items()}
    if isinstance(kept, list):
        is_day = len(kept) == 2 and kept[0] == _DAY
        return date.fromisoformat(kept[1]) if is_day else [_unpack(one) for one in kept]
    return kept
