"""A message for whoever counts later, in a browser: its text for each plural form of its numbers."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import product

from babel import Locale, UnknownLocaleError
from fluent.runtime.types import fluent_number

from claimbook.wording.catalogue import LOCALES

_TRIED = (*range(1000), 10**6, 10**9)  # a language's forms of whole numbers are all among these
_WIDTH = 24  # so many digits no number has that stands in a message itself
Forms = Mapping[str, str]  # by the categories of CLDR, one for each number, with commas between
Saying = Callable[..., str]  # says one message with the values that it wants


def list_forms(saying: Saying, language: str, counts: Sequence[str], texts: Sequence[str]) -> Forms:
    """Return a message of a language in each plural form of `counts`; alike, they are one, under "".

    Every value stands as its name in braces.
    """
    filled = {name: f"{{{name}}}" for name in texts}
    forms = {}
    for samples in product(_collect_forms(language), repeat=len(counts)):
        numbers = dict(zip(counts, (number for _, number in samples), strict=True))
        forms[",".join(form for form, _ in samples)] = _call_blank(saying, numbers, filled)
    return {"": next(iter(forms.values()))} if len(set(forms.values())) == 1 else forms


def name_locale(language: str) -> str:
    """Return the locale whose plural forms and numbers a language has."""
    return LOCALES.get(language, language)


def _call_blank(saying: Saying, numbers: Mapping[str, int], texts: Mapping[str, str]) -> str:
    """Say a message whose numbers choose its plural form, and put their names in their places.

    A number is written with so many digits that it is found again, each with more than the last.
    """
    widths = {name: _WIDTH + place for place, name in enumerate(numbers)}
    written = {
        name: fluent_number(number, minimumIntegerDigits=widths[name], useGrouping=False)
        for name, number in numbers.items()
    }
    text = saying(**texts, **written)
    for name in reversed(widths):  # the longest first, since it holds the others
        text = text.replace(str(numbers[name]).zfill(widths[name]), f"{{{name}}}")
    return text


@cache
def _collect_forms(language: str) -> tuple[tuple[str, int], ...]:
    """Return each plural form that whole numbers have in a language, with a number that has it."""
    try:
        choose = Locale.parse(name_locale(language), sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return (("other", 2),)
    found: dict[str, int] = {}
    for number in _TRIED:
        found.setdefault(choose(number), number)
    return tuple(sorted(found.items()))
