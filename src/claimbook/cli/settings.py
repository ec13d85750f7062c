"""`claimbook settings`: every setting, with what the project says of it."""

import json

import click

from claimbook.cli.options import Command, Project
from claimbook.wording.catalogue import say


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object for each setting.")
@click.pass_obj
def settings(project: Project, as_json: bool) -> None:
    """Print every setting, where it stands, what it is here, and what it means."""
    from claimbook.checks.settings import list_values

    found = list(list_values(project.root))
    if as_json:
        told = [
            vars(one) | {"value": value or None, "meaning": say(f"setting-{one.identifier}")}
            for one, value in found
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    place = ""
    for one, value in found:
        if one.place != place:
            click.echo(f"\n{one.place}" if place else one.place)
            place = one.place
        shown = value or (say("setting-default", value=one.default) if one.default else "–")
        meaning = say(f"setting-{one.identifier}")
        click.echo(f"  {one.name} = {shown}")
        click.echo(f"      {meaning}")
