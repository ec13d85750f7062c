"""Frozen records of what a notebook declares: paper, digest entry, setting, and all of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from claimbook.model.claim import Claim, Verdict

ARXIV = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STDLIB = "stdlib"  # what `data` calls the standard library's own source
CITATION_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_:.+/-]*[A-Za-z0-9]")


@dataclass(frozen=True)
class Venue:
    """Where a paper was published, if it was."""

    name: str
    type: str = "conference"  # or "journal", "workshop"
    short: str = ""
    year: int | None = None
    pages: str = ""
    volume: str = ""
    number: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True)
class Paper:
    """The bibliographic record of the paper that a notebook reproduces.

    `authors` are ``Last, First``; a corporate author is wrapped in braces.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    date: date
    arxiv: str = ""
    primaryclass: str = ""
    doi: str = ""
    venue: Venue | None = None
    urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Digest:
    """The digest entry: its date, its place in the digest, its tags and its question."""

    date: date
    order: int
    title: str
    tags: tuple[str, ...]
    question: str = ""
    companions: tuple[str, ...] = ()  # citation keys of works discussed beside the paper


@dataclass(frozen=True)
class Setting:
    """One row of the setting table: the paper's scale beside ours."""

    aspect: str
    paper: str
    ours: str
    locator: str = ""


@dataclass(frozen=True)
class Answer:
    """What a page says first. Numbers of the run may be bound in all three texts."""

    headline: str = ""  # the finding, as a colleague would be told
    claimed: str = ""  # what the paper claims, in a sentence
    happened: str = ""  # what happened here, in a sentence


class Event(StrEnum):
    """What can happen to a page."""

    ADDED = "added"
    VERDICT = "verdict"
    CORRECTION = "correction"
    TEXT = "text"


@dataclass(frozen=True)
class Change:
    """Something that happened to a page on a day; `claim`, `was` and `now` if a verdict changed."""

    date: date
    what: Event
    text: str
    claim: str = ""
    was: Verdict | None = None
    now: Verdict | None = None


@dataclass(frozen=True)
class FrontMatter:
    """Everything that the first cell of a notebook declares."""

    paper: Paper
    digest: Digest
    trust: str
    setting: tuple[Setting, ...]
    claims: tuple[Claim, ...]
    answer: Answer = Answer()
    read: str = ""  # what of the paper was read
    lead: str = ""  # the id of the figure that stands first
    history: tuple[Change, ...] = ()  # newest first
    data: tuple[str, ...] = ()  # files below the project's root, or "stdlib"
    moved_from: tuple[str, ...] = ()  # slugs that it had before, the oldest first

    @property
    def tested(self) -> bool:
        """Whether any claim of the paper has a test."""
        return any(claim.tests for claim in self.claims)

    def collect_quantities(self) -> frozenset[str]:
        """Return the names of all quantities that the claims' tests and preconditions need."""
        tests = (test for claim in self.claims for test in (*claim.tests, *claim.given))
        return frozenset(test.quantity for test in tests)
