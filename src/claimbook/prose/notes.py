"""Footnotes of a page whose cells are documents of their own: numbered through, listed at the end.

A definition counts in its own cell alone. Python-Markdown's footnotes extension makes the notes of a
cell; here they are taken out of it and get the page's numbers.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from claimbook.wording.catalogue import say

_NAMED = re.compile(r"#?(fnref\d*|fn):(.*)")


@dataclass
class Notes:
    """The notes of a page so far; those of the cell being read wait in `taken`."""

    count: int = 0
    unused: list[str] = field(default_factory=list)  # names that nothing in the cell refers to
    taken: list[tuple[int, Element]] = field(default_factory=list)  # number, item of a list

    def take(self) -> list[tuple[int, Element]]:
        """Return the notes of the cell just read, each with its number."""
        taken, self.taken = self.taken, []
        return taken


class NotesProcessor(Treeprocessor):
    """Take the notes out of a cell, and number what leads to them."""

    def __init__(self, md: Markdown, notes: Notes) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: Element) -> None:
        """Renumber the cell's notes in the page's order."""
        lists = [one for one in root if one.get("class") == "footnote"]
        every = [item for one in lists for item in one.iter("li") if _read_name(item.get("id"))]
        called = {
            _read_name(a.get("href")) for a in root.iter("a") if a.get("class") == "footnote-ref"
        }
        items = [item for item in every if _read_name(item.get("id")) in called]
        self.notes.unused = [
            _read_name(i.get("id")) for i in every if _read_name(i.get("id")) not in called
        ]
        numbers = {
            _read_name(item.get("id")): self.notes.count + n for n, item in enumerate(items, 1)
        }
        for element in root.iter():
            _renumber(element, numbers)
        for one in lists:
            root.remove(one)
        self.notes.taken += enumerate(items, self.notes.count + 1)
        self.notes.count += len(items)


def _read_name(identifier: str | None) -> str:
    found = _NAMED.fullmatch(identifier or "")
    return found[2] if found else ""


def _renumber(element: Element, numbers: dict[str, int]) -> None:
    for attribute in ("id", "href"):
        value = element.get(attribute, "")
        found = _NAMED.fullmatch(value)
        if found and found[2] in numbers:
            hash_ = "#" if value.startswith("#") else ""
            element.set(attribute, f"{hash_}{found[1]}:{numbers[found[2]]}")
            number = numbers[found[2]]
            if element.get("class") == "footnote-ref":
                element.text = AtomicString(str(number))
            if element.get("class") == "footnote-backref":
                element.set("title", say("back-to-footnote", number=number))
