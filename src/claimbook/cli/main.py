"""The command line: parse, call one function, print.

A command is a function decorated with `@cli.command()` and `@click.pass_obj`, which gives it
the `Project`. It raises `ClaimbookError` for whatever is wrong; `main` turns that into one line
and an exit code.
"""

import logging
import shlex
import signal
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any, NoReturn

import click

from claimbook import __version__
from claimbook.cli.accepting import accept, diff, open_
from claimbook.cli.adopting import adopt, strip
from claimbook.cli.bib import bib
from claimbook.cli.check import check
from claimbook.cli.doctor import doctor
from claimbook.cli.options import (
    Group,
    Project,
    ShardType,
    SizeType,
    choose_part,
    notebooks_argument,
    profile_option,
    read_value,
    report_warnings,
)
from claimbook.cli.papers import import_, new, translate
from claimbook.cli.settings import settings
from claimbook.cli.starting import init
from claimbook.cli.status import status
from claimbook.cli.store import store
from claimbook.errors import (
    CheckFailed,
    ClaimbookError,
    Exit,
    Interrupted,
    NotAdopted,
    NotebookFailed,
    Unexpected,
)
from claimbook.notebook.book import Settings
from claimbook.wording.catalogue import say


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    default=".",
    help="A folder in the project; the current one unless given.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(__version__, prog_name="claimbook")
@click.pass_context
def cli(context: click.Context, project: Path, debug: bool) -> None:
    """Run the notebooks of a Claimbook project, and judge their claims.

    Exit codes: 0 good, 1 a claim or check failed, 2 bad usage or input, 3 a notebook failed,
    4 interrupted, 5 an unexpected fault of Claimbook itself.
    """
    del debug  # read by `main`, which alone sees every error
    context.obj = Project(project.absolute())


for command in (
    accept,
    adopt,
    bib,
    check,
    diff,
    doctor,
    init,
    new,
    import_,
    open_,
    settings,
    status,
    store,
    strip,
    translate,
):
    cli.add_command(command)


@cli.command()
@notebooks_argument
@profile_option
@click.option("--jobs", type=click.IntRange(min=1), help="Notebooks at a time; one per core.")
@click.option("--force", is_flag=True, help="Run fresh notebooks too.")
@click.option(
    "--ledger", is_flag=True, help="Write each full run into the ledger, failed ones too."
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Run on the workers of the Dask scheduler at this address, such as tcp://host:8786.",
)
@click.option(
    "--shard",
    type=ShardType(),
    metavar="PART/PARTS",
    help="Run one part only, such as 2/5; the parts are disjoint and take about as long each.",
)
@click.option(
    "--sandbox",
    is_flag=True,
    help="Give kernels no network and no file but the project's, which they cannot change (bubblewrap).",
)
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), help="Seconds for one notebook."
)
@click.option("--memory", type=SizeType(), help="Memory for one notebook, such as 2G.")
@click.option(
    "--processes", type=click.IntRange(min=1), help="Processes for one notebook; 256 unless given."
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    type=(str, read_value),
    multiple=True,
    metavar="NAME VALUE",
    help="Give a parameter of the notebooks another value.",
)
@click.pass_obj
def run(
    project: Project,
    /,
    slugs: Sequence[str],
    parameters: Sequence[tuple[str, Any]],
    ledger: bool,
    shard: Any,
    **options: Any,
) -> None:
    """Run the notebooks that are not fresh, all or those named, each in a fresh kernel.

    With --ledger, each fresh full run that ledger.jsonl lacks becomes a line of it.
    """
    from rich.console import Console

    from claimbook.cli.display import show_tasks
    from claimbook.execution import schedule
    from claimbook.execution.progress import tell_servers

    book = project.open_part(slugs, to_run=True)
    if shard:
        slugs = choose_part(project, book, slugs, options["profile"], dict(parameters), shard)
        click.echo(say("run-shard", shard=str(shard), slugs=", ".join(slugs) or "–"))
        if not slugs:
            return project.refuse_broken(book)
    tell_plan(project, book, slugs, options | {"parameters": dict(parameters)})
    with (
        show_tasks(Console(stderr=True)) as show,
        tell_servers(book.settings.work, show) as follow,
    ):
        outcomes = schedule.run(
            book,
            project.store,
            slugs,
            parameters=dict(parameters),
            on_progress=follow,
            **options,
        )
    if not outcomes:
        click.echo(say("run-nothing-stale"))
    if ledger:
        _keep_ledger(project, outcomes)
    warn(outcomes, book.settings)
    report(outcomes)
    return project.refuse_broken(book)


