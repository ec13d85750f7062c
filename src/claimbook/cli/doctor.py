"""`claimbook doctor`: what of this machine a digest can count on."""

import json

import click

from claimbook.cli.options import Command, Project
from claimbook.errors import CheckFailed
from claimbook.wording.catalogue import say

_SIGNS = {True: "●", False: "✗", None: "○"}


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def doctor(project: Project, as_json: bool) -> None:
    """Tell versions, store, kernel, browser and network, a line each.

    ● is good, ○ is missing and not needed to read or run a digest, ✗ is a fault. The exit code is
    1 if there is a fault, else 0.
    """
    from claimbook.starter.doctor import look_around

    findings = []
    for one in look_around(project.start):
        findings.append(one)
        if not as_json:
            click.echo(f"{_SIGNS[one.good]} {say(f'doctor-{one.name}')}: {one.told}")
    if as_json:
        click.echo(json.dumps([vars(one) for one in findings], ensure_ascii=False, indent=1))
    faults = [one for one in findings if one.good is False]
    if faults:
        raise CheckFailed(say("doctor-faults", n=len(faults)))
