"""A run: what is noted in an executed notebook and read from it, and by nobody else."""

import ast
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import ClaimbookError
from claimbook.model.measurement import MIME, Measurement
from claimbook.model.run import INJECTED, Failure, Provenance, make_run, read_run
from claimbook.notebook.document import dump
from front import drawn, executed, measured, notebook_json, run_of

ROOT = Path(__file__).parents[2]
OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, unit="bits"), drawn("b"), drawn("a")]}
FAILURE = Failure("measure", 4, "KeyError", "'gone'\nand more", ("line 1", "KeyError: 'gone'"))
RUN = executed(notebook_json(), OUTPUTS, failure=FAILURE)

WORDS = st.text(max_size=8)
VALUES = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | WORDS
FAILURES = st.builds(Failure, WORDS, st.integers(0, 99), WORDS, WORDS, st.tuples(WORDS, WORDS))
PROVENANCES = st.builds(
    Provenance,
    profile=WORDS,
    parameters=st.dictionaries(WORDS, VALUES | st.lists(VALUES, max_size=2), max_size=2),
    device=WORDS,
    python=WORDS,
    platform=WORDS,
    versions=st.dictionaries(WORDS, WORDS, max_size=2),
    commit=st.none() | WORDS,
    dirty=st.none() | st.booleans(),
    started=WORDS,
    wall_seconds=st.floats(0, 9),
    cpu_seconds=st.none() | st.floats(0, 9),
    machine=WORDS,
    undeclared=st.none() | st.tuples(WORDS, WORDS),
)


def reread(document: Any) -> Any:
    """Return a document as it comes back from a file."""
    return json.loads(dump(dict(document)))


TEXTS = st.dictionaries(WORDS, WORDS, max_size=2)


@given(
    *(WORDS, WORDS, TEXTS, st.none() | FAILURES, PROVENANCES),
    st.dictionaries(WORDS, TEXTS, max_size=2),
)
def test_a_run_is_read_as_it_was_made(
    slug: str,
    digest: str,
    parts: dict[str, str],
    failure: Failure | None,
    known: Provenance,
    definitions: dict[str, dict[str, str]],
):
    """Whatever was noted of a run comes back from its file, equal in every field."""
    made = make_run(
        notebook_json(),
        slug=slug,
        fingerprint=digest,
        parts=parts,
        failure=failure,
        provenance=known,
        definitions=definitions,
    )

    assert read_run(reread(made.document)) == made
    assert (made.profile, made.good) == (known.profile, failure is None)


def test_making_a_run_leaves_the_notebook_alone():
    """What is noted goes into a copy."""
    source = notebook_json()
    run = run_of(source)

    assert source == notebook_json()
    assert sorted(run.document["metadata"]) == ["claimbook", "kernelspec"]


@pytest.mark.parametrize(("failure", "status"), [(None, "ok"), (FAILURE, "failed")])
def test_the_status_is_told_to_other_programs(failure: Failure | None, status: str):
    """A program that knows nothing of claims finds in the notebook whether it ran to its end."""
    run = executed(notebook_json(), {}, failure=failure)

    assert (run.good, run.document["metadata"]["claimbook"]["status"]) == (failure is None, status)


@pytest.mark.parametrize(("profile", "full"), [("full", True), ("quick", False)])
def test_only_the_full_profile_gives_verdicts(profile: str, full: bool):
    """A run knows whether its profile is the one that gives verdicts."""
    run = executed(notebook_json(), {}, profile)

    assert (run.profile, run.full) == (profile, full)
    assert run.provenance.parameters == {"profile": profile, "seeds": 5}


def test_cells_are_those_of_the_source():
    """Papermill's own cell is left out; each other has its source, its tags and its outputs."""
    cells = RUN.cells

    assert [(one.id, one.kind, one.ran) for one in cells] == [
        ("front-matter", "raw", False),
        ("parameters", "code", True),
        ("opening", "markdown", False),
        ("measure", "code", True),
        ("ending", "markdown", False),
    ]
    assert (cells[1].source, cells[1].tags) == ('profile = "full"\nseeds = 5', ("parameters",))
    assert cells[3].outputs == tuple(OUTPUTS["measure"])
    assert INJECTED in [one["id"] for one in RUN.document["cells"]]


def test_a_cell_that_did_not_run_is_known():
    """A code cell without a count was never executed."""
    document = reread(RUN.document)
    document["cells"][4]["execution_count"] = None

    assert [one.ran for one in read_run(document).cells if one.kind == "code"] == [True, False]


def test_source_in_lines_is_joined():
    """A notebook's file has lines; a cell has text."""
    document = reread(RUN.document)
    document["cells"][1]["source"] = ["seeds", " = 5\n"]

    assert read_run(document).cells[1].source == "seeds = 5\n"


def test_measurements_are_found_in_outputs():
    """What `record` displayed is read back as it was."""
    assert RUN.measurements == {"gap": Measurement("gap", (0.1, 0.2), unit="bits")}


