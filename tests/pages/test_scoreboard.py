"""The scoreboard page."""

import re
from dataclasses import replace
from pathlib import Path

from claimbook.pages.scoreboard import draw_scoreboard
from claimbook.pages.survey import Report
from composed import parse, report_on
from front import FRONT, UNTESTED, measured

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit="bits")]}


def made(folder: Path, *, front: str = FRONT, run: bool = True) -> Report:
    return report_on(folder / "notebooks", OUTPUTS if run else None, front=front)


def link(path: str) -> str:
    return f"../{path}"


def find(slug: str) -> str:
    return f"../papers/{slug}/"


def test_the_scoreboard_links_each_verdict_to_its_page(tmp_path: Path):
    """From the table of all claims one step leads to the verdict on its page."""
    html = draw_scoreboard([made(tmp_path)], link, find)

    assert '<tr class="cb-reproduced"' in html
    assert '<a class="cb-mark" href="../papers/tiny/#verdict-gap-is-small">● reproduced</a>' in html
    assert "0.200 [−0.0484, 0.448] bits" in html
    for name in ("claims.json", "claims.csv", "claims.schema.json"):
        assert f'href="../{name}"' in html


def test_what_was_tested_comes_first(tmp_path: Path):
    """Within a paper claims without a test stand below those with one; one that waits says so."""
    front = FRONT.replace("claims:\n", f"claims:\n{UNTESTED}")
    html = draw_scoreboard([made(tmp_path, front=front, run=False)], link, find)

    assert re.findall(r'class="cb-mark"[^>]*>([^<]+)<', html) == ["… not run yet", "○ not tested"]
    assert re.search(r'<option value="pending"[^>]*>not run yet</option>', html)


def test_a_row_holds_what_the_filter_asks(tmp_path: Path):
    """Verdict, kind, who asserts it, what it is counted with, and how near it is to its limit."""
    html = draw_scoreboard([made(tmp_path)], link, find)
    (row,) = [given for tag, given in parse(html).elements if "data-told" in given]
    *told, distance = str(row["data-told"]).split()

    assert told == ["experiment", "paper", "paper"]
    assert float(distance) > 1
    assert row["class"] == "cb-reproduced"
    assert '<tbody data-paper="tiny">' in html
    assert "asserted by the paper · experiment" in html


def test_an_interval_is_drawn_and_told(tmp_path: Path):
    """The drawing has no content for who cannot see it; the same stands beside it with its unit."""
    html = draw_scoreboard([made(tmp_path)], link, find)

    (places,) = re.findall(r'<i style="([^"]+)"></i>', html)
    assert re.fullmatch(r"--b:[\d.]+%;--l:[\d.]+%;--h:[\d.]+%;--m:[\d.]+%;--z:[\d.]+%", places)
    assert "</i>0.200 [−0.0484, 0.448] bits <small>≤ 0.5</small>" in html


def test_a_claim_without_a_test_says_why(tmp_path: Path):
    """In place of an interval stands the reason."""
    html = draw_scoreboard([made(tmp_path, front=FRONT + UNTESTED)], link, find)

    assert "Out of a laptop's reach." in html


def test_markup_in_a_statement_is_text(tmp_path: Path):
    """A statement that holds HTML shows it."""
    item = made(tmp_path)
    claim = replace(item.findings[0].claim, statement="<script>x</script>")
    item = replace(item, findings=(replace(item.findings[0], claim=claim),))
    found = parse(draw_scoreboard([item], link, find))

    assert "script" not in found.tags
    assert "<script>x</script>" in found.text
