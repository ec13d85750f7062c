"""The generated parts of hand-written pages."""

from pathlib import Path

import pytest

from claimbook.bibliography.reader import read_bib
from claimbook.errors import ClaimbookError
from claimbook.model.claim import Rule, Verdict
from claimbook.pages.catalogue import (
    Place,
    draw_citations,
    expand,
    write_own,
)
from claimbook.pages.survey import Report
from composed import parse, report_on
from front import FRONT, dragged, drawn, measured

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit="bits"), drawn(), dragged()]}


def made(folder: Path, *, profile: str = "full", front: str = FRONT, run: bool = True) -> Report:
    return report_on(folder / "notebooks", OUTPUTS if run else None, front=front, profile=profile)


def link(path: str) -> str:
    return f"../{path}"


def find(slug: str) -> str:
    return f"../papers/{slug}/"


def expanded(text: str, *reports: Report) -> str:
    return expand(text, place(*reports))


def place(*reports: Report) -> Place:
    return Place(reports, link=link, find=find, where="method.md")


def test_what_a_field_holds_is_no_math(tmp_path: Path):
    """A statement's dollars and backslashes reach the page's Markdown as text."""
    front = FRONT.replace("The gap is small.", r"'Of $x<y$, \alpha.'")
    text = expanded("<!-- claimbook:scoreboard -->", made(tmp_path, front=front))

    assert "Of &#36;x&lt;y&#36;, &#92;alpha." in text
    assert not {"$", "\\"} & set(text)


def test_a_marker_is_replaced_and_an_unknown_one_refused(tmp_path: Path):
    """Hand-written pages name what is generated in them."""
    item = made(tmp_path)

    html = expanded("Before\n\n<!-- claimbook:rules -->\n\nAfter", item)
    assert html.startswith("Before\n\n\n<table>")
    assert html.endswith("\n\n\nAfter")
    assert all(f"<code>{rule}</code>" in html for rule in Rule)
    legend = expanded("<!-- claimbook:verdicts -->", item)
    assert all(f" {verdict}</span></dt> <dd>" in legend for verdict in Verdict)
    with_figure = expanded("<!-- claimbook:chart tiny slider -->", item)
    assert 'data-spec="../papers/tiny/figures/slider.vl.json"' in with_figure
    assert expanded("<!-- claimbook:findings tiny tiny -->", item).count("<li>") == 2
    with pytest.raises(ClaimbookError) as caught:
        expanded("<!-- claimbook:rulez -->", item)
    assert str(caught.value) == (
        'method.md: no part of a page is named "rulez"; did you mean "rules"?'
    )


@pytest.mark.parametrize(
    "marker", ["rules now", "chart tiny", "chart tiny gap more", "totals tiny"]
)
def test_arguments_that_a_part_does_not_take_are_refused(tmp_path: Path, marker: str):
    """A chart has a paper and a figure, and what lists everything has no choice."""
    with pytest.raises(ClaimbookError, match="does not take"):
        expanded(f"<!-- claimbook:{marker} -->", made(tmp_path))


def test_a_paper_that_is_not_here_is_left_out_and_named(tmp_path: Path):
    """A project may have other papers than the home page that it began with."""
    at = place(made(tmp_path))
    html = expand("<!-- claimbook:findings tinny tiny --><!-- claimbook:chart no gap -->", at)

    assert html.count("<li>") == 1
    assert [str(fault) for fault in at.faults] == [
        'method.md: no paper is named "tinny"; did you mean "tiny"?',
        'method.md: no paper is named "no"; valid names: tiny',
    ]


def test_other_comments_stay(tmp_path: Path):
    """A text without a marker is what it was, and one that is not closed is refused."""
    text = "a <!-- note --> b"

    assert expanded(text) == text
    with pytest.raises(ClaimbookError, match="no part of a page is named"):
        expanded("<!-- claimbook:rules", made(tmp_path))


@pytest.mark.parametrize(
    "name",
    [
        *("papers", "every-paper", "scoreboard", "totals", "rules", "verdicts", "cite"),
        *("findings tiny", "chart tiny slider"),
    ],
)
def test_a_generated_part_stays_html_to_markdown(tmp_path: Path, name: str):
    """A block of HTML ends at a blank line: there is none within a part."""
    made_of = expanded(f"<!-- claimbook:{name} -->", made(tmp_path)).strip()

    assert made_of.startswith("<")
    if name != "cite":  # a <pre> may hold one
        assert "\n\n" not in made_of


def test_each_paper_can_be_cited_from_the_page(tmp_path: Path):
    """Its entry is there to copy, as the file beside its page has it."""
    item = made(tmp_path)
    text = parse(draw_citations([item])).text

    assert write_own(item.notebook).strip() in text
    assert [one.key for one in read_bib(write_own(item.notebook), where="own")] == ["doe2024tiny"]