def test_figures_are_found_in_the_order_of_their_outputs():
    """The ids of what was drawn, first to last."""
    assert RUN.figures == ("b", "a")


def test_a_quantity_recorded_twice_is_an_error():
    """Two records under one name would hide one of them; the cell is that of the source."""
    run = executed(notebook_json(), {"measure": [measured("gap", 1.0), measured("gap", 2.0)]})

    with pytest.raises(ClaimbookError) as caught:
        _ = run.measurements
    assert str(caught.value) == (
        'tiny.ipynb, cell 4: the quantity "gap" is recorded twice; give each record its own name'
    )


def test_a_malformed_measurement_names_its_cell():
    """A payload that is not the contract's is refused where it was displayed."""
    output = measured("gap", 1.0)
    output["data"][MIME] = {"name": "a"}

    with pytest.raises(ClaimbookError, match=r"^tiny\.ipynb, cell 4: holds a malformed"):
        _ = executed(notebook_json(), {"measure": [output]}).measurements


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value within a JSON document."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key)
        if isinstance(inner, (dict, list)):
            yield from places(inner, (*path, key))


PLACES = sorted(places(RUN.document), key=repr)
NEEDED = [
    *(("metadata",), ("metadata", "claimbook"), ("cells",)),
    *(("cells", 0, "metadata"), ("cells", 1, "source"), ("cells", 4, "cell_type")),
    *(("metadata", "claimbook", key) for key in ("slug", "profile", "fingerprint", "parts")),
    *(("metadata", "claimbook", key) for key in ("error", "provenance")),
    *(("metadata", "claimbook", "error", key) for key in ("cell_id", "ename", "traceback")),
    *(("metadata", "claimbook", "provenance", key) for key in ("profile", "versions", "started")),
]


def within(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        document = document[key]
    return document


@pytest.mark.parametrize("path", NEEDED, ids=lambda path: ".".join(map(str, path)))
def test_what_is_missing_is_damage(path: tuple[Any, ...]):
    """An executed notebook without a part that the runner writes is none."""
    document = deepcopy(dict(RUN.document))
    del within(document, path)[path[-1]]

    with pytest.raises(ValueError, match="is no executed notebook"):
        read_run(document)


@pytest.mark.parametrize("path", NEEDED, ids=lambda path: ".".join(map(str, path)))
def test_what_has_another_kind_is_damage(path: tuple[Any, ...]):
    """A number where text, a list or a mapping belongs is never taken for it."""
    document = deepcopy(dict(RUN.document))
    within(document, path)[path[-1]] = 3

    with pytest.raises(ValueError, match="is no executed notebook"):
        read_run(document)


JSON = st.recursive(
    VALUES | st.floats(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(PLACES), JSON)
def test_no_damage_is_worse_than_a_value_error(path: tuple[Any, ...], value: Any):
    """Whatever stands anywhere in the file, it is a run that can be asked, or a ValueError."""
    document = deepcopy(dict(RUN.document))
    within(document, path)[path[-1]] = value
    try:
        run = read_run(document)
    except ValueError:
        return
    try:
        _ = run.figures, run.measurements
    except ClaimbookError as error:
        assert "malformed" in str(error)
    if run.failure is not None:
        assert isinstance(run.failure.value, str)
    known = run.provenance
    assert all(isinstance(one, dict) for one in (known.parameters, known.versions))
    assert all(isinstance(text, str) for text in (known.profile, known.device, known.started))
    assert isinstance(known.wall_seconds, (int, float))


@given(JSON)
def test_no_json_is_taken_for_a_run(document: Any):
    """Any other JSON is no executed notebook."""
    with pytest.raises(ValueError, match="is no executed notebook"):
        read_run(document)


def engine_and_hooks() -> list[Path]:
    return [*(ROOT / "src").rglob("*.py"), *(ROOT / "hooks").rglob("*.py")]


def readers(source: str) -> list[str]:
    """Find what takes the engine's part out of a notebook's metadata."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Subscript(value=of, slice=key):
                pass
            case ast.Call(func=ast.Attribute(value=of, attr="get" | "pop"), args=[key, *_]):
                pass
            case _:
                continue
        named = ast.unparse(key) in ("'claimbook'", "KEY")
        if named and "meta" in ast.unparse(of):
            found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize(
    "source",
    [
        'run["metadata"]["claimbook"]',
        'run.metadata.get("claimbook", {})["slug"]',
        'meta = run["metadata"]\nmeta["claimbook"]',
        'document["metadata"].pop(KEY)',
    ],
)
def test_a_reader_is_seen_however_it_reads(source: str):
    """A subscript, `get` and `pop` are all reading."""
    assert len(readers(source)) == 1
    assert readers('config.extra["claimbook"]\nraw.get("tool", {}).get("claimbook", {})') == []


def test_nobody_else_knows_the_json():
    """What the runner notes in a notebook is read in one module."""
    found = {
        str(path.relative_to(ROOT)) for path in engine_and_hooks() if readers(path.read_text())
    }

    assert found == {"src/claimbook/model/run.py"}
