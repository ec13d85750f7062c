"""`claimbook store`: what is kept, whether it is whole, and what of it may go."""

import json
import re
import time
from datetime import UTC, datetime
from typing import Any

import click

from claimbook.cli.options import Group, Project
from claimbook.errors import CheckFailed
from claimbook.wording.catalogue import say

_AGES = {"h": 3600, "d": 86_400, "w": 604_800}
_SIZES = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?) ?([A-Za-z]+)")


class Quantity(click.ParamType[int]):
    """A number with its unit, such as 30d or 2GB; read as seconds or bytes."""

    def __init__(self, name: str, units: dict[str, int]) -> None:
        self.name, self.units = name, units

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number in the smallest unit."""
        found = _QUANTITY.fullmatch(str(value).strip())
        units = {name.lower(): size for name, size in self.units.items()}
        if not found or found[2].lower() not in units:
            self.fail(f"{value!r} is no number with one of {', '.join(self.units)}.", param, ctx)
        return round(float(found[1]) * units[found[2].lower()])


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(cls=Group)
def store() -> None:
    """Look after the executed notebooks that are kept."""


@store.command("list")
@json_option
@click.pass_obj
def list_(project: Project, as_json: bool) -> None:
    """List every run that is kept: notebook, profile, when, size, fingerprint."""
    from claimbook.execution import stock

    entries = stock.list_entries(project.store)
    if as_json:
        click.echo(json.dumps([_tell(one) for one in entries], indent=1))
        return
    width = max((len(one.slug) for one in entries), default=0)
    for one in entries:
        marks = [say("store-failed")] if one.kind == "failures" else []
        marks += [say("store-latest")] if one.latest else []
        size = _say_size(one.item.size)
        changed = _make_date(one.item.changed).strftime("%Y-%m-%d %H:%M")
        line = f"{one.slug:{width}}  {one.profile:5}  {changed}  {size:>8}  {one.fingerprint[:12]}"
        click.echo(f"{line}  {' '.join(marks)}".rstrip())
    total = sum(one.item.size for one in entries)
    click.echo(say("store-total", n=len(entries), size=_say_size(total), url=project.store.url))


def _tell(entry: Any) -> dict[str, Any]:
    return {
        "kind": "run" if entry.kind == "runs" else "failure",
        "slug": entry.slug,
        "profile": entry.profile,
        "fingerprint": entry.fingerprint,
        "bytes": entry.item.size,
        "changed": _make_date(entry.item.changed).isoformat(timespec="seconds"),
        "latest": entry.latest,
    }


def _make_date(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _say_size(size: int) -> str:
    """Say a size in the unit that leaves one to three digits ahead of the point.

    >>> _say_size(999), _say_size(612048), _say_size(2_500_000_000)
    ('999 B', '612 kB', '2.5 GB')
    """
    unit = next(name for name in ("GB", "MB", "kB", "B") if size >= _SIZES[name] or name == "B")
    return f"{float(f'{size / _SIZES[unit]:.3g}'):g} {unit}"


@store.command()
@click.option("--set-aside", is_flag=True, help="Move what is damaged to damaged/ in the store.")
@json_option
@click.pass_obj
def verify(project: Project, set_aside: bool, as_json: bool) -> None:
    """Read every run over; exit with 1 if any is damaged, or in another's place."""
    from claimbook.execution import stock

    faults = list(stock.find_faults(project.store))
    if as_json:
        told = [{"name": one.name, "fault": one.what} for one in faults]
        click.echo(json.dumps(told, indent=1))
    for one in faults:
        if not as_json:
            click.echo(f"{one.name}: {one.what}", err=True)
        if set_aside and not one.old:
            project.store.set_aside(one.name)
    if any(one.old for one in faults):
        click.echo(say("store-unsealed"), err=True)
    if faults:
        raise CheckFailed(say("check-faults", n=len(faults)))
    if not as_json:
        click.echo(say("check-good"))


@store.command()
@click.pass_obj
def seal(project: Project) -> None:
    """Accept what an earlier version kept, as it is: give each run the digest of its content."""
    from claimbook.execution import stock

    sealed = list(stock.add_seals(project.store))
    click.echo(say("store-sealed", n=len(sealed)))


@store.command()
@click.option(
    "--older-than", type=Quantity("age", _AGES), metavar="AGE", help="Such as 30d; h, d or w."
)
@click.option(
    "--shrink-to",
    type=Quantity("size", _SIZES),
    metavar="SIZE",
    help="The oldest go until the store has at most this, such as 2GB; kB, MB, GB, KiB, MiB, GiB.",
)
@click.option("--dry-run", is_flag=True, help="Remove nothing; say what would go.")
@json_option
@click.pass_obj
def gc(
    project: Project,
    older_than: int | None,
    shrink_to: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Remove runs that nothing needs, by age, by size, or by both.

    What stays whatever its age: the fresh runs of every notebook in both profiles, the newest
    run of each, and the newest that ledger.jsonl names. Of a notebook that was deleted all may go.
    """
    from claimbook.execution import stock

    if older_than is None and shrink_to is None:
        raise click.UsageError("Say what may go: --older-than AGE, --shrink-to SIZE, or both.")
    kept = project.store
    unneeded = stock.list_unneeded(kept, stock.find_needed(project.book, kept, _read_told(project)))
    before = None if older_than is None else time.time() - older_than
    total = stock.measure_store(kept)
    chosen = stock.choose_removals(unneeded, total, before=before, at_most=shrink_to)
    chosen += stock.list_pointers(kept, [one.name for one in chosen])
    if not dry_run:
        kept.remove_all(one.name for one in chosen)
    freed = sum(one.size for one in chosen)
    if as_json:
        names = [one.name for one in chosen]
        told = {"removed": names, "bytes": freed, "left": total - freed, "dry_run": dry_run}
        click.echo(json.dumps(told, indent=1))
        return
    for one in chosen:
        click.echo(f"{one.name}  {_say_size(one.size)}")
    sizes = {"freed": _say_size(freed), "left": _say_size(total - freed)}
    click.echo(say("store-would-free" if dry_run else "store-freed", n=len(chosen), **sizes))


def _read_told(project: Project) -> list[tuple[str, str]]:
    """Return the newest run of each notebook in the ledger, and the newest that was good."""
    from claimbook.pages.ledger import NAME, read_ledger

    newest: dict[tuple[str, bool], tuple[str, str]] = {}
    for one in sorted(read_ledger(project.root / NAME), key=lambda one: one.time):
        newest[one.slug, one.failure is None] = (one.slug, one.fingerprint)
    return list(newest.values())
