"""What can be told of claims, and of what a page says first, without a run."""

from pathlib import Path

import pytest
from onepaper import faults, project

from front import FRONT, RECORD, notebook_json


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("The gap is small.\n    loc", "That gap is small.\n    loc", 'begins with "That", but it'),
        (
            "The gap is small.\n    loc",
            f"The gap {'really ' * 33}is small.\n    loc",
            'claim "gap-is-small": a sentence has 37 words: The gap really',
        ),
        (
            "The gap is small.\n    loc",
            "The RLO gap is small.\n    loc",
            'nothing says what "RLO" is',
        ),
        (
            "The gap is small.\n    loc",
            "The gap for θ is small.\n    loc",
            'nothing says what "θ" is',
        ),
        ("headline: The gap is small.\n", "", "`headline` is missing; say the finding"),
        ("  claimed: The paper claims a small gap.\n", "", "`summary.claimed` is missing"),
        ("read: whole\n", "", "`read` is missing; say what of the paper was read"),
        ("It was small", "It was {{ gpa }}", 'summary.happened: {{ gpa }}: no quantity "gpa" is'),
        ("It was small", "It was {{ gap.men }}", '"men" is no attribute; did you mean "mean"'),
        ("It was small", "It was {{ gap | 3 }}", '"3" is no number format'),
        ("read: whole\n", "read: whole\nlead: gap\n", 'no figure has the id "gap"'),
        (
            "    test: {",
            "    kind: recheck\n    test: {",
            'a recheck is exact, but "gap" is recorded',
        ),
        (
            "happened: It",
            "happened: See {{ claim:gap-is-small }}, it",
            "shows {{ claim:gap",
        ),
        ("statement: The gap", "statement: The {{ gap }}", "shows {{ gap }} as it is typed"),
    ],
)
def test_an_answer_that_does_not_stand_alone_is_named(
    tmp_path: Path, old: str, new: str, says: str
):
    """What is shown without its page says who, what and how it is known."""
    assert old in FRONT
    assert any(says in fault for fault in faults(project(tmp_path, front=FRONT.replace(old, new))))


def test_what_others_claim_is_marked_where_the_abstract_is_restated(tmp_path: Path):
    """A question of ours is in no abstract, if a cell tests it; every other claim is marked in the prose."""
    cells = [dict(one) for one in notebook_json()["cells"][2:]]
    cells[0]["source"] = cells[0]["source"].replace("{{ claim:gap-is-small }}", "")
    ours = FRONT.replace("    test: {", "    by: ours\n    test: {")

    assert "nowhere in the prose" in " ".join(faults(project(tmp_path / "a", *cells)))
    assert faults(project(tmp_path / "b", *cells, front=ours)) == []


def test_an_exact_quantity_is_no_experiment(tmp_path: Path):
    """What the code says of a quantity is held against the kind of the claim, before any run."""
    source = RECORD["source"].replace("[0.1, 0.2, 0.3]", "0.2, deterministic=True")
    cells = [
        {**cell, "source": source} if cell["id"] == "measure" else cell
        for cell in notebook_json()["cells"][2:]
    ]

    (fault,) = faults(project(tmp_path / "a", *cells))
    assert "an experiment is measured over seeds, but every test of it is exact" in fault
    front = FRONT.replace("    test: {", "    kind: derivation\n    test: {")
    assert faults(project(tmp_path / "b", *cells, front=front)) == []


@pytest.mark.parametrize(
    ("prose", "says"),
    [
        ("It was {{ gap }} bits more.", '{{ gap }} is shown with its unit, and "bits" stands'),
        ("It was {{gap}}\nbits.", "{{gap}} is shown with its unit"),
        ("It was {{ gap.mean | .2f }} bits.", ""),
        ("It was {{ gap }}, and bits are small.", ""),
        ("It was {{ gap }} bitswise.", ""),
    ],
)
def test_a_unit_is_printed_once(tmp_path: Path, prose: str, says: str):
    """A number that brings its unit is not followed by it."""
    source = RECORD["source"].replace("0.3]", "0.3], unit='bits'")
    cells = [
        {**cell, "source": source} if cell["id"] == "measure" else cell
        for cell in notebook_json()["cells"][2:]
    ]
    cells[-1]["source"] = cells[-1]["source"].replace("Much.", prose)

    found = faults(project(tmp_path, *cells))
    assert [says in fault for fault in found] == ([True] if says else [])


def test_what_is_said_to_be_exact_and_drawn_is_named(tmp_path: Path):
    """An experiment does not become exact by saying so."""
    code = "import random\nx = random.gauss(0, 1)\nrecord('gap', x, deterministic=True)"
    cells = [dict(one) for one in notebook_json()["cells"][2:]]
    cells[1]["source"] = code
    found = faults(project(tmp_path, *cells))
    assert any('"gap" is said to be deterministic, and draws from random.gauss' in f for f in found)


@pytest.mark.parametrize(
    "statement",
    [
        "The gap is small on GPUs.",
        "The gap is small for GPT-4 on ARC Challenge.",
        "The random low optimum (RLO) has no gap, says the RLO.",
        "The gap at the angle θ is small.",
    ],
)
def test_a_name_that_is_explained_or_common_is_left(tmp_path: Path, statement: str):
    """What the sentence itself explains, and what everybody knows, needs no more words."""
    front = FRONT.replace("The gap is small.\n    loc", f"{statement}\n    loc")
    assert faults(project(tmp_path, front=front)) == []


def test_a_name_that_the_prose_explains_is_left(tmp_path: Path):
    """A term is explained once on the page."""
    cells = [dict(one) for one in notebook_json()["cells"][2:]]
    cells[-1]["source"] = cells[-1]["source"].replace("Much.", "**RLO** is the random low optimum.")
    front = FRONT.replace("The gap is small.\n    loc", "The RLO gap is small.\n    loc")
    assert faults(project(tmp_path, *cells, front=front)) == []
