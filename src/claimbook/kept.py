"""What was found out once, kept in a file for later processes under the digest of all that it follows from.

The file stands behind a digest of itself, and tells which engine and which installation found what it
holds: what is damaged, or found by others, counts as absent. So whoever asks is answered what he would
find himself, or nothing.
"""

import json
import logging
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimbook.files import write_if_changed
from claimbook.installed import digest_engine

log = logging.getLogger("claimbook.kept")
LARGEST = 8_000_000  # bytes; what nobody asked for lately goes first


class Index:
    """Findings by the digest of what they follow from; without a file none is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._asked: dict[str, Any] = {}
        self._new = False

    def find(self, key: str) -> Any:
        """Return what was found for this digest, or None; it is JSON, and nobody else's to change."""
        if self.path is None:
            return None
        found = self._asked.get(key)
        if found is None and (found := self._known.get(key)) is not None:
            self._asked[key] = found
        return found

    def keep(self, key: str, found: Any) -> None:
        """Keep a finding, which is JSON."""
        if self.path is not None:
            self._asked[key] = found
            self._new = True

    def save(self) -> None:
        """Write what is new, and forget the oldest if it has become too much.

        A folder that cannot be written costs time alone, and so do two processes that write at once.
        """
        if self.path is None or not self._new or self._engine is None:
            return
        later = _read(self.path, self._engine)  # another process may have found more meanwhile
        asked = dict(self._asked)
        old = [item for item in (self._known | later).items() if item[0] not in asked]
        sizes = {key: len(json.dumps(found)) for key, found in (*old, *asked.items())}
        spare = LARGEST - sum(sizes[key] for key in asked)
        kept: list[tuple[str, Any]] = []
        for key, found in reversed(old):
            spare -= sizes[key]
            if spare < 0:
                break
            kept.insert(0, (key, found))
        with suppress(OSError):
            write_if_changed(self.path, _write(self._engine, dict(kept) | asked))
            self._new = False

    @cached_property
    def _engine(self) -> str | None:
        """The digest of what finds; None if it changed under this process, which then keeps nothing."""
        return digest_engine()

    @cached_property
    def _known(self) -> dict[str, Any]:
        return _read(self.path, self._engine) if self.path and self._engine else {}


def _write(engine: str, found: dict[str, Any]) -> bytes:
    data = json.dumps({"engine": engine, "found": found}).encode()
    return f"{sha256(data).hexdigest()}\n".encode() + data


def _read(path: Path, engine: str) -> dict[str, Any]:
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return {}
    if sha256(data).hexdigest().encode() != digest:
        log.info("%s is damaged; what it held is found out again", path)
        return {}
    try:
        whole = json.loads(data)
        return dict(whole["found"]) if whole["engine"] == engine else {}
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}  # somebody else's, whole as it is
