"""arXiv's Atom API: an identifier in, what arXiv knows of the paper out."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from xml.etree import ElementTree

from claimbook.errors import ClaimbookError
from claimbook.intake.network import Client, Unavailable, choose_address
from claimbook.intake.pasted import match_arxiv, refuse_impossible

API = "https://export.arxiv.org/api/query"
ATOM = {"atom": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}


@dataclass(frozen=True)
class Preprint:
    """What arXiv knows of a paper."""

    identifier: str
    title: str
    authors: tuple[str, ...]  # as printed, given name first
    date: date
    primaryclass: str = ""
    doi: str = ""


def read_identifier(text: str) -> str:
    """Return the bare identifier of whatever names a paper on arXiv.

    >>> read_identifier("https://arxiv.org/abs/2402.18571v2")
    '2402.18571'

    Raises `ClaimbookError` if it is none, or one that there cannot be.
    """
    bare = match_arxiv(text)
    if not bare:
        raise ClaimbookError(f'"{text}" is no arXiv identifier', fix="write it like 2402.18571")
    refuse_impossible(bare)
    return bare


def fetch(text: str, client: Client | None = None) -> Preprint:
    """Return what arXiv knows of a paper; CLAIMBOOK_ARXIV_API overrides whom to ask.

    Raises `Unavailable` if there is no usable answer, and `ClaimbookError` if arXiv answers
    that there is no such paper.
    """
    name = read_identifier(text)
    base = choose_address("CLAIMBOOK_ARXIV_API", API)
    url = f"{base}?{urlencode({'id_list': name, 'max_results': 1})}"
    answer = (client or Client()).get(url, accept="application/atom+xml")
    return _read(answer, name, base)


def _read(answer: bytes, name: str, where: str) -> Preprint:
    if b"<!ENTITY" in answer:  # no feed has entities; expanding them could fill the memory
        raise Unavailable("answered with something that is no Atom feed", where=where)
    try:
        feed = ElementTree.fromstring(answer)
    except ElementTree.ParseError as error:
        fault = "answered with something that is no Atom feed"
        raise Unavailable(fault, where=where) from error
    if feed.tag != f"{{{ATOM['atom']}}}feed":
        raise Unavailable("answered with something that is no Atom feed", where=where)
    entry = feed.find("atom:entry", ATOM)
    address = "" if entry is None else _read_text(entry, "atom:id")
    if entry is None or "/api/errors" in address or not _read_text(entry, "atom:title"):
        raise ClaimbookError(
            f"arXiv knows no paper {name}", where=where, fix="look the identifier up"
        )
    return _read_preprint(entry, name, where)


def _read_preprint(entry: ElementTree.Element, name: str, where: str) -> Preprint:
    people = (_read_text(author, "atom:name") for author in entry.findall("atom:author", ATOM))
    category = entry.find("arxiv:primary_category", ATOM)
    try:
        day = date.fromisoformat(_read_text(entry, "atom:published")[:10])
    except ValueError as error:
        raise Unavailable("answered with an entry that has no date", where=where) from error
    return Preprint(
        identifier=name,
        title=_read_text(entry, "atom:title"),
        authors=tuple(person for person in people if person),
        date=day,
        primaryclass="" if category is None else category.get("term", ""),
        doi=_read_text(entry, "arxiv:doi"),
    )


def _read_text(parent: ElementTree.Element, path: str) -> str:
    return " ".join((parent.findtext(path, "", ATOM) or "").split())
