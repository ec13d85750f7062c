"""The fields of a page's history → its record, strictly."""

from itertools import pairwise

from claimbook.errors import ClaimbookError, suggest
from claimbook.fields import Fields
from claimbook.model.claim import Verdict
from claimbook.model.paper import Change, Event, FrontMatter


def read_change(fields: Fields) -> Change:
    """Read one entry of the history.

    Raises `ClaimbookError` for anything that is not exactly the contract.
    """
    what = fields.get_text("what")
    if what not in list(Event):
        raise fields.make_fault("what", f'"{what}" is unknown', suggest(what, Event))
    changed = what == Event.VERDICT
    change = Change(
        date=fields.get_day("date"),
        what=Event(what),
        text=fields.get_text("text"),
        claim=fields.get_text("claim") if changed else "",
        was=_read_verdict(fields, "was") if changed else None,
        now=_read_verdict(fields, "now") if changed else None,
    )
    if changed and change.was == change.now:
        raise fields.make_fault("now", "is what the verdict was before", "tell what changed")
    fields.finish()
    return change


def _read_verdict(fields: Fields, key: str) -> Verdict:
    name = fields.get_text(key)
    if name not in list(Verdict):
        raise fields.make_fault(key, f'"{name}" is no verdict', suggest(name, Verdict))
    return Verdict(name)


def check_history(front: FrontMatter, where: str) -> None:
    """Refuse a history whose days do not go back, or that tells of another verdict than is accepted."""
    for newer, older in pairwise(front.history):
        if newer.date < older.date:
            raise ClaimbookError(
                f"{newer.date} stands before {older.date}",
                where=f"{where}: history",
                fix="put the newest entry first",
            )
    claims = {claim.id: claim for claim in front.claims}
    for change in front.history:
        if change.claim and change.claim not in claims:
            raise ClaimbookError(
                f'no claim has the id "{change.claim}"',
                where=f"{where}: history",
                fix=suggest(change.claim, claims),
            )
    _refuse_gaps(front, where)
    latest = {change.claim: change for change in reversed(front.history) if change.claim}
    for name, change in latest.items():
        accepted = claims[name].expect
        if accepted and change.now != accepted:
            raise ClaimbookError(
                f'the verdict on "{name}" became {change.now}, but {accepted} is accepted',
                where=f"{where}: history",
                fix="add an entry that says when and why it changed",
            )


def _refuse_gaps(front: FrontMatter, where: str) -> None:
    """Refuse a claim whose verdict was something else than it had last become."""
    last: dict[str, Change] = {}
    for change in reversed(front.history):
        before = last.get(change.claim)
        if change.claim and before and before.now != change.was:
            raise ClaimbookError(
                f'the verdict on "{change.claim}" became {before.now} on {before.date}, '
                f"but was {change.was} before {change.date}",
                where=f"{where}: history",
                fix="add the entry between the two, or mend `was` or `now`",
            )
        last[change.claim] = change
