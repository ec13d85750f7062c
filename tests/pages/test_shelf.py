import json
import re
from pathlib import Path

import pytest

from claimbook.bibliography.bibtex import Record
from claimbook.pages.composing import compose_page
from claimbook.pages.page import Site
from claimbook.pages.shelf import Citing, draw_shelf, name_kind
from composed import DIALECT, RUN, parse, report_on
from front import RECORD, cell

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
WORKS = {
    "doe2024tiny": Record("doe2024tiny", "misc", {"author": "Doe, Jane", "year": "2024"}),
    "abe2020x": Record(
        "abe2020x",
        "inproceedings",
        {"author": "Abe, Kō", "title": HOSTILE, "year": "2020", "ids": "abe2019x"},
    ),
    "zoe1999z": Record("zoe1999z", "misc", {"author": "Zoe, Z.", "title": "Z", "year": "n.d."}),
}
SECTION = "## Is the gap small?\n\nAs [@abe2020x] says.\n"


def made(folder: Path, *pages: Citing, works: dict[str, Record] = WORKS) -> str:
    """Draw the shelf of a site with one paper, whose section cites a work."""
    report = report_on(folder, RUN, cell("markdown", "a", SECTION), RECORD)
    outline = compose_page(report, Site(dialect=DIALECT, records=works)).outline
    return draw_shelf(
        works,
        [report],
        {"tiny": outline},
        pages,
        link=lambda path: f"../{path}",
        find=lambda slug: f"../papers/{slug}/",
    )


def test_every_work_stands_once_sorted_by_author(tmp_path: Path):
    """A list item for each work, with its key, its kind and its year if that is a number."""
    html = made(tmp_path)

    assert re.findall(r'<li id="ref-(\w+)"', html) == ["abe2020x", "doe2024tiny", "zoe1999z"]
    assert '<li id="ref-abe2020x" data-kind="conference paper" data-year="2020">' in html
    assert '<li id="ref-zoe1999z" data-kind="other">' in html
    assert '<p class="cb-hits" role="status">3 works</p>' in html
    assert '<i id="ref-abe2019x"></i>' in html


def test_a_work_of_ours_carries_its_claims_with_their_verdicts(tmp_path: Path):
    """One step leads from a work to the verdicts that rest on it, and to the page that reruns it."""
    html = made(tmp_path)
    own = html[html.index('<li id="ref-doe2024tiny"') : html.index('<li id="ref-zoe1999z"')]

    assert 'data-ours="1"' in own
    assert "<summary>1 claim rests on it</summary>" in own
    counted = '<li data-claims="gap-is-small"><a href="../papers/tiny/#verdicts">A tiny paper</a>: '
    assert f"{counted}1 reproduced</li>" in own
    assert '<a href="../papers/tiny/" class="cb-ref-here">rerun here</a>' in own
    assert html.count('data-ours="1"') == html.count("cb-ref-here") == 1


def test_the_file_of_all_claims_can_be_read_beside_the_list(tmp_path: Path):
    """A script finds it, and how each of its verdicts looks here."""
    (shelf,) = [given for _, given in parse(made(tmp_path)).elements if "data-marks" in given]

    assert shelf["data-claims"] == "../claims.json"
    assert json.loads(shelf["data-marks"] or "") == {
        "reproduced": ["cb-reproduced", "● reproduced"]
    }


def test_claims_rest_on_what_their_section_cites(tmp_path: Path):
    """The works that a tested section cites carry its claim, and no other work does."""
    html = made(tmp_path)
    cited = html[html.index('<li id="ref-abe2020x"') : html.index('<li id="ref-doe2024tiny"')]
    other = html[html.index('<li id="ref-zoe1999z"') :]

    assert 'data-claims="gap-is-small"' in cited
    assert "<details" in cited
    assert "<details" not in other


def test_the_pages_that_cite_a_work_are_linked_and_can_be_chosen(tmp_path: Path):
    """Papers and hand-written pages alike stand below the work and in the filter."""
    html = made(
        tmp_path,
        Citing("A <tiny> paper", "../papers/tiny/", frozenset({"abe2020x"})),
        Citing("Method", "../method/", frozenset({"abe2020x"})),
    )

    assert 'data-in="0 1"' in html
    assert html.count("data-in=") == 1
    assert (
        'Cited in <a href="../papers/tiny/">A &lt;tiny&gt; paper</a>, <a href="../method/">Method</a>.'
        in html
    )
    assert '<option value="1">Method</option>' in html


def test_each_work_offers_its_files(tmp_path: Path):
    """The links stand there without a script; the filter takes its place from the first paint."""
    html = made(tmp_path)

    for ending in ("bib", "ris", "json"):
        assert f'href="../bib/abe2020x.{ending}" download' in html
    assert re.findall(r"<form[^>]*>", html) == [
        '<form class="cb-filter" role="search" aria-label="Works">'
    ]


def test_a_key_with_a_slash_leads_to_its_file(tmp_path: Path):
    """The files of a work are linked under the names that they have."""
    odd = Record("DBLP:conf/x", "misc", {"title": "Odd", "year": "2020"})

    assert 'href="../bib/DBLP=3Aconf=2Fx.bib"' in made(tmp_path, works=WORKS | {odd.key: odd})


def test_each_reference_can_be_taken_by_programs(tmp_path: Path):
    """Every work carries its COinS, once."""
    assert made(tmp_path).count('class="Z3988"') == len(WORKS)


def test_a_title_that_holds_markup_is_text(tmp_path: Path):
    """No element is made of it, neither in the list nor in an attribute."""
    found = parse(made(tmp_path))

    assert {"img", "script"} & set(found.tags) == set()
    assert found.text.count(HOSTILE) == 1
    assert found.all("onerror") == []


def test_an_empty_shelf_is_drawn():
    """Before any work is known, the page says so."""
    html = draw_shelf({}, [], {}, [], link=str, find=str)

    assert "0 works" in html
    assert "<li" not in html


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (Record("k1", "misc", {"eprint": "2402.00001", "archiveprefix": "arXiv"}), "preprint"),
        (Record("k1", "misc", {}), "other"),
        (Record("k1", "phdthesis", {}), "thesis"),
        (Record("k1", "mastersthesis", {}), "thesis"),
        (Record("k1", "article", {}), "journal article"),
        (Record("k1", "inproceedings", {}), "conference paper"),
        (Record("k1", "inbook", {}), "chapter"),
        (Record("k1", "book", {}), "book"),
        (Record("k1", "techreport", {}), "report"),
        (Record("k1", "software", {}), "software"),
    ],
)
def test_kinds_are_told_apart(record: Record, kind: str):
    """A preprint is one by its identifier; what is unknown is other."""
    assert name_kind(record) == kind
