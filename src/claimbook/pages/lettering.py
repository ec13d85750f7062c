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


def wrap(text: str, size: float, width: float, *, most: int = 0) -> list[str]:
    """Break a text into lines of at most a width in pixels, at its plain spaces.

    A word that is longer than a line is broken where the line ends. Of more than `most` lines the rest
    is left out, and the last ends with an ellipsis.
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines += _split_word(word, size, width)
    if most and len(lines) > most:
        kept = lines[:most]
        while kept[-1] and measure(f"{kept[-1]}…", size) > width:
            kept[-1] = kept[-1][:-1]
        return [*kept[:-1], f"{kept[-1].rstrip()}…"]
    return lines


def _split_word(word: str, size: float, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
