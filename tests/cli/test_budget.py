"""A run that takes longer than its profile's budget is told, and good all the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from claimbook.cli.main import warn
from claimbook.execution.session import Outcome
from claimbook.notebook.book import Settings
from front import PROVENANCE, executed, notebook_json


@pytest.mark.parametrize(("seconds", "said"), [(2.0, ""), (3.4, "its run took 3 s")])
def test_a_run_over_budget_is_a_warning(
    seconds: float, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The seconds and the budget of the profile that was run are named."""
    run = executed(notebook_json(), {})
    run = replace(run, provenance=replace(PROVENANCE, wall_seconds=seconds))
    warn([Outcome("tiny", run)], Settings(Path(), full_seconds=2.5, quick_seconds=0.1))
    assert capsys.readouterr().err.count("\n") == bool(said)
