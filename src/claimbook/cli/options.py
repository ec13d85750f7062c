"""What every command is and is handed, and the options that several commands take."""

import re
import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import yaml
from click.shell_completion import CompletionItem

from claimbook.errors import CheckFailed, ClaimbookError, NotAdopted, suggest
from claimbook.notebook.book import Book, find_notebooks, find_root, open_book, read_settings
from claimbook.notebook.choosing import choose_slugs
from claimbook.notebook.sizes import read_size
from claimbook.notebook.source import PROFILES
from claimbook.wording.catalogue import say

_JOINED = re.compile(r"-p(?!$)|--parameter=")


@dataclass
class Project:
    """What every command is handed; read only when it is asked for."""

    start: Path

    @cached_property
    def root(self) -> Path:
        """The project's root."""
        return find_root(self.start)

    @cached_property
    def book(self) -> Book:
        """All notebooks, read and validated."""
        return open_book(self.root)

    @cached_property
    def sound(self) -> Book:
        """The notebooks that can be read; a command that goes on with these ends by `refuse_broken`."""
        return open_book(self.root, [])

    def open_part(self, slugs: Collection[str], *, to_run: bool = False) -> Book:
        """Return the named notebooks alone, or all: a fault elsewhere is no reason to stop.

        Where it matters how they stand, what is `to_run`, one whose data are not there is at fault.
        """
        faults: list[ClaimbookError] | None = None if slugs else []
        return open_book(self.root, faults, only=slugs, to_run=to_run)

    def refuse_broken(self, book: Book) -> None:
        """Name the notebooks that could not be read, after all was done with the others.

        Those that nobody has adopted are named, and no reason to end badly.
        """
        self.note_ordinary(book)
        faults = [fault for _, fault in book.broken if not isinstance(fault, NotAdopted)]
        for fault in faults[:-1]:
            click.echo(f"claimbook: {fault}", err=True)
        if faults:
            raise faults[-1]

    def note_ordinary(self, book: Book) -> None:
        """Say which files are left out because they are ordinary notebooks."""
        for path, fault in book.broken:
            if isinstance(fault, NotAdopted):
                name = path.relative_to(self.root).as_posix()
                click.echo(say("not-adopted", path=name), err=True)

    @cached_property
    def store(self) -> Any:
        """The store of executed notebooks."""
        from claimbook.execution.store import Store

        return Store(read_settings(self.root).store_url)


def refuse_joined(args: Sequence[str]) -> None:
    """Refuse `-p seeds=3`, as other programs write it: the option takes two words."""
    for option, word in pairwise(("", *args)):
        named = option in ("-p", "--parameter")
        joined = word if named else _JOINED.sub("", word) if _JOINED.match(word) else ""
        name, sign, value = joined.partition("=")
        if sign and name.isidentifier():
            raise ClaimbookError(
                f"-p takes a name and a value, and {joined} is one word",
                fix=f"write -p {name} {shlex.quote(value) or 'VALUE'}",
            )


class Command(click.Command):
    """A command that every usage error of its own names, so that the right help can be told.

    Click forgets it where an option lacks its argument.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        refuse_joined(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Group(Command, click.Group):
    """A command that has commands, all of this kind."""

    command_class = Command


class NotebookName(click.ParamType[str]):
    """A notebook's slug or the path of its file; a shell completes both."""

    name = "notebook"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the slugs that begin so, less those that are given already; or let files be found."""
        if "/" in incomplete or incomplete.startswith((".", "~")):
            return [CompletionItem(incomplete, type="file")]
        given = ctx.params.get(param.name or "") or ()
        try:
            root = find_root(ctx.find_root().params["project"].absolute())
            paths = find_notebooks(read_settings(root))
        except (ClaimbookError, OSError):
            return []
        slugs = dict.fromkeys(path.stem for path in paths)
        return [CompletionItem(s) for s in slugs if s.startswith(incomplete) and s not in given]


def _choose_slugs(
    ctx: click.Context, param: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the slugs of the notebooks named; nothing where none is."""
    del param
    if not names or ctx.resilient_parsing:
        return names
    return choose_slugs(read_settings(ctx.obj.root), names)


notebooks_argument = click.argument(
    "slugs", nargs=-1, metavar="[SLUG|FILE]...", type=NotebookName(), callback=_choose_slugs
)


class Profile(click.Choice[str]):
    """A profile's name; an unknown one is answered with the nearest."""

    def __init__(self) -> None:
        super().__init__(PROFILES)

    def convert(self, value: Any, *_: Any) -> str:
        """Return the name if it is one."""
        if value not in PROFILES:
            raise ClaimbookError(f'no profile is named "{value}"', fix=suggest(value, PROFILES))
        return str(value)


class ShardType(click.ParamType[Any]):
    """A part of the notebooks, such as 2/5."""

    name = "shard"

    def convert(self, value: Any, *_: Any) -> Any:
        """Return the part that is written."""
        from claimbook.execution.shards import read_shard

        return read_shard(value)


class SizeType(click.ParamType[int]):
    """A size of memory, such as 2G."""

    name = "size"

    def convert(self, value: Any, *_: Any) -> int:
        """Return the bytes that are meant."""
        return read_size(value)


def choose_part(
    project: Project,
    book: Book,
    slugs: Sequence[str],
    profile: str,
    parameters: Mapping[str, Any],
    shard: Any,
) -> list[str]:
    """Return which of the notebooks, all or those named, a part has to run.

    What a notebook takes is read in the ledger first, which is the same on every machine.
    """
    from claimbook.execution.schedule import find_earlier_seconds
    from claimbook.execution.shards import choose_shard
    from claimbook.pages import ledger

    chosen = slugs or [notebook.slug for notebook in book.notebooks]
    seconds = find_earlier_seconds(book, project.store, chosen, profile, parameters)
    seconds |= ledger.find_seconds(project.root / ledger.NAME, book)
    return choose_shard(chosen, seconds, shard)


def read_value(text: str) -> Any:
    """Read a parameter's value, written as in YAML: 3, 0.5, true, text, [1, 2]."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ClaimbookError(f"is no value: {text}", fix="put it in quotes") from error


profile_option = click.option(
    "--profile", type=Profile(), default="full", show_default=True, help="The size of the runs."
)


def report_warnings(warnings: Iterable[ClaimbookError]) -> None:
    """Print each warning on one line."""
    for warning in warnings:
        click.echo(say("warning", warning=str(warning)), err=True)


def report_faults(faults: Sequence[ClaimbookError]) -> None:
    """Print each fault on one line; raise `CheckFailed` if there is any."""
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        raise CheckFailed(say("check-faults", n=len(faults)))
