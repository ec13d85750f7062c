import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.model.paper import Rule, Verdict
from claimbook.notebook.book import open_book
from claimbook.notebook.source import read
from claimbook.pages.catalogue import expand, papers, scoreboard
from claimbook.pages.survey import Entry, claims_json, entry, table, unexpected
from front import FRONT, drawn, executed_json, measured, notebook_json, write_notebook

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit="bits"), drawn()]}


def made(tmp_path: Path, *, profile: str = "full", front: str = FRONT, run: bool = True) -> Entry:
    notebook = read(write_notebook(tmp_path / "notebooks", front=front))
    executed = executed_json(notebook_json(front=front), OUTPUTS, profile) if run else None
    return entry(notebook, executed)


def link(path: str) -> str:
    return f"../{path}"


def test_a_claim_is_told_to_machines_with_its_interval(tmp_path: Path):
    """claims.json holds verdict, rule, mean and interval of every claim."""
    (row,) = json.loads(claims_json([made(tmp_path)]))["claims"]

    assert row["paper"] == "doe2024tiny"
    assert (row["verdict"], row["provisional"], row["profile"]) == ("reproduced", False, "full")
    (test,) = row["tests"]
    assert (test["quantity"], test["limit"], test["n"], test["unit"]) == (
        "gap",
        "≤ 0.500",
        3,
        "bits",
    )
    assert test["mean"] == pytest.approx(0.2)
    assert test["low"] < 0.2 < test["high"]


def test_a_claim_without_a_run_has_no_verdict(tmp_path: Path):
    """Nothing is said of a claim before its notebook has been run."""
    (row,) = json.loads(claims_json([made(tmp_path, run=False)]))["claims"]

    assert (row["verdict"], row["tests"]) == (None, [])


def test_the_scoreboard_links_each_verdict_to_its_page(tmp_path: Path):
    """From the table of all claims one step leads to the verdict on its page."""
    html = scoreboard([made(tmp_path)], link)

    assert 'href="../papers/tiny/#verdict-gap-is-small"' in html
    assert "0.200 [−0.0484, 0.448] bits" in html


def test_the_command_lines_table_says_the_same(tmp_path: Path):
    """Terminal and page tell one story."""
    (row,) = table([made(tmp_path, profile="quick")])

    assert row[:3] == ("tiny", "gap-is-small", "● reproduced (provisional)")
    assert row[3] == "0.200 [−0.0484, 0.448] bits (≤ 0.500)"


def test_a_verdict_that_is_not_the_accepted_one_is_named(tmp_path: Path):
    """Only a full run can break what was accepted."""
    front = FRONT + "    expect: not reproduced\n"

    assert unexpected([made(tmp_path, front=front)]) == [
        'tiny.ipynb, claim "gap-is-small": the verdict is reproduced, not reproduced was accepted'
    ]
    assert unexpected([made(tmp_path, front=front, profile="quick")]) == []


def test_home_lists_newest_digest_first(tmp_path: Path):
    """Papers stand under the date of their digest, in its order."""
    newer = FRONT.replace("date: 2024-02-29\n  order", "date: 2025-01-02\n  order").replace(
        "doe2024tiny", "doe2025tiny"
    )
    for slug, front in (("old", FRONT), ("new", newer)):
        write_notebook(tmp_path / "notebooks", slug, front=front)
    (tmp_path / "mkdocs.yml").touch()
    book = open_book(tmp_path)

    html = papers([entry(notebook, None) for notebook in book.notebooks], link)

    assert re.findall(r"Digest of ([^<]+)<", html) == ["2 January 2025", "29 February 2024"]
    assert html.index("papers/new/") < html.index("papers/old/")


def test_a_marker_is_replaced_and_an_unknown_one_refused(tmp_path: Path):
    """Hand-written pages name what is generated in them."""
    item = made(tmp_path)

    html = expand("Before\n\n<!-- claimbook:rules -->\n\nAfter", [item], link, "method.md")
    assert all(f"<code>{rule}</code>" in html for rule in Rule)
    legend = expand("<!-- claimbook:verdicts -->", [item], link, "method.md")
    assert all(verdict in legend for verdict in Verdict)
    with pytest.raises(ClaimbookError) as caught:
        expand("<!-- claimbook:rulez -->", [item], link, "method.md")
    assert str(caught.value) == (
        'method.md: no part of a page is named "rulez"; did you mean "rules"?'
    )


def test_markup_in_a_statement_is_text(tmp_path: Path):
    """A statement that holds HTML shows it."""
    item = made(tmp_path)
    claim = replace(item.findings[0].claim, statement="<script>x</script>")
    item = replace(item, findings=(replace(item.findings[0], claim=claim),))

    assert "<script>" not in scoreboard([item], link)
