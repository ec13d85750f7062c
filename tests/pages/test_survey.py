"""Every claim judged by a run, and told to the terminal."""

from dataclasses import replace
from pathlib import Path

import pytest

from claimbook.errors import ClaimbookError
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.model.claim import Verdict
from claimbook.model.evidence import Finding
from claimbook.notebook.book import open_book
from claimbook.pages.survey import (
    Report,
    count_all,
    find_unexpected,
    make_report,
    survey_all,
    survey_one,
    tabulate,
)
from composed import report_on
from front import (
    FRONT,
    PROVENANCE,
    drawn,
    executed,
    measured,
    notebook_json,
    run_of,
    write_notebook,
)
from small_project import Project

OUTPUTS = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit="bits"), drawn()]}
ACCEPTED = FRONT + "    expect: not reproduced\n"


def made(folder: Path, *, profile: str = "full", front: str = FRONT, run: bool = True) -> Report:
    return report_on(folder, OUTPUTS if run else None, front=front, profile=profile)


def test_the_command_lines_table_says_the_same(tmp_path: Path):
    """Terminal and page tell one story."""
    (row,) = tabulate([made(tmp_path, profile="quick")])

    assert row[:3] == ("tiny", "gap-is-small", "● reproduced (provisional)")
    assert row[3] == "0.200 [−0.0484, 0.448] bits (≤ 0.5)"


def test_the_command_line_counts_what_is_counted_together(tmp_path: Path):
    """The totals of all papers end the table, group by group."""
    reports = [made(tmp_path / "a"), made(tmp_path / "b", run=False)]

    assert count_all(reports) == [("The papers’ claims", "1 reproduced · 1 not run yet")]
    assert count_all([]) == []


def test_a_verdict_that_is_not_the_accepted_one_is_named(tmp_path: Path):
    """Only a full run can break what was accepted."""
    assert find_unexpected([made(tmp_path, front=ACCEPTED)]) == [
        'tiny.ipynb, claim "gap-is-small": the verdict is reproduced, not reproduced was accepted'
    ]
    assert find_unexpected([made(tmp_path, front=ACCEPTED, profile="quick")]) == []
    assert find_unexpected([made(tmp_path, front=ACCEPTED, run=False)]) == []


def test_a_report_is_of_one_run(tmp_path: Path):
    """Verdicts of a quick run are provisional, and what was measured stands beside them."""
    report = made(tmp_path, profile="quick")
    (finding,) = report.findings

    assert (finding.verdict, finding.provisional, finding.pending) == (
        Verdict.REPRODUCED,
        True,
        False,
    )
    assert finding.results[0].measurement.values == (0.1, 0.2, 0.3)
    assert report.run is not None
    assert report.run.profile == "quick"


def test_a_failed_notebook_has_its_claims_pending(tmp_path: Path):
    """Without a good run nothing is judged, and the reason is kept."""
    notebook = made(tmp_path, run=False).notebook
    report = make_report(notebook, None, "cell 4 (measure): KeyError")
    claim = notebook.front.claims[0]

    assert report.findings == (Finding(claim, Verdict.NOT_TESTED, pending=True),)
    assert report.failure == "cell 4 (measure): KeyError"


def test_a_run_that_lacks_a_quantity_cannot_be_judged(tmp_path: Path):
    """The error names file and claim."""
    notebook = made(tmp_path, run=False).notebook
    with pytest.raises(ClaimbookError) as caught:
        make_report(notebook, executed(notebook_json(), {}))
    assert str(caught.value).startswith(
        'tiny.ipynb, claim "gap-is-small": the quantity "gap" was never recorded'
    )


def test_every_notebook_is_surveyed_by_its_best_run(project: Project):
    """The full run is taken before the quick one, and a notebook without a run has none."""
    report_on(project.root / "notebooks")
    report_on(
        project.root / "notebooks", front=FRONT.replace("doe2024tiny", "roe2024tiny"), slug="z"
    )
    book, store = open_book(project.root), project.store
    notebook = book.get_notebook("tiny")
    for profile in ("quick", "full"):
        digest = take_fingerprint(notebook, book.settings, profile).digest
        known = replace(PROVENANCE, profile=profile)
        document = executed(notebook_json(), OUTPUTS, profile).document
        store.put(run_of(dict(document), profile, fingerprint=digest, provenance=known))
        assert survey_one(book, store, notebook).run.profile == profile

    assert [(one.notebook.slug, one.run is not None) for one in survey_all(book, store)] == [
        ("tiny", True),
        ("z", False),
    ]


def test_one_claim_that_cannot_be_judged_does_not_hide_the_others(project: Project):
    """It is among the faults, and what can be judged is."""
    write_notebook(project.root / "notebooks", front=FRONT + ODD)
    run = executed(notebook_json(front=FRONT + ODD), {"measure": [measured("gap", 0.1, 0.2, 0.3)]})
    book, faults = project.book, list[ClaimbookError]()
    (notebook,) = book.notebooks
    digest = take_fingerprint(notebook, book.settings, "full").digest
    project.store.put(run_of(dict(run.document), fingerprint=digest, provenance=PROVENANCE))

    (report,) = survey_all(book, project.store, faults)

    assert [one.claim.id for one in report.findings] == ["gap-is-small"]
    assert ['tiny.ipynb, claim "odd"' in str(fault) for fault in faults] == [True]


ODD = """\
  - id: odd
    statement: Gaps are odd.
    locator: "§1"
    kind: recheck
    paper: {text: "no gap"}
    test: {quantity: gap, rule: at_most, bound: 0.5}
    scale: A toy.
"""