def tell_plan(
    project: Project, book: Any, slugs: Sequence[str], options: Mapping[str, Any]
) -> None:
    """Say what is about to run, for how long by the times of earlier runs, and what is skipped."""
    from claimbook.execution import schedule
    from claimbook.pages import ledger

    known = {name: options[name] for name in ("profile", "force", "jobs", "parameters")}
    plan = schedule.describe_plan(
        book,
        project.store,
        slugs,
        known=ledger.find_seconds(project.root / ledger.NAME, book),
        **known,
    )
    if plan.slugs:
        project.store.check_writable()  # before anything is said of what will not be
    if plan.skipped and plan.slugs:
        click.echo(say("run-skipped", slugs=", ".join(plan.skipped)), err=True)
    if plan.slugs:
        minutes = {"minutes": int(plan.seconds // 60), "seconds": round(plan.seconds % 60)}
        said = say("run-takes", **minutes) if plan.seconds else say("run-takes-unknown")
        click.echo(say("run-plan", slugs=", ".join(plan.slugs), takes=said), err=True)
    if plan.seconds and plan.unknown:
        click.echo(say("run-untimed", slugs=", ".join(plan.unknown)), err=True)


def _keep_ledger(project: Project, outcomes: Sequence[Any]) -> None:
    from claimbook.pages.ledger import NAME, keep_ledger

    failed = [one.run for one in outcomes if one.failed and one.run is not None]
    added = keep_ledger(project.book, project.store, failed)
    click.echo(say("ledger-kept", n=len(added), path=NAME))


def warn(outcomes: Sequence[Any], settings: Settings) -> None:
    """Print what runs read though their notebooks do not declare it, and which took too long."""
    from claimbook.execution.undeclared import explain_undeclared

    runs = [outcome.run for outcome in outcomes if outcome.run is not None]
    report_warnings(
        explain_undeclared(run.slug, names) for run in runs if (names := run.provenance.undeclared)
    )
    for run in runs:
        budget = settings.full_seconds if run.profile == "full" else settings.quick_seconds
        if (seconds := run.provenance.wall_seconds) > budget:
            told = {"seconds": round(seconds), "budget": f"{budget:g}", "profile": run.profile}
            report_warnings(
                [ClaimbookError(say("run-over-budget", **told), where=f"{run.slug}.ipynb")]
            )


def report(outcomes: Sequence[Any]) -> None:
    """Print why notebooks failed; raise `NotebookFailed` if any did."""
    from claimbook.execution.session import report_failure

    failed = [outcome for outcome in outcomes if outcome.failed]
    for outcome in failed:
        if outcome.run is not None:
            lines = report_failure(outcome.run)
        else:
            lines = [say("run-no-result", slug=outcome.slug, error=outcome.error)]
        click.echo("\n" + "\n    ".join(lines), err=True)
    if failed:
        click.echo(err=True)
        counts = {"failed": len(failed), "total": len(outcomes)}
        raise NotebookFailed(say("run-notebooks-failed", **counts))


@cli.command()
@notebooks_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object for each claim.")
@click.pass_obj
def claims(project: Project, slugs: Sequence[str], as_json: bool) -> None:
    """Print the scoreboard, of all notebooks or those named.

    Exits with 1 if a full run's verdict is not the accepted one.
    """
    from claimbook.pages import claimsjson, survey

    faults: list[ClaimbookError] = []
    book = project.open_part(slugs, to_run=True)
    entries = survey.survey_all(book, project.store, faults)
    if as_json:
        click.echo(claimsjson.write_claims(entries), nl=False)
    else:
        _print_scoreboard(survey.tabulate(entries))
        _print_totals(survey.count_all(entries))
    project.note_ordinary(book)
    faults += [fault for _, fault in book.broken if not isinstance(fault, NotAdopted)]
    changed = survey.find_unexpected(entries)
    for line in (*changed, *faults[:-1]):
        click.echo(f"claimbook: {line}", err=True)
    if faults:
        raise faults[-1]
    if changed:
        raise CheckFailed(
            say("claims-unaccepted", n=len(changed)),
            fix="find out why, then change `expect:` in the front matter if the new one is right",
        )


def _print_scoreboard(rows: Sequence[tuple[str, str, str, str]]) -> None:
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    paper = ""
    for slug, claim, verdict, measured in rows:
        if slug != paper:
            click.echo(f"{slug}")
            paper = slug
        click.echo(f"  {verdict:{widths[2]}}  {claim:{widths[1]}}  {measured}".rstrip())


def _print_totals(totals: Sequence[tuple[str, str]]) -> None:
    """Print what is counted together below the table; nothing if there are no claims."""
    width = max((len(group) for group, _ in totals), default=0)
    if totals:
        click.echo()
    for group, counted in totals:
        click.echo(f"{group:{width}}  {counted}")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, and exit with a documented code."""
    if current_thread() is main_thread():  # from the first moment on, SIGTERM is as Ctrl-C
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    logging.basicConfig(format="claimbook: %(message)s", level=logging.WARNING)
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(given, prog_name="claimbook", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        if "--debug" in given:
            traceback.print_exc()
        code = _explain(error, given)
    sys.exit(code if isinstance(code, int) else Exit.GOOD)


def _explain(error: BaseException, given: Sequence[str]) -> int:
    """Print an error in one line; return its exit code."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return int(Exit.BAD_INPUT)
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "claimbook"
        said = say("usage", fault=error.format_message(), command=command)
        click.echo(f"claimbook: {said}", err=True)
        return int(Exit.BAD_INPUT)
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        error = Interrupted("interrupted")
    if not isinstance(error, ClaimbookError):
        error = _explain_unexpected(error, given)
    click.echo(f"claimbook: {error}", err=True)
    return int(error.exit_code)


def _explain_unexpected(error: BaseException, given: Sequence[str]) -> Unexpected:
    """Say what to do about an exception that nobody foresaw."""
    fault = f"{type(error).__name__}: {error}".splitlines()[0].rstrip(": ")
    again = shlex.join(["claimbook", "--debug", *given])
    traceback = "the traceback above" if "--debug" in given else f"what `{again}` says"
    return Unexpected(
        f"unexpected {fault}", fix=f"this is a fault of Claimbook's: report it with {traceback}"
    )
