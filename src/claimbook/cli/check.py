"""`claimbook check`: validate the project, or read over the site that was built of it."""

from collections.abc import Sequence
from pathlib import Path

import click

from claimbook.cli.options import (
    Command,
    Project,
    notebooks_argument,
    report_faults,
    report_warnings,
)
from claimbook.errors import ClaimbookError
from claimbook.wording.catalogue import say


@click.command(cls=Command)
@notebooks_argument
@click.option(
    "--site",
    is_flag=False,
    flag_value="",
    metavar="[FOLDER]",
    help="Read over the built site instead; where mkdocs.yml has it built, or in FOLDER.",
)
@click.option("--strict", is_flag=True, help="Count warnings as faults.")
@click.pass_obj
def check(project: Project, slugs: Sequence[str], site: str | None, strict: bool) -> None:
    """Validate notebooks, front matter, citations and figures, without starting a kernel.

    All of the project, or only what stands in the notebooks named.

    Files that a notebook's fresh run read though `data` does not declare them are a warning, and so is
    a translation that is behind its source; with --strict they are faults.

    With --site, find in the built site what a reader would stumble over: raw TeX, dead links
    and anchors, missing files and titles, pictures without words, requests to other hosts.
    """
    if slugs and site is not None:
        raise ClaimbookError("--site reads the whole site", fix="name no notebooks beside it")
    if site is None:
        _check_project(project, slugs, strict=strict)
    else:
        _check_site(project, site)


def _check_project(project: Project, slugs: Sequence[str], *, strict: bool) -> None:
    from claimbook.checks import project as checks

    warnings: list[ClaimbookError] = []
    faults = checks.check(project.root, warnings, only=slugs)
    if not strict:
        report_warnings(warnings)
    report_faults([*faults, *(warnings if strict else ())])
    click.echo(say("check-good"))
    for language, missing in checks.count_missing(project.root).items() if not slugs else ():
        click.echo(say("translation-missing", language=language, n=missing))


def _check_site(project: Project, folder: str) -> None:
    from claimbook.checks import site as checks

    report = checks.check(Path(folder) if folder else checks.find_built_folder(project.root))
    report_faults(report.faults)
    click.echo(say("site-good", pages=report.pages, links=report.links))
