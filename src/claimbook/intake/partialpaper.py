"""What is known of a paper before its notebook exists: from BibTeX, from arXiv, from a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bibtexparser.middlewares.names import parse_single_name_into_parts

from claimbook.bibliography.bibtex import MONTHS, Record
from claimbook.bibliography.latex import decode, unescape
from claimbook.bibliography.reference import display, read_arxiv, read_names, read_year
from claimbook.intake.arxiv import Preprint
from claimbook.intake.pasted import match_arxiv
from claimbook.intake.people import SUFFIXES, is_group
from claimbook.intake.romanised import (
    is_japanese,
    romanise_family,
    romanise_words,
    split_eastern,
)
from claimbook.intake.venues import shorten_venue
from claimbook.model.paper import ARXIV, CITATION_KEY, Venue

_STOP = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from"),
        *("how", "in", "into", "is", "it", "its", "of", "on", "or", "our", "the", "their", "to"),
        *("toward", "towards", "via", "what", "when", "why", "with", "without", "we", "you"),
    ]
)
_MATH = r"\\[A-Za-z]+(?=[^$]*\$)|[$_^{}\\]"  # H$_{2}$O is one word, and $\ell_1$ is 1


@dataclass(frozen=True)
class PartialPaper:
    """What is known of a paper; what is empty is a blank for a person to fill in."""

    title: str = ""
    authors: tuple[str, ...] = ()  # `Last, First`; a corporate author in braces
    more: bool = False  # there are authors that the source left out
    day: date | None = None
    exact: bool = False  # whether `day` is the day, and not merely the month or the year
    key: str = ""
    arxiv: str = ""
    primaryclass: str = ""
    doi: str = ""
    venue: Venue | None = None
    url: str = ""

    @property
    def citation_key(self) -> str:
        """The paper's own key, or the one made for it; one to be replaced if none can be made."""
        unread = f"unknown{self.day.year if self.day else ''}paper"
        return self.key or self.guessed_key or unread

    @property
    def guessed_key(self) -> str:
        """Author, year and first telling word of the title, in plain ASCII.

        Nothing if the script of the name or of the title does not tell how it is read.
        """
        first = self.authors[0] if self.authors else "unknown"
        family = re.sub(r"^the\s", "", first.strip("{}").split(",")[0], flags=re.I).split(" ")
        while len(family) > 1 and family[0].islower():  # von, van der
            family = family[1:]
        japanese = self._is_japanese
        name = romanise_family("".join(family), japanese=japanese)
        words = _find_telling(self.title, japanese=japanese)
        long = (one for one in words if not one.isdecimal() and len(one) > 1)
        word = next(long, "".join(words[:1]))
        if not name or (self.title and not word):
            return ""
        return f"{name}{self.day.year if self.day else ''}{word or 'paper'}"

    @property
    def slug(self) -> str:
        """A file name: what stands before the title's colon if it is short, or its first words."""
        head, colon, _ = re.sub(_MATH, "", self.title).partition(":")
        words = romanise_words(head, japanese=self._is_japanese)
        if not colon or len(words) > 3:
            words = _find_telling(self.title, japanese=self._is_japanese)[:4]
        return "-".join(words) or re.sub(r"[^a-z0-9]+", "-", self.citation_key.lower()).strip("-")

    @property
    def _is_japanese(self) -> bool:
        return is_japanese(" ".join((self.title, *self.authors)))


def _find_telling(title: str, *, japanese: bool) -> list[str]:
    said = re.sub(r"(?<!\w)\$[^$]+\$(?!\w)", " ", title)  # a formula tells nothing by itself
    bare = re.sub(rf"['’]|{_MATH}", "", said if re.search(r"[^\W\d_]", said) else title)
    words = romanise_words(bare, japanese=japanese)
    return [word for word in words if word not in _STOP] or words


def from_record(record: Record) -> PartialPaper:
    """Take over what a record holds."""
    shown = display(record)
    day, exact = _read_day(record)
    arxiv = _find_arxiv(record)
    people = read_names(record) or read_names(record, "editor")
    return PartialPaper(
        title=decode_title(record.get("title")),
        authors=tuple(f"{{{one.family}}}" if one.corporate else one.bibtex for one in people),
        more=shown.more,
        day=day,
        exact=exact,
        key=record.key if CITATION_KEY.fullmatch(record.key) else "",
        arxiv=arxiv,
        primaryclass=unescape(record.get("primaryclass")),
        doi=shown.doi,
        venue=_read_venue(record),
        url=shown.url,
    )


