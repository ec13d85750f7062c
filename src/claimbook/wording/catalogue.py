"""The words that a reader or a terminal sees, looked up in one Fluent catalogue a language.

`en.ftl` beside this module is English; a second language is a second file, here or in a project's own
folder `wording`. What it does not have is said in English. Fluent (projectfluent.org) has plural forms and
CLDR's dates, so that no sentence is put together from pieces in code, and no date depends on the
machine's locale.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from claimbook.errors import ClaimbookError

DEFAULT = "en"
WORDS = "wording"  # the folder of a project's own words
LOCALES: Mapping[str, str] = {"en": "en-GB"}  # whose dates and plural forms: 29 February 2024
TO_WORD = "write its messages as Fluent, with the values that those of English have"
_MESSAGE = re.compile(r"^([a-z][\w-]*) =", re.MULTILINE)
_ENTRY = re.compile(r"^(?=-?[A-Za-z][\w-]* *=)", re.MULTILINE)
_MEANT = re.compile(r"\{\s*(-?[A-Za-z][\w-]*)")  # another entry, said within one


class Words:
    """One language's catalogue."""

    def __init__(self, language: str, folder: Path | None = None) -> None:
        from fluent.runtime import FluentBundle  # 0.1 s: not before a word is needed

        self.language = language
        self._own = folder / f"{language}.ftl" if folder else None  # the project's, if it has any
        self._bundle = FluentBundle([LOCALES.get(language, language)], use_isolating=False)
        self._unread: dict[str, str] = {}  # entries by name: few of them are ever said
        shipped = resources.files(__package__).joinpath(f"{language}.ftl")
        if self._own and self._own.is_file():
            for file in (one for one in (shipped, self._own) if one.is_file()):
                self._bundle.add_resource(_read_resource(file), allow_overrides=True)
        elif shipped.is_file():
            self._unread = split_entries(shipped.read_text("utf-8"))
        # a number with options is equal to one without, and said otherwise: `typed`
        self.say = lru_cache(maxsize=4096, typed=True)(self._say)

    def tell(self) -> str:
        """Return the language, and the digest of the words that are the project's own."""
        own = self._own.read_bytes() if self._own and self._own.is_file() else b""
        return f"{self.language} {sha256(own).hexdigest()}" if own else self.language

    def _say(self, message: str, /, **values: Any) -> str:
        """Return a message with its values filled in.

        Raises `LookupError` if the catalogue has no such message, or the message wants a value
        that is not given: both are mistakes of the engine, and tests look for them. Raises
        `ClaimbookError` where the project has words of its own, which may be mistaken.
        """
        found = self._bundle.get_message(message) if self.has(message) else None
        if self.language != DEFAULT and (found is None or found.value is None):
            return load_words().say(message, **values)
        if found is None or found.value is None:
            raise LookupError(f'the catalogue "{self.language}" has no message "{message}"')
        try:
            text, errors = self._bundle.format_pattern(found.value, values)
        except RecursionError:
            text, errors = "", [LookupError("it holds itself")]
        if errors:
            what = f'the message "{message}" cannot be filled in: {errors[0]}'
            if self._own and self._own.is_file():
                raise ClaimbookError(what, where=f"{WORDS}/{self._own.name}", fix=TO_WORD)
            raise LookupError(what)
        return str(text)

    def fill(self, message: str, values: Mapping[str, Any]) -> str:
        """Return any message with values that it may want, for whoever looks at all of them."""
        return self._say(message, **values)

    def has(self, message: str) -> bool:
        """Whether the language has a message of its own."""
        self._read(message)
        return self._bundle.has_message(message)

    def _read(self, name: str) -> None:
        """Read an entry, and those that it names, if they are still unread."""
        from fluent.runtime import FluentResource

        text = self._unread.pop(name, None)
        if text is not None:
            self._bundle.add_resource(FluentResource(text))
            for other in find_meant(text):
                self._read(other)


def find_meant(text: str) -> list[str]:
    """Return the names of the entries that are said within one."""
    return _MEANT.findall(text)


def split_entries(text: str) -> dict[str, str]:
    """Return the text of each entry of a file of ours, by its name: a tenth of a second to read all."""
    entries = (one for one in _ENTRY.split(text) if _ENTRY.match(one))
    return {one.partition("=")[0].strip(): one for one in entries}


def _read_resource(file: Traversable) -> Any:
    """Return the messages of a file.

    Raises `ClaimbookError` for what is no text, and for braces in braces without end.
    """
    from fluent.runtime import FluentResource

    try:
        return FluentResource(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        what = f"cannot be read: {error}"
        raise ClaimbookError(what, where=f"{WORDS}/{file.name}", fix=TO_WORD) from error


def find_unsaid(language: str, folder: Path | None = None) -> list[str]:
    """Return the messages that a language lacks, in the order of English: they are said in English."""
    text = resources.files(__package__).joinpath(f"{DEFAULT}.ftl").read_text("utf-8")
    words = Words(language, folder)
    return [one for one in _MESSAGE.findall(text) if not words.has(one)]


@cache
def load_words(language: str = DEFAULT) -> Words:
    """Return the catalogue of a language; read once in a process."""
    return Words(language)


_SPOKEN: ContextVar[Words | None] = ContextVar("spoken", default=None)


@contextmanager
def speak(language: str, folder: Path | None = None) -> Iterator[Words]:
    """Have everything said in a language; `folder` may hold a project's own words of it."""
    words = Words(language, folder) if folder else load_words(language)
    token = _SPOKEN.set(words)
    try:
        yield words
    finally:
        _SPOKEN.reset(token)


def set_spoken(language: str, folder: Path | None = None) -> None:
    """Have everything said in a language from now on, if it is another than the one that is spoken."""
    if language != get_spoken():
        _SPOKEN.set(Words(language, folder) if folder else load_words(language))


def get_spoken() -> str:
    """Return the code of the language that is spoken."""
    words = _SPOKEN.get()
    return words.language if words else DEFAULT


def tell_spoken() -> str:
    """Return what tells the words that are spoken from others: the language, and the project's own."""
    words = _SPOKEN.get()
    return words.tell() if words else DEFAULT


def choose_language(message: str) -> str:
    """Return the language in which a message is said: the one that is spoken, or English for want of it."""
    return get_spoken() if (_SPOKEN.get() or load_words()).has(message) else DEFAULT


def say(message: str, /, **values: Any) -> str:
    """Return a message of the language that is spoken with its values filled in.

    >>> say("seeds", n=1), say("seeds", n=8)
    ('1 seed', '8 seeds')
    """
    return (_SPOKEN.get() or load_words()).say(message, **values)
