"""What is counted of verdicts."""

import re
from pathlib import Path

import pytest

from claimbook.model.claim import Verdict
from claimbook.pages.tallies import LEGEND, draw_legend, draw_totals
from claimbook.wording.marks import keep_together
from composed import parse, report_on
from front import FRONT, measured

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3)]}


@pytest.mark.parametrize(
    ("by", "heading", "says"),
    [
        ("paper", "The papers’ claims", "1 reproduced"),
        ("digest", "Claims of others", "1 reproduced"),
        ("ours", "Our questions", "1 answered yes"),
    ],
)
def test_claims_are_counted_by_who_asserts_them(tmp_path: Path, by: str, heading: str, says: str):
    """The paper's claims, others' and our own questions never stand in one count."""
    front = FRONT.replace("  - id: gap-is-small\n", f"  - id: gap-is-small\n    by: {by}\n")
    html = draw_totals([report_on(tmp_path, OUTPUTS, front=front)])

    assert re.findall(r"<dt>([^<]+)</dt>", html) == [heading]
    assert f'<dd class="cb-counted">{keep_together(says)}</dd>' in html
    assert html.count("<i ") == 1


def test_a_claim_that_waits_has_no_share(tmp_path: Path):
    """Before the first run there is a count, and no bar."""
    html = draw_totals([report_on(tmp_path)])

    assert keep_together("1 not run yet") in html
    assert "<i " not in html


def test_the_legend_has_every_verdict_once():
    """Each word stands under the kind of evidence that it speaks of."""
    told = [verdict for _, verdicts in LEGEND for verdict in verdicts]

    assert sorted(told) == sorted(Verdict)
    assert "= holds" in parse(draw_legend()).text
