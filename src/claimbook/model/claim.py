"""Claims as a notebook declares them, the rules that judge them, and what may be said of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

QUANTITY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class Asserter(StrEnum):
    """Who asserts a claim."""

    PAPER = "paper"
    NEWS = "news"
    OTHER_WORK = "other-work"
    DIGEST = "digest"
    OURS = "ours"


class Kind(StrEnum):
    """How a claim is settled."""

    EXPERIMENT = "experiment"  # measured over seeds
    RECHECK = "recheck"  # printed numbers, recomputed
    DERIVATION = "derivation"  # a formula, proof or construction, checked exactly


class Verdict(StrEnum):
    """What a machine may say of a claim; which words depend on its kind and on who asserts it."""

    REPRODUCED = "reproduced"
    SAME_DIRECTION = "same direction"
    INCONCLUSIVE = "inconclusive"
    NOT_REPRODUCED = "not reproduced"
    HOLDS = "holds"
    DOES_NOT_HOLD = "does not hold"
    ANSWERED_YES = "answered yes"
    ANSWERED_IN_PART = "answered in part"
    OPEN = "open"
    ANSWERED_NO = "answered no"
    NOT_TESTED_HERE = "not tested here"
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
    """A statement about a paper, written down before the run that judges it.

    A claim has either tests, all of which must hold, or the reason why it is not tested. One that
    defends against an effect, or explains it, is `given` that the same run shows the effect.
    """

    id: str
    statement: str
    locator: str
    paper: PaperFigure
    by: Asserter = Asserter.PAPER
    kind: Kind = Kind.EXPERIMENT
    tests: tuple[Test, ...] = ()
    given: tuple[Test, ...] = ()
    untested: str = ""
    scale: str = ""
    expect: Verdict | None = None
