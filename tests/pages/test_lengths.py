"""How long a page takes."""

from pathlib import Path

import pytest
from markupsafe import Markup

from claimbook.pages import blocks
from claimbook.pages.drawing import draw_block
from claimbook.pages.lengths import Lengths, measure_lengths
from claimbook.pages.opening import Opening
from composed import RUN, compose, html_of, parse, report_on


@pytest.mark.parametrize(
    ("lengths", "says"),
    [
        (Lengths(0), "1 minute to read"),
        (Lengths(220), "1 minute to read"),
        (Lengths(2200, 0.2), "10 minutes to read · its run took 1 second"),
        (Lengths(2200, 119.4), "10 minutes to read · its run took 119 seconds"),
        (Lengths(2200, 600), "10 minutes to read · its run took 10 minutes"),
    ],
)
def test_both_times_are_said_in_one_line(lengths: Lengths, says: str):
    """The time to read and, after a run, the time that it took, in the larger unit if it is long."""
    assert parse(draw_block(lengths)).text.strip().removesuffix("Show all code").strip() == says


def test_prose_alone_is_read():
    """Words between tags count; code does not, and a heading of the page's own does not."""
    prose = blocks.Prose(
        Markup("<p>one <b>two</b> three</p>\n<ul><li>four</li> <li>five</li></ul>")
    )
    code = blocks.Code((("", "six = seven"),), 1)

    assert measure_lengths([prose, code, blocks.Text("eight")], None) == Lengths(5)


def test_without_code_there_is_nothing_to_show():
    """A page that has no code has no switch for it."""
    assert "<button" in draw_block(measure_lengths([blocks.Code((), 1)], None))
    assert "<button" not in draw_block(measure_lengths([], None))


def test_a_page_says_how_long_it_takes(tmp_path: Path):
    """The line stands on the page, with the run's own seconds."""
    run = report_on(tmp_path, RUN).run
    page = compose(tmp_path, RUN)

    assert run is not None
    (made,) = [one.lengths for one in page.blocks if isinstance(one, Opening)]
    assert made is not None
    assert made.seconds == run.provenance.wall_seconds
    assert made.words > 10
    assert 'class="cb-lengths"' in html_of(page)
