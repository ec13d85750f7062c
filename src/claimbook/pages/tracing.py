"""What a page asked the site, and what it was told: it is made again when an answer changes.

A page is handed a site that notes each question: the record of a work, the page and the verdicts of
another paper, what of it can be referred to, where a link leads. Asked again, a site that has changed
elsewhere gives the same answers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from claimbook.bibliography.bibtex import Record
from claimbook.installed import digest_text
from claimbook.pages.page import Site
from claimbook.prose.links import Target

T = TypeVar("T")
Question = tuple[str, str]  # its kind and what it is about
_ALL = "*"  # asks for every name that there is; no key, slug or path is that
_NOTHING = object()


@dataclass
class Trace:
    """The digest of each answer, by its question."""

    answers: dict[Question, str] = field(default_factory=dict)

    def note_answer(self, kind: str, name: str, answer: object) -> None:
        """Note an answer; what is asked twice is answered alike."""
        if (kind, name) not in self.answers:
            self.answers[kind, name] = _digest_answer(answer)


def _digest_answer(answer: object) -> str:
    if answer is _NOTHING:
        return ""
    if isinstance(answer, Record):
        answer = replace(answer, line=0)  # one that is put in above it is no change
    return digest_text(repr(answer))[:32]


class _Noting(Mapping[str, T]):
    """A mapping of the site that notes what is looked up in it, found or not."""

    def __init__(self, kind: str, inner: Mapping[str, T], trace: Trace) -> None:
        self.kind, self.inner, self.trace = kind, inner, trace

    def __getitem__(self, name: str) -> T:
        try:
            found = self.inner[name]
        except KeyError:
            self.trace.note_answer(self.kind, name, _NOTHING)
            raise
        self.trace.note_answer(self.kind, name, found)
        return found

    def __iter__(self) -> Iterator[str]:
        self.trace.note_answer(self.kind, _ALL, list(self.inner))
        return iter(self.inner)

    def __len__(self) -> int:
        self.trace.note_answer(self.kind, _ALL, list(self.inner))
        return len(self.inner)

    def __bool__(self) -> bool:
        return True  # never taken for nothing: what it lacks now it may have later


# what a page asks for by name; `known` are the names that a fault suggests, and no such page is kept
ASKED = frozenset({"records", "links", "verdicts", "targets", "resolve", "known"})


def trace_site(site: Site) -> tuple[Site, Trace]:
    """Return the same site, and the trace of what it will be asked."""
    trace = Trace()

    def resolve(path: str) -> Target | None:
        found = site.resolve(path)
        trace.note_answer("path", path, found)
        return found

    def link(slug: str) -> str:
        found = site.targets.link(slug)
        trace.note_answer("source", slug, found)
        return found

    pages = _Noting("landmarks", site.targets.pages, trace)
    traced = replace(
        site,
        records=_Noting("record", site.records, trace),
        links=_Noting("page", site.links, trace),
        verdicts=_Noting("verdicts", site.verdicts, trace),
        targets=replace(site.targets, pages=pages, link=link),
        resolve=resolve,
    )
    return traced, trace


def is_answered_alike(site: Site, answers: Mapping[Question, str]) -> bool:
    """Tell whether a site still gives these answers."""
    ask: dict[str, Callable[[str], Any]] = {
        "record": _look_up(site.records),
        "page": _look_up(site.links),
        "verdicts": _look_up(site.verdicts),
        "landmarks": _look_up(site.targets.pages),
        "path": site.resolve,
        "source": site.targets.link,
    }
    return all(
        kind in ask and _digest_answer(ask[kind](name)) == digest
        for (kind, name), digest in answers.items()
    )


def _look_up(inner: Mapping[str, Any]) -> Callable[[str], Any]:
    return lambda name: list(inner) if name == _ALL else inner.get(name, _NOTHING)
