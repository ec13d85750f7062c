"""A record as a person reads it: names, title, venue and links as plain text, not yet HTML."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.facts import NO_FACTS, Facts, find_facts, read_howpublished
from claimbook.bibliography.latex import decode, is_braced, unescape

# "Last, First" in letters alone, nothing of it a particle: most names, and read at once.
_SIMPLE = re.compile(r"([A-Z][a-zA-Z-]*), ([A-Z][a-zA-Z. -]*)(?<! )")
_EASTERN = re.compile("[\uac00-\ud7a3\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
SHOWN_AUTHORS = 10  # beyond that a reference list says "et al."


@dataclass(frozen=True)
class Name:
    """A person, or a corporate author whose whole name is `family`."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    corporate: bool = False

    @property
    def last(self) -> str:
        """The family name with its particle, as a citation gives it."""
        return f"{self.particle} {self.family}".strip()

    @property
    def eastern(self) -> bool:
        """Whether the name is in a script that puts the family first and no space after it."""
        return bool(self.family and self.given and _EASTERN.fullmatch(self.family + self.given))

    @property
    def listed(self) -> str:
        """The name as the first of a list shows it: ``van Last, First``, and ``김철수``."""
        return self.natural if self.eastern else self.inverted

    @property
    def inverted(self) -> str:
        """``van Last, First, Jr.``."""
        return ", ".join(part for part in (self.last, self.given, self.suffix) if part)

    @property
    def bibtex(self) -> str:
        """``van Last, Jr., First``: the order in which BibTeX reads it, as plain text."""
        return ", ".join(part for part in (self.last, self.suffix, self.given) if part)

    @property
    def natural(self) -> str:
        """``First van Last Jr.``, and ``김철수``."""
        if self.eastern:
            return f"{self.family}{self.given}"
        return " ".join(part for part in (self.given, self.last, self.suffix) if part)


@dataclass(frozen=True)
class Reference:
    """What a reference list shows of a record, as plain text: escape it before it is HTML."""

    key: str
    authors: tuple[Name, ...]
    more: bool  # the list ended in `others`
    title: str
    venue: str
    year: str
    facts: Facts = NO_FACTS  # edition, series, volume, pages, publisher, note
    doi: str = ""
    arxiv: str = ""
    url: str = ""

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Label and address of each place where the work can be read."""
        found = []
        if self.arxiv:
            found.append((f"arXiv:{self.arxiv}", f"https://arxiv.org/abs/{self.arxiv}"))
        if self.doi and not (self.arxiv and self.doi.lower().startswith("10.48550/arxiv.")):
            found.append((f"doi:{self.doi}", f"https://doi.org/{self.doi}"))
        if self.url and not any(self.url == address for _, address in found):
            found.append(("link", self.url))
        return tuple(found)

    @property
    def byline(self) -> str:
        """The authors as a sentence names them: the first inverted, the rest in natural order."""
        shown = self.authors[:SHOWN_AUTHORS]
        names = [name.natural if place else name.listed for place, name in enumerate(shown)]
        if self.more or len(self.authors) > len(shown):
            return ", ".join([*names, "et al."]) if names else ""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])}, and {names[-1]}"

    @property
    def text(self) -> str:
        """The full reference in one line."""
        facts = self.facts
        head = f"{facts.kind}, {self.venue}" if facts.kind and self.venue else self.venue
        where = (head or facts.kind, facts.edition, facts.editors, facts.details)
        venue = ", ".join(part for part in where if part)
        title = f"“{self.title}”" if self.title else ""
        parts = (self.byline, self.year, title, venue, facts.imprint, facts.note)
        line = ". ".join(part.rstrip(".") for part in parts if part)
        return f"{line}." if line else self.key


def read_names(record: Record, role: str = "author") -> tuple[Name, ...]:
    """Return the people of a field, without `others`."""
    return _read_people(record.get(role))[0]


def split_names(raw: str) -> list[str]:
    """Split a list of names where an `and` stands outside braces."""
    if "{" not in raw and "\\" not in raw:
        return [name.strip() for name in re.split(r"\sand(?=\s)", raw, flags=re.IGNORECASE)]
    return [name.strip() for name in split_multiple_persons_names(raw)]


@lru_cache(maxsize=1 << 15)  # every format and every list asks for the same names
def _read_people(raw: str) -> tuple[tuple[Name, ...], bool]:
    """Split a name list; the flag says whether it ended in `others`."""
    people = split_names(raw)
    more = any(name.lower() == "others" for name in people)
    found = [_read_name(name) for name in people if name and name.lower() != "others"]
    return tuple(name for name in found if name.last or name.given), more


def _read_name(raw: str) -> Name:
    if is_braced(raw):
        return Name(decode(raw[1:-1]), corporate=True)
    if simple := _SIMPLE.fullmatch(raw):
        return Name(simple[1], simple[2])
    parts = parse_single_name_into_parts(raw, strict=False)
    family, given, particle, suffix = (
        decode(" ".join(words)) for words in (parts.last, parts.first, parts.von, parts.jr)
    )
    return Name(family, given, particle, suffix)


def display(record: Record) -> Reference:
    """Decode a record for display: everything in it is plain text."""
    authors, more = _read_people(record.get("author") or record.get("editor"))
    arxiv = read_arxiv(record)
    published, link = read_howpublished(record)
    names = (decode(record.get(name)) if name != "howpublished" else published for name in VENUES)
    venue = next(filter(None, names), "")
    url = unescape(record.get("url")) or link
    return Reference(
        key=record.key,
        authors=authors,
        more=more,
        title=decode(record.get("title")),
        venue=venue or ("arXiv preprint" if arxiv else ""),
        year=read_year(record),
        facts=_find_facts(record),
        doi=unescape(record.get("doi")),
        arxiv=arxiv,
        url=url if url.startswith(("https://", "http://")) else "",
    )


VENUES = (
    *("booktitle", "journal", "journaltitle", "howpublished", "school", "institution"),
    "organization",
)


def _find_facts(record: Record) -> Facts:
    """Return what else a reference says; the editors only where somebody else is the author."""
    if not record.get("author"):
        return find_facts(record)
    editors, more = _read_people(record.get("editor"))
    return find_facts(record, [one.natural for one in editors], more=more)


def read_year(record: Record) -> str:
    """Return the year as printed: `year`, or the year of biblatex's `date`, or "n.d."."""
    dated = re.match(r"\d{4}", record.get("date"))
    return decode(record.get("year")) or (dated[0] if dated else "n.d.")


def read_arxiv(record: Record) -> str:
    """Return the arXiv identifier, if the record has one."""
    archive = (record.get("archiveprefix") or record.get("eprinttype")).lower()
    return unescape(record.get("eprint")) if archive == "arxiv" else ""
