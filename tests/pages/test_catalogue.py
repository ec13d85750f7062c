"""The generated parts of hand-written pages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from claimbook.bibliography.reader import read_bib
from claimbook.errors import ClaimbookError
from claimbook.model.claim import Rule, Verdict
from claimbook.notebook.book import open_book
from claimbook.pages.catalogue import (
    draw_citations,
    draw_papers,
    draw_scoreboard,
    expand,
    read_records,
    write_own,
)
from claimbook.pages.survey import Report, make_report
from composed import parse, report_on
from front import FRONT, drawn, measured, write_notebook

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit="bits"), drawn()]}
UNTESTED = re.sub(r"    test:.*\n    scale:.*\n", "    untested: needs more.\n", FRONT)


def made(folder: Path, *, profile: str = "full", front: str = FRONT, run: bool = True) -> Report:
    return report_on(folder / "notebooks", OUTPUTS if run else None, front=front, profile=profile)


def link(path: str) -> str:
    return f"../{path}"


def find(slug: str) -> str:
    return f"../papers/{slug}/"


def expanded(text: str, *reports: Report) -> str:
    return expand(text, reports, link=link, find=find, where="method.md")


def test_the_scoreboard_links_each_verdict_to_its_page(tmp_path: Path):
    """From the table of all claims one step leads to the verdict on its page."""
    html = draw_scoreboard([made(tmp_path)], link, find)

    assert (
        '<a class="cb-mark cb-reproduced" href="../papers/tiny/#verdict-gap-is-small">● reproduced</a>'
        in html
    )
    assert "0.200 [−0.0484, 0.448] bits" in html
    assert '<a href="../claims.json">claims.json</a>' in html
    assert '<tr data-verdict="reproduced">' in html


def test_what_a_field_holds_is_no_math(tmp_path: Path):
    """A statement's dollars and backslashes reach the page's Markdown as text."""
    front = FRONT.replace("The gap is small.", r"'Of $x<y$, \alpha.'")
    text = expanded("<!-- claimbook:scoreboard -->", made(tmp_path, front=front))

    assert "Of &#36;x&lt;y&#36;, &#92;alpha." in text
    assert not {"$", "\\"} & set(text)


def test_the_scoreboard_has_what_was_tested_first(tmp_path: Path):
    """Claims without a test stand below those with one, and a claim that waits says so."""
    untested = replace(made(tmp_path / "a", front=UNTESTED))
    html = draw_scoreboard([untested, made(tmp_path / "b", run=False)], link, find)

    assert re.findall(r'data-verdict="([^"]+)"', html) == ["pending", "not tested"]
    assert "<b>1 not tested · 1 not run yet</b>" in html


def test_home_lists_newest_digest_first(tmp_path: Path):
    """Papers stand under the date of their digest, in its order."""
    newer = FRONT.replace("date: 2024-02-29\n  order", "date: 2025-01-02\n  order").replace(
        "doe2024tiny", "doe2025tiny"
    )
    for slug, front in (("old", FRONT), ("new", newer)):
        write_notebook(tmp_path / "notebooks", slug, front=front)
    (tmp_path / "mkdocs.yml").touch()
    book = open_book(tmp_path)

    html = draw_papers([make_report(notebook, None) for notebook in book.notebooks], find)

    assert re.findall(r"Digest of ([^<]+)<", html) == ["2 January 2025", "29 February 2024"]
    assert html.index("papers/new/") < html.index("papers/old/")


@pytest.mark.parametrize(
    ("front", "profile", "says"),
    [
        (FRONT, "full", "1 reproduced"),
        (FRONT, "quick", "1 reproduced (provisional)"),
        (UNTESTED, "full", "1 not tested yet: the experiments are still to come"),
    ],
)
def test_a_card_counts_the_verdicts(tmp_path: Path, front: str, profile: str, says: str):
    """The home page says of each paper what held, and how far that can be taken."""
    html = draw_papers([made(tmp_path, front=front, profile=profile)], find)

    assert f"<span>{says}</span></p>" in html
    assert html.count("<i class=") == front.count("test: {")


@pytest.mark.parametrize(
    ("authors", "says"),
    [
        ('["Doe, Jane"]', "Jane Doe · 2024"),
        ('["A, B", "C, D", "{E & F}"]', "B A, D C, E &amp; F · 2024"),
        ('["A, B", "C, D", "E, F", "G, H"]', "B A, D C, F E et al. · 2024"),
    ],
)
def test_a_card_names_three_authors(tmp_path: Path, authors: str, says: str):
    """More are et al."""
    front = FRONT.replace('["Doe, Jane"]', authors)

    assert f'<p class="cb-record">{says}</p>' in draw_papers([made(tmp_path, front=front)], find)


def test_a_site_without_papers_says_so():
    """The home page of a new project is no empty list."""
    assert draw_papers([], find) == "<p>No paper yet.</p>"


def test_a_marker_is_replaced_and_an_unknown_one_refused(tmp_path: Path):
    """Hand-written pages name what is generated in them."""
    item = made(tmp_path)

    html = expanded("Before\n\n<!-- claimbook:rules -->\n\nAfter", item)
    assert html.startswith("Before\n\n\n<table>")
    assert html.endswith("\n\n\nAfter")
    assert all(f"<code>{rule}</code>" in html for rule in Rule)
    legend = expanded("<!-- claimbook:verdicts -->", item)
    assert all(f" {verdict}</span></dt> <dd>" in legend for verdict in Verdict)
    with pytest.raises(ClaimbookError) as caught:
        expanded("<!-- claimbook:rulez -->", item)
    assert str(caught.value) == (
        'method.md: no part of a page is named "rulez"; did you mean "rules"?'
    )


def test_other_comments_stay(tmp_path: Path):
    """A text without a marker is what it was, and one that is not closed is refused."""
    text = "a <!-- note --> b"

    assert expanded(text) == text
    with pytest.raises(ClaimbookError, match="no part of a page is named"):
        expanded("<!-- claimbook:rules", made(tmp_path))


@pytest.mark.parametrize("name", ["papers", "scoreboard", "rules", "verdicts", "cite"])
def test_a_generated_part_stays_html_to_markdown(tmp_path: Path, name: str):
    """A block of HTML ends at a blank line: there is none within a part."""
    made_of = expanded(f"<!-- claimbook:{name} -->", made(tmp_path)).strip()

    assert made_of.startswith("<")
    if name != "cite":  # a <pre> may hold one
        assert "\n\n" not in made_of


def test_markup_in_a_statement_is_text(tmp_path: Path):
    """A statement that holds HTML shows it."""
    item = made(tmp_path)
    claim = replace(item.findings[0].claim, statement="<script>x</script>")
    item = replace(item, findings=(replace(item.findings[0], claim=claim),))
    found = parse(draw_scoreboard([item], link, find))

    assert "script" not in found.tags
    assert "<script>x</script>" in found.text


def test_each_paper_can_be_cited_from_the_page(tmp_path: Path):
    """Its entry is there to copy, as the file beside its page has it."""
    item = made(tmp_path)
    text = parse(draw_citations([item])).text

    assert write_own(item.notebook).strip() in text
    assert [one.key for one in read_bib(write_own(item.notebook), where="own")] == ["doe2024tiny"]


def test_the_records_are_the_papers_and_what_they_cite(tmp_path: Path):
    """Every work is found by its key."""
    made(tmp_path)
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "bib").mkdir()
    works = "@misc{roe2020old, author={Roe, R.}, title={Old}, year={2020}}"
    (tmp_path / "bib" / "works.bib").write_text(works)

    assert sorted(read_records(open_book(tmp_path))) == ["doe2024tiny", "roe2020old"]
