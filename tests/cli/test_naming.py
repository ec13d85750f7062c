"""How a person names notebooks: by slug, by file, and by what the shell completes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claimbook.cli.main import main
from claimbook.errors import ClaimbookError
from claimbook.notebook.book import read_settings
from claimbook.notebook.choosing import choose_slugs
from small_project import Project

PROGRAM = f'#!/bin/sh\nexec {sys.executable} -m claimbook "$@"\n'


@pytest.fixture
def pair(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project of two notebooks, entered."""
    project.add("tiny", "raises")
    monkeypatch.chdir(project.root)
    return project


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("", "tiny"),
        ("", "notebooks/tiny.ipynb"),
        ("", "./notebooks/../notebooks/tiny.ipynb"),
        ("notebooks", "./tiny.ipynb"),
        ("notebooks", "tiny.ipynb"),
        ("notebooks", "notebooks/tiny.ipynb"),
        ("bib", "../notebooks/tiny.ipynb"),
        ("bib", "notebooks/tiny.ipynb"),
        ("bib", "tiny.ipynb"),
        ("..", "project/notebooks/tiny.ipynb"),
    ],
)
def test_a_notebook_is_named_from_anywhere(
    pair: Project, folder: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slug or a path means the same notebook, from whatever folder it is written."""
    monkeypatch.chdir(pair.root / folder)
    settings = read_settings(pair.root)
    assert choose_slugs(settings, [name]) == ("tiny",)
    assert choose_slugs(settings, [str(pair.root / "notebooks/tiny.ipynb"), name]) == ("tiny",)


def test_a_project_reached_by_a_link(pair: Project, tmp_path: Path) -> None:
    """A path through a link to the project's folder names the same notebook."""
    (tmp_path / "link").symlink_to(pair.root)
    name = str(tmp_path / "link/notebooks/tiny.ipynb")
    assert choose_slugs(read_settings(pair.root), [name]) == ("tiny",)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("tinny", 'no notebook is named "tinny"; did you mean "tiny"?'),
        ("notebooks/tinny.ipynb", '"notebooks/tinny.ipynb"; did you mean "tiny"?'),
        ("notebooks/tiny", 'no notebook is named "notebooks/tiny"; did you mean "tiny"?'),
        (
            "other.ipynb",
            "other.ipynb: is no notebook of this project; it holds those below notebooks/",
        ),
        ("", 'no notebook is named ""; valid names: raises, tiny'),
    ],
)
def test_a_name_that_is_none_is_answered_with_the_nearest(
    pair: Project, name: str, says: str
) -> None:
    """One line says what is wrong and what may have been meant."""
    shutil.copy(pair.root / "notebooks/tiny.ipynb", pair.root / "other.ipynb")
    with pytest.raises(ClaimbookError) as caught:
        choose_slugs(read_settings(pair.root), [name])
    assert says in str(caught.value)


def ending(*arguments: str) -> Any:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


@pytest.mark.parametrize("command", ["status", "claims", "check"])
def test_commands_take_paths(
    pair: Project, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that takes notebooks takes their files, and tells of no other."""
    ending(command, "./notebooks/tiny.ipynb")
    said = "".join(capsys.readouterr())
    assert "tiny" in said
    assert "raises" not in said
    assert ending(command, "notebooks/tinny.ipynb") == 2
    assert capsys.readouterr().err.endswith('did you mean "tiny"?\n')


def test_check_of_one_notebook_minds_no_other(
    pair: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault elsewhere, however bad, is no fault of the notebook that is named."""
    pair.write("notebooks/broken.ipynb", "{")
    pair.write("docs/page.md", "[@nobody]\n")
    ending("check", "tiny")
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said[:-1] if not line.startswith("tiny.ipynb")] == []
    ending("check", "broken")
    assert capsys.readouterr().err.startswith("broken.ipynb: is not JSON")
    assert ending("check", "tiny", "--site") == 2
    assert "reads the whole site" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["rum"], "'run'"),
        (["bib", "ad"], "'add'"),
        (["--debg", "status"], "'--debug'"),
        (["run", "--profille", "quick"], "'--profile'"),
        (["run", "--profile", "quik"], '"quick"'),
    ],
)
def test_misspelt_commands_and_options(
    pair: Project, arguments: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is misspelt is answered with the nearest, whatever it is."""
    assert ending(*arguments) == 2
    assert f"id you mean {meant}?" in capsys.readouterr().err


def completed(words: str, number: int, **changes: str) -> list[list[str]]:
    """Ask for what completes a word, as the script of a shell does; in pairs of kind and word."""
    environment = os.environ | {"_CLAIMBOOK_COMPLETE": "bash_complete", "COMP_WORDS": words}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "claimbook"],
        env=environment | {"COMP_CWORD": str(number)} | changes,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert loaded & {"nbformat", "fsspec", "jinja2", "rich", "markdown", "fluent.runtime"} == set()
    return [line.split(",") for line in done.stdout.split()]


@pytest.mark.parametrize("command", ["run", "status", "check", "claims", "strip"])
def test_slugs_are_completed(pair: Project, command: str) -> None:
    """A slug is completed by the names of the files, without one being read."""
    pair.write("notebooks/tidy.ipynb", "{")
    assert completed(f"claimbook {command} ti", 2) == [["plain", "tidy"], ["plain", "tiny"]]


def test_what_else_is_completed(pair: Project, tmp_path: Path) -> None:
    """Names given already are left out, paths are the shell's affair, profiles and options click's."""
    assert completed("claimbook run tiny ", 3) == [["plain", "raises"]]
    assert completed("claimbook run ./no", 2) == [["file", "./no"]]
    assert completed("claimbook run --profile ", 3) == [["plain", "quick"], ["plain", "full"]]
    assert ["plain", "status"] in completed("claimbook st", 1)
    project = f"claimbook --project {pair.root} run ra"
    assert completed(project, 4) == [["plain", "raises"]]
    assert completed(f"claimbook --project {tmp_path} run ra", 4) == []


BASH = """\
set -e
eval "$(_CLAIMBOOK_COMPLETE=bash_source claimbook)"
COMP_WORDS=(claimbook run ti) COMP_CWORD=2
_claimbook_completion claimbook
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_a_shell_completes(pair: Project) -> None:
    """What README has written into a shell's own file makes that shell complete a slug."""
    program = pair.write("bin/claimbook", PROGRAM)
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", BASH], env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr, done.returncode) == ("tiny\n", "", 0)


def test_json_of_claims_holds_the_notebooks_named(
    pair: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """`claims --json` of one notebook holds its claims alone."""
    ending("claims", "--json", "tiny")
    known = json.loads(capsys.readouterr().out)
    assert {one["slug"] for one in known["claims"]} == {"tiny"}
