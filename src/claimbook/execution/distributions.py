"""The installed distributions and their versions, read again only when something was installed."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from claimbook.execution.digests import digest_text
from claimbook.files import write_if_changed

MISSING = "not installed"


def list_versions(modules: Iterable[str], cache_file: Path) -> Iterator[tuple[str, str]]:
    """Give the distributions that hold these top-level modules, each with its version.

    To know which distribution holds what, the record of each must be read, which takes a fifth of
    a second. So that is kept in `cache_file`, beside what tells the records.
    """
    times = read_times()
    installed = _map_modules(times, cache_file)
    for module in sorted(modules):
        for name in sorted(set(installed.get(module, [module]))):
            yield name, _find_version(name, times)


def read_times() -> tuple[int, ...]:
    """Return what changes when a distribution is installed, removed or replaced: seen at a glance."""
    return tuple(_read_time(entry or ".") for entry in sys.path)


def _read_time(entry: str) -> int:
    try:
        return os.stat(entry).st_mtime_ns  # noqa: PTH116 (for each notebook: a Path takes thrice as long)
    except (OSError, ValueError):
        return 0


@lru_cache(maxsize=1)
def _map_modules(times: tuple[int, ...], cache_file: Path) -> Mapping[str, list[str]]:
    del times  # tell when to look again
    records = _digest_records()
    known = _read_known(cache_file)
    if known.get("records") == records:
        return dict(known["modules"])
    found = metadata.packages_distributions()
    with suppress(OSError):  # only time is lost: the next call reads the records again
        kept = {"records": records, "modules": {name: sorted(set(found[name])) for name in found}}
        write_if_changed(cache_file, json.dumps(kept, sort_keys=True))
    return found


def _digest_records() -> str:
    """Digest where each record lies and when it was written; folders without any do not matter."""
    found = [
        f"{path} {path.stat().st_mtime_ns}"
        for entry in sys.path
        if Path(entry or ".").is_dir()
        for path in sorted(Path(entry or ".").iterdir())
        if path.suffix in (".dist-info", ".egg-info")
    ]
    return digest_text("\n".join([sys.version, *found]))


def _read_known(cache_file: Path) -> dict[str, Any]:
    """Return what was kept, or nothing if it is damaged."""
    try:
        known = json.loads(cache_file.read_text("utf-8"))
        shaped = all(isinstance(name, str) for names in known["modules"].values() for name in names)
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return {}
    return known if shaped else {}


@lru_cache(maxsize=1024)
def _find_version(name: str, times: tuple[int, ...]) -> str:
    del times  # tells when to look again
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return MISSING
