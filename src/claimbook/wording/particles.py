"""Korean particles agree with the sound before them: `{은/는}` becomes the one of the two that fits.

Which form stands after a consonant and which after a vowel is known of each pair, in whatever order
it is written. Figures are read as Korean reads them (3 is 삼), capitals by their names (M is 엠), words in
Latin letters by how they end, % as 퍼센트. What stands in brackets does not count: `0.5 [0.4, 0.6]` ends as
0.5.
"""

import re

# after a consonant, after a vowel
PAIRS = (
    *(("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"), ("이라", "라")),
    *(
        ("이나", "나"),
        ("이며", "며"),
        ("이고", "고"),
        ("이다", "다"),
        ("이었", "였"),
        ("이든", "든"),
    ),
    *(("이란", "란"), ("아", "야")),
)
_FORMS = {f"{a}/{b}": pair for pair in PAIRS for a, b in (pair, pair[::-1])}
MARKER = re.compile(rf"\{{({'|'.join(sorted(_FORMS, key=len, reverse=True))})\}}")

RIEUL, NONE, OTHER = "ㄹ", "", "ㄴ"  # how a sound ends: in ㄹ, in a vowel, in another consonant
_DIGITS = dict(
    zip("0123456789", (OTHER, RIEUL, "", OTHER, "", "", OTHER, RIEUL, RIEUL, ""), strict=True)
)
_CAPITALS = {"L": RIEUL, "M": OTHER, "N": OTHER, "R": RIEUL}
_SIGNS = {
    "ε": OTHER,
    "ο": OTHER,
    "υ": OTHER,
}  # 엡실론, 오미크론, 입실론; other letters end in vowels
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")
_CLOSING = re.compile(r"[\s\"'”’»」』》)\]*_.,]+$")
_SEEN = 200  # characters before a particle that may decide it
_TRILLIONS = re.compile(r"(?<![\d.,])[1-9][\d,]*?(?:,?000){4}$")  # 조
_WORD = re.compile(r"[A-Za-z]+$")


def choose_particles(text: str, before: str = "") -> str:
    """Return a text with its particles chosen; `before` is what stands before it.

    >>> choose_particles("3{은/는}, 2{은/는}, GPT{으로/로}, 7{으로/로}")
    '3은, 2는, GPT로, 7로'
    """
    made, end = "", 0
    for found in MARKER.finditer(text):
        made += text[end : found.start()]
        made += choose_form(before[-_SEEN:] + made[-_SEEN:], found[1])
        end = found.end()
    return made + text[end:]


def choose_form(before: str, pair: str) -> str:
    """Return the form of a pair that fits what stands before it."""
    consonant, vowel = _FORMS[pair]
    ending = find_ending(before[-_SEEN:])
    if consonant == "으로" and ending == RIEUL:
        return vowel
    return consonant if ending else vowel


def find_ending(text: str) -> str:
    """Return how a text sounds at its end: ㄹ, another consonant, or a vowel (nothing).

    >>> find_ending("모형"), find_ending("서울"), find_ending("0.5 [0.4, 0.6]")
    ('ㄴ', 'ㄹ', '')
    """
    while (bare := _BRACKETS.sub("", text)) and bare != text:
        text = bare
    text = _CLOSING.sub("", text)
    last = text[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return NONE if not final else RIEUL if final == 8 else OTHER
    if last in _DIGITS:
        return NONE if _TRILLIONS.search(text) else _DIGITS[last]
    if found := _WORD.search(text):
        return _end_word(found[0])
    return _SIGNS.get(last, NONE)


def _end_word(word: str) -> str:
    """Return how a word in Latin letters ends: an abbreviation by its last letter's name."""
    if word[-1:].isupper():
        return _CAPITALS.get(word[-1], NONE)
    found = re.search(r"(?:([lmn])e?|(ng))$", word)
    if found is None or len(word) == 1:
        return _CAPITALS.get(word.upper(), NONE) if len(word) == 1 else NONE
    return RIEUL if found[1] == "l" else OTHER
