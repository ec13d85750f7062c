"""What stands before a build: the book is read, and no warning is lost."""

import logging

import pytest

from claimbook.site.reading import count_warnings


@pytest.mark.parametrize("level", [logging.ERROR, logging.INFO])
def test_a_strict_build_counts_warnings_however_quiet(level: int) -> None:
    """MkDocs' `--quiet` hides warnings from whatever would count them, and `--strict` would pass."""
    mkdocs = logging.getLogger("mkdocs")
    before = mkdocs.level
    mkdocs.setLevel(level)
    try:
        count_warnings()
        assert mkdocs.isEnabledFor(logging.WARNING)
        assert mkdocs.isEnabledFor(logging.INFO) == (level == logging.INFO)
    finally:
        mkdocs.setLevel(before)
