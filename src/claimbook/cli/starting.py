"""`claimbook init`: begin a digest of one's own, and see later what a newer Claimbook would write."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from claimbook.cli.options import Command, Project
from claimbook.errors import CheckFailed, ClaimbookError
from claimbook.wording.catalogue import say


@click.command(cls=Command)
@click.argument("folder", required=False)
@click.option("--title", default="", help="The digest's name; else after the folder.")
@click.option("--author", default="", help="Who makes it; else after the title.")
@click.option("--language", default="", metavar="CODE", help="Of its pages, such as ko; else en.")
@click.option("--missing", is_flag=True, help="Write what a folder lacks beside what it has.")
@click.option("--upgrade", is_flag=True, help="Show what would be written otherwise now.")
@click.option("--apply", is_flag=True, help="With --upgrade: write it, where nothing was edited.")
@click.pass_obj
def init(
    project: Project, /, folder: str | None, missing: bool, upgrade: bool, apply: bool, **said: Any
) -> None:
    """Begin a digest of your own in FOLDER, with an example that is run and judged at once.

    Nothing is ever overwritten: if FOLDER has files of that name, they are listed, nothing is
    written, and the exit code is 2. With --upgrade, in a project, the exit code is 1 if there is
    something to write that --apply has not written.
    """
    if upgrade:
        _refuse_beside_upgrade(folder, missing, said)
        return _upgrade(project.root, apply)
    if not folder or apply:
        raise click.UsageError("Give a FOLDER, or --upgrade; --apply goes with --upgrade alone.")
    return _begin(Path(folder), missing, said)


def _refuse_beside_upgrade(folder: str | None, missing: bool, said: dict[str, Any]) -> None:
    if folder is not None or missing or any(said.values()):
        raise click.UsageError("--upgrade takes --apply and nothing else.")


def _begin(folder: Path, missing: bool, said: dict[str, Any]) -> None:
    from datetime import date

    from claimbook.starter import founding
    from claimbook.starter.answers import read_answers, read_words

    if folder.exists() and not folder.is_dir():
        raise ClaimbookError("is no folder", where=str(folder), fix="give another name")
    answers, today = read_answers(folder, **said), date.today()
    present = [] if missing else founding.find_present(folder, answers, today)
    if present:
        _list_paths(say("init-present", folder=str(folder)), present)
        raise ClaimbookError(
            say("init-nothing", n=len(present)),
            where=str(folder),
            fix="give another folder, or --missing to write the others",
        )
    done = founding.begin_project(folder, answers, today)
    click.echo(say("init-made", n=len(done.made), folder=str(folder), title=answers.title))
    if answers.language != "en":
        translated = bool(read_words(answers.language))
        click.echo(
            say("init-translated" if translated else "init-english", language=answers.spoken)
        )
    if done.kept:
        _list_paths(say("init-kept"), done.kept)
    click.echo(say("init-next", folder=shlex.quote(str(folder))))


def _list_paths(head: str, paths: Sequence[str]) -> None:
    click.echo(head)
    for path in paths:
        click.echo(f"  {path}")


def _upgrade(root: Path, apply: bool) -> None:
    from claimbook.starter.upgrading import Fate, find_changes, write_changes

    changes = find_changes(root)
    for change in changes:
        click.echo(say(f"init-{change.fate}", path=change.path))
        for line in change.lines:
            click.echo(f"  {line}")
    if not changes:
        click.echo(say("init-up-to-date"))
    elif apply:
        write_changes(root, changes)
        written = sum(one.fate is not Fate.KEPT for one in changes)
        click.echo(say("init-applied", n=written))
    else:
        raise CheckFailed(
            say("init-to-apply", n=len(changes)),
            fix="`claimbook init --upgrade --apply` writes what you have not changed",
        )
