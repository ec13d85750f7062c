"""One edition of the site: what every page may draw on."""

from dataclasses import replace
from pathlib import Path

import pytest

from claimbook.execution.fingerprint import take_fingerprint
from claimbook.model.claim import Verdict
from claimbook.notebook.book import Book, Settings
from claimbook.pages.composing import compose_page
from claimbook.pages.edition import Edition, begin_edition, judge_edition
from claimbook.pages.page import Site
from composed import DIALECT, RUN
from front import (
    FRONT,
    PROVENANCE,
    RECORD,
    cell,
    executed,
    notebook_json,
    run_of,
    write_notebook,
)
from small_project import Project

NOTHING = Book(Settings(Path()), ())
WHERE = "mkdocs.yml: extra.claimbook.citations"
WORKS = "@misc{roe2020old, author={Roe, R.}, title={Old}, year={2020}, ids={roe2019old}}\n"
OTHER = FRONT.replace("doe2024tiny", "poe2025other").replace(
    "date: 2024-02-29\n  order", "date: 2025-01-02\n  order"
)


@pytest.fixture
def root(project: Project) -> Path:
    """A project of two papers, one of which has been run, and one work."""
    project.write("bib/works.bib", WORKS)
    write_notebook(project.root / "notebooks", "tiny")
    write_notebook(project.root / "notebooks", "other", front=OTHER)
    keep(project, RUN)
    return project.root


def keep(project: Project, outputs: dict[str, list]) -> None:
    """Keep a full run of the paper that is called tiny."""
    book = project.book
    found = take_fingerprint(book.get_notebook("tiny"), book.settings, "full")
    document = dict(executed(notebook_json(), outputs).document)
    known = replace(PROVENANCE, profile="full")
    run = run_of(document, fingerprint=found.digest, parts=found.parts, provenance=known)
    project.store.put(run)


def begun(root: Path, style: object = "author-year") -> Edition:
    edition = begin_edition(root, style, where=WHERE)
    judge_edition(edition)
    return edition


def faults(edition: Edition) -> list[str]:
    return [str(fault) for fault in edition.faults]


def test_an_edition_holds_the_book_its_records_and_its_reports(root: Path):
    """The newest digest first; a work is found by its old key too."""
    edition = begun(root)

    assert faults(edition) == []
    assert [one.notebook.slug for one in edition.reports] == ["other", "tiny"]
    assert sorted(edition.records) == ["doe2024tiny", "poe2025other", "roe2020old"]
    assert edition.records["roe2019old"].key == "roe2020old"
    assert edition.style == "author-year"


def test_a_report_is_found_by_its_slug(root: Path):
    """A page that is no paper's has none."""
    edition = begun(root)

    assert edition.report("tiny") is edition.reports[1]
    assert edition.report("method") is None
    assert edition.report("") is None


def test_verdicts_are_found_by_the_papers_key(root: Path):
    """Where a paper of ours is cited, what held there can be shown."""
    verdicts = begun(root).verdicts

    assert {key: [f.verdict for f in found] for key, found in verdicts.items()} == {
        "doe2024tiny": [Verdict.REPRODUCED],
        "poe2025other": [Verdict.NOT_TESTED],
    }
    assert [f.pending for f in verdicts["poe2025other"]] == [True]


def test_landmarks_are_found_by_the_slug(root: Path):
    """Figures have their numbers from the run; without one there are those that will be drawn."""
    landmarks = begun(root).landmarks

    assert {slug: one.figures for slug, one in landmarks.items()} == {
        "tiny": {"gap": 1},
        "other": {},
    }
    assert list(landmarks["tiny"].claims) == ["gap-is-small"]
    assert landmarks["tiny"].title == "A tiny paper"


def test_a_page_cites_every_paper_but_itself(root: Path):
    """The lists of references lead to the other pages, the text to the sources that MkDocs knows."""
    edition = begun(root, "numeric")
    options = edition.cite(
        "tiny", links=lambda slug: f"../{slug}/", sources=lambda slug: f"{slug}.ipynb"
    )

    assert options["links"] == {"poe2025other": "../other/"}
    assert (options["style"], options["records"]) == ("numeric", edition.records)
    assert options["verdicts"] == edition.verdicts
    assert options["targets"].link("other") == "other.ipynb"
    assert sorted(options["targets"].pages) == ["other", "tiny"]
    assert sorted(edition.cite("", links=str, sources=str)["links"]) == [
        "doe2024tiny",
        "poe2025other",
    ]


def test_what_a_paper_cites_has_its_companions(root: Path):
    """The page's own citations first, then the works that the digest names; each once, by its key."""
    front = FRONT.replace("tags: [tiny]", "tags: [tiny]\n  companions: [poe2025other, roe2019old]")
    cells = (cell("markdown", "a", "## Gap\n\n[@roe2020old]"), RECORD)
    write_notebook(root / "notebooks", "tiny", *cells, front=front)
    edition = begun(root)
    report = edition.report("tiny")

    assert report is not None
    assert edition.list_cited(report) == ("poe2025other", "roe2020old")
    edition.pages["tiny"] = compose_page(report, Site(DIALECT, edition.records))
    assert edition.list_cited(report) == ("roe2020old", "poe2025other")


