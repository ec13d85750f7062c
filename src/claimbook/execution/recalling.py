"""Runs whose notebooks are not kept in memory: read again from the store where a page needs them.

A build holds the runs of all papers from their judgement to the last page. What they measured is small;
what they drew may be half a megabyte each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claimbook.errors import ClaimbookError
from claimbook.execution.store import Store
from claimbook.model.run import Run, replace_document


class Recall:
    """Hands out runs that are light; the notebook that was asked for last is at hand."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._last: tuple[str, Mapping[str, Any]] = "", {}

    def release_document(self, run: Run, former: Sequence[str] = ()) -> Run:
        """Return a run that reads its notebook when it is asked for; one that no store has stays as it is."""
        if not run.seal:
            return run
        self._last = run.seal, run.document
        named = (run.slug, run.profile, run.fingerprint, tuple(former))
        return replace_document(run, _Recalled(self, run.seal, named))

    def find(self, recalled: "_Recalled") -> Mapping[str, Any]:
        """Return the notebook of a run.

        Raises `ClaimbookError` if the store no longer has what was judged; what is damaged is set aside.
        """
        seal, document = self._last
        if seal == recalled.seal:
            return document
        run = self.store.get(*recalled.named)
        if run is None or run.seal != recalled.seal:
            raise ClaimbookError(
                "the run that was judged is no longer in the store as it was",
                where=f"{recalled.named[0]}.ipynb",
                fix="build again",
            )
        self._last = run.seal, run.document
        return run.document


@dataclass(frozen=True, eq=False)  # compared as the mapping that it is
class _Recalled(Mapping[str, Any]):
    """The notebook of a run, as JSON."""

    recall: Recall
    seal: str
    named: tuple[str, str, str, tuple[str, ...]]  # as the store is asked

    def __getitem__(self, key: str) -> Any:
        return self.recall.find(self)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.recall.find(self))

    def __len__(self) -> int:
        return len(self.recall.find(self))
