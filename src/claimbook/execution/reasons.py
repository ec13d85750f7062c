"""What changed between the parts of two fingerprints, in a few words each, and why a run failed."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import groupby

from claimbook.model.run import Failure
from claimbook.wording.catalogue import say

CELL = "code cell "  # what the part of a code cell is named, before its number
_FILES = {"module": "module", "data": "data file"}  # parts that are told by name alone


def explain(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Say in a few words each what changed between the parts of two runs.

    >>> explain({"version jax": "0.10.1"}, {"version jax": "0.10.2"})
    ['jax 0.10.1 → 0.10.2']
    """
    reasons = [
        _say_cells(verb, [(one if verb == "removed" else other) + 1 for one, other in pairs])
        for verb, pairs in compare_cells(list_cells(old), list_cells(new))
    ]
    files: dict[tuple[str, str], list[str]] = {}
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        kind, _, rest = name.partition(" ")
        if before == after or name.startswith(CELL):
            continue
        if kind == "name" and None in (before, after):
            continue  # the cell or module that takes it, or no longer does, is told already
        if kind in _FILES:
            verb = "added" if before is None else "removed" if after is None else "changed"
            files.setdefault((_FILES[kind], verb), []).append(rest)
        else:
            reasons.append(_say_reason(kind, rest, before, after))
    return reasons + [_say_change(noun, names, verb) for (noun, verb), names in files.items()]


def list_cells(parts: Mapping[str, str]) -> list[str]:
    """Return the digests of the code cells, in order."""
    numbered = {
        int(name.removeprefix(CELL)): value
        for name, value in parts.items()
        if name.startswith(CELL)
    }
    return [numbered[number] for number in sorted(numbered)]


def compare_cells(old: list[str], new: list[str]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Give what changed, was added and was removed, each with its places before and now, from 0.

    They are compared as sequences, so that a cell put in between leaves the later ones unchanged.
    """
    found: dict[str, list[tuple[int, int]]] = {"changed": [], "added": [], "removed": []}
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, old_start, old_end, start, end in matcher.get_opcodes():
        if tag != "equal":
            both = min(old_end - old_start, end - start)
            found["changed"] += ((old_start + n, start + n) for n in range(both))
            found["added"] += ((old_end, place) for place in range(start + both, end))
            found["removed"] += ((place, end) for place in range(old_start + both, old_end))
    yield from ((verb, pairs) for verb, pairs in found.items() if pairs)


def _say_cells(verb: str, numbers: list[int]) -> str:
    return _say_change(CELL.strip(), _write_spans(numbers), verb)


def _write_spans(numbers: list[int]) -> list[str]:
    """Write neighbours as a span: 1, 2, 3, 7 → 1–3, 7."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]


def _say_change(noun: str, names: list[str], verb: str) -> str:
    several = len(names) > 1 or "–" in names[0]
    return f"{noun}{'s' if several else ''} {', '.join(names)} {verb}"


def _say_reason(kind: str, rest: str, old: str | None, new: str | None) -> str:
    if kind == "quantities":
        return "the claims' quantities changed"
    label = {"python": "Python", "version": rest, "name": rest}.get(kind, f"{kind} {rest}".strip())
    if old is None or new is None:
        return f"{label} {'added' if old is None else 'removed'}"
    return f"{label} {old} → {new}"


def say_failure(failure: Failure) -> str:
    """Say in one line which cell failed, and how."""
    named = f"{failure.name}: {failure.value}".splitlines()[0]
    number = str(failure.cell_number)
    return say("run-failure", number=number, cell=failure.cell_id, error=named)
