"""`claimbook new` and `import` begin the notebooks of papers, `translate` their translations."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from claimbook.cli.options import Command, Project, notebooks_argument
from claimbook.errors import ClaimbookError
from claimbook.notebook.renditions import LANGUAGE
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
    click.echo(say("new-then"))


def _list_blanks(project: Project, path: Path, blanks: Iterable[str]) -> None:
    """Say that a notebook was written, and what is left to fill in."""
    click.echo(say("wrote-with-blanks", path=str(path.relative_to(project.root))))
    for blank in blanks:
        click.echo(f"  {blank}")


@click.command("import", cls=Command)
@click.argument("post", metavar="POST")
@click.pass_obj
def import_(project: Project, /, post: str) -> None:
    """Begin a notebook for each entry of a digest post.

    POST is a file of plain text, Markdown or HTML, or a feed (Atom, RSS), or the web address of
    one: a day, then entries of title, authors in parentheses, abstract, commentary and #tags;
    headings and numbered lines are titles. What cannot be read from it is left blank, and listed.
    arXiv is asked about the papers whose identifiers are known. A paper that the project has
    already is left alone, so that a second run adds nothing.
    """
    from claimbook.intake.post import read_posts
    from claimbook.notebook.book import open_book

    posts = read_posts(post)
    made = 0
    if posts[0].encoding:
        click.echo(say("import-encoding", name=posts[0].encoding), err=True)
    for one in posts:
        for line in one.unread:
            shown = line.text if len(line.text) < 100 else f"{line.text[:99]}…"
            click.echo(say("import-unread", line=line.number, text=shown), err=True)
        made += _bring_in(project, open_book(project.root), one, post.rpartition("/")[2] or post)
    if not made:
        click.echo(say("import-nothing"))


def _bring_in(project: Project, book: Any, post: Any, where: str) -> int:
    """Begin the notebooks of one day; return how many there are."""
    from claimbook.intake.digest import bring_in

    found = bring_in(book, post, where=where)
    for note in found.notes:
        click.echo(f"claimbook: {note}", err=True)
    for again, first in found.merged:
        click.echo(say("import-merged", line=again.line, title=first.title))
    for title, path in found.present:
        click.echo(say("import-present", path=str(path.relative_to(project.root)), title=title))
    shared = found.blanks if len(found.made) > 1 else ()
    for made in found.made:
        _list_blanks(project, made.path, [one for one in made.blanks if one not in shared])
    if shared:
        click.echo(say("import-blanks"))
        for blank in shared:
            click.echo(f"  {blank}")
    return len(found.made)


@click.command(cls=Command)
@notebooks_argument
@click.option("--language", required=True, metavar="CODE", help="The language, such as ko.")
@click.pass_obj
def translate(project: Project, /, slugs: Sequence[str], language: str) -> None:
    """Write what is still to be translated of notebooks, each piece beside its source.

    Of all notebooks, or those named. The file is SLUG.CODE.md beside the notebook. A piece
    without text is to be filled in; below the head of one whose source has changed stands
    what it says now. Nothing that was filled in is ever overwritten.
    """
    from datetime import date

    from claimbook.notebook.translating import extend_file

    if not LANGUAGE.fullmatch(language):
        fix = "write its code, such as ko or pt-BR"
        raise ClaimbookError(f'"{language}" is no language', where="--language", fix=fix)
    faults: list[ClaimbookError] = []
    for notebook in project.open_part(slugs).notebooks:
        try:
            path, work = extend_file(notebook, language, date.today())
        except ClaimbookError as fault:
            faults.append(fault)
            continue
        counts = {"missing": len(work.missing), "stale": len(work.stale)}
        click.echo(say("translate-done", path=str(path.relative_to(project.root)), **counts))
    for earlier in faults[:-1]:
        click.echo(f"claimbook: {earlier}", err=True)
    if faults:
        raise faults[-1]
