"""A run's file carries its own digest: whatever happens to it is seen."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.execution.seals import NoSealError, read_sealed, read_unsealed, write_sealed
from claimbook.model.run import KEY
from claimbook.notebook.document import dump
from front import cell, executed, notebook_json, run_of

SHOWN = [{"output_type": "stream", "name": "stdout", "text": 'a "seal": "of\n'}]
RUN = executed(notebook_json(), {"measure": SHOWN})
WHOLE = write_sealed(RUN)
places = st.integers(min_value=0, max_value=len(WHOLE) * 8 - 1)


def flipped(data: bytes, *bits: int) -> bytes:
    """Return bytes in which some bits are the other way round."""
    changed = bytearray(data)
    for bit in set(bits):
        changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_what_is_sealed_is_read() -> None:
    """A run comes back as it was, and no seal with it."""
    assert read_sealed(WHOLE) == RUN
    assert read_sealed(WHOLE).document == RUN.document


@given(st.sets(places, min_size=1, max_size=3))
def test_no_flipped_bit_goes_unseen(bits: set[int]) -> None:
    """Whatever bits of a file are flipped, it is refused."""
    with pytest.raises(ValueError, match=r"^is |^has no seal$"):
        read_sealed(flipped(WHOLE, *bits))


def test_no_bit_of_the_seal_is_left_out() -> None:
    """Each bit of what the runner noted, the seal itself among it, is guarded."""
    start = WHOLE.rindex(b'"seal"') * 8
    seen = 0
    for bit in range(start, start + 80 * 8):
        with pytest.raises(ValueError):
            read_sealed(flipped(WHOLE, bit))
        seen += 1
    assert seen == 640


@given(st.integers(min_value=0, max_value=len(WHOLE) - 1))
def test_no_truncated_file_goes_unseen(length: int) -> None:
    """However much of a file's end is lost, it is refused."""
    with pytest.raises(ValueError):
        read_sealed(WHOLE[:length])


def test_run_of_an_earlier_version() -> None:
    """A whole run without a seal is told from a damaged one."""
    old = dump(dict(RUN.document)).encode()
    with pytest.raises(NoSealError):
        read_sealed(old)
    assert read_unsealed(old) == RUN


def change(key: str, value: Any) -> Any:
    """Return the change that gives what the runner noted another value."""
    return lambda document: document["metadata"][KEY].__setitem__(key, value)


@pytest.mark.parametrize(
    "damage",
    [
        change("parts", None),
        change("profile", 3),
        change("provenance", {}),
        change("error", []),
        change("error", {"cell_number": "x"}),
        lambda document: document.pop("cells"),
        lambda document: document["cells"][0].pop("source"),
        lambda document: document["cells"].append({"cell_type": "code", "outputs": [{}]}),
        lambda document: document["cells"][3].update(outputs=[{"output_type": "stream"}]),
        lambda document: document["cells"][3].update(outputs={"a": 1}),
    ],
)
def test_a_seal_does_not_make_a_run(damage: Any) -> None:
    """What has the seal of its content but not the shape of a run is refused all the same."""
    document = json.loads(dump(dict(RUN.document)))
    damage(document)
    with pytest.raises(ValueError, match="is truncated or no executed notebook"):
        read_sealed(sealed(document))


def test_deep_nesting_is_no_end_of_the_program() -> None:
    """Brackets without end are refused like anything else that is no run."""
    with pytest.raises(ValueError, match="no executed notebook"):
        read_unsealed(b"[" * 100_000)


def test_half_a_character_is_kept_as_a_question_mark() -> None:
    """A cell may print half a character; its run is kept."""
    run = run_of(notebook_json(cell("markdown", "half", "\ud83d")), "full")
    assert "?" in read_sealed(write_sealed(run)).cells[2].source


def sealed(document: dict[str, Any]) -> bytes:
    """Seal whatever document as the store would."""
    from hashlib import sha256

    document["metadata"].setdefault(KEY, {})["seal"] = "0" * 64
    data = dump(document).encode()
    return data.replace(b"0" * 64, sha256(data).hexdigest().encode())
