from pathlib import Path

from claimbook.model.paper import Event
from claimbook.pages.drawing import draw_block
from claimbook.pages.history import History, gather_news
from composed import RUN, parse, report_on
from front import FRONT, HISTORY


def history_of(folder: Path, history: str, run: bool = True) -> History:
    report = report_on(folder, RUN if run else None, front=FRONT + history)
    return History(report.notebook.front.history, report.findings, report.run)


def test_a_page_tells_what_happened_to_it(tmp_path: Path):
    """Its last run, its last changes, then every change; a verdict with the old one and the reason."""
    block = history_of(tmp_path, HISTORY)
    drawn = parse(draw_block(block))

    assert block.summary == [
        "Last run 29 February 2024, full profile",
        "a verdict last changed 3 March 2024",
        "the text last changed 4 March 2024",
    ]
    assert drawn.tags.count("li") == 5
    assert ("a", {"href": "#verdict-gap-is-small"}) in drawn.elements
    for said in ("The gap is small. inconclusive → reproduced", "More seeds <b>.", "1 March 2024"):
        assert said in drawn.text
    assert drawn.all("datetime")[0] == "2024-03-04"


def test_a_page_that_never_changed_says_so(tmp_path: Path):
    """With the day on which it was added, if that is known."""
    added = "history:\n  - {date: 2024-03-01, what: added, text: A toy.}\n"

    assert history_of(tmp_path, "").unchanged == "This page is unchanged since it was added."
    since = history_of(tmp_path, added, run=False)
    assert since.unchanged == "This page is unchanged since it was added on 1 March 2024."
    assert since.summary == ["no run yet", "no verdict has changed"]
    assert "li" not in parse(draw_block(since)).tags


def test_news_are_newest_first_and_leave_out_mere_text(tmp_path: Path):
    """Of several pages; what was put in first on a day is the first of it, whatever follows."""
    one = report_on(tmp_path, RUN, front=FRONT + HISTORY, slug="one")
    other = report_on(
        tmp_path,
        RUN,
        front=FRONT + "history:\n  - {date: 2024-03-03, what: added, text: B.}\n",
        slug="two",
    )
    news = gather_news([one, other])

    assert [(n.slug, n.change.what, n.number) for n in news] == [
        ("one", Event.CORRECTION, 2),
        ("one", Event.CORRECTION, 1),
        ("one", Event.VERDICT, 1),
        ("two", Event.ADDED, 1),
        ("one", Event.ADDED, 1),
    ]
    verdict = news[2]
    assert verdict.title == "Verdict changed, A tiny paper: inconclusive → reproduced"
    assert verdict.text == "“The gap is small.” More seeds <b>."
    assert verdict.anchor == "#verdict-gap-is-small"
    assert news[-1].title == "New: A tiny paper"


def test_a_newer_item_renames_no_older_one(tmp_path: Path):
    """What a feed's reader has read stays read."""
    newer = HISTORY.replace(
        "history:\n", "history:\n  - {date: 2024-03-04, what: correction, text: Third.}\n"
    ).replace("First of the day", "The first one")
    before = gather_news([report_on(tmp_path / "a", RUN, front=FRONT + HISTORY)])
    after = gather_news([report_on(tmp_path / "b", RUN, front=FRONT + newer)])

    assert [one.name for one in after][1:] == [one.name for one in before]
    assert len({one.name for one in after}) == len(after) == 5
