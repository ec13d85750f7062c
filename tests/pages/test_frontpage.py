"""The first screen of the home page."""

import re
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.notebook.book import open_book
from claimbook.notebook.code import find_drawn
from claimbook.pages.frontpage import draw_chart, draw_findings, find_figure
from claimbook.pages.survey import Report
from composed import parse, report_on
from front import FRONT, dragged, drawn, measured

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3), drawn(), dragged()]}
ROOT = Path(__file__).parents[2]


def made(folder: Path, front: str = FRONT, *, run: bool = True) -> Report:
    return report_on(folder, OUTPUTS if run else None, front=front)


def link(path: str) -> str:
    return f"./{path}"


def find(slug: str) -> str:
    return f"papers/{slug}/"


def test_a_finding_is_shown_with_its_picture(tmp_path: Path):
    """The picture is the file that the paper's page has, in both palettes."""
    html = draw_findings([made(tmp_path)], link, find)

    assert '<a href="papers/tiny/">The gap is small</a>' in html
    assert parse(html).all("src") == [
        "./papers/tiny/figures/gap.svg#only-light",
        "./papers/tiny/figures/gap-dark.svg#only-dark",
    ]
    assert set(parse(html).all("alt")) == {"A line from 0.3 to 0.1."}


@pytest.mark.parametrize(
    ("lead", "name", "found"), [("", "", "gap"), ("slider", "", "slider"), ("", "slider", "slider")]
)
def test_the_lead_figure_is_the_first_unless_named(
    tmp_path: Path, lead: str, name: str, found: str
):
    """Who names a figure gets that one, else the notebook's own choice."""
    report = made(
        tmp_path,
        FRONT.replace("read: whole\n", f"read: whole\nlead: '{lead}'\n") if lead else FRONT,
    )
    figure = find_figure(report, name)

    assert figure is not None
    assert figure.id == found


def test_an_unknown_figure_is_refused(tmp_path: Path):
    """The error names file and remedy."""
    with pytest.raises(ClaimbookError) as caught:
        find_figure(made(tmp_path), "gab")
    assert str(caught.value) == 'tiny.ipynb: no figure has the id "gab"; did you mean "gap"?'


def test_a_chart_can_be_dragged_where_it_is_shown(tmp_path: Path):
    """The home page draws it from the file beside the paper's page, and leads there."""
    html = draw_chart(made(tmp_path), "slider", link, find)

    assert parse(html).all("data-spec") == ["./papers/tiny/figures/slider.vl.json"]
    assert 'href="papers/tiny/#fig-slider"' in html


def test_a_figure_that_cannot_be_dragged_is_no_chart(tmp_path: Path):
    """A static figure in that place is a mistake."""
    with pytest.raises(ClaimbookError, match="cannot be dragged"):
        draw_chart(made(tmp_path), "gap", link, find)


def test_without_a_run_there_is_no_picture(tmp_path: Path):
    """A project that has not been run has a home page too."""
    report = made(tmp_path, run=False)

    assert "<img" not in draw_findings([report], link, find)
    assert "This chart comes from a run of" in draw_chart(report, "slider", link, find)


def test_the_home_page_names_papers_that_are_here():
    """A project may lack them, but this one has every paper and every chart that its home names."""
    text = (ROOT / "docs" / "index.md").read_text("utf-8")
    book = {one.slug: one for one in open_book(ROOT).notebooks}
    (findings,) = re.findall(r"claimbook:findings (.+) -->", text)
    charts = re.findall(r"claimbook:chart (\S+) (\S+) -->", text)

    assert charts
    assert {*findings.split(), *(slug for slug, _ in charts)} <= set(book)
    for slug, figure in charts:
        assert figure in {name for cell in book[slug].code for name in find_drawn(cell.source)}
