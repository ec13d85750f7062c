"""What a person typed to name a paper → what is known of it, for a new notebook to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from claimbook.errors import ClaimbookError
from claimbook.intake import lookup, partialpaper
from claimbook.intake.arxiv import read_identifier
from claimbook.intake.crossref import read_doi
from claimbook.intake.network import Client
from claimbook.intake.partialpaper import PartialPaper
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


def read_entry(given: str, stdin: BinaryIO) -> tuple[str, str]:
    """Return BibTeX and where it came from: a file, stdin (`-`), or the argument itself."""
    if not given or given.lstrip().startswith("@"):
        return given, "the BibTeX entry"
    name = "stdin" if given == "-" else given
    try:
        text = (stdin.read() if given == "-" else Path(given).read_bytes()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ClaimbookError("is not UTF-8", where=name, fix="save it as UTF-8") from error
    except OSError as error:
        raise ClaimbookError(f"cannot be read: {error.strerror}", where=name) from error
    if not text.strip():
        raise ClaimbookError("is empty", where=name, fix="give one BibTeX entry")
    return text, name


def gather(source: Source, client: Client) -> tuple[PartialPaper, tuple[str, ...]]:
    """Collect what is known of a paper; what a person says stands before what was found."""
    arxiv = read_identifier(source.arxiv) if source.arxiv else ""
    published = read_doi(source.doi)
    if source.doi and not published:
        raise ClaimbookError(f'"{source.doi}" is no DOI', fix="write it like 10.1162/tacl_a_00638")
    notes: tuple[str, ...] = ()
    if source.bibtex:
        known = partialpaper.from_bibtex(source.bibtex, where=source.where)
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
