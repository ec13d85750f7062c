"""`claimbook accept`, `diff` and `open`, and what `status` says of verdicts that wait."""

import json
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from claimbook.checks.ledger import check_ledger
from claimbook.cli.main import cli
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.schedule import describe_plan
from claimbook.lab.measurement import MEASUREMENT
from claimbook.model.claim import Verdict
from claimbook.model.run import FIGURE, Failure, make_run
from claimbook.pages.ledger import NAME, Entry, keep_ledger, read_ledger
from front import PROVENANCE
from small_project import Project, claimbook


def keep(
    project: Project,
    values: list[float],
    caption: str = "A.",
    *,
    failure: Failure | None = None,
    **known: Any,
) -> None:
    """Keep a full run of the tiny notebook as it stands, with what it would have measured."""
    book = project.book
    notebook = book.get_notebook("tiny")
    found = take_fingerprint(notebook, book.settings, "full")
    raw = json.loads(notebook.path.read_text("utf-8"))
    payload = {"name": "gap", "values": values, "unit": "bits", "deterministic": False}
    about = {"id": "gap", "caption": caption, "alt": "x", "data": {"columns": [], "rows": []}}
    code = next(one for one in reversed(raw["cells"]) if one["cell_type"] == "code")
    code["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": data}
        for data in ({MEASUREMENT: payload}, {FIGURE: about})
    ]
    project.store.put(
        make_run(
            raw,
            slug="tiny",
            fingerprint=found.digest,
            parts=found.parts,
            failure=failure,
            provenance=replace(PROVENANCE, **{"profile": "full"} | known),
            definitions=found.list_definitions(),
        )
    )


def typed(project: Project, *words: str, said: str = "") -> Result:
    return CliRunner().invoke(cli, ["--project", str(project.root), *words], input=said)


def read_line(project: Project) -> Entry:
    """Return the one line of the ledger, written if it is not there."""
    keep_ledger(project.book, project.store, ())
    (line,) = read_ledger(project.root / NAME)
    return line


def expected(project: Project, slug: str = "tiny") -> Verdict | None:
    return project.book.get_notebook(slug).front.claims[0].expect


@pytest.fixture
def tiny(project: Project) -> Project:
    """A project of one notebook that was run."""
    project.add("tiny")
    keep(project, [0.1, 0.2, 0.3, 0.2])
    return project


def test_the_change_is_shown_and_asked_for(tiny: Project) -> None:
    """Without a yes nothing is written; with it `expect:` is, and nothing else of the file."""
    path = tiny.root / "notebooks" / "tiny.ipynb"
    before = path.read_text("utf-8")
    assert "nobody answered" in str(typed(tiny, "accept", "tiny").exception)
    done = typed(tiny, "accept", "tiny", said="n\n")
    assert done.output.startswith("gap-is-positive: nothing → reproduced\n")
    assert path.read_text("utf-8") == before
    assert typed(tiny, "accept", "tiny", said="y\n").exit_code == 0
    added = [line for line in path.read_text("utf-8").splitlines() if line not in before]
    assert (expected(tiny), [line.strip() for line in added]) == (
        Verdict.REPRODUCED,
        ['"    expect: reproduced\\n",'],
    )
    assert "nothing waits" in typed(tiny, "accept", "tiny", "--yes").output


def test_a_verdict_that_changed_is_accepted_anew(tiny: Project) -> None:
    """What was accepted is replaced, and the status says what waits before."""
    assert typed(tiny, "accept", "tiny", "--yes").exit_code == 0
    assert "1 of 1 tested claims" in typed(tiny, "status").output
    keep(tiny, [-0.1, -0.2, -0.3, -0.2])
    waits = "waits for `claimbook accept tiny`: gap-is-positive (not reproduced)"
    assert waits in typed(tiny, "status").output
    done = typed(tiny, "accept", "tiny", "--yes")
    assert "gap-is-positive: reproduced → not reproduced" in done.output
    assert expected(tiny) is Verdict.NOT_REPRODUCED


