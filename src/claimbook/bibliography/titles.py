"""When two titles name one paper: the same words, nearly the same words, or words in common."""

import re
import unicodedata
from difflib import SequenceMatcher

NEAR = 0.85  # of a word's letters, for a slip of the pen
AKIN = 0.5  # of the letters, for a paper that was renamed on its way into print


def split_words(title: str) -> list[str]:
    """Return the words of a title in lower case, without accents, in any script.

    >>> split_words("Hägele's 3rd Law:  $x$-RNNs")
    ['hageles', '3rd', 'law', 'x', 'rnns']
    """
    folded = unicodedata.normalize("NFKD", re.sub(r"['’{}$\\]", "", title)).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return re.findall(r"\w+", unicodedata.normalize("NFC", bare))


def is_same(one: str, other: str) -> bool:
    """Whether two titles are one but for capitals, accents and punctuation."""
    return bool(split_words(one)) and split_words(one) == split_words(other)


def is_near(one: str, other: str) -> bool:
    """Whether two titles are one but for spaces or a slip of the pen in one word.

    Numbers have to agree.

    >>> is_near("StarCoder 2", "StartCoder 2"), is_near("Llama 2", "Llama 3")
    (True, False)
    """
    first, second = split_words(one), split_words(other)
    if first and "".join(first) == "".join(second):
        return True
    differ = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    if not first or len(first) != len(second) or len(differ) > 1:
        return False
    return all(not re.search(r"\d", "".join(pair)) and _compare(*pair) >= NEAR for pair in differ)


def is_akin(one: str, other: str) -> bool:
    """Whether two titles may be those of a preprint and of its published form."""
    first, second = sorted((split_words(one), split_words(other)), key=len)
    return bool(first) and (
        second[: len(first)] == first or _compare(" ".join(first), " ".join(second)) >= AKIN
    )


def _compare(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
