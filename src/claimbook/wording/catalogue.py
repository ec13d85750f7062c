"""The words that a reader or a terminal sees, looked up in one Fluent catalogue a language.

`en.ftl` beside this module is English; a second language is a second file. Fluent (projectfluent.org)
has plural forms and CLDR's dates, so that no sentence is put together from pieces in code, and no
date depends on the machine's locale.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

DEFAULT = "en"
LOCALES: Mapping[str, str] = {"en": "en-GB"}  # whose dates and plural forms: 29 February 2024


class Words:
    """One language's catalogue."""

    def __init__(self, language: str) -> None:
        from fluent.runtime import (  # 0.1 s: not before a word is needed
            FluentBundle,
            FluentResource,
        )

        self.language = language
        text = resources.files(__package__).joinpath(f"{language}.ftl").read_text("utf-8")
        self._bundle = FluentBundle([LOCALES[language]], use_isolating=False)
        self._bundle.add_resource(FluentResource(text))
        self.say = lru_cache(maxsize=4096)(self._say)

    def _say(self, message: str, /, **values: Any) -> str:
        """Return a message with its values filled in.

        Raises `LookupError` if the catalogue has no such message, or the message wants a value
        that is not given: both are mistakes of the engine, and tests look for them.
        """
        found = self._bundle.get_message(message) if self._bundle.has_message(message) else None
        if found is None or found.value is None:
            raise LookupError(f'the catalogue "{self.language}" has no message "{message}"')
        text, errors = self._bundle.format_pattern(found.value, values)
        if errors:
            raise LookupError(f'the message "{message}" cannot be filled in: {errors[0]}')
        return str(text)


@cache
def load_words(language: str = DEFAULT) -> Words:
    """Return the catalogue of a language; read once in a process."""
    return Words(language)


def say(message: str, /, **values: Any) -> str:
    """Return a message of the default language with its values filled in.

    >>> say("seeds", n=1), say("seeds", n=8)
    ('1 seed', '8 seeds')
    """
    return load_words().say(message, **values)
