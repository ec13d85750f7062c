"""`claimbook bib`: write the bibliography, check it, add to it."""

import sys
from collections.abc import Sequence

import click

from claimbook.cli.options import Group, Project, report_faults
from claimbook.errors import ClaimbookError
from claimbook.wording.catalogue import say


@click.group(cls=Group, invoke_without_command=True)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 if anything is amiss with it."
)
@click.option(
    "--forget", multiple=True, metavar="KEY", help="Let a key go that the file still has."
)
@click.pass_context
def bib(context: click.Context, check: bool, forget: Sequence[str]) -> None:
    """Write bib/claimbook.bib from the front matter and from bib/works.bib.

    A key that the file had and that now leads nowhere is refused: name its heir in
    bib/aliases.yml, or forget it.
    """
    if context.invoked_subcommand:
        if check or forget:
            raise click.UsageError("--check and --forget stand alone.")
    elif check:
        if forget:
            raise click.UsageError("--check writes nothing, so that --forget has no part in it.")
        _check(context.obj)
    else:
        _write(context.obj, forget)


def _check(project: Project) -> None:
    from claimbook.checks import bibcheck

    book = project.sound
    report_faults(bibcheck.check(book))
    project.refuse_broken(book)
    path = book.settings.bibliography.relative_to(project.root)
    click.echo(say("bib-sound", path=str(path)))


def _write(project: Project, forget: Sequence[str]) -> None:
    from claimbook.bibliography import records as bibliography
    from claimbook.checks import bibcheck
    from claimbook.files import write_if_changed

    book = project.sound
    path = book.settings.bibliography
    records = bibliography.read_records(book)
    if book.broken:  # whose entries cannot be told from lost ones: they stay as they are
        records = bibliography.keep_others(records, path)
    works = bibliography.index_by_key(records)
    name = str(path.relative_to(project.root))
    report_faults(list(bibcheck.find_lost(path, works, forget)))
    written = write_if_changed(path, bibliography.write(works.values()))
    click.echo(say("wrote", path=name) if written else say("bib-up-to-date", path=name))
    project.refuse_broken(book)


@bib.command()
@click.argument("works", nargs=-1, required=True, metavar="WORK...")
@click.option("--key", default="", help="The citation key; made of author, year, word if left out.")
@click.pass_obj
def add(project: Project, works: Sequence[str], key: str) -> None:
    """Add works to bib/works.bib.

    WORK is BibTeX, the name of a .bib file, - for stdin, an arXiv identifier, a DOI, or the
    address of either, however it was copied. A file or stdin may hold identifiers, one a line.
    The good ones are added, each other one is named with its line and its own key. The file keeps
    its order and its comments. Nothing is added twice.
    """
    from claimbook.intake import additions
    from claimbook.intake.offers import read_offers

    given = read_offers(works, sys.stdin.buffer, there=additions.list_works(project.book))
    outcome = additions.add(project.book, given.entries, key=key)
    name = str(project.book.settings.works.relative_to(project.root))
    for one in outcome.added:
        if fields := ", ".join(one.left_out):
            click.echo(say("bib-added-without", key=one.record.key, path=name, fields=fields))
        else:
            click.echo(say("bib-added", key=one.record.key, path=name))
    for volume in given.volumes:
        click.echo(say("bib-volume", key=volume))
    if outcome.added:
        click.echo(say("bib-next"))
    _report_refused(len(outcome.added), (*given.faults, *outcome.faults))


def _report_refused(added: int, faults: Sequence[ClaimbookError]) -> None:
    """Print each fault on one line; the last of them ends the command."""
    if added and faults:
        click.echo(say("bib-refused", added=added, refused=len(faults)), err=True)
    for earlier in faults[:-1]:
        click.echo(f"claimbook: {earlier}", err=True)
    if faults:
        raise faults[-1]
