"""`claimbook check`: validate the project, or read over the site that was built of it."""

from pathlib import Path

import click

from claimbook.cli.options import Command, Project, report_faults
from claimbook.wording.catalogue import say


@click.command(cls=Command)
@click.option(
    "--site",
    is_flag=False,
    flag_value="",
    metavar="[FOLDER]",
    help="Read over the built site instead; where mkdocs.yml has it built, or in FOLDER.",
)
@click.pass_obj
def check(project: Project, site: str | None) -> None:
    """Validate notebooks, front matter, citations and figures, without starting a kernel.

    With --site, find in the built site what a reader would stumble over: raw TeX, dead links
    and anchors, missing files and titles, pictures without words, requests to other hosts.
    """
    if site is None:
        _check_project(project)
    else:
        _check_site(project, site)


def _check_project(project: Project) -> None:
    from claimbook.checks import project as checks

    report_faults(checks.check(project.root))
    click.echo(say("check-good"))


def _check_site(project: Project, folder: str) -> None:
    from claimbook.checks import site as checks

    report = checks.check(Path(folder) if folder else checks.find_built_folder(project.root))
    report_faults(report.faults)
    click.echo(say("site-good", pages=report.pages, links=report.links))
