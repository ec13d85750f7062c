"""Runs that are held without their notebooks."""

from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.execution.recalling import Recall
from claimbook.execution.store import Store, name_entry
from claimbook.model.run import Run
from front import drawn, executed, measured, notebook_json, run_of

MADE = executed(notebook_json(), {"measure": [measured("gap", 0.1, 0.2), drawn()]})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with two runs, of which the second was asked for last."""
    made = Store(str(tmp_path / "store"))
    made.put(MADE)
    made.put(run_of(dict(MADE.document), slug="other", fingerprint="d2"))
    return made


def lighten(store: Store, slug: str = "tiny", *former: str) -> Run:
    """Return a light run, after another was made light."""
    recall = Recall(store)
    run = store.get(slug, "full", MADE.fingerprint, former)
    other = store.get("other", "full", "d2")
    assert run
    assert other
    light = recall.release_document(run, former)
    recall.release_document(other)
    return light


def test_a_light_run_says_what_the_whole_one_does(store: Store) -> None:
    """Its notebook is read again when it is asked for; what it measured is there without."""
    light = lighten(store)
    assert dict(light.document) == dict(MADE.document)
    assert len(light.document) == len(MADE.document)
    assert light.cells == MADE.cells
    (path,) = Path(store.url).glob("runs/tiny/full/*.ipynb")
    path.unlink()
    light = Recall(store).release_document(light)
    assert light.figures == MADE.figures == ("gap",)
    assert light.measurements == MADE.measurements
    assert light.content


def test_a_run_of_a_former_slug_is_found_again(store: Store) -> None:
    """It lies under the slug that it had, and says the one that it has."""
    light = lighten(store, "new", "tiny")
    assert light.document["metadata"]["claimbook"]["slug"] == "new"
    assert light.content != lighten(store).content


@pytest.mark.parametrize("change", ["damaged", "gone", "another"])
def test_what_was_judged_is_what_is_shown(
    store: Store, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A run that is damaged, gone or made again since it was judged is refused, and set aside if damaged."""
    light = lighten(store)
    path = Path(store.url) / name_entry(MADE)
    if change == "another":
        store.put(executed(notebook_json(), {"measure": [measured("gap", 0.3)]}))
    elif change == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b"0.2", b"0.9"))
    with pytest.raises(ClaimbookError, match=r"tiny\.ipynb: the run that was judged is no longer"):
        _ = light.cells
    assert ("it was moved to damaged/" in caplog.text) == (change == "damaged")
    assert path.exists() == (change == "another")


def test_a_run_that_no_store_gave_stays_whole(store: Store) -> None:
    """It could not be read again."""
    assert Recall(store).release_document(MADE) is MADE
    whole = store.get("tiny", "full", MADE.fingerprint)
    assert whole == MADE
    assert whole.content != MADE.content
