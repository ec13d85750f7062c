"""The two sizes at which a notebook runs."""

from typing import TypeVar

Value = TypeVar("Value")


def choose(profile: str, *, quick: Value, full: Value) -> Value:
    """Return the value that belongs to the profile.

    >>> choose("quick", quick=10, full=1000)
    10

    Raises `ValueError` if the profile is neither "quick" nor "full".
    """
    if profile == "quick":
        return quick
    if profile == "full":
        return full
    raise ValueError(f'the profile is "quick" or "full", not {profile!r}')
