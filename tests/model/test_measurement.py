"""A recorded quantity, as it comes out of an output."""

import pytest

from claimbook.errors import ClaimbookError
from claimbook.model.measurement import Measurement, read_measurement


def test_what_record_displayed_is_read_back():
    """Every field of a record arrives; what was left out has its usual value."""
    whole = {"name": "gap", "values": [1, 2.5], "unit": "bits", "deterministic": True, "note": "!"}

    assert read_measurement(whole, where="cell 1") == Measurement(
        "gap", (1.0, 2.5), unit="bits", deterministic=True, note="!"
    )
    assert read_measurement({"name": "gap", "values": [1]}, where="cell 1") == Measurement(
        "gap", (1.0,)
    )


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"name": "a"},
        {"name": "a", "values": ["x"]},
        {"name": "a", "values": []},
        {"name": "a", "values": [float("nan")]},
        {"name": "a", "values": 3},
        3,
        None,
        ["name", "values"],
    ],
)
def test_a_malformed_measurement_is_an_error(payload: object):
    """A payload that is not the contract's is refused where it stands, not guessed at."""
    with pytest.raises(ClaimbookError, match=r"^tiny, cell 4: holds a malformed measurement: "):
        read_measurement(payload, where="tiny, cell 4")
