"""The syntax of citations: what is a key, what is a group of them, and what only looks so."""

import re
from collections.abc import Collection, Container
from dataclasses import dataclass, replace
from difflib import get_close_matches

# Scripts that put no space between words: there a citation may follow, and be followed by, a letter.
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
KEY = rf"(?>[A-Za-z][A-Za-z0-9_:.+/-]*[A-Za-z0-9])(?!@|(?![{UNSPACED}])[^\W_])"
# What stands before the @ of a citation is a space or an opening mark, never a word, a dot, a
# slash or a sign that an e-mail address, a web address or a handle may hold.
BEFORE = rf"(?:(?<=[{UNSPACED}])|(?<![\w@.+%/\\&=:#$-]))"
GROUP = r"\[([^\[\]]*)\]"
_WORK = rf"(?:(?P<minus>(?<!\S)-)|{BEFORE})@(?:\{{(?P<braced>[^{{}}\s@]+)\}}|(?P<key>{KEY}))"
SENTENCE = rf"{_WORK}(?: \[(?P<locator>[^\[\]@]+)\](?![(\[:]))?"
CLOSE, CLOSER = 0.8, 0.92  # of the letters of a key that is known
# Never a work: a figure or a claim of this page, or, behind a colon, of another (see `crossrefs`).
RESERVED = ("fig-", "claim-")
_IN_GROUP = re.compile(_WORK)
_CROSS_REFERENCE = re.compile(r"(?:fig|claim)-\w+(?:-\w+)*(?::\w+(?:-\w+)*)?", re.ASCII)
_CITATION_LIKE = re.compile(r"[a-z]{2,}(?:1[5-9]|20)\d{2}[a-z]{3,}[0-9]?")


@dataclass(frozen=True)
class Item:
    """One work in a citation."""

    key: str
    prefix: str = ""
    suffix: str = ""
    suppress: bool = False  # leave the authors out: the sentence has just named them


def parse_group(body: str, known: Container[str]) -> tuple[Item, ...]:
    """Read what stands between brackets; what is no citation gives no items.

    >>> parse_group("see @wang2024arithmetic, §3", ())
    (Item(key='wang2024arithmetic', prefix='see ', suffix='§3', suppress=False),)
    >>> parse_group("write to me@example.org", ())
    ()
    """
    items: list[Item] = []
    for part in body.split(";"):
        found = _IN_GROUP.search(part)
        if found:
            key, end = read_key(found, known)
            suffix = part[end:].strip(" ,\n")
            items.append(Item(key, part[: found.start()].lstrip(), suffix, bool(found["minus"])))
        elif items:  # "[@a, §3; Table 2]": a locator may hold a semicolon
            suffix = f"{items[-1].suffix}; {part.strip()}".removeprefix("; ")
            items[-1] = replace(items[-1], suffix=suffix)
        else:
            return ()
    explicit = re.match(r"\s*-?@", body)
    meant = explicit or any(item.key in known or is_like_key(item.key) for item in items)
    return tuple(items) if meant else ()


def read_key(found: re.Match[str], known: Container[str]) -> tuple[str, int]:
    """Return the key that a match in a group holds, and where it ends."""
    if found["braced"]:
        return found["braced"], found.end()
    key = read_crossref(found["key"]) or find_known_part(found["key"], known) or found["key"]
    return key, found.start("key") + len(key)


def read_crossref(text: str) -> str:
    """Return the reference to a figure or a claim that `text` begins with, or nothing.

    >>> read_crossref("fig-dpa:front"), read_crossref("claim-a.The"), read_crossref("fig")
    ('fig-dpa:front', 'claim-a', '')
    """
    found = _CROSS_REFERENCE.match(text)
    return found[0] if found else ""


def read_sentence_key(text: str, known: Collection[str]) -> str:
    """Return the key that `text` begins with, or nothing if it is a handle or a decorator.

    A key counts if it is known, or if it is made like one (author, year, word) or close to one
    that is known, so that a misspelt one is found.
    """
    if key := read_crossref(text) or find_known_part(text, known):
        return key
    head = re.match(r"[A-Za-z0-9]*", text)
    if head and is_like_key(head[0]):
        return head[0]
    return text if _is_close(text, known) else ""


def _is_close(text: str, known: Collection[str]) -> bool:
    """Whether a text is a slip of the pen away from a key; without a digit it may well be a name.

    >>> _is_close("jarse2024", ["jarse2023"]), _is_close("dataclass", ["datta2020class"])
    (True, False)
    """
    cutoff = CLOSE if re.search(r"\d", text) else CLOSER
    return len(text) > 3 and bool(get_close_matches(text, known, n=1, cutoff=cutoff))


def find_known_part(text: str, known: Container[str]) -> str:
    """Return the longest known key with which `text` begins, ending where punctuation begins."""
    if text in known:
        return text
    cuts = [mark.start() for mark in re.finditer(r"[^A-Za-z0-9]+", text)]
    return next((text[:cut] for cut in reversed(cuts) if text[:cut] in known), "")


def is_like_key(text: str) -> bool:
    """Whether `text` is made like a citation key: author, year, word."""
    return bool(_CITATION_LIKE.fullmatch(text) or read_crossref(text))


def find_mentioned(text: str, known: Container[str]) -> frozenset[str]:
    """Return every known key that stands after an @ anywhere in `text`, code included."""
    keys = (find_known_part(key, known) for key in re.findall(rf"@\{{?({KEY})", text))
    return frozenset(key for key in keys if key)
