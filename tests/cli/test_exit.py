"""How the command line ends when something is wrong: one line, and a code that says whose fault."""

import shlex

import pytest

from claimbook.cli import options
from claimbook.cli.main import main
from claimbook.errors import Exit
from small_project import Project

KEPT = "@misc{zoe2024kept,\n  author = {Zoe, Z.},\n  title  = {Kept},\n  year   = {2024}\n}\n"


def ending(*arguments: str) -> int:
    """Run the command line in this process; return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture
def broken(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project in which reading the notebooks meets a fault of Claimbook's own."""

    def open_book(*_: object, **__: object) -> None:
        raise KeyError("no such slug\nand more")

    monkeypatch.chdir(project.root)
    monkeypatch.setattr(options, "open_book", open_book)
    return project


@pytest.mark.usefixtures("broken")
def test_unexpected_fault_has_a_code_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """What nobody foresaw is one line that says what to do, and no code that a script knows."""
    assert ending("run", "-p", "x", "two words") == Exit.UNEXPECTED == 5
    said = capsys.readouterr().err
    assert said == (
        "claimbook: unexpected KeyError: 'no such slug\\nand more'; this is a fault of "
        "Claimbook's: report it with what `claimbook --debug run -p x 'two words'` says\n"
    )


@pytest.mark.usefixtures("broken")
def test_advice_works(capsys: pytest.CaptureFixture[str]) -> None:
    """The command that the line gives shows where the fault arose, and the same code."""
    ending("status")
    command = shlex.split(capsys.readouterr().err.split("`")[1])
    assert command[0] == "claimbook"
    assert ending(*command[1:]) == Exit.UNEXPECTED
    said = capsys.readouterr().err
    assert said.startswith("Traceback (most recent call last):\n")
    assert ", in open_book\n" in said
    assert said.endswith("report it with the traceback above\n")


def test_interrupt_is_no_fault(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is told from a fault of Claimbook's."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(options, "open_book", interrupt)
    assert ending("--project", str(project.root), "status") == Exit.INTERRUPTED


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["--nope"], "claimbook"),
        (["nope"], "claimbook"),
        (["run", "--nope"], "claimbook run"),
        (["bib", "add"], "claimbook bib add"),
        (["bib", "--check", "add", "x"], "claimbook bib"),
        (["new", "--bibtex"], "claimbook new"),
    ],
)
def test_bad_usage_points_to_the_help_of_its_command(
    arguments: list[str], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line names the help that tells what the command takes, and that help is there."""
    assert ending(*arguments) == Exit.BAD_INPUT
    said = capsys.readouterr().err
    assert said.endswith(f" See `{command} --help`.\n")
    assert said.count("\n") == 1
    assert ending(*command.split()[1:], "--help") == Exit.GOOD
    assert capsys.readouterr().out.startswith(f"Usage: {command} [OPTIONS]")


@pytest.mark.parametrize("command", ["status", "claims", "bib"])
def test_one_broken_notebook_stops_no_other(
    project: Project, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What can be said of the others is said; the broken one is named, with the code of bad input."""
    project.add("tiny")
    assert ending("--project", str(project.root), "bib") == Exit.GOOD
    bibliography = project.root / "bib" / "claimbook.bib"
    project.write("bib/claimbook.bib", bibliography.read_text() + KEPT)  # of the broken one
    project.write("notebooks/broken.ipynb", "{")
    capsys.readouterr()
    assert ending("--project", str(project.root), command) == Exit.BAD_INPUT
    said = capsys.readouterr()
    assert ("tiny" if command != "bib" else "bib/claimbook.bib") in said.out
    assert said.err.startswith("claimbook: broken.ipynb: is not JSON: ")
    assert said.err.count("\n") == 1
    assert KEPT.splitlines()[0] in bibliography.read_text()