def decode_title(raw: str) -> str:
    """Return a title as plain text, but for the math between dollars, which it keeps."""
    formulas: list[str] = []

    def keep(found: re.Match[str]) -> str:
        formulas.append(found[1])
        return chr(0xE000 + len(formulas) - 1)  # a private character stands in its place

    text = decode(re.sub(r"(?<!\\)\{?(\$[^$]+\$)\}?", keep, raw))
    for place, formula in enumerate(formulas):
        text = text.replace(chr(0xE000 + place), formula)
    return text


def _read_day(record: Record) -> tuple[date | None, bool]:
    given = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", record.get("date"))
    year, month = read_year(record), record.get("month")
    number = list(MONTHS).index(month) + 1 if month in MONTHS else 1
    try:
        if given:
            return date(int(given[1]), int(given[2]), int(given[3] or 1)), bool(given[3])
        return (
            (date(int(year), number, 1), False) if re.fullmatch(r"\d{4}", year) else (None, False)
        )
    except ValueError:
        return None, False


def _find_arxiv(record: Record) -> str:
    """Find the identifier in its own fields, or where search engines and programs put it."""
    if ARXIV.fullmatch(own := read_arxiv(record)):
        return own
    bare = unescape(record.get("eprint") if not _has_archive(record) else "")
    for given in (bare, unescape(record.get("arxivid"))):
        if told := match_arxiv(given):
            return told
    for name in ("journal", "note", "howpublished", "url", "doi", "number"):
        text = re.sub(r"[{}]", "", record.get(name))
        if found := re.search(r"arxiv[:.]?\s*(?:org/(?:abs|pdf)/)?(\d{4}\.\d{4,5})", text, re.I):
            return found[1]
    held = re.search(r"\babs/(\d{4}\.\d{4,5})", record.get("volume"))
    return held[1] if held else ""


def _has_archive(record: Record) -> bool:
    return bool(record.get("archiveprefix") or record.get("eprinttype"))


def _read_venue(record: Record) -> Venue | None:
    journal = record.get("journal") or record.get("journaltitle")
    name = decode(journal or record.get("booktitle"))
    if not name or re.match(r"arxiv|corr\b", name, re.I):
        return None
    kind = "journal" if journal else "workshop" if "workshop" in name.lower() else "conference"
    year = read_year(record)
    url = unescape(record.get("url"))
    return Venue(
        name=name,
        type=kind,
        short=shorten_venue(name),
        year=int(year) if re.fullmatch(r"\d{4}", year) else None,
        pages=decode(record.get("pages")),
        volume=decode(record.get("volume")),
        number=decode(record.get("number")),
        publisher=decode(record.get("publisher")),
        url=url if url.startswith(("https://", "http://")) else "",
    )


def from_preprint(found: Preprint) -> PartialPaper:
    """Take over what arXiv knows."""
    return PartialPaper(
        title=found.title,
        authors=tuple(invert_name(name) for name in found.authors),
        day=found.date,
        exact=True,
        arxiv=found.identifier,
        primaryclass=found.primaryclass,
        doi=found.doi,
    )


def from_identifier(arxiv: str) -> PartialPaper:
    """Read year and month off an arXiv identifier, all that can be had without a network."""
    digits = arxiv.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    year += 1900 if "/" in arxiv and year > 90 else 2000
    day = date(year, month, 1) if 1 <= month <= 12 else None
    return PartialPaper(day=day, arxiv=arxiv)


def prefer_given(known: PartialPaper, title: str, authors: Sequence[str]) -> PartialPaper:
    """Let what a person says stand before what was found."""
    if title.strip():
        known = replace(known, title=" ".join(title.split()))
    if authors:
        people = tuple(invert_name(" ".join(name.split())) for name in authors if name.strip())
        known = replace(known, authors=people, more=False)
    return known


def invert_name(name: str) -> str:
    """Return a name as `Last, First`; a corporate author gets braces.

    >>> invert_name("Leandro von Werra")
    'von Werra, Leandro'
    """
    if "," in name or name.startswith("{"):
        return name
    family, given = split_eastern(name)
    if family:
        return f"{family}, {given}" if given else family
    if is_group(name):
        return f"{{{name}}}"
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in SUFFIXES else ""
    parts = parse_single_name_into_parts(" ".join(words), strict=False)
    last = " ".join([*parts.von, *parts.last])
    return ", ".join(part for part in (last, suffix, " ".join(parts.first)) if part)
