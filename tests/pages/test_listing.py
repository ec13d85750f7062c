"""Papers as cards that answer."""

import re
from pathlib import Path

import pytest

from claimbook.notebook.book import open_book
from claimbook.pages.listing import MOST, choose_newest, draw_papers
from claimbook.pages.survey import Report, make_report
from composed import report_on
from front import FRONT, drawn, measured, write_notebook

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit="bits"), drawn()]}
UNTESTED = re.sub(r"    test:.*\n    scale:.*\n", "    untested: needs more.\n", FRONT)


def made(folder: Path, *, profile: str = "full", front: str = FRONT) -> Report:
    return report_on(folder / "notebooks", OUTPUTS, front=front, profile=profile)


def find(slug: str) -> str:
    return f"../papers/{slug}/"


def write_book(folder: Path, *days: str) -> list[Report]:
    """Write a notebook for each day, and return their reports in the book's order."""
    for number, day in enumerate(days):
        front = FRONT.replace("date: 2024-02-29\n  order", f"date: {day}\n  order")
        front = front.replace("doe2024tiny", f"doe{number}tiny")
        write_notebook(folder / "notebooks", f"no-{number}", front=front)
    (folder / "mkdocs.yml").touch()
    return [make_report(notebook, None) for notebook in open_book(folder).notebooks]


def test_a_card_answers_with_its_numbers(tmp_path: Path):
    """The finding is the link, and the numbers in it are the run's."""
    front = FRONT.replace(
        "headline: The gap is small.", 'headline: "The gap is {{ gap.mean | .2f }}."'
    )
    html = draw_papers([made(tmp_path, front=front)], find)

    assert '<p class="cb-headline"><a href="../papers/tiny/">The gap is 0.20</a></p>' in html


def test_a_paper_without_a_finding_goes_by_its_name(tmp_path: Path):
    """A card is never blank."""
    front = FRONT.replace("headline: The gap is small.\n", "")

    assert ">A tiny paper</a>" in draw_papers([made(tmp_path, front=front)], find)


def test_the_list_begins_with_the_newest_digest(tmp_path: Path):
    """Papers stand under the date of their digest, in its order."""
    html = draw_papers(write_book(tmp_path, "2024-02-29", "2025-01-02"), find)

    assert re.findall(r"Digest of ([^<]+)<", html) == ["2 January 2025", "29 February 2024"]
    assert html.index("papers/no-1/") < html.index("papers/no-0/")


@pytest.mark.parametrize(("more", "shown"), [("papers/", 1), ("", 2)])
def test_a_long_list_shows_the_newest_digests_and_the_way_to_the_rest(
    tmp_path: Path, more: str, shown: int
):
    """The home page does not grow without end; a page of its own lists every paper."""
    reports = write_book(tmp_path, "2024-02-29", "2025-01-02")
    reports = [reports[0]] * MOST + [reports[1]]
    html = draw_papers(reports, find, more=more)

    assert html.count("<section>") == shown
    assert ('<a href="papers/">All papers</a>' in html) is bool(more)


def test_the_newest_digest_is_shown_whole(tmp_path: Path):
    """However many papers it has."""
    reports = write_book(tmp_path, "2024-02-29") * (MOST + 3)

    assert choose_newest(reports) == reports


@pytest.mark.parametrize(
    ("front", "profile", "says"),
    [
        (FRONT, "full", "<span>1 reproduced</span></li>"),
        (FRONT, "quick", "Provisional: the quick profile gave these verdicts."),
        (UNTESTED, "full", "Not tested yet: the experiments are still to come."),
    ],
)
def test_a_card_counts_the_verdicts(tmp_path: Path, front: str, profile: str, says: str):
    """A card says of each paper what held, and how far that can be taken."""
    html = draw_papers([made(tmp_path, front=front, profile=profile)], find)

    assert says in html
    assert html.count("<i class=") == front.count("test: {")


def test_a_filter_knows_what_a_card_holds(tmp_path: Path):
    """Subjects and verdicts can be chosen as far as there are any."""
    html = draw_papers([made(tmp_path)], find)

    assert 'data-tags="tiny" data-verdicts="reproduced"' in html
    assert "<option>tiny</option>" in html
    assert re.findall(r'<option value="([^"]+)"', html) == ["reproduced"]


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

    assert f"<b>A tiny paper</b> {says}</p>" in draw_papers([made(tmp_path, front=front)], find)


def test_a_site_without_papers_says_so():
    """The home page of a new project is no empty list."""
    assert draw_papers([], find) == "<p>No paper yet.</p>"
