from pathlib import Path

from claimbook.notebook.source import read
from claimbook.pages.cards import pages, verdicts
from claimbook.pages.survey import entry
from front import drawn, executed_json, measured, notebook_json, write_notebook


def test_a_paper_here_has_its_signs_and_its_tally(tmp_path: Path):
    """What held is told once by signs, which are decoration, and once in words."""
    notebook = read(write_notebook(tmp_path))
    ran = executed_json(notebook_json(), {"measure": [measured("gap", 0.1, 0.2, 0.3), drawn()]})
    found = [entry(notebook, ran)]

    assert verdicts(found) == {
        "doe2024tiny": '<span class="cb-dots"><span aria-hidden="true">'
        '<i class="cb-reproduced">●</i></span><span>1 reproduced</span></span>'
    }
    assert pages(found)["tiny"].figures == {"gap": 1}
    assert list(pages(found)["tiny"].claims) == ["gap-is-small"]


def test_a_paper_that_has_not_run_says_so(tmp_path: Path):
    """Before a run there is a sign for waiting."""
    (line,) = verdicts([entry(read(write_notebook(tmp_path)), None)]).values()
    assert "1 not run yet" in line
