"""`claimbook status`: how notebooks stand in both profiles, and what made them stale."""

import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from claimbook.cli.options import Command, Profile, Project, notebooks_argument
from claimbook.notebook.book import Book
from claimbook.notebook.source import PROFILES, Notebook
from claimbook.wording.catalogue import say

VERSION = 1  # of the JSON; it changes when a program that reads it would have to
BOTH = tuple(reversed(PROFILES))


@click.command(cls=Command)
@notebooks_argument
@click.option("--profile", type=Profile(), help="Only this profile; both unless given.")
@click.option("--why", is_flag=True, help="Show the difference to the nearest run that is kept.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def status(
    project: Project, slugs: Sequence[str], profile: str | None, why: bool, as_json: bool
) -> None:
    """Say of each notebook whether it is fresh, stale (and why), failed or never run.

    All notebooks or those named, in both profiles. With --why, each that is not fresh is compared
    with the run that it resembles most, down to the cell, the function and the value.
    """
    from claimbook.execution.states import find_states

    book = project.open_part(slugs, to_run=True)
    profiles = (profile,) if profile else BOTH
    states = [
        (notebook, dict(zip(BOTH, found, strict=True)))
        for notebook, found in find_states(book, project.store, BOTH)
    ]
    shown = [(notebook, {one: known[one] for one in profiles}) for notebook, known in states]
    found = [_describe_states(project, *one, why=why) for one in shown]
    if as_json:
        text = json.dumps({"version": VERSION, "notebooks": found}, indent=1, ensure_ascii=False)
        click.echo(text)
    elif why:
        for one in found:
            click.echo("\n".join(_write_reasons(one)))
    else:
        click.echo("".join(f"{line}\n" for line in _write_table(found, profiles)), nl=False)
        _tell_waiting(project, book, [(notebook, known["full"]) for notebook, known in states])
        _tell_renamed(project, book, states)
    project.refuse_broken(book)


def _tell_waiting(project: Project, book: Book, full: Sequence[tuple[Notebook, Any]]) -> None:
    """Say how many verdicts are accepted, and which of fresh full runs wait for that."""
    from claimbook.pages.accepting import find_waiting

    tested = [claim for one in book.notebooks for claim in one.front.claims if claim.tests]
    accepted = sum(claim.expect is not None for claim in tested)
    if accepted:
        click.echo(say("status-accepted", accepted=accepted, tested=len(tested)))
    for notebook, state in full:
        if changes := find_waiting(_judge(project, book, notebook, state)):
            names = ", ".join(f"{one.name} ({one.now})" for one in changes)
            click.echo(say("status-waiting", slug=notebook.slug, names=names))


def _tell_renamed(
    project: Project, book: Book, states: Sequence[tuple[Notebook, Mapping[str, Any]]]
) -> None:
    """Say of notebooks that never ran which slug, that no notebook has now, has their runs."""
    from claimbook.execution.stock import list_entries
    from claimbook.notebook.book import find_notebooks

    never = [one for one in states if not any(known.run for known in one[1].values())]
    if not never:
        return
    slugs = {path.stem for path in find_notebooks(book.settings)} | book.heirs.keys()
    left = {e.fingerprint: e.slug for e in list_entries(project.store) if e.slug not in slugs}
    for notebook, known in never:
        former = next((left[one.digest] for one in known.values() if one.digest in left), "")
        if former:
            click.echo(say("status-renamed", slug=notebook.slug, former=former))


def _judge(project: Project, book: Book, notebook: Notebook, state: Any) -> Any:
    """Judge what can be judged by the fresh run; of what cannot, `claimbook claims` tells."""
    from claimbook.execution.states import State, find_best
    from claimbook.pages.survey import survey_sound

    run = state.run if state.state is State.FRESH else None
    if state.state is State.FAILED:  # an earlier run of the same fingerprint may have been good
        run, _ = find_best(book, project.store, notebook)
    return survey_sound(notebook, run, faults=[])


