"""A claim's fields → its record, strictly."""

from collections.abc import Mapping
from enum import StrEnum
from math import isfinite
from typing import Any

from claimbook.errors import suggest
from claimbook.fields import Fields
from claimbook.model.claim import (
    NEEDS,
    QUANTITY,
    Asserter,
    Claim,
    Kind,
    PaperFigure,
    Rule,
    Test,
    Verdict,
)
from claimbook.model.evidence import find_words
from claimbook.model.paper import SLUG

LONGEST_ID = 80  # it names files
LARGEST = 1e60  # of a limit; a training run takes 1e26 operations
WIDEST = 10.0  # of an exponent's range, and of an identity's tolerance


def read_claim(fields: Fields) -> Claim:
    """Read one claim.

    Raises `ClaimbookError` for anything that is not exactly the contract, naming the claim.
    """
    identifier = fields.get_text("id")
    if not SLUG.fullmatch(identifier) or len(identifier) > LONGEST_ID:
        raise fields.make_fault(
            "id",
            f'"{identifier}" is no id',
            f"use lower case, digits, hyphens; {LONGEST_ID} at most",
        )
    fields.where = fields.where.rsplit("[", 1)[0] + f'["{identifier}"]'
    figure = Fields(fields.get("paper", dict, says="a mapping"), f"{fields.where}.paper")
    printed = PaperFigure(text=figure.get_text("text"), value=figure.get_number("value", None))
    figure.finish()
    expect = fields.get_text("expect", "")
    by, kind = fields.get_text("by", Asserter.PAPER), fields.get_text("kind", "")
    _refuse_unknown(fields, "expect", expect, Verdict, "verdict")
    _refuse_unknown(fields, "by", by, Asserter, "one who asserts")
    _refuse_unknown(fields, "kind", kind, Kind, "kind of evidence")
    claim = Claim(
        id=identifier,
        statement=fields.get_text("statement"),
        locator=fields.get_text("locator"),
        paper=printed,
        by=Asserter(by),
        kind=Kind(kind or Kind.EXPERIMENT),
        tests=_read_tests(fields, "test", printed),
        given=_read_tests(fields, "given", printed),
        untested=fields.get_text("untested", ""),
        scale=fields.get_text("scale", ""),
        expect=Verdict(expect) if expect else None,
    )
    fields.finish()
    _refuse_half_declared(claim, fields)
    if kind and not claim.tests:
        raise fields.make_fault("kind", "nothing settles a claim without a test", "remove it")
    if claim.given and not claim.tests:
        raise fields.make_fault(
            "given", "a claim without a test needs no precondition", "remove it"
        )
    _refuse_circles(claim, fields)
    _refuse_foreign_words(claim, fields)
    return claim


def _refuse_circles(claim: Claim, fields: Fields) -> None:
    """Refuse a precondition on what the claim itself tests: it could never come out against."""
    tested = {test.quantity for test in claim.tests}
    if circular := [test.quantity for test in claim.given if test.quantity in tested]:
        raise fields.make_fault(
            "given",
            f'"{circular[0]}" is what the claim itself tests',
            "name the quantity that shows the effect",
        )


def _refuse_foreign_words(claim: Claim, fields: Fields) -> None:
    """Refuse an accepted verdict that no claim of this kind can have."""
    said = dict.fromkeys(find_words(claim).values() if claim.tests else [Verdict.NOT_TESTED])
    said |= {Verdict.NOT_TESTED_HERE: None} if claim.given else {}
    if claim.expect and claim.expect not in said:
        raise fields.make_fault(
            "expect",
            f'"{claim.expect}" is never the verdict on such a claim',
            f"it is {' or '.join(said)}",
        )


def _refuse_unknown(fields: Fields, key: str, value: str, known: type[StrEnum], what: str) -> None:
    if value and value not in list(known):
        raise fields.make_fault(key, f'"{value}" is no {what}', suggest(value, known))


