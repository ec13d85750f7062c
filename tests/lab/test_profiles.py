import pytest

from claimbook.lab import choose


@pytest.mark.parametrize(("profile", "expected"), [("quick", 1), ("full", 2)])
def test_profile_picks_its_value(profile: str, expected: int) -> None:
    """A profile gets the value that was given for it."""
    assert choose(profile, quick=1, full=2) == expected


def test_unknown_profile_is_refused() -> None:
    """A profile that does not exist raises an error that names it."""
    with pytest.raises(ValueError, match="not 'fast'"):
        choose("fast", quick=1, full=2)