def _describe_states(
    project: Project, notebook: Notebook, states: Mapping[str, Any], *, why: bool
) -> dict[str, Any]:
    """Give what is known of a notebook in some profiles, as it stands in the JSON."""
    return {
        "slug": notebook.slug,
        "path": notebook.path.relative_to(project.root).as_posix(),
        "profiles": {
            profile: _describe_state(project, notebook, one, why=why)
            for profile, one in states.items()
        },
    }


def _describe_state(project: Project, notebook: Notebook, one: Any, *, why: bool) -> dict[str, Any]:
    known = {
        "state": str(one.state),
        "fingerprint": one.digest,
        "reasons": list(one.reasons),
        "run": _describe_run(one.run),
    }
    if why:
        known["nearest"] = _describe_nearest(project, notebook, one)
    return known


def _describe_run(run: Any) -> dict[str, Any] | None:
    """Say of a run what tells it from others; for a fresh or failed notebook it is its own."""
    if run is None:
        return None
    about = run.provenance
    return {
        "profile": run.profile,
        "fingerprint": run.fingerprint,
        "started": about.started,
        "seconds": about.wall_seconds,
        "machine": about.machine or None,
        "undeclared": None if about.undeclared is None else list(about.undeclared),
    }


def _describe_nearest(project: Project, notebook: Notebook, one: Any) -> dict[str, Any] | None:
    from claimbook.execution.differences import describe_differences, find_nearest

    nearest = find_nearest(project.store, notebook.slugs, one.fingerprint.parts)
    if nearest is None:
        return None
    differences = describe_differences(nearest, notebook, one.fingerprint)
    return {"run": _describe_run(nearest), "differences": differences}


def _write_table(found: Sequence[Mapping[str, Any]], profiles: Sequence[str]) -> Iterator[str]:
    """Write a line a notebook, below a head that names the profiles if there are two."""
    rows = [(one["slug"], *map(_say_state, one["profiles"].values())) for one in found]
    if len(profiles) > 1 and rows:
        rows.insert(0, (say("status-notebook"), *profiles))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    reasons = [_join_reasons(one["profiles"]) for one in found]
    for row, why in zip(rows, [""] * (len(rows) - len(found)) + reasons, strict=True):
        cells = (f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
        yield "  ".join((*cells, why)).rstrip()


def _join_reasons(states: Mapping[str, Mapping[str, Any]]) -> str:
    """Join the reasons of the profiles; those that are the same are said once."""
    said: dict[str, list[str]] = {}
    for profile, one in states.items():
        if one["reasons"]:
            said.setdefault("; ".join(one["reasons"]), []).append(profile)
    if len(states) == 1 or any(len(profiles) > 1 for profiles in said.values()):
        return next(iter(said), "")
    return ", ".join(f"{profiles[0]}: {why}" for why, profiles in said.items())


def _write_reasons(one: Mapping[str, Any]) -> Iterator[str]:
    yield one["slug"]
    for profile, known in one["profiles"].items():
        yield f"  {profile}: {_say_state(known)}"
        if known["state"] == "failed":
            yield from (f"    {reason}" for reason in known["reasons"])
        yield from (f"    {line}" for line in _compare_nearest(known))


def _compare_nearest(known: Mapping[str, Any]) -> Iterator[str]:
    if known["nearest"] is None:
        yield say("status-nothing-kept")
        return
    run, differences = known["nearest"]["run"], known["nearest"]["differences"]
    if differences:
        about = {name: run[name] for name in ("profile", "started", "fingerprint")}
        if known["run"] is not None and known["run"]["fingerprint"] != run["fingerprint"]:
            yield say("status-since", reasons="; ".join(known["reasons"]))
        yield say("status-nearest", **about)
    yield from (f"- {line}" for line in differences)
    here = platform.machine()
    if run["machine"] not in (None, here):
        yield say("status-other-machine", there=run["machine"], here=here)


def _say_state(known: Mapping[str, Any]) -> str:
    return say(f"state-{known['state'].replace(' ', '-')}")
