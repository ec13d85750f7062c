"""How a notebook differs from a run that is kept: down to the cell, the function and the value."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from claimbook.execution.definitions import REST
from claimbook.execution.fingerprint import Fingerprint
from claimbook.execution.reasons import CELL, compare_cells, explain, list_cells
from claimbook.execution.store import Store
from claimbook.model.run import Run
from claimbook.notebook.source import PROFILES, SKIP, Notebook

_LENGTH = 60  # characters of a line of code that is shown
_MODULE = "module "


def find_nearest(store: Store, slugs: Sequence[str], parts: Mapping[str, str]) -> Run | None:
    """Return the kept run of a notebook, in whatever profile, that differs least; of two the newer.

    `slugs` are those that it has and had.
    """
    kept = (
        run
        for slug in slugs
        for profile in PROFILES
        for digest in store.list_runs(slug, profile)
        if (run := store.get(slug, profile, digest)) is not None
    )
    ordered = sorted(kept, key=lambda run: run.provenance.started, reverse=True)
    return min(ordered, key=lambda run: _count_differences(run.parts, parts), default=None)


def _count_differences(old: Mapping[str, str], new: Mapping[str, str]) -> int:
    others = {name for name in {*old, *new} if not name.startswith(CELL)}
    cells = (len(pairs) for _, pairs in compare_cells(list_cells(old), list_cells(new)))
    return sum(cells) + sum(old.get(name) != new.get(name) for name in others)


def describe_differences(run: Run, notebook: Notebook, found: Fingerprint) -> list[str]:
    """Say line by line how a notebook as it stands differs from a kept run of it."""
    special = (CELL, _MODULE, "quantities")
    old, new = (
        {name: part for name, part in parts.items() if not name.startswith(special)}
        for parts in (run.parts, found.parts)
    )
    return [
        *_describe_cells(run, notebook, found),
        *_describe_modules(run, found),
        *_describe_quantities(run.parts, found.parts),
        *explain(old, new),
    ]


def _describe_cells(run: Run, notebook: Notebook, found: Fingerprint) -> Iterator[str]:
    before = _list_code((cell.kind, _show(cell.source, cell.tags)) for cell in run.cells)
    after = _list_code((cell.kind, _show(cell.source, cell.tags)) for cell in notebook.cells)
    for verb, pairs in compare_cells(list_cells(run.parts), list_cells(found.parts)):
        for one, other in pairs:
            if verb == "removed":
                yield f"code cell {one + 1} {_name_cell(*before[one])} removed"
            elif verb == "added":
                yield f"code cell {other + 1} {_name_cell(*after[other])} added"
            else:
                lines = _find_line(before[one][1], after[other][1])
                yield f"code cell {other + 1} {_name_cell(*after[other])} changed{lines}"


def _show(source: str, tags: Sequence[str]) -> str:
    """Return what of a cell may have changed: its code, and whether it is run at all."""
    return f"{source}\n# {SKIP}" if SKIP in tags else source


def _list_code(cells: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each code cell's source after the heading that it stands under."""
    heading, found = "", []
    for kind, source in cells:
        first = source.lstrip().partition("\n")[0]
        if kind == "code":
            found.append((heading, source))
        elif kind == "markdown" and first.startswith("#"):
            heading = first.lstrip("#").partition(" {#")[0].strip()
    return found


def _name_cell(heading: str, source: str) -> str:
    return f'("{_cut_line(heading)}")' if heading else f"({_cut_line(source.strip())})"


def _cut_line(text: str, start: int = 0) -> str:
    """Return the first line of a text, cut to what is shown, from about `start` on."""
    line = text.partition("\n")[0].strip()
    begun = f"…{line[start - 10 :]}" if start > _LENGTH // 2 and len(line) > _LENGTH else line
    return begun if len(begun) <= _LENGTH else f"{begun[: _LENGTH - 1]}…"


def _find_line(old: str, new: str) -> str:
    """Say which line of code changed, the first if there are several."""
    before, after = ([line for line in text.splitlines() if line.strip()] for text in (old, new))
    codes = SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
    pairs = [
        pair
        for tag, start, end, first, last in codes
        if tag != "equal"
        for pair in zip_longest(before[start:end], after[first:last], fillvalue="")
    ]
    if not pairs:
        return ""
    one, other = (line.strip() for line in pairs[0])
    differ = (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    same = next(differ, 0)
    lines = (_cut_line(line, same) or "nothing" for line in (one, other))
    return f": {' → '.join(lines)}{' and more' if len(pairs) > 1 else ''}"


def _describe_modules(run: Run, found: Fingerprint) -> Iterator[str]:
    defined = found.list_definitions()
    for part in sorted({*run.parts, *found.parts}):
        before, after = run.parts.get(part), found.parts.get(part)
        if not part.startswith(_MODULE) or before == after:
            continue
        name = part.removeprefix(_MODULE)
        if before is None or after is None:
            yield f"{part} {'added' if before is None else 'removed'}"
        else:
            names = _compare_names(run.definitions.get(name, {}), defined.get(name, {}))
            yield f"{part}: {names}" if names else f"{part} changed"


def _compare_names(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Say which definitions of a module are other, new or gone; nothing if it is not known."""
    if not old or not new:
        return ""
    found: dict[str, list[str]] = {"changed": [], "added": [], "removed": []}
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            both = name in old and name in new
            verb = "changed" if both or name == REST else "added" if name in new else "removed"
            found[verb].append(name or "lines outside of definitions")
    return "; ".join(f"{', '.join(names)} {verb}" for verb, names in found.items() if names)


def _describe_quantities(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    before, after = (set(parts.get("quantities", "").split()) for parts in (old, new))
    for verb, names in (("added", after - before), ("removed", before - after)):
        if names:
            yield f"the claims' quantities: {', '.join(sorted(names))} {verb}"