def _refuse_half_declared(claim: Claim, fields: Fields) -> None:
    if bool(claim.tests) == bool(claim.untested):
        raise fields.make_fault(
            "test",
            "a claim has either a test or a reason why there is none",
            "give `test` or `untested`",
        )
    if claim.tests and not claim.scale:
        raise fields.make_fault(
            "scale", "is missing", "say in a sentence what a test of this size can and cannot show"
        )


def _read_tests(fields: Fields, key: str, printed: PaperFigure) -> tuple[Test, ...]:
    if not fields.has(key):
        return ()
    raw = fields.raw[key]
    rows = raw if isinstance(raw, list) else [raw]
    return tuple(
        _read_test(
            Fields(row, f"{fields.where}.{key}" + (f"[{i}]" if len(rows) > 1 else "")), printed
        )
        for i, row in enumerate(rows)
    )


def _read_test(fields: Fields, printed: PaperFigure) -> Test:
    name = fields.get_text("rule")
    if name not in list(Rule):
        raise fields.make_fault("rule", f'the rule "{name}" does not exist', suggest(name, Rule))
    rule = Rule(name)
    quantity = fields.get_text("quantity")
    if not QUANTITY.fullmatch(quantity):
        raise fields.make_fault(
            "quantity",
            f'"{quantity}" is no name',
            "use lower-case words joined by single underscores",
        )
    limits = _read_limits(fields, rule)
    value = fields.get_number("value", None)
    fields.finish()
    if rule is Rule.NEAR and value is None:
        value = printed.value
    _refuse_absurd(fields, rule, value, limits)
    if rule is Rule.NEAR and value is None:
        raise fields.make_fault("value", "`near` needs the paper's value", "give `value`")
    return Test(quantity=quantity, rule=rule, value=value, **limits)


def _read_limits(fields: Fields, rule: Rule) -> dict[str, Any]:
    """Read the limits that `rule` needs and refuse those of other rules."""
    limits: dict[str, Any] = {}
    for key in ("bound", "tolerance", "range"):
        if key in NEEDS[rule]:
            limits[key] = _read_range(fields) if key == "range" else fields.get_number(key)
        elif fields.has(key):
            raise fields.make_fault(key, f"the rule `{rule}` takes no {key}", "remove it")
    if limits.get("tolerance", 0.0) < 0:
        raise fields.make_fault("tolerance", "is negative", "give a number of at least zero")
    return limits


def _refuse_absurd(
    fields: Fields, rule: Rule, value: float | None, limits: Mapping[str, Any]
) -> None:
    """Refuse limits that no measurement could miss."""
    tolerance = limits.get("tolerance", 0.0)
    low, high = limits.get("range", (0.0, 0.0))
    for key, number in (("bound", limits.get("bound")), ("value", value)):
        if number is not None and abs(number) > LARGEST:
            raise fields.make_fault(
                key, f"{number:g} is beyond what is measured", "mend the exponent"
            )
    if rule is Rule.NEAR and value and tolerance >= abs(value):
        what = f"{tolerance:g} about {value:g} lets zero pass, and every sign"
        raise fields.make_fault("tolerance", what, "give a part of the value")
    if rule is Rule.IDENTITY and tolerance > WIDEST:
        what = f"{tolerance:g} is no numerical tolerance"
        raise fields.make_fault(
            "tolerance", what, f"give {WIDEST:g} at most, or a rule with a bound"
        )
    if high - low > WIDEST or max(abs(low), abs(high)) > WIDEST**2:
        what = f"[{low:g}, {high:g}] is wider than any slope that is fitted"
        raise fields.make_fault("range", what, f"give limits {WIDEST:g} apart at most")


def _read_range(fields: Fields) -> tuple[float, float]:
    pair = fields.get_items("range")
    numbers = [x for x in pair if isinstance(x, (int, float)) and not isinstance(x, bool)]
    if (
        len(pair) != 2
        or len(numbers) != 2
        or not all(map(isfinite, numbers))
        or numbers[0] > numbers[1]
    ):
        raise fields.make_fault("range", "expected two numbers, low then high", "write [0.4, 0.6]")
    return float(numbers[0]), float(numbers[1])
