"""How wide a text is, about, where no browser lays it out: on a card or a badge.

The widths are those of DejaVu Sans and Verdana, which are nearly one; bold letters are a ninth wider.
"""

BOLD = 1.12
_NARROW, _WIDE = frozenset("ijl.,:;'|!·I()[]-"), frozenset("mwMW%@—→●◐◇✕=≠✓◑○+−±<>≤≥")
_MIDDLE = frozenset("ftr/ ")


def measure(text: str, size: float) -> float:
    """Return about how many pixels a line takes at a size in pixels.

    >>> round(measure("inconclusive", 11))
    72
    """
    return size * sum(map(_measure_letter, text))


def _measure_letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _MIDDLE:
        return 0.38
    if letter in _WIDE:
        return 0.88
    if ord(letter) > 0x2E80:  # Han, Hangul and the like are square
        return 1.0
    return 0.7 if letter.isupper() else 0.61


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break a text into lines of at most a width in pixels, at its plain spaces."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
