"""Accepted verdicts are written into a front matter, and nothing else of it changes."""

import pytest
import yaml

from claimbook.errors import ClaimbookError
from claimbook.notebook.expecting import write_expectations

BLOCK = """\
---
claims:
  - id: one   # the first
    statement: A --- dash.
    expect: holds  # for long
    scale: "x"
  - id: two
    scale: >-
      Some words
      on two lines.
  - {id: three, scale: small}
lead: picture  # stays
---"""


def test_verdicts_are_put_in_and_replaced() -> None:
    """An old one is replaced, a new one stands at the end of its claim, in either style of YAML."""
    wanted = {"one": "does not hold", "two": "reproduced", "three": "open"}
    text = write_expectations(BLOCK, wanted, where="a")
    claims = yaml.safe_load(text.strip("-"))["claims"]
    assert {claim["id"]: claim["expect"] for claim in claims} == wanted
    assert "    expect: does not hold  # for long\n" in text
    assert "      on two lines.\n    expect: reproduced\n  - {" in text
    assert text.endswith("lead: picture  # stays\n---")
    for line in BLOCK.splitlines():
        assert line in text or "expect" in line or "three" in line


def test_a_claim_that_is_not_there() -> None:
    """An unknown claim is refused."""
    with pytest.raises(ClaimbookError, match='no claim has the id "four"'):
        write_expectations(BLOCK, {"four": "open"}, where="a")
