"""The syntax of citations: what is a key, what is a group of them, and what only looks so."""

import re
from collections.abc import Container
from dataclasses import dataclass, replace

KEY = r"(?>[A-Za-z][A-Za-z0-9_:.+/-]*[A-Za-z0-9])(?!@|[^\W_])"
# What stands before the @ of a citation is a space or an opening mark, never a word, a dot, a
# slash or a sign that an e-mail address, a web address or a handle may hold.
BEFORE = r"(?<![\w@.+%/\\&=:#$-])"
GROUP = r"\[([^\[\]]*)\]"
SENTENCE = (
    rf"(?:(?P<minus>(?<!\S)-)|{BEFORE})@(?P<key>{KEY})(?: \[(?P<locator>[^\[\]@]+)\](?![(\[:]))?"
)
_IN_GROUP = re.compile(rf"(?:(?P<minus>(?<!\S)-)|{BEFORE})@(?P<key>{KEY})")
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
            key = known_part(found["key"], known) or found["key"]
            suffix = part[found.start("key") + len(key) :].strip(" ,\n")
            items.append(Item(key, part[: found.start()].lstrip(), suffix, bool(found["minus"])))
        elif items:  # "[@a, §3; Table 2]": a locator may hold a semicolon
            suffix = f"{items[-1].suffix}; {part.strip()}".removeprefix("; ")
            items[-1] = replace(items[-1], suffix=suffix)
        else:
            return ()
    explicit = re.match(r"\s*-?@", body)
    meant = explicit or any(item.key in known or is_like_key(item.key) for item in items)
    return tuple(items) if meant else ()


def key_in_sentence(text: str, known: Container[str]) -> str:
    """Return the key that `text` begins with, or nothing if it is a handle or a decorator.

    A key counts if it is known, or if it is made like one (author, year, word), so that a
    misspelt one is found.
    """
    if key := known_part(text, known):
        return key
    head = re.match(r"[A-Za-z0-9]*", text)
    return head[0] if head and is_like_key(head[0]) else ""


def known_part(text: str, known: Container[str]) -> str:
    """Return the longest known key with which `text` begins, ending where punctuation begins."""
    if text in known:
        return text
    cuts = [mark.start() for mark in re.finditer(r"[^A-Za-z0-9]+", text)]
    return next((text[:cut] for cut in reversed(cuts) if text[:cut] in known), "")


def is_like_key(text: str) -> bool:
    """Whether `text` is made like a citation key: author, year, word."""
    return bool(_CITATION_LIKE.fullmatch(text))


def mentioned(text: str, known: Container[str]) -> frozenset[str]:
    """Return every known key that stands after an @ anywhere in `text`, code included."""
    keys = (known_part(key, known) for key in re.findall(rf"@({KEY})", text))
    return frozenset(key for key in keys if key)
