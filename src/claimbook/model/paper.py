"""Frozen records of what a notebook declares: paper, digest entry, setting and claims."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

ARXIV = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
QUANTITY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CITATION_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_:.+/-]*[A-Za-z0-9]")


class Verdict(StrEnum):
    """What a machine may say of a claim, from the strongest support to none."""

    REPRODUCED = "reproduced"
    SAME_DIRECTION = "same direction"
    INCONCLUSIVE = "inconclusive"
    NOT_REPRODUCED = "not reproduced"
    NOT_TESTED = "not tested"


class Rule(StrEnum):
    """The closed set of rules by which a measurement is judged (see `evidence`)."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEAR = "near"
    IDENTITY = "identity"
    SLOPE = "slope"


NEEDS: Mapping[Rule, frozenset[str]] = {
    Rule.AT_LEAST: frozenset({"bound"}),
    Rule.AT_MOST: frozenset({"bound"}),
    Rule.POSITIVE: frozenset(),
    Rule.NEGATIVE: frozenset(),
    Rule.NEAR: frozenset({"tolerance"}),
    Rule.IDENTITY: frozenset({"tolerance"}),
    Rule.SLOPE: frozenset({"range"}),
}


@dataclass(frozen=True)
class Test:
    """One rule applied to one recorded quantity."""

    quantity: str
    rule: Rule
    bound: float | None = None
    tolerance: float | None = None
    range: tuple[float, float] | None = None
    value: float | None = None  # for `near`: the paper's figure for this quantity

    __test__ = False  # not a test case, whatever pytest makes of the name


@dataclass(frozen=True)
class PaperFigure:
    """What the paper printed for a claim: a number if there is one, and always words."""

    text: str
    value: float | None = None


@dataclass(frozen=True)
class Claim:
    """A statement of the paper, written down before the run that judges it.

    A claim has either tests, all of which must hold, or the reason why it is not tested.
    """

    id: str
    statement: str
    locator: str
    paper: PaperFigure
    tests: tuple[Test, ...] = ()
    untested: str = ""
    scale: str = ""
    expect: Verdict | None = None


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
class FrontMatter:
    """Everything that the first cell of a notebook declares."""

    paper: Paper
    digest: Digest
    trust: str
    setting: tuple[Setting, ...]
    claims: tuple[Claim, ...]
    data: tuple[str, ...] = ()  # files below the project's root, or "stdlib"

    @property
    def tested(self) -> bool:
        """Whether any claim of the paper has a test."""
        return any(claim.tests for claim in self.claims)

    def collect_quantities(self) -> frozenset[str]:
        """Return the names of all quantities that the claims' tests need."""
        return frozenset(test.quantity for claim in self.claims for test in claim.tests)
