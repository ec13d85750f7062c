"""`claimbook accept`, `diff` and `open`: what a run brought, against what was accepted."""

import sys
from typing import Any

import click

from claimbook.cli.options import Command, NotebookName, Project
from claimbook.errors import ClaimbookError
from claimbook.wording.catalogue import say


def _choose_one(ctx: click.Context, param: click.Parameter, name: str) -> str:
    """Return the slug of the notebook that is named."""
    from claimbook.notebook.book import read_settings
    from claimbook.notebook.choosing import choose_slugs

    del param
    return name if ctx.resilient_parsing else choose_slugs(read_settings(ctx.obj.root), [name])[0]


slug_argument = click.argument("slug", metavar="SLUG", type=NotebookName(), callback=_choose_one)


def _find_report(project: Project, slug: str) -> tuple[Any, Any]:
    """Return a notebook's book and its report by a fresh full run, which must be there."""
    from claimbook.pages.survey import survey_one

    book = project.open_part([slug])
    report = survey_one(book, project.store, book.get_notebook(slug))
    if report.run is None or not report.run.full:
        fix = f"`claimbook run {slug}` first"
        raise ClaimbookError(say("accept-not-run"), where=slug, fix=fix)
    return book, report


@click.command(cls=Command)
@slug_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def accept(project: Project, slug: str, yes: bool) -> None:
    """Accept the verdicts of a notebook's fresh full run: write `expect:` into its claims.

    What would change is shown first. Nothing else of the file changes.
    """
    from claimbook.pages import accepting

    book, report = _find_report(project, slug)
    changes = accepting.find_waiting(report)
    for one in changes:
        was = one.was or say("accept-nothing")
        click.echo(say("accept-change", name=one.name, was=was, now=one.now))
    if not changes:
        click.echo(say("accept-none", slug=slug))
        return
    if not (yes or _ask(say("accept-ask"))):
        click.echo(say("accept-left"))
        return
    accepting.accept_verdicts(report.notebook, changes)
    path = report.notebook.path.relative_to(book.settings.root)
    click.echo(say("accept-done", n=len(changes), path=path.as_posix()))


def _ask(question: str) -> bool:
    try:
        return click.confirm(question)
    except click.Abort as error:
        if sys.stdin.isatty():
            raise
        raise ClaimbookError("nobody answered", fix="say --yes, or answer y") from error


@click.command(cls=Command)
@slug_argument
@click.pass_obj
def diff(project: Project, slug: str) -> None:
    """Show what the newest full run of a notebook changed against the run that was accepted.

    Verdicts, quantities with their intervals, and figures.
    """
    from claimbook.pages import accepting

    book = project.open_part([slug])
    notebook = book.get_notebook(slug)
    new = project.store.get_latest(slug, "full", notebook.front.moved_from)
    if new is None:
        raise ClaimbookError(say("accept-not-run"), where=slug, fix=f"`claimbook run {slug}` first")
    entry, old = accepting.find_accepted(book, project.store, notebook)
    if old is not None:
        changes = list(accepting.compare_runs(notebook, old, new))
        started = old.provenance.started
    elif entry is not None:
        click.echo(say("diff-gone", started=entry.time), err=True)
        changes = list(accepting.compare_verdicts(notebook, entry.verdicts or {}, new))
        started = entry.time
    else:
        fix = f"`claimbook accept {slug}` accepts the verdicts of its fresh full run"
        raise ClaimbookError(say("diff-nothing-accepted"), where=slug, fix=fix)
    click.echo(say("diff-head", old=started, new=new.provenance.started))
    for one in changes:
        _tell_change(one)
    if not changes:
        click.echo(say("diff-none"))


def _tell_change(one: Any) -> None:
    from claimbook.pages.accepting import describe_figure

    was, now = one.was, one.now
    if one.what == "figure":
        was, now = describe_figure(was), describe_figure(now)
    change = say("diff-change", what=one.what, name=one.name)
    if was == now:
        click.echo(say("diff-drawn", change=change))
        return
    nothing = say("accept-nothing")
    click.echo(change)
    click.echo(f"  {was or nothing} → {now or nothing}")


@click.command("open", cls=Command)
@slug_argument
@click.option("--print", "only_print", is_flag=True, help="Print the address, and open nothing.")
@click.pass_obj
def open_(project: Project, slug: str, only_print: bool) -> None:
    """Open a notebook's page: where `mkdocs serve` shows it, else the one that was built.

    The address is printed; without a terminal nothing is opened.
    """
    from claimbook.checks.opening import find_page

    address = find_page(project.root, slug)
    click.echo(address)
    if not only_print and sys.stdout.isatty():
        click.launch(address)
