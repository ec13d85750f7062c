"""`claimbook adopt` brings in a notebook that exists already, `strip` makes sources of notebooks."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from claimbook.cli.options import Command, NotebookName, Project
from claimbook.errors import ClaimbookError
from claimbook.wording.catalogue import say


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.ipynb")
@click.argument("paper", default="", metavar="[PAPER]")
@click.option("--slug", default="", help="The notebook's name; else after the file.")
@click.pass_obj
def adopt(project: Project, /, file: Path, paper: str, slug: str) -> None:
    """Bring in a notebook that exists already; FILE itself is left as it is.

    It is written anew as notebooks/SLUG.ipynb: in today's format, without outputs, with front
    matter, sections and a cell of parameters, and `plt.show()` as `figure(…)`. What is not known
    is blank, and listed; so are the numbers that it prints. PAPER is what `claimbook new` takes:
    an arXiv identifier, a DOI, BibTeX.

    What no page can run is refused: magics, shell lines, other languages; all of it is listed,
    with cell and line, and nothing is written.
    """
    from datetime import date

    from claimbook.intake import arguments
    from claimbook.intake.adopting import adopt_file

    given = dict.fromkeys(("bibtex", "arxiv", "doi", "title"), "")
    source = arguments.read_source(paper, sys.stdin.buffer, **given) if paper else None
    made = adopt_file(project.book, file, source, today=date.today(), slug=slug)
    for line in (*made.notes, *made.refused):
        click.echo(f"claimbook: {line}", err=True)
    if made.refused:
        raise ClaimbookError(say("adopt-refused", n=len(made.refused)), where=str(file))
    _tell_adopted(project, made)


def _tell_adopted(project: Project, made: Any) -> None:
    """Say all that is left to do of a notebook that was brought in."""
    click.echo(say("wrote-with-blanks", path=made.path.relative_to(project.root).as_posix()))
    for blank in made.blanks:
        click.echo(f"  {blank}")
    if made.draft.figures:
        click.echo(say("adopt-figures", ids=", ".join(made.draft.figures)))
    if made.draft.by_hand:
        click.echo(say("adopt-by-hand"))
        for cell, line, why in made.draft.by_hand:
            click.echo(f"  {say('adopt-place', cell=cell, line=line, what=why)}")
    if made.draft.records:
        click.echo(say("adopt-records"))
    for cell, one in made.draft.records:
        what = say("adopt-often", record=one.record) if one.often else one.record
        click.echo(f"  {say('adopt-place', cell=cell, line=one.line, what=what)}")
    _tell_faults(project, made.path.stem)
    click.echo(say("adopt-next", slug=made.path.stem))


def _tell_faults(project: Project, slug: str) -> None:
    """Say what else the check finds, so that it need not be learnt in rounds."""
    from claimbook.checks.project import check

    found = [fault for fault in check(project.root, only=[slug]) if "is a blank" not in fault.what]
    if found:
        click.echo(say("adopt-faults"))
    for fault in found:
        click.echo(f"  {fault}")


@click.command(cls=Command)
@click.argument("names", nargs=-1, metavar="[SLUG|FILE]...", type=NotebookName())
@click.option("--on-save", is_flag=True, help="Let JupyterLab of this Python environment do it.")
@click.pass_obj
def strip(project: Project, names: Sequence[str], on_save: bool) -> None:
    """Make sources of notebooks: without outputs and transient metadata, in nbformat 4.5.

    All notebooks of the project, or those named by slug or file. One that cannot be read does
    not stop the others. Where none is named, outputs of a file that git does not track are
    left: nobody could bring them back.

    With --on-save a Jupyter server of this Python environment saves notebooks like that from now on.
    """
    if on_save:
        _strip_on_save()
        return
    from claimbook.notebook.book import read_settings
    from claimbook.notebook.choosing import choose_notebooks

    faults: list[ClaimbookError] = []
    chosen = choose_notebooks(read_settings(project.root), names)
    tracked = None if names else _list_tracked(project.root)
    for path in chosen:
        try:
            _strip_one(project, path, tracked)
        except ClaimbookError as fault:
            faults.append(fault)
    for earlier in faults[:-1]:
        click.echo(f"claimbook: {earlier}", err=True)
    if faults:
        raise faults[-1]


def _strip_on_save() -> None:
    """Tell Jupyter servers of this Python environment of the extension that strips."""
    from claimbook.files import write_if_changed
    from claimbook.notebook.saving import CONFIGURATION, find_configuration

    path = find_configuration()
    try:
        write_if_changed(path, CONFIGURATION)
    except OSError as error:
        what, fix = f"cannot be written: {error.strerror}", "use an environment of your own"
        raise ClaimbookError(what, where=str(path), fix=fix) from error
    click.echo(say("strip-on-save", path=str(path)))


def _list_tracked(root: Path) -> frozenset[Path]:
    """Return the notebooks that git could bring back."""
    from claimbook.execution.provenance import ask_git

    listed = ask_git(root, "ls-files", "-z", "--", "notebooks") or ""
    return frozenset(root / name for name in listed.split("\0") if name)


def _strip_one(project: Project, path: Path, tracked: frozenset[Path] | None) -> None:
    from claimbook.notebook.stripping import has_outputs, strip_file

    name = str(path).removeprefix(f"{project.root}/")
    if tracked is not None and path not in tracked and has_outputs(path):
        click.echo(say("strip-kept", path=name))
    elif strip_file(path):
        click.echo(say("strip-done", path=name))
