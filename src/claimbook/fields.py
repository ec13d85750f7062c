"""A strict reader of mappings: typed fields are taken out, and whatever is left is refused."""

import re
from datetime import date, datetime
from math import isfinite
from typing import Any

from claimbook.errors import ClaimbookError, suggest

LARGEST = 10**15  # of whole numbers
LONGEST = 5_000  # characters of a text
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # Unicode's category Cc


class Fields:
    """Take typed fields out of a mapping and refuse whatever is left."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, dict):
            raise ClaimbookError(
                f"expected a mapping, found {name_kind(raw)}",
                where=where,
                fix="write `key: value` lines",
            )
        self.raw, self.where, self.known = raw, where, set[str]()

    def make_fault(self, key: str, what: str, fix: str = "") -> ClaimbookError:
        """Return an error at `key`."""
        return ClaimbookError(what, where=f"{self.where}.{key}".lstrip("."), fix=fix)

    def has(self, key: str) -> bool:
        """Say whether `key` is given, and count it as known."""
        self.known.add(key)
        return self.raw.get(key) is not None

    def get(self, key: str, kind: type, *, default: Any = ..., says: str = "") -> Any:
        """Return the value at `key` if it is of `kind`; without a default it must be given."""
        if not self.has(key):
            if default is ...:
                raise self.make_fault(key, "is missing", f"add `{key}:`")
            return default
        value = self.raw[key]
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            expected = says or {str: "text", int: "a whole number", list: "a list"}.get(kind, "")
            raise self.make_fault(
                key,
                f"expected {expected or kind.__name__}, found {name_kind(value)}",
                _advise_quotes(value),
            )
        if isinstance(value, int) and abs(value) > LARGEST:
            raise self.make_fault(key, f"is larger than {LARGEST}", "write a number that can be")
        return value

    def get_text(self, key: str, default: Any = ...) -> str:
        """Return text with single spaces; without a default it must not be empty."""
        text: str = self.get(key, str, default=default)
        if default is ... and not text.strip():
            raise self.make_fault(key, "is empty", "fill it in")
        if len(text) > LONGEST:
            what = f"has {len(text)} characters, {LONGEST} are the most"
            raise self.make_fault(key, what, "say it shorter")
        text = " ".join(text.split())
        if control := _CONTROL.search(text):
            raise self.make_fault(key, f"holds the control character {control[0]!r}", "remove it")
        return text

    def get_number(self, key: str, default: Any = ...) -> Any:
        """Return a finite number."""
        value = self.get(key, (int, float), default=default, says="a number")  # type: ignore[arg-type]
        if value is None:
            return None
        if not isfinite(value):
            raise self.make_fault(key, "is not a finite number")
        return float(value)

    def get_day(self, key: str) -> date:
        """Return a date."""
        day: date = self.get(key, date, says="a date such as 2024-02-29")
        if isinstance(day, datetime):
            raise self.make_fault(key, "is a time, not a date", f"write {day.date()}")
        return day

    def get_items(self, key: str, default: Any = ...) -> list[Any]:
        """Return a list."""
        return list(self.get(key, list, default=default))

    def get_texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """Return a list of text."""
        items = self.get_items(key, default)
        for position, item in enumerate(items):
            if isinstance(item, str) and not item.strip():
                raise self.make_fault(f"{key}[{position}]", "is empty", "fill it in, or remove it")
            if not isinstance(item, str):
                raise self.make_fault(
                    f"{key}[{position}]",
                    f"expected text, found {name_kind(item)}",
                    _advise_quotes(item),
                )
            if len(item) > LONGEST:
                what = f"has {len(item)} characters, {LONGEST} are the most"
                raise self.make_fault(f"{key}[{position}]", what, "say it shorter")
        return tuple(items)

    def finish(self) -> None:
        """Refuse every key that nobody asked for."""
        for key in self.raw:
            if key not in self.known:
                raise self.make_fault(str(key), "is an unknown key", suggest(str(key), self.known))


def name_kind(value: object) -> str:
    """Name the kind of a value as a person would."""
    if value is None:
        return "nothing"
    names = {dict: "a mapping", list: "a list", str: "text", bool: "true or false"}
    return names.get(type(value)) or f"{type(value).__name__} {value!r}"


def _advise_quotes(value: object) -> str:
    return f'write it in quotes: "{value}"' if isinstance(value, (int, float, date)) else ""
