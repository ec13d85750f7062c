"""What lies in a store: listed, read over, given seals, and what of it may go."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from claimbook.execution.depot import Item
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.seals import NoSealError, read_sealed, read_unsealed, write_sealed
from claimbook.execution.store import (
    DAMAGED,
    ENDING,
    KINDS,
    LATEST,
    Store,
    is_entry,
    name_entry,
    read_entry,
)
from claimbook.notebook.book import Book
from claimbook.notebook.source import PROFILES


@dataclass(frozen=True)
class Entry:
    """One run that is kept, as its name tells it."""

    kind: str  # "runs" or "failures"
    slug: str
    profile: str
    fingerprint: str
    item: Item
    latest: bool


@dataclass(frozen=True)
class Fault:
    """What is wrong with one file of a store; `old` if it only lacks a seal."""

    name: str
    what: str
    old: bool = False


def list_entries(store: Store) -> list[Entry]:
    """Return every run that is kept, good or failed, by name."""
    items = _list_files(store, KINDS)
    latest = set(_find_latest(store, items))
    found = []
    for item in items:
        match PurePosixPath(item.name).parts:
            case kind, slug, profile, name if is_entry(name):
                known = (kind, slug, profile, name.removesuffix(ENDING))
                found.append(Entry(*known, item, latest=item.name in latest))
    return found


def _list_files(store: Store, folders: Iterable[str]) -> list[Item]:
    return [item for folder in folders for item in store.depot.list_items(folder)]


def _find_latest(store: Store, items: Iterable[Item]) -> Iterator[str]:
    """Yield the name of every entry that a pointer names, there or not."""
    for item in items:
        folder, _, name = item.name.rpartition("/")
        if name == LATEST:
            digest = (store.depot.read(item.name) or b"").decode("ascii", "replace").strip()
            yield f"{folder}/{digest}{ENDING}"


def find_faults(store: Store) -> Iterator[Fault]:
    """Read every run over and yield what is wrong, also with pointers to the newest."""
    items = _list_files(store, KINDS)
    names = {item.name for item in items}
    for item in items:
        parts = PurePosixPath(item.name).parts
        if len(parts) > 4 and parts[3].endswith(ENDING):
            yield Fault("/".join(parts[:4]), "is a folder")
        elif is_entry(parts[-1]):
            yield from _read_over(store, item.name)
    for name in _find_latest(store, items):
        if name not in names:
            yield Fault(f"{name.rpartition('/')[0]}/{LATEST}", "names no run that is there")


def _read_over(store: Store, name: str) -> Iterator[Fault]:
    data = store.depot.read(name)
    if data is None:
        return  # removed meanwhile
    try:
        read_entry(name, data)
    except NoSealError as fault:
        yield Fault(name, str(fault), old=True)
    except ValueError as fault:
        yield Fault(name, str(fault))


def add_seals(store: Store) -> Iterator[str]:
    """Give the runs of earlier versions their seals, and yield their names.

    Only what is whole as far as can be told, and in its own place, gets one.
    """
    for entry in list_entries(store):
        data = store.depot.read(entry.item.name) or b""
        try:
            read_sealed(data)
        except NoSealError:
            run = read_unsealed(data)
            if name_entry(run) == entry.item.name:
                store.depot.write(entry.item.name, write_sealed(run))
                yield entry.item.name
        except ValueError:
            continue  # `find_faults` tells


def find_needed(book: Book, store: Store, told: Iterable[tuple[str, str]]) -> set[str]:
    """Return the names that must stay: what the book stands on, the newest, and what is told.

    `told` are slugs and fingerprints of full runs that a ledger names. Of a notebook that was
    deleted nothing must stay; one that cannot be read is there.
    """
    known = {slug for one in book.notebooks for slug in one.slugs}
    known |= {path.stem for path, _ in book.broken}
    latest = _find_latest(store, _list_files(store, KINDS))
    needed = {name for name in latest if PurePosixPath(name).parts[1] in known}
    places = [(slug, "full", digest) for slug, digest in told if slug in known]
    for notebook in book.notebooks:
        found = take_fingerprint(notebook, book.settings, "full")
        digests = [(p, found.move_to_profile(p).digest) for p in PROFILES]
        places += [(slug, *one) for slug in notebook.slugs for one in digests]
    for slug, profile, digest in places:
        needed |= {f"{kind}/{slug}/{profile}/{digest}{ENDING}" for kind in KINDS}
    return needed


def list_unneeded(store: Store, needed: Collection[str]) -> list[Item]:
    """Return what may go, the oldest first: other runs, damaged files, what a write left half."""
    items = _list_files(store, (*KINDS, DAMAGED))
    kept = [one for one in items if PurePosixPath(one.name).name == LATEST or one.name in needed]
    return sorted(set(items) - set(kept), key=lambda one: (one.changed, one.name))


def list_pointers(store: Store, names: Collection[str]) -> list[Item]:
    """Return the pointers to the newest run that lead to one of these."""
    pointers = [i for i in _list_files(store, KINDS) if PurePosixPath(i.name).name == LATEST]
    return [one for one in pointers if {*_find_latest(store, [one])} & {*names}]


def choose_removals(
    unneeded: Iterable[Item], total: int, *, before: float | None, at_most: int | None
) -> list[Item]:
    """Return what goes: all that is older than `before`, and the oldest until little is left.

    `total` is the size of the store in bytes, `at_most` what it is to have.
    """
    chosen = []
    for item in unneeded:
        old = before is not None and item.changed < before
        if old or (at_most is not None and total > at_most):
            chosen.append(item)
            total -= item.size
    return chosen


def measure_store(store: Store) -> int:
    """Return the size of all that is kept, in bytes."""
    return sum(item.size for item in _list_files(store, (*KINDS, DAMAGED)))
