"""What a person typed to name a paper → what is known of it, for a new notebook to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from claimbook.errors import ClaimbookError
from claimbook.intake import lookup, partialpaper
from claimbook.intake.arxiv import read_identifier
from claimbook.intake.crossref import read_doi
from claimbook.intake.network import Client
from claimbook.intake.normalform import normalise_entry
from claimbook.intake.offers import Offers, read_entries, read_entry
from claimbook.intake.partialpaper import PartialPaper, from_identifier, from_record
from claimbook.model.paper import SLUG


@dataclass(frozen=True)
class Source:
    """Where a new notebook begins: a BibTeX entry, an arXiv identifier, a DOI, or a title."""

    bibtex: str = ""
    where: str = "the BibTeX entry"  # the file that `bibtex` was read from
    arxiv: str = ""
    doi: str = ""
    title: str = ""
    authors: Sequence[str] = ()


def tell_apart(words: Sequence[str]) -> tuple[str, str]:
    """Tell a slug from what names a paper, and return both; either may be empty.

    No slug holds a dot, a slash or an `@`, and no identifier, address, BibTeX entry or name of
    a .bib file goes without, but for `-`, which is no slug either. So they may come in any order.
    """
    slugs: list[str] = []
    papers: list[str] = []
    for word in words:
        entry = word.lstrip().startswith("@") or word == "-" or word.lower().endswith(".bib")
        (papers if entry or lookup.read_name(word) else slugs).append(word)
    for kind, found in (("papers", papers), ("slugs", slugs)):
        if len(found) > 1:
            named = " and ".join(f'"{word.strip()[:40]}"' for word in found)
            raise ClaimbookError(f"several {kind} are given: {named}", fix="give one")
    slug, paper = next(iter(slugs), ""), next(iter(papers), "")
    if slug and not SLUG.fullmatch(slug):
        raise ClaimbookError(
            f'"{slug}" is no slug, no arXiv identifier, no DOI and no BibTeX',
            fix="a slug has lower case, digits and hyphens; put the title behind --title",
        )
    return slug, paper


def read_source(paper: str, stdin: BinaryIO, **known: Any) -> Source:
    """Return where to begin, from what names the paper and from the options of `new`."""
    named = lookup.read_name(paper)
    if paper and (known["bibtex"] if named is None else known["arxiv"] or known["doi"]):
        raise ClaimbookError("the paper is given twice", fix="leave out one of the two")
    if named:
        known |= {"arxiv": named.arxiv, "doi": named.doi}
    elif paper:
        known["bibtex"] = paper
    known["bibtex"], where = read_entry(known["bibtex"], stdin)
    return Source(where=where, **known)


def from_bibtex(text: str, *, where: str) -> PartialPaper:
    """Read one BibTeX entry as `claimbook bib add` does; none or several are an error.

    The paper's day is that of its preprint, whose month the arXiv identifier tells.
    """
    offers = read_entries(text, where=where) if text.strip() else Offers()
    if offers.faults:
        raise offers.faults[0]
    if len(offers.entries) != 1:
        count = len(offers.entries)
        found = "no entry" if not count else f"{count} entries"
        raise ClaimbookError(f"holds {found}", where=where, fix="give exactly one entry")
    given = offers.entries[0].record
    dated, known = from_record(given), from_record(normalise_entry(given))
    if dated.exact:
        known = replace(known, day=dated.day, exact=True)
    elif known.arxiv:
        known = replace(known, day=from_identifier(known.arxiv).day, exact=False)
    return replace(known, key="", url=known.url or dated.url)


def gather(source: Source, client: Client) -> tuple[PartialPaper, tuple[str, ...]]:
    """Collect what is known of a paper; what a person says stands before what was found."""
    arxiv = read_identifier(source.arxiv) if source.arxiv else ""
    published = read_doi(source.doi)
    if source.doi and not published:
        raise ClaimbookError(f'"{source.doi}" is no DOI', fix="write it like 10.1162/tacl_a_00638")
    notes: tuple[str, ...] = ()
    if source.bibtex:
        known = from_bibtex(source.bibtex, where=source.where)
    elif arxiv or published:
        known, notes = lookup.look_up_paper(arxiv or published, client)
    else:
        known = PartialPaper()
    known = replace(known, arxiv=arxiv or known.arxiv, doi=published or known.doi)
    known = partialpaper.prefer_given(known, source.title, source.authors)
    if not (known.title or known.arxiv or known.doi):
        raise ClaimbookError(
            "there is nothing to begin from",
            fix="give an arXiv identifier, a DOI, a BibTeX entry or a title",
        )
    return known, notes