def test_a_style_that_does_not_exist_is_a_fault(root: Path):
    """It is named where it is set, and the usual one is taken meanwhile."""
    edition = begun(root, "numerc")

    assert len(faults(edition)) == 1
    assert faults(edition)[0].startswith(
        f'{WHERE}: the citation style "numerc" is unknown; did you mean "numeric"?'
    )
    assert edition.style == "author-year"
    assert [one.notebook.slug for one in edition.reports] == ["other", "tiny"]


def test_a_notebook_that_cannot_be_read_is_a_fault(root: Path):
    """The others have their pages."""
    (root / "notebooks" / "broken.ipynb").write_text("{")
    edition = begun(root)

    assert [one.partition(":")[0] for one in faults(edition)] == ["broken.ipynb"]
    assert [one.notebook.slug for one in edition.reports] == ["other", "tiny"]


def test_records_that_cannot_be_read_are_a_fault(root: Path):
    """Pages are made without them."""
    (root / "bib" / "works.bib").write_text("@misc{roe2020old, title = {")
    edition = begun(root)

    assert len(faults(edition)) == 1
    assert "works.bib" in faults(edition)[0]
    assert len(edition.reports) == 2


def test_a_key_that_looks_like_a_reference_to_a_figure_is_a_fault(root: Path):
    """It could never be cited."""
    (root / "bib" / "works.bib").write_text(WORKS.replace("roe2020old", "fig-old"))

    assert [one.partition(":")[0] for one in faults(begun(root))] == ["bibliography"]


def test_a_run_that_cannot_be_judged_is_a_fault(root: Path):
    """Its paper is as one that has not run, and the others are judged."""
    keep(Project(root), {})
    edition = begun(root)
    report = edition.report("tiny")

    assert [one.partition(":")[0] for one in faults(edition)] == [
        'tiny.ipynb, claim "gap-is-small"'
    ]
    assert report is not None
    assert (report.run, report.findings[0].pending) == (None, True)


def test_each_edition_is_made_anew(root: Path):
    """Nothing of one is left in the next."""
    first = begun(root, "numerc")
    first.ledgers["x.md"] = None  # type: ignore[assignment]
    second = begun(root)

    assert (second.faults, second.ledgers, second.pages) == ([], {}, {})


def test_the_last_results_stay_until_the_new_ones_are_there(root: Path):
    """A server shows what ran last, and which cell has changed since; a build shows none of it."""
    path = root / "notebooks" / "tiny.ipynb"
    path.write_text(
        path.read_text().replace('record(\\"gap\\"', 'record(\\"wide\\", [1]), record(\\"gap\\"')
    )
    edition = begin_edition(root, "author-year", where=WHERE)
    judge_edition(edition, Edition(NOTHING))
    report = edition.report("tiny")
    assert report is not None
    assert report.run is not None
    assert report.outdated == ("code cell 2 changed",)
    assert report.awaited == {"gap", "wide"}
    assert report.findings[0].provisional
    page = compose_page(report, Site(DIALECT, edition.records))
    assert page.faults == ()
    again = begun(root).report("tiny")
    assert again is not None
    assert again.run is None


@pytest.mark.parametrize("text", ["{", '{"nbformat": 4, "cells": []}'])
def test_what_is_broken_stays_as_it_was(root: Path, text: str):
    """A server has the notebook of before; one that has just begun, that of the last run; a build, none."""
    before = begun(root)
    for slug in ("tiny", "other"):
        (root / "notebooks" / f"{slug}.ipynb").write_text(text)
    after = begin_edition(root, "author-year", where=WHERE, before=before)
    assert [one.slug for one in after.book.notebooks] == ["other", "tiny"]
    assert len(after.faults) == 2
    begun_now = begin_edition(root, "author-year", where=WHERE, before=Edition(NOTHING))
    assert [one.slug for one in begun_now.book.notebooks] == ["tiny"]
    assert begun(root).book.notebooks == ()


def test_works_that_cannot_be_read_stay_as_they_were(root: Path):
    """A server goes on with the records of before, and names the fault."""
    before = begun(root)
    (root / "bib" / "works.bib").write_text(WORKS.replace("roe2020old,", "roe2020old"))
    after = begin_edition(root, "author-year", where=WHERE, before=before)
    assert faults(after)[0].startswith("works.bib, line 1")
    assert set(after.records) == set(before.records)


def test_the_records_are_the_papers_and_what_they_cite(root: Path) -> None:
    """Every work is found by its key, and by its old ones."""
    records = begin_edition(root, "author-year", where=WHERE).records
    assert sorted(records) == ["doe2024tiny", "poe2025other", "roe2020old"]
    assert records["roe2019old"].key == "roe2020old"
