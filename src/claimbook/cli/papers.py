"""`claimbook new` and `claimbook import`: begin the notebooks of papers."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from claimbook.cli.options import Command, Project
from claimbook.wording.catalogue import say


@click.command(cls=Command)
@click.argument("words", nargs=-1, metavar="[SLUG] [PAPER]")
@click.option("--bibtex", default="", metavar="FILE", help="A file with one entry; - is stdin.")
@click.option("--arxiv", default="", metavar="ID", help="An arXiv identifier, such as 2402.18571.")
@click.option("--doi", default="", metavar="DOI", help="A DOI, such as 10.1162/tacl_a_00638.")
@click.option("--title", default="", help="The paper's title.")
@click.option("--author", "authors", multiple=True, help="An author; once for each.")
@click.pass_obj
def new(project: Project, /, words: Sequence[str], **known: Any) -> None:
    """Begin the notebook of a paper.

    PAPER is an arXiv identifier, a DOI, the address of either, a BibTeX entry, the name of a
    .bib file, or - for stdin; the options say the same. SLUG names the notebook. What is not
    known is left blank, and listed. Nothing is ever overwritten.
    """
    from datetime import date

    from claimbook.intake import arguments, newnotebook

    slug, paper = arguments.tell_apart(words)
    source = arguments.read_source(paper, sys.stdin.buffer, **known)
    made = newnotebook.begin_notebook(project.book, source, today=date.today(), slug=slug)
    for note in made.notes:
        click.echo(f"claimbook: {note}", err=True)
    _list_blanks(project, made.path, made.blanks)


def _list_blanks(project: Project, path: Path, blanks: Iterable[str]) -> None:
    """Say that a notebook was written, and what is left to fill in."""
    click.echo(say("wrote-with-blanks", path=str(path.relative_to(project.root))))
    for blank in blanks:
        click.echo(f"  {blank}")


@click.command("import", cls=Command)
@click.argument("post", type=click.Path(path_type=Path), metavar="POST")
@click.pass_obj
def import_(project: Project, /, post: Path) -> None:
    """Begin a notebook for each entry of a digest post.

    POST is a text file: a day, then entries of title, authors in parentheses, abstract,
    commentary and #tags. What cannot be read from it is left blank, and listed. A paper that
    the project has already is left alone, so that a second run adds nothing.
    """
    from claimbook.intake.digest import bring_in
    from claimbook.intake.post import read_post

    found = bring_in(project.book, read_post(post), where=post.name)
    for title, path in found.present:
        click.echo(say("import-present", path=str(path.relative_to(project.root)), title=title))
    shared = found.blanks if len(found.made) > 1 else ()
    for made in found.made:
        _list_blanks(project, made.path, [one for one in made.blanks if one not in shared])
    if shared:
        click.echo(say("import-blanks"))
        for blank in shared:
            click.echo(f"  {blank}")
    if not found.made:
        click.echo(say("import-nothing"))
