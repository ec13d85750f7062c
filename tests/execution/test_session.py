"""How a failed run is told."""

from dataclasses import replace

import pytest

from claimbook.execution.session import report_failure, say_failure
from claimbook.model.run import Failure
from front import executed, notebook_json

FAILURE = Failure("divide", 5, "KeyError", "'gone'\nand more", ("line 1", "KeyError: 'gone'"))


@pytest.mark.parametrize(
    ("failure", "line"),
    [
        (FAILURE, "cell 5 (divide): KeyError: 'gone'"),
        (replace(FAILURE, cell_number=1234, value=""), "cell 1234 (divide): KeyError: "),
    ],
)
def test_a_failure_is_told_in_one_line(failure: Failure, line: str) -> None:
    """Cell, error and the first line of what it says, the number without commas."""
    assert say_failure(failure).strip() == line.strip()


def test_a_failure_is_reported_with_the_end_of_its_traceback() -> None:
    """Notebook, cell and error come first; of a run that ended well there is nothing to report."""
    assert report_failure(executed(notebook_json(), {}, failure=FAILURE)) == [
        "tiny.ipynb, cell 5 (divide): KeyError: 'gone'",
        "line 1",
        "KeyError: 'gone'",
    ]
    assert report_failure(executed(notebook_json(), {})) == []


@pytest.mark.parametrize("module", ["jax", "jax.numpy", "sklearn.datasets", "altair", "equinox"])
def test_a_notebook_that_wants_the_lab_says_what_to_install(module: str) -> None:
    """Where an experiment's packages are missing, the remedy is the extra that has them."""
    missing = Failure("a", 2, "ModuleNotFoundError", f"No module named '{module}'", ("trace",))
    assert report_failure(executed(notebook_json(), {}, failure=missing))[1:] == [
        "the notebook needs what experiments need: pip install 'claimbook[lab]'",
        "trace",
    ]
    other = replace(missing, value="No module named 'jaxtyping'")
    assert report_failure(executed(notebook_json(), {}, failure=other))[1:] == ["trace"]
