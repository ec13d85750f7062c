"""The command `translate`, as a person types it."""

import pytest
from click.testing import CliRunner

from claimbook.cli.main import cli
from small_project import Project


def run(project: Project, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--project", str(project.root), "translate", *arguments])
    return done.exit_code, done.output or str(done.exception)


def test_translate_says_what_is_left(project: Project) -> None:
    """The file is named, with how many pieces are missing and stale."""
    project.add("tiny")
    said = "notebooks/tiny.ko.md: 7 pieces are missing, nothing is stale\n"
    assert run(project, "tiny", "--language", "ko") == (0, said)
    assert (project.root / "notebooks" / "tiny.ko.md").is_file()


@pytest.mark.parametrize("language", ["Korean", "../ko", "ko_KR", ""])
def test_a_language_is_a_code(project: Project, language: str) -> None:
    """What is no language's code is refused, and no file is written."""
    project.add("tiny")
    code, said = run(project, "tiny", "--language", language)
    assert (code, f'"{language}" is no language' in said) == (1, True)
    assert [path.name for path in (project.root / "notebooks").iterdir()] == ["tiny.ipynb"]
