"""Names in every form that programs write → names as BibTeX takes them: `von Last, Jr., First`.

Biblatex names the parts (`family=Hasselt, prefix=van`), search engines put given names first,
publishers forget braces, and a list may be joined by semicolons.
"""

import re
from collections.abc import Iterator

from bibtexparser.middlewares.names import parse_single_name_into_parts

from claimbook.bibliography.latex import is_braced
from claimbook.bibliography.reference import split_names
from claimbook.intake.romanised import is_japanese, split_eastern

SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_GROUPS = frozenset(
    """
    ai authors collaboration consortium foundation group inc inc. institute lab labs project
    research team university
    """.split()
)
_PART = re.compile(
    r"\s*(family|given|prefix|suffix|useprefix|[a-z]+-i)\s*=\s*"
    r'(\{(?:[^{}]|\{[^{}]*\})*\}|"[^"]*"|[^,]*)\s*(?:,|$)',
    re.IGNORECASE,
)
_EXTENDED = re.compile(r'"?\s*(?:family|given|prefix|suffix)(?:-i)?\s*=', re.IGNORECASE)
_OTHERS = re.compile(r"(?:others|\{others\}|et\.?\s+al\.?|\{et\.?\s+al\.?\})", re.IGNORECASE)
_TAIL = re.compile(r",?\s+et\.?\s+al\.?\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"\s+\d{4}$")  # by which DBLP tells namesakes apart


def settle_people(text: str) -> str:
    """Return a list of names in whatever form as BibTeX takes it.

    >>> settle_people("family=Hasselt, given=Hado P., prefix=van, useprefix=true and Guez, Arthur")
    'van Hasselt, Hado P. and Guez, Arthur'
    """
    japanese = is_japanese(text)
    text = re.sub(r"^\s*and\s+|\s+and\s*$", "", text.replace("’", "'"))
    people = split_names(_join_by_and(text.replace("~", " ") if "\\~" not in text else text))
    settled: list[str] = []
    for name in people:
        settled += _settle(name, japanese)
    return " and ".join(dict.fromkeys(settled) if settled.count("others") > 1 else settled)


def _join_by_and(text: str) -> str:
    """Join people by `and` where they were joined by a semicolon or a bare ampersand."""
    depth, joined = 0, ""
    for place, letter in enumerate(text):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        around = text[place - 1 : place], text[place + 1 : place + 2]
        ampersand = letter == "&" and around == (" ", " ")
        joined += " and " if not depth and (letter == ";" or ampersand) else letter
    parts = [part for part in split_names(joined) if part.lower() not in ("", "and")]
    return " and ".join(parts)


def _settle(name: str, japanese: bool) -> Iterator[str]:
    """Yield one name, and `others` where more people hide behind it."""
    if not name:
        yield name  # a person is missing: that is a fault, and found as one
    elif _OTHERS.fullmatch(name):
        yield "others"
    elif bare := _TAIL.sub("", name):
        yield _settle_one(bare, japanese)
        yield from ("others" for _ in [0] if bare != name)


def _settle_one(name: str, japanese: bool) -> str:
    if _EXTENDED.match(name.lstrip("{")):
        return _read_extended(name)
    if is_braced(name):
        return name
    if is_group(name):
        return f"{{{name}}}"
    family, given = split_eastern(name, japanese=japanese)
    if family:
        return f"{family}, {given}" if given else family
    return _invert(_unwrap(_NUMBER.sub("", name)))


def _read_extended(name: str) -> str:
    """Read the named parts of biblatex's extended format."""
    text = name[1:-1] if is_braced(name) else name
    parts = {
        key.lower(): value.strip('" ')[1:-1] if is_braced(value) else value.strip('" ')
        for key, value in _PART.findall(text.strip('"'))
    }
    family, prefix = parts.get("family", ""), parts.get("prefix", "")
    if re.search(r",|\sand\s", family):
        family = f"{{{family}}}"
    found = (f"{prefix} {family}".strip(), parts.get("suffix", ""), parts.get("given", ""))
    if not any(found[1:]):
        return f"{{{found[0]}}}" if " " in found[0] else found[0]
    return ", ".join(part for part in found if part)


def _unwrap(name: str) -> str:
    """Take braces off a single word that needs none, as in ADS's `{Desiati}, P.`."""
    return re.sub(
        r"(?<![\w\\}{])(?<![a-z] )\{((?:[A-Z]|\{\\[^{}]*[A-Z]\})(?:[A-Za-z'-]|\{\\[^{}]*\})*)\}(?![\w{])",
        r"\1",
        name,
    )


def is_group(name: str) -> bool:
    """Whether a plain name is that of a team or a house, and not of a person.

    >>> is_group("Gem Team"), is_group("The ATLAS Collaboration"), is_group("Ai Weiwei")
    (True, True, False)
    """
    words = name.lower().split()
    return bool(words) and "," not in name and (words[-1] in _GROUPS or words[0] in ("team", "the"))


def _invert(name: str) -> str:
    """Return a name as `von Last, Jr., First`, its LaTeX untouched."""
    words = name.split()
    if re.sub(r"\{[^{}]*\}", "", name).count(",") > 2:
        return name  # several people without an `and`: nobody can say which
    suffix = ""
    if "," not in name and len(words) > 2 and words[-1].lower() in SUFFIXES:
        suffix = words.pop()
    parts = parse_single_name_into_parts(" ".join(words), strict=False)
    family = " ".join([*parts.von, *parts.last])
    given, junior = " ".join(parts.first), suffix or " ".join(parts.jr)
    if given.lower() in SUFFIXES and junior:  # `King, Martin, Jr.` has them the wrong way round
        given, junior = junior, given
    return ", ".join(part for part in (family, junior, given) if part)
