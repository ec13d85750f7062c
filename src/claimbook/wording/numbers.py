"""Numbers, days and rules as a reader sees them."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from claimbook.model.claim import Rule, Test
from claimbook.model.evidence import TestResult
from claimbook.model.measurement import Measurement
from claimbook.wording.catalogue import LOCALES, get_spoken, say


def show_number(value: float) -> str:
    """Format a number with three significant digits, without needless exponents.

    >>> show_number(0.012345), show_number(-71.0), show_number(540000.0), show_number(1.2e-14)
    ('0.0123', '−71', '540,000', '1.2e-14')
    """
    if value == int(value) and abs(value) < 1e15:
        text = f"{int(value):,}"
    elif 1e-3 <= abs(value) < 1e3:
        text = f"{value:#.3g}".rstrip(".")
    elif 1e3 <= abs(value) < 1e9:
        text = f"{value:,.0f}"
    else:
        text = re.sub(r"e\+?(-?)0*(\d)", r"e\1\2", f"{value:.3g}")  # 3.8e25, 5e-6
    return point_number(re.sub("^-", "−", text))


def show_bound(value: float) -> str:
    """Format a number that was written down and not measured: no zeros behind its last digit.

    >>> show_bound(0.05), show_bound(1.25), show_bound(-2.0), show_bound(30.84)
    ('0.05', '1.25', '−2', '30.84')
    """
    if not 1e-3 <= abs(value) < 1e3:
        return show_number(value)
    return point_number(f"{value:.6g}".replace("-", "−"))


def point_number(text: str) -> str:
    """Return a number as English has it with the points and commas of the language that is spoken."""
    marks = _find_marks(get_spoken())
    return text.translate(marks) if marks else text


@cache
def _find_marks(language: str) -> dict[int, str]:
    """Return what stands for a comma and for a point in a language's numbers, if that is another sign."""
    from babel import Locale
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = Locale.parse(LOCALES.get(language, language), sep="-")
    marks = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale)}
    return {ord(sign): mark for sign, mark in marks.items() if sign != mark}


def show_day(day: date) -> str:
    """Write a day in words, whatever the machine's locale.

    >>> show_day(date(2024, 2, 29))
    '29 February 2024'
    """
    return say("day", day=day)


def show_measurement(measurement: Measurement) -> str:
    """Show a measurement as its value, or as its mean with the interval, and its unit."""
    summary = measurement.summary
    unit = f" {measurement.unit}" if measurement.unit else ""
    mean = show_number(summary.mean)
    if summary.n == 1:
        value = f"{mean}{unit}"
        return value if measurement.deterministic else say("measured-one-seed", value=value)
    low, high = show_number(summary.low), show_number(summary.high)
    if measurement.deterministic:
        value = low if low == high else say("measured-range", low=low, high=high)
        return value + unit
    return f"{mean} [{low}, {high}]{unit}"


def show_limit(test: Test) -> str:
    """Write a test's rule as a reader would: ``≤ 0.015``, ``> 0``, ``within [0.4, 0.6]``."""
    low, high = test.range or (0.0, 0.0)
    numbers = {
        "bound": test.bound,
        "tolerance": test.tolerance,
        "value": test.value,
        "low": low,
        "high": high,
    }
    shown = {name: show_bound(number or 0.0) for name, number in numbers.items()}
    wanted = {
        Rule.AT_LEAST: ("bound",),
        Rule.AT_MOST: ("bound",),
        Rule.NEAR: ("value", "tolerance"),
        Rule.IDENTITY: ("tolerance",),
        Rule.SLOPE: ("low", "high"),
    }.get(test.rule, ())
    rule = f"rule-{test.rule.replace('_', '-')}"
    return say(rule, **{name: shown[name] for name in wanted})


def group_by_quantity(results: Sequence[TestResult]) -> list[tuple[Measurement, str]]:
    """Return each measurement once, with all that is asked of it: ``≥ −0.015 and ≤ 0.015``."""
    found: dict[str, tuple[Measurement, str]] = {}
    for result in results:
        name, asked = result.measurement.name, show_limit(result.test)
        if name in found:
            asked = say("rules-all", first=found[name][1], second=asked)
        found[name] = result.measurement, asked
    return list(found.values())
