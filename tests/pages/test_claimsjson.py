"""The scoreboard for machines, and the schema that describes it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from claimbook.model.claim import Asserter, Kind, Rule, Verdict
from claimbook.model.evidence import Group, Support
from claimbook.pages.claimsjson import VERSION, read_schema, write_claims
from composed import report_on
from front import FRONT, UNTESTED, measured

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit="bits")]}


def list_values(schema: dict[str, object], *path: str) -> set[object]:
    """Return the values that the schema allows at a place."""
    place: object = schema["$defs"]
    for name in path:
        assert isinstance(place, dict)
        place = place[name]
    assert isinstance(place, dict)
    return set(place["enum"]) - {None}


def test_a_claim_is_told_to_machines_with_its_interval(tmp_path: Path):
    """claims.json holds kind, verdict, rule, mean and interval of every claim."""
    (row,) = json.loads(write_claims([report_on(tmp_path, OUTPUTS)]))["claims"]
    (test,) = row.pop("tests")

    assert row == {
        "paper": "doe2024tiny",
        "slug": "tiny",
        "claim": "gap-is-small",
        "statement": "The gap is small.",
        "locator": "§1",
        "printed": {"text": "no gap", "value": None},
        "by": "paper",
        "kind": "experiment",
        "group": "paper",
        "verdict": "reproduced",
        "provisional": False,
        "expected": None,
        "untested": None,
        "profile": "full",
        "fingerprint": "f" * 64,
        "unmet": [],
    }
    assert test.pop("mean") == pytest.approx(0.2)
    assert test.pop("low") == pytest.approx(-0.0484, abs=1e-4)
    assert test.pop("high") == pytest.approx(0.4484, abs=1e-4)
    assert test.pop("sd") == pytest.approx(0.1)
    assert test == {
        "quantity": "gap",
        "rule": "at_most",
        "limit": "≤ 0.5",
        "unit": "bits",
        "n": 3,
        "deterministic": False,
        "support": "full",
    }


def test_a_claim_without_a_run_has_no_verdict(tmp_path: Path):
    """Nothing is said of a claim before its notebook has been run."""
    (row,) = json.loads(write_claims([report_on(tmp_path, None)]))["claims"]

    assert (row["verdict"], row["tests"], row["profile"]) == (None, [], None)


def test_the_scoreboard_meets_its_schema(tmp_path: Path):
    """Whatever is written is what the schema describes: tested, untested and not yet run."""
    validator = Draft202012Validator(json.loads(read_schema()))
    front = FRONT + UNTESTED

    for outputs in (OUTPUTS, None):
        told = json.loads(write_claims([report_on(tmp_path, outputs, front=front)]))
        validator.validate(told)
        assert len(told["claims"]) == 2


@pytest.mark.parametrize("change", [{"verdict": "confirmed"}, {"extra": 1}, {"by": None}])
def test_the_schema_refuses_what_it_does_not_describe(tmp_path: Path, change: dict[str, object]):
    """A reader of the file can rely on its words and its keys."""
    told = json.loads(write_claims([report_on(tmp_path, OUTPUTS)]))
    told["claims"][0] |= change

    with pytest.raises(ValidationError):
        Draft202012Validator(json.loads(read_schema())).validate(told)


def test_the_schema_names_every_word():
    """A word that is new to the engine is new to the schema, and its version is the engine's."""
    schema = json.loads(read_schema())
    claim = ("claim", "properties")

    assert list_values(schema, *claim, "verdict") == set(Verdict)
    assert list_values(schema, *claim, "by") == set(Asserter)
    assert list_values(schema, *claim, "kind") == set(Kind)
    assert list_values(schema, *claim, "group") == set(Group)
    assert list_values(schema, "test", "properties", "rule") == set(Rule)
    assert list_values(schema, "test", "properties", "support") == set(Support)
    assert schema["properties"]["version"] == {"const": VERSION}
