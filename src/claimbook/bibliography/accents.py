r"""Accented letters in LaTeX: one spelling for each, the only one that every tool reads alike.

BibTeX counts bytes, so that it cuts `Şule` in two where a style abbreviates names; and it takes
`\'{E}mile` for a name that begins with a backslash. Biber trips over a dotless i below an accent.
All of them, and pandoc, know `{\c S}ule`, `{\'E}mile` and `{\"i}`.
"""

import re
import unicodedata

_MARKS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
_LETTERS = {
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "å": r"{\aa}",
    "Å": r"{\AA}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
}
_ACCENT = (
    r"(?<!\\)\\(?:(?P<sign{0}>[\"'`^~=.])\s*|(?P<name{0}>[uvHcdbkr])(?:\s+|(?=\{{)))"
    r"(?:\{{\s*\\?(?P<braced{0}>(?<=\\)[ij]|(?<!\\)[A-Za-z])\s*\}}"
    r"|\\(?P<dotless{0}>[ij])(?![A-Za-z])\s?|(?P<bare{0}>[A-Za-z]))"
)
_SPELT = re.compile(rf"(?<!\\)\{{\s*{_ACCENT.format(1)}\s*\}}|{_ACCENT.format(2)}")
_MATH = re.compile(r"((?<!\\)\$[^$]*(?<!\\)\$)")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def settle_accents(text: str) -> str:
    r"""Return LaTeX with each accent that it spells out in its one spelling; math stays.

    >>> print(settle_accents(r"\'{E}mile na\"{\i}ve Ho{\v{c}}evar"))
    {\'E}mile na{\"i}ve Ho{\v c}evar
    """
    if "\\" not in text:
        return text
    parts = _MATH.split(text)
    return "".join(
        part if place % 2 else _SPELT.sub(_spell_accent, part) for place, part in enumerate(parts)
    )


def _spell_accent(found: re.Match[str]) -> str:
    which = "1" if found["sign1"] or found["name1"] else "2"
    accent = found[f"sign{which}"] or f"{found[f'name{which}']} "
    letter = found[f"braced{which}"] or found[f"dotless{which}"] or found[f"bare{which}"]
    return f"{{\\{accent}{letter}}}"


def spell_in_ascii(text: str) -> str:
    r"""Return text with each Latin letter that has an accent spelt in ASCII, where all tools know it.

    >>> print(spell_in_ascii("Şule Müller"))
    {\c S}ule M{\"u}ller
    """
    if text.isascii():
        return text
    return _FOREIGN.sub(lambda found: _spell_letter(found[0]), unicodedata.normalize("NFC", text))


def _spell_letter(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    parts = list(unicodedata.normalize("NFD", letter))
    accent = _MARKS.get(parts[1], "") if len(parts) == 2 else ""
    if not accent or not (parts[0].isascii() and parts[0].isalpha()):
        return letter  # no spelling that every tool knows
    return f"{{\\{accent}{' ' if accent.isalpha() else ''}{parts[0]}}}"
