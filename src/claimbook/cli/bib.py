"""`claimbook bib`: write the bibliography, check it, add to it."""

import sys
from collections.abc import Sequence

import click

from claimbook.cli.options import Group, Project, report_faults
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
@click.argument("work", metavar="WORK")
@click.option("--key", default="", help="The citation key; made of author, year, word if left out.")
@click.pass_obj
def add(project: Project, work: str, key: str) -> None:
    """Add a work to bib/works.bib.

    WORK is a BibTeX entry, the name of a .bib file, - for stdin, an arXiv identifier, a DOI, or
    the address of either. The file keeps its order and its comments. Nothing is added twice.
    """
    from claimbook.intake import additions
    from claimbook.intake.normalform import list_left_out

    given = additions.read(work, sys.stdin.buffer)
    name = str(project.book.settings.works.relative_to(project.root))
    for before, made in zip(given, additions.add(project.book, given, key=key), strict=True):
        if without := ", ".join(list_left_out(before)):
            click.echo(say("bib-added-without", key=made.key, path=name, fields=without))
        else:
            click.echo(say("bib-added", key=made.key, path=name))
    click.echo(say("bib-next"))
