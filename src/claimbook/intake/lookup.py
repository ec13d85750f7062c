"""A paper looked up by what names it: an arXiv identifier or a DOI, bare or as an address."""

from dataclasses import replace

from claimbook.bibliography.bibtex import MONTHS, Record
from claimbook.bibliography.latex import escape_name, escape_title
from claimbook.bibliography.titles import is_akin
from claimbook.errors import ClaimbookError
from claimbook.intake import arxiv, crossref
from claimbook.intake.arxiv import Preprint
from claimbook.intake.network import Client, Unavailable
from claimbook.intake.partialpaper import (
    PartialPaper,
    from_identifier,
    from_preprint,
    from_record,
    invert_name,
)
from claimbook.intake.pasted import Name, explain_unknown, read_name
from claimbook.wording.catalogue import say

__all__ = ["Name", "look_up_paper", "look_up_record", "read_name"]


def look_up_record(text: str, client: Client | None = None) -> Record:
    """Return the record of an arXiv identifier, a DOI, or the address of either.

    Its key is made of author, year and the first telling word of the title. A preprint that says
    where it was published gets the record of that, with its identifier beside it.

    Raises `Unavailable` if nobody could be asked, and `ClaimbookError` if the text names no
    paper or the paper does not exist.
    """
    named, client = _require_name(text), client or Client()
    if named.doi:
        return _add_key(crossref.fetch(named.doi, client))
    preprint = arxiv.fetch(named.arxiv, client)
    eprint = _list_eprint_fields(preprint)
    if published := _find_published(preprint, client):
        return _add_key(replace(published, fields={**published.fields, **eprint}))
    fields = {
        "author": " and ".join(escape_name(invert_name(person)) for person in preprint.authors),
        "title": escape_title(preprint.title),
        "year": str(preprint.date.year),
        "month": list(MONTHS)[preprint.date.month - 1],
        **eprint,
        "doi": f"10.48550/arXiv.{preprint.identifier}",
    }
    return _add_key(Record("", "misc", {name: text for name, text in fields.items() if text}))


def look_up_paper(text: str, client: Client | None = None) -> tuple[PartialPaper, tuple[str, ...]]:
    """Return what is known of a paper, and notes on what could not be asked.

    Without a network that is what can be read off the identifier itself. Raises `ClaimbookError`
    if the text names no paper or the paper does not exist.
    """
    named, client = _require_name(text), client or Client()
    try:
        if named.doi:
            return from_record(crossref.fetch(named.doi, client)), ()
        preprint = arxiv.fetch(named.arxiv, client)
    except Unavailable as error:
        bare = from_identifier(named.arxiv) if named.arxiv else PartialPaper(doi=named.doi)
        return bare, (_say_silent(named.registry, error),)
    known = from_preprint(preprint)
    try:
        published = _find_published(preprint, client)
    except Unavailable as error:
        return known, (_say_silent("Crossref", error),)
    if published is None:
        return replace(known, doi=""), ()
    printed = from_record(published)
    return replace(known, venue=printed.venue, doi=printed.doi), ()


def _require_name(text: str) -> Name:
    named = read_name(text)
    if named is None:
        raise explain_unknown(text)
    return named


def _say_silent(registry: str, error: Unavailable) -> str:
    return say("lookup-silent", registry=registry, fault=str(error))


def _find_published(preprint: Preprint, client: Client) -> Record | None:
    """Return the record of what became of a preprint, if its authors named it and it fits."""
    named = read_name(preprint.doi)
    if named is None or not named.doi:
        return None
    try:
        found = crossref.fetch(preprint.doi, client)
    except Unavailable:
        raise
    except ClaimbookError:
        return None  # mistyped, or registered elsewhere; the preprint is what we have
    fits = is_akin(from_record(found).title, preprint.title)
    return found if fits and found.type != "misc" else None


def _list_eprint_fields(preprint: Preprint) -> dict[str, str]:
    found = {
        "eprint": preprint.identifier,
        "archiveprefix": "arXiv",
        "primaryclass": preprint.primaryclass,
    }
    return {name: text for name, text in found.items() if text}


def _add_key(record: Record) -> Record:
    return replace(record, key=from_record(record).guessed_key)
