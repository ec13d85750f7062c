"""One small client of arXiv's Atom API: an identifier in, what arXiv knows of the paper out."""

import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from xml.etree import ElementTree

from claimbook.errors import ClaimbookError
from claimbook.paper import ARXIV

API = "https://export.arxiv.org/api/query"
LARGEST = 2_000_000  # bytes; an entry with three thousand authors has a tenth of it
ATOM = {"atom": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}

T = TypeVar("T")


class Unavailable(ClaimbookError):
    """The network or the other side failed; the paper itself may be fine."""


@dataclass(frozen=True)
class Preprint:
    """What arXiv knows of a paper."""

    identifier: str
    title: str
    authors: tuple[str, ...]  # as printed, given name first
    date: date
    primaryclass: str = ""
    doi: str = ""


def identifier(text: str) -> str:
    """Return the bare identifier of whatever names a paper on arXiv.

    >>> identifier("https://arxiv.org/abs/2402.18571v2")
    '2402.18571'

    Raises `ClaimbookError` if it is none.
    """
    bare = re.sub(
        r"^(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)", "", text.strip(), flags=re.I
    )
    bare = re.sub(r"(?:v\d+)?(?:\.pdf)?$", "", bare)
    if not ARXIV.fullmatch(bare):
        raise ClaimbookError(f'"{text}" is no arXiv identifier', fix="write it like 2402.18571")
    return bare


@dataclass(frozen=True)
class Client:
    """Ask the API at `base`; the whole answer has to come within `seconds`."""

    base: str = ""
    seconds: float = 5.0

    def fetch(self, text: str) -> Preprint:
        """Return the record of a paper.

        Raises `Unavailable` if there is no usable answer, and `ClaimbookError` if arXiv answers
        that there is no such paper.
        """
        name = identifier(text)
        base = self.base or os.environ.get("CLAIMBOOK_ARXIV_API") or API
        if not base.startswith(("http://", "https://")):
            raise ClaimbookError(
                f'"{base}" is no web address',
                where="CLAIMBOOK_ARXIV_API",
                fix="begin with https://",
            )
        url = f"{base}?{urlencode({'id_list': name, 'max_results': 1})}"
        answer = _within(self.seconds, lambda: _get(url, self.seconds), where=base)
        return _read(answer, name, base)


def _within(seconds: float, action: Callable[[], T], *, where: str) -> T:
    """Run `action` for so long and no longer, looking up the host and slow answers included."""
    done: list[T | BaseException] = []

    def work() -> None:
        try:
            done.append(action())
        except BaseException as error:  # raised again below, in the caller's thread
            done.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if not done:
        raise Unavailable(f"did not answer within {seconds:g} s", where=where)
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


def _get(url: str, seconds: float) -> bytes:
    request = Request(url, headers={"User-Agent": "claimbook", "Accept": "application/atom+xml"})
    where = url.partition("?")[0]
    try:
        with urlopen(request, timeout=seconds) as answer:
            data = bytes(answer.read(LARGEST + 1))
    except HTTPError as error:
        with error:  # arXiv says 400 for an identifier that it cannot read
            raise Unavailable(f"answered {error.code} {error.reason}", where=where) from None
    except URLError as error:
        raise Unavailable(f"cannot be reached: {error.reason}", where=where) from error
    except (OSError, HTTPException) as error:
        raise Unavailable(f"broke off: {error or type(error).__name__}", where=where) from error
    if len(data) > LARGEST:
        raise Unavailable("answered with far too much", where=where)
    return data


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
    if entry is None or "/api/errors" in _text(entry, "atom:id") or not _text(entry, "atom:title"):
        raise ClaimbookError(
            f"arXiv knows no paper {name}", where=where, fix="look the identifier up"
        )
    return _preprint(entry, name, where)


def _preprint(entry: ElementTree.Element, name: str, where: str) -> Preprint:
    people = (_text(author, "atom:name") for author in entry.findall("atom:author", ATOM))
    category = entry.find("arxiv:primary_category", ATOM)
    try:
        day = date.fromisoformat(_text(entry, "atom:published")[:10])
    except ValueError as error:
        raise Unavailable("answered with an entry that has no date", where=where) from error
    return Preprint(
        identifier=name,
        title=_text(entry, "atom:title"),
        authors=tuple(person for person in people if person),
        date=day,
        primaryclass="" if category is None else category.get("term", ""),
        doi=_text(entry, "arxiv:doi"),
    )


def _text(parent: ElementTree.Element, path: str) -> str:
    return " ".join((parent.findtext(path, "", ATOM) or "").split())
