"""The arXiv identifiers that a text names, and whether they are its own paper or companions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimbook.bibliography.titles import split_words
from claimbook.errors import ClaimbookError
from claimbook.intake.arxiv import read_identifier

_ADDRESS = re.compile(
    r"(?:https?://(?:\w{1,12}\.)?)?arxiv\.org/(?:abs|pdf|html)/[\w./-]{0,40}\w"
    r"|arxiv:\s?(?:\d{4}\.\d{4,5}|[a-z.-]{2,12}/\d{7})",
    re.IGNORECASE,
)
_BEFORE = 100  # characters that a name may have


@dataclass(frozen=True)
class Mentions:
    """What the identifiers in the text on one paper stand for."""

    own: str = ""  # the paper itself
    companions: tuple[str, ...] = ()  # named beside it
    unclear: tuple[str, ...] = ()  # one or the other


def find_identifiers(text: str) -> Iterator[tuple[str, str]]:
    """Yield each identifier, and the text before it in its paragraph.

    >>> list(find_identifiers("As in Tiny (https://arxiv.org/abs/2401.00001)."))
    [('2401.00001', 'As in Tiny (')]
    """
    for found in _ADDRESS.finditer(text):
        try:
            yield read_identifier(found[0]), text[max(0, found.start() - _BEFORE) : found.start()]
        except ClaimbookError:
            continue


def find_alone(line: str) -> str:
    """Return the identifier of a line that is nothing else, or nothing."""
    found = [known for known, _ in find_identifiers(line)]
    rest = _ADDRESS.sub("", line)
    said = split_words(re.sub("arxiv", "", rest, flags=re.IGNORECASE))
    return found[0] if len(found) == 1 and not said else ""


def cut_address(title: str) -> tuple[str, str]:
    """Cut an address off the end of a title; return both."""
    for found in _ADDRESS.finditer(title):
        known = find_alone(found[0])
        head, tail = title[: found.start()].rstrip(" ([<"), title[found.end() :]
        if known and head and not split_words(tail):
            return head, known
    return title, ""


def read_mentions(paragraphs: Sequence[str], title: str, own: str = "") -> Mentions:
    """Say of each identifier in the text on the paper `title` what it stands for.

    One that a name stands before, as in `SteerLM (https://…)`, is another paper's, unless the
    name is how the paper's own title begins.
    """
    companions: list[str] = []
    unclear: list[str] = []
    for known, before in (pair for text in paragraphs for pair in find_identifiers(text)):
        name = re.split(r"[.!?:;,]\s", before)[-1].rstrip(" ([<").split()
        if not own and _is_beginning(title, before):
            own = known
        elif name and re.search(r"[A-Z0-9]", name[-1]):
            companions.append(known)
        else:
            unclear.append(known)
    told = tuple(dict.fromkeys(one for one in companions if one != own))
    doubtful = dict.fromkeys(one for one in unclear if one != own and one not in told)
    return Mentions(own, told, tuple(doubtful))


def _is_beginning(title: str, before: str) -> bool:
    """Whether a text ends in the title, or in what stands before the title's colon."""
    whole, said = split_words(title), split_words(before)
    head = split_words(title.partition(":")[0])
    return bool(said) and any(said[-len(part) :] == part for part in (head, whole) if part)