def test_a_good_run_waits_though_it_failed_again(tiny: Project) -> None:
    """What a full run gave waits to be accepted, whichever profile is asked for, until it is stale."""
    waits = "waits for `claimbook accept tiny`: gap-is-positive (reproduced)"
    assert waits in typed(tiny, "status", "--profile", "quick").output
    keep(tiny, [0.1, 0.2, 0.3, 0.2], failure=Failure("c2", 2, "ValueError", "no"))
    said = typed(tiny, "status").output
    assert "failed" in said
    assert waits in said
    tiny.edit("tiny", "seeds = 4", "seeds = 3")
    assert waits not in typed(tiny, "status").output


def test_nothing_is_accepted_without_a_fresh_full_run(tiny: Project) -> None:
    """A stale run gives nothing to accept."""
    tiny.edit("tiny", "seeds = 4", "seeds = 3")
    assert "has no fresh full run; `claimbook run tiny` first" in str(
        typed(tiny, "accept", "tiny").exception
    )


def test_diff_tells_verdicts_quantities_and_figures(tiny: Project) -> None:
    """What a rerun changed stands against the accepted run: was → is."""
    assert "no run with its accepted verdicts" in str(typed(tiny, "diff", "tiny").exception)
    typed(tiny, "accept", "tiny", "--yes")
    assert typed(tiny, "diff", "tiny").output.endswith("nothing changed\n")
    tiny.edit("tiny", "seeds = 4", "seeds = 3")
    keep(tiny, [-0.1, -0.11, -0.12], "B.", started="2031-01-01T00:00:00+00:00")
    lines = typed(tiny, "diff", "tiny").output.splitlines()
    assert lines[1:3] == ["verdict gap-is-positive", "  reproduced → not reproduced"]
    assert lines[3] == "quantity gap"
    assert lines[4].count("[") == 2
    assert lines[5:] == ["figure gap", "  A. → B."]


def test_what_was_accepted_stays_so_when_a_notebook_moves(tiny: Project) -> None:
    """Its runs, its verdicts and its line in the ledger are those of the slug that it has now."""
    line = read_line(tiny)
    tiny.move("tiny", "little")
    assert not expected(tiny, "little")
    assert keep_ledger(tiny.book, tiny.store, ()) == []
    assert read_line(tiny) == line
    assert "little    fresh" in typed(tiny, "status").output
    assert "little" in typed(tiny, "accept", "little", "--yes").output
    assert expected(tiny, "little") == "reproduced"
    assert list(check_ledger(tiny.book)) == []
    assert typed(tiny, "diff", "little").output.endswith("nothing changed\n")
    tiny.edit("little", "seeds = 4", "seeds = 3")
    assert "little    stale" in typed(tiny, "status").output
    assert "parameter seeds 4 → 3" in typed(tiny, "status", "--why").output


def test_open_finds_the_built_page(tiny: Project) -> None:
    """Without a server the built page is named; without either the command says what to do."""
    tiny.write("mkdocs.yml", "site_name: x\ndev_addr: 127.0.0.1:9\n")
    assert "`mkdocs serve`, or `mkdocs build`" in str(typed(tiny, "open", "tiny").exception)
    page = tiny.write("site/papers/tiny/index.html", "")
    assert typed(tiny, "open", "tiny").output == f"{page.as_uri()}\n"


def test_a_run_says_how_long_it_takes_and_what_it_skips(tiny: Project) -> None:
    """What is about to run is told with the time that it last took; what is fresh is told as skipped."""
    tiny.add("speaks")
    plan = describe_plan(tiny.book, tiny.store, (), known={"speaks": 90.0}, parameters={})
    assert (plan.slugs, plan.skipped, plan.seconds) == (("speaks",), ("tiny",), 90.0)
    forced = describe_plan(tiny.book, tiny.store, (), known={}, parameters={}, force=True, jobs=2)
    assert forced.unknown == ("speaks",)
    assert forced.seconds == PROVENANCE.wall_seconds


def test_usage_errors_lead_to_the_command_s_own_help(tiny: Project) -> None:
    """What a sub-command minds points to its own help; a key that nobody forgets is no silence."""
    for words in (["bib", "--check", "--forget", "nope"], ["open"], ["store", "gc"]):
        done = claimbook(tiny, *words)
        name = " ".join(word for word in words if word.isalpha() and word != "nope")
        assert (done.returncode, done.stderr.endswith(f"See `claimbook {name} --help`.\n")) == (
            2,
            True,
        )
    assert "nope" in claimbook(tiny, "bib", "--forget", "nope").stderr
