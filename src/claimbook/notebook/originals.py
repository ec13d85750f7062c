"""What of a notebook a translation renders, piece by piece: each with a name that stays, and a digest.

| name | what it is |
|---|---|
| `front headline`, `claimed`, `happened`, `trust`, `read`, `question`, `title` | a field at the top |
| `setting responses` | a row of the setting by its aspect: aspect, paper and ours, one a line |
| `claim some-id statement`, `scale`, `untested`, `paper` | a field of a claim |
| `history 2026-11-26.1` | an entry of the history; the oldest of a day is its first |
| `cell some-id` | a Markdown cell |
| `figure some-id caption`, `alt` | what a figure says, with holes for what is computed |
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from claimbook.notebook.bounds import find_excess
from claimbook.notebook.captions import read_captions
from claimbook.notebook.source import Notebook

FIRST = ("headline", "claimed", "happened")  # the fields that may bind numbers of the run


@dataclass(frozen=True)
class Original:
    """A piece of a notebook's words."""

    name: str
    text: str

    @property
    def kind(self) -> str:
        """What it is a piece of: the first word of its name."""
        return self.name.partition(" ")[0]

    @property
    def digest(self) -> str:
        """What tells whether its words have changed; how they are broken into lines does not count."""
        return digest_words(self.text)


def digest_words(text: str) -> str:
    """Return the digest of a text's words, wherever its lines break.

    >>> digest_words("two words") == digest_words("two  words")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:10]


def list_originals(notebook: Notebook) -> tuple[Original, ...]:
    """Return all that can be translated, in the order of the page; what no cell may hold cannot."""
    return tuple(
        one
        for one in (*_list_front(notebook), *_list_cells(notebook), *_list_figures(notebook))
        if one.text.strip() and not any(find_excess(one.text))
    )


def _list_front(notebook: Notebook) -> Iterator[Original]:
    front = notebook.front
    fields = {
        "headline": front.answer.headline,
        "claimed": front.answer.claimed,
        "happened": front.answer.happened,
        "trust": front.trust,
        "read": front.read,
        "question": front.digest.question,
        "title": front.digest.title,
    }
    for name, text in fields.items():
        yield Original(f"front {name}", text)
    for claim in front.claims:
        yield Original(f"claim {claim.id} statement", claim.statement)
        yield Original(f"claim {claim.id} paper", claim.paper.text)
        yield Original(f"claim {claim.id} scale", claim.scale)
        yield Original(f"claim {claim.id} untested", claim.untested)
    for name, row in zip(name_rows(notebook), front.setting, strict=True):
        yield Original(name, f"{row.aspect}\n{row.paper}\n{row.ours}")
    for name, change in zip(name_changes(notebook), front.history, strict=True):
        yield Original(name, change.text)


def name_rows(notebook: Notebook) -> tuple[str, ...]:
    """Return the name of each row of the setting; the second of one aspect has a number."""
    names, seen = [], Counter[str]()
    for row in notebook.front.setting:
        name = "-".join(re.findall(r"\w+", row.aspect.lower())) or "row"
        seen[name] += 1
        names.append(f"setting {name}" + (f"-{seen[name]}" if seen[name] > 1 else ""))
    return tuple(names)


def name_changes(notebook: Notebook) -> tuple[str, ...]:
    """Return the name of each entry of the history: an older one keeps it when others come."""
    names, seen = [], Counter[str]()
    for change in reversed(notebook.front.history):
        day = change.date.isoformat()
        seen[day] += 1
        names.append(f"history {day}.{seen[day]}")
    return tuple(reversed(names))


def _list_cells(notebook: Notebook) -> Iterator[Original]:
    for cell in notebook.prose:
        yield Original(f"cell {cell.id}", cell.source)


def _list_figures(notebook: Notebook) -> Iterator[Original]:
    for cell in notebook.code:
        for name, said in read_captions(cell.source).items():
            for field, text in said.items():
                yield Original(f"figure {name} {field}", text)
