"""The outline of a notebook: its headings, and what stands under each.

Found one way, in the parsed Markdown, for the page, the check, the references and the claims: a
`## Setting` in a fence is no heading, and `## Setting { #here }` is one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown.extensions.toc import nest_toc_tokens

from claimbook.model.claim import Claim

# The sections that every notebook has, in this order.
ABSTRACT, COMMENTARY, SETTING = "Abstract, restated", "Commentary", "Setting"
UNTESTED, QUESTIONS = "What this does not test", "Questions"
REQUIRED = (ABSTRACT, COMMENTARY, SETTING, UNTESTED, QUESTIONS)
SECTION = 2  # the level of the headings that begin a section


@dataclass(frozen=True)
class Heading:
    """One heading: its level, its id on the page and its words without markup."""

    level: int
    id: str
    text: str
    token: Mapping[str, Any]  # Python-Markdown's own, for a table of contents
    original: str = ""  # its words in the source, if this is a translation

    @property
    def name(self) -> str:
        """The words by which a section is known."""
        return self.original or self.text


@dataclass(frozen=True)
class Names:
    """What the headings of a cell are called: the ids that they were given, in order, and their words."""

    given: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)  # by id


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it, to the next heading of any level."""

    heading: Heading
    quantities: frozenset[str]  # that code cells here record
    cited: frozenset[str]  # keys of the works that prose here cites


@dataclass(frozen=True)
class Outline:
    """The sections of a notebook, in order; subsections stand beside what they are part of."""

    sections: tuple[Section, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The words of the headings that begin a section."""
        return tuple(s.heading.name for s in self.sections if s.heading.level == SECTION)

    def find_place(self, claim: Claim) -> Heading | None:
        """Return the heading under which a claim is tested, or said not to be."""
        if claim.tests:
            for section in self.sections:
                if claim.tests[0].quantity in section.quantities:
                    return section.heading
        named = (s.heading for s in self.sections if s.heading.name == UNTESTED)
        return next(named, None)

    def find_cited(self, quantity: str) -> frozenset[str]:
        """Return what the whole section that records a quantity cites, subsections included."""
        for group in self._group_sections():
            if any(quantity in section.quantities for section in group):
                return frozenset().union(*(section.cited for section in group))
        return frozenset()

    def _group_sections(self) -> Iterable[Sequence[Section]]:
        group: list[Section] = []
        for section in self.sections:
            if section.heading.level <= SECTION and group:
                yield group
                group = []
            group.append(section)
        yield group


def make_contents(headings: Iterable[Heading]) -> list[dict[str, Any]]:
    """Return a table of contents: each heading's token with those below it as children."""
    tokens: list[Any] = [
        {name: value for name, value in one.token.items() if name != "children"} for one in headings
    ]
    nested: list[Any] = nest_toc_tokens(tokens)
    return nested
