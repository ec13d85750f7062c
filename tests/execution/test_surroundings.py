"""The environment variables that a notebook's kernel is given."""

from pathlib import Path

import pytest

from claimbook.execution.surroundings import make_environment


def test_what_is_one_users_or_one_programs_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start-up file of terminals, which IPython would run, does not come to a notebook; the rest does."""
    for name in ("PYTHONSTARTUP", "MALLOC_TRIM_THRESHOLD_", "OF_THE_USER"):
        monkeypatch.setenv(name, "set")
    environment = make_environment(tmp_path, tmp_path)
    assert environment["OF_THE_USER"] == "set"
    assert not {"PYTHONSTARTUP", "MALLOC_TRIM_THRESHOLD_"} & environment.keys()
