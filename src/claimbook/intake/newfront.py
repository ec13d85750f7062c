"""The front matter of a new notebook: what is known of a paper, and blanks for what is not.

A blank is text that begins with `TODO:`, or a comment where no text can stand; `claimbook check`
names each until it is filled in.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unicodedata import category

import yaml

from claimbook.intake import newbody
from claimbook.intake.partialpaper import PartialPaper

# What stands in every new notebook, and is to be chosen.
_CHOICES = {
    "kind": "experiment, recheck or derivation",
    "given": "the test that shows the effect is there; delete it if no effect is saved or explained",
}


class _Plain(yaml.SafeDumper):
    """Write every value out, without references to an equal one."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


@dataclass(frozen=True)
class Place:
    """A paper's place in the digest, and what the digest says of it."""

    day: date
    order: int
    title: str = ""
    tags: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)  # what is a guess: key → what to do


def write_front_matter(
    known: PartialPaper,
    place: Place,
    claim: Mapping[str, Any] | None = None,
    lead: str = newbody.FIGURE_ID,
) -> str:
    """Return the first cell of a notebook: complete, with what is not known as `TODO`.

    Its one claim and its lead figure are those of the example, unless others are given.
    """
    doubts = {**_list_guesses(known), **place.doubts, **_CHOICES}
    data = {
        "paper": _fill_paper(known, place.day, doubts),
        "digest": _fill_digest(known, place),
        "headline": "TODO: the finding in one plain sentence",
        "summary": {
            "claimed": "TODO: what the paper claims, in one plain sentence",
            "happened": "TODO: what happened here, in one plain sentence",
        },
        "read": "TODO: what of the paper was read: whole, up to §6.1, abstract and code only",
        "lead": lead,
        "trust": "TODO: one or two sentences on how far to trust this page",
        "setting": [
            {
                "aspect": "TODO: model, data or steps",
                "paper": "TODO: the paper's scale",
                "ours": "TODO: our scale",
                "locator": "TODO: section or table",
            }
        ],
        "claims": [claim or _fill_claim()],
    }
    data = {name: value for name, value in data.items() if value != ""}
    width = 10_000 if "title" in doubts else 88  # a comment ends a line, and so a title
    text = yaml.dump(
        _drop_controls(data), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=width
    )
    for name, said in doubts.items():
        line = re.search(rf"(?m)^  {name}:.*$", text)
        text = f"{text[: line.end()]} # TODO: {said}{text[line.end() :]}" if line else text
    return f"---\n{text}---"


def _drop_controls(value: Any) -> Any:
    """Return the same without control characters: no source means them, and no page can hold them."""
    if isinstance(value, dict):
        return {name: _drop_controls(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_drop_controls(part) for part in value]
    if isinstance(value, str):
        kept = "".join(one for one in value if one.isspace() or category(one) != "Cc")
        return kept if kept.strip() or not value else "TODO: what the source had cannot be shown"
    return value


def _list_guesses(known: PartialPaper) -> dict[str, str]:
    """Say which parts of the paper's record are there, but are no more than a guess."""
    guesses = {}
    if not (known.day and known.authors and known.title) and known.key == known.guessed_key:
        guesses["key"] = "author, year and word, before anybody cites it"
    if known.more:
        guesses["authors"] = "the source left authors out"
    if not (known.arxiv or known.doi or known.venue or known.url):
        guesses["arxiv"] = "the identifier; a paper that is not on arXiv has a doi, a venue or urls"
    if not known.exact:
        guesses["date"] = "the day" if known.day else "the day of the first version"
    return guesses


def _fill_paper(known: PartialPaper, day: date, doubts: Container[str]) -> dict[str, Any]:
    venue = known.venue
    published = venue and {name: part for name, part in vars(venue).items() if part}
    urls = {} if venue and venue.url else {"paper": known.url or _find_address(known)}
    paper = {
        "key": known.key,
        "title": known.title or "TODO: the paper's title",
        "authors": list(known.authors) or ["TODO: Last, First"],
        "date": known.day or day,
        "arxiv": known.arxiv,
        "primaryclass": known.primaryclass,
        "doi": known.doi,
        "venue": published,
        "urls": {name: url for name, url in urls.items() if url},
    }
    return {name: value for name, value in paper.items() if value or name in doubts}


def _find_address(known: PartialPaper) -> str:
    if known.arxiv:
        return f"https://arxiv.org/abs/{known.arxiv}"
    return f"https://doi.org/{known.doi}" if known.doi else ""


def _fill_digest(known: PartialPaper, place: Place) -> dict[str, Any]:
    digest = {
        "date": place.day,
        "order": place.order,
        "title": place.title or known.title.partition(":")[0] or "TODO: a short title",
        "tags": list(place.tags) or ["TODO: a tag"],
        "question": "TODO: the question that the digest asks of the paper",
    }
    if place.companions or "companions" in place.doubts:
        digest["companions"] = list(place.companions)
    return digest


def _fill_claim() -> dict[str, Any]:
    return {
        "id": newbody.EXAMPLE,
        "statement": "TODO: what the paper claims, in one sentence",
        "locator": "TODO: section, table or figure",
        "paper": {"text": "TODO: what the paper printed for it"},
        "by": "paper",
        "kind": "experiment",
        "given": {"quantity": newbody.PRESENT, "rule": "positive"},
        "test": {"quantity": newbody.QUANTITY, "rule": "positive"},
        "scale": "TODO: what a test of this size can and cannot show",
    }


def list_blanks(front: str) -> Iterator[str]:
    """Yield what is left to fill in of a front matter, with the path to each."""
    lines = front.splitlines()[1:-1]
    yield from _walk_blanks(yaml.safe_load("\n".join(lines)), "")
    part = ""
    for line in lines:
        part = part if line.startswith((" ", "-")) else line.rstrip(":")
        value, mark, said = line.partition(" # TODO: ")
        if mark:
            yield f"{part}.{value.strip().partition(':')[0]}: {said}"


def _walk_blanks(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _walk_blanks(part, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _walk_blanks(part, f"{path}[{place}]")
    elif isinstance(value, str) and value.startswith("TODO: "):
        yield f"{path}: {value.removeprefix('TODO: ')}"
