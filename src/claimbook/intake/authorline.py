"""The line of authors that a digest post puts in parentheses under a title."""

import re

_AFFILIATION = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKS = re.compile(r"[*†‡§¶#∗⁎⁺¹²³⁰-⁹]+|(?<=[^\W\d_])\d+(?:\s*,\s*\d+)*(?!\w)")
_REST = re.compile(r"\s+[—–|-]\s+.*$|\s*;\s*[^;]*$")
_OTHERS = re.compile(
    r"(?:\b(?:et al|and others|others)\b\.?|(?<=\S)\s+외(?:\s*\d+\s*[명인])?)\s*$", re.I
)
_AND = re.compile(r"\s*[,;]\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*|\s+및\s+")
_PARTICLES = frozenset(
    [
        *("af", "al", "ben", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "dos"),
        *(
            "'t",
            "’t",
            "du",
            "el",
            "ibn",
            "la",
            "le",
            "of",
            "the",
            "ten",
            "ter",
            "van",
            "von",
            "zu",
            "zur",
        ),
    ]
)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)


def read_authors(line: str) -> tuple[tuple[str, ...], bool] | None:
    """Return the authors as printed, and whether some were left out; None if it names nobody.

    >>> read_authors("(Jane Doe¹, Karl von Roe (MIT) and others)")
    (('Jane Doe', 'Karl von Roe'), True)
    >>> read_authors("(a remark in parentheses)") is None
    True
    """
    text = line.strip()
    if len(text) < 3 or not (text.startswith("(") and text.endswith(")")):
        return None
    text = _MARKS.sub("", _AFFILIATION.sub(" ", text[1:-1]))
    if re.search(r"[()]", text):
        return None
    if text.count(";") == 1 or re.search(r"\s[—–|-]\s", text):
        text = _cut_rest(text)
    bare = _OTHERS.sub("", text)
    people = _join_suffixes(_split_inverted(bare) or [part.strip() for part in _AND.split(bare)])
    people = [" ".join(person.split()) for person in people if person.strip()]
    if not people or not all(_is_name(person) for person in people):
        return None
    return tuple(people), bare != text


def read_plain_authors(line: str) -> tuple[tuple[str, ...], bool] | None:
    """Return the authors of a line without parentheses, if it can be nothing else.

    >>> read_plain_authors("Jane Doe, Karl von Roe"), read_plain_authors("Fast, good and cheap.")
    ((('Jane Doe', 'Karl von Roe'), False), None)
    """
    text = line.strip("*_ ")
    if (text.endswith(".") and not re.search(r"et al\.$", text)) or len(text) > 2000:
        return None
    found = read_authors(f"({text})")
    if found is None or len(found[0]) < 2:
        return None
    whole = all(len(name.split()) > 1 or re.fullmatch(r"[가-힣]{2,4}", name) for name in found[0])
    return found if whole else None


def _cut_rest(text: str) -> str:
    """Cut off affiliations that follow the names."""
    return text if _split_inverted(text) else _REST.sub("", text)


def _split_inverted(text: str) -> list[str]:
    """Read `Last, First; Last, First`; nothing if it is not that."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    halves = [part.split(",") for part in parts]
    sure = all(len(half) == 2 and 0 < len(half[0].split()) < 4 for half in halves)
    return parts if len(parts) > 1 and sure else []


def _join_suffixes(people: list[str]) -> list[str]:
    """Put a suffix back behind its name: `John Roe`, `Jr.` → `John Roe Jr.`."""
    joined: list[str] = []
    for person in people:
        if joined and _SUFFIX.fullmatch(person):
            joined[-1] += f" {person}"
        else:
            joined.append(person)
    return joined


def _is_name(text: str) -> bool:
    """Whether a text is made like a name: few words, all of them capitals, particles or Hangul."""
    parts = text.replace(",", " ").split()
    if len(parts) > 7 or len(text) > 80 or re.search(r"[!?:/\\{}<>\"@=]", text):
        return False
    if re.search(r"[가-힣]", text):
        return bool(re.fullmatch(r"[가-힣]{2,5}|[가-힣]{1,2} [가-힣]{1,3}", text))
    return any(part[0].isupper() or not part[0].isascii() for part in parts) and all(
        part.lower() in _PARTICLES or _can_begin_name(part) for part in parts
    )


def _can_begin_name(word: str) -> bool:
    bare = re.sub(r"^[a-z]{1,2}['’]", "", word)  # d'Orsay
    first = next((letter for letter in bare if letter.isalpha()), "")
    return (bool(first) and (first.isupper() or first.upper() == first)) or word == "&"
