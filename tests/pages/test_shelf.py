import re
from pathlib import Path

from claimbook.bibliography.bibtex import Record
from claimbook.notebook.source import read
from claimbook.pages.shelf import Citing, kind_of, shelf
from claimbook.pages.survey import entry
from front import FRONT, drawn, executed_json, measured, notebook_json, write_notebook

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
WORKS = {
    "doe2024tiny": Record("doe2024tiny", "misc", {"author": "Doe, Jane", "year": "2024"}),
    "abe2020x": Record(
        "abe2020x",
        "inproceedings",
        {"author": "Abe, Kō", "title": HOSTILE, "year": "2020", "ids": "abe2019x"},
    ),
}


def made(tmp_path: Path, *pages: Citing) -> str:
    notebook = read(write_notebook(tmp_path / "notebooks"))
    outputs = {"measure": [measured("gap", 0.1, 0.2, 0.3), drawn()]}
    item = entry(notebook, executed_json(notebook_json(front=FRONT), outputs))
    return shelf(WORKS, [item], pages, lambda path: f"../{path}")


def test_every_work_stands_once_sorted_by_author(tmp_path: Path):
    """A list item for each work, with its key, its kind and its year."""
    html = made(tmp_path)

    assert re.findall(r'<li id="ref-(\w+)"', html) == ["abe2020x", "doe2024tiny"]
    assert 'data-kind="conference paper" data-year="2020"' in html
    assert "2 works" in html
    assert '<i id="ref-abe2019x"></i>' in html


def test_a_work_of_ours_carries_its_claims_with_their_verdicts(tmp_path: Path):
    """One step leads from a work to the verdicts that rest on it."""
    html = made(tmp_path)

    assert "1 claim rests on it" in html
    assert '<a class="cb-mark cb-reproduced" href="../papers/tiny/#verdict-gap-is-small">' in html
    assert '<a href="../papers/tiny/" class="cb-ref-here">rerun here</a>' in html


def test_the_pages_that_cite_a_work_are_linked_and_can_be_chosen(tmp_path: Path):
    """Papers and hand-written pages alike stand below the work and in the filter."""
    html = made(
        tmp_path,
        Citing("A <tiny> paper", "../papers/tiny/", frozenset({"abe2020x"})),
        Citing("Method", "../method/", frozenset({"abe2020x"})),
    )

    assert 'data-in="0 1"' in html
    assert (
        'Cited in <a href="../papers/tiny/">A &lt;tiny&gt; paper</a>, <a href="../method/">' in html
    )
    assert '<option value="1">Method</option>' in html


def test_each_work_offers_its_files(tmp_path: Path):
    """The links stand there without a script; the button waits for it."""
    html = made(tmp_path)

    for ending in ("bib", "ris", "json"):
        assert f'href="../bib/abe2020x.{ending}" download' in html
    assert "<form" in html
    assert re.search(r"<form[^>]* hidden>", html)


def test_a_title_that_holds_markup_is_text(tmp_path: Path):
    """No element is made of it, neither in the list nor in an attribute."""
    html = made(tmp_path)

    assert "<img" not in html
    assert html.count("<script") == 1  # our own, by its address


def test_kinds_are_told_apart():
    """A preprint is one by its identifier; what is unknown is other."""
    preprint = Record("k1", "misc", {"eprint": "2402.00001", "archiveprefix": "arXiv"})

    assert kind_of(preprint) == "preprint"
    assert kind_of(Record("k1", "misc", {})) == "other"
    assert kind_of(Record("k1", "phdthesis", {})) == "thesis"
