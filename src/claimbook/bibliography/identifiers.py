"""Whether an identifier is well made: arXiv, DOI, and the check digits of ISBN and ISSN.

stdnum knows the arithmetic; what an identifier looks like in a bibliography is stricter here.
"""

import re
from collections.abc import Callable, Mapping

from stdnum import ean, isbn, issn

from claimbook.bibliography.bibtex import Record
from claimbook.bibliography.latex import unescape
from claimbook.bibliography.reference import read_arxiv

_ARXIV = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.(\d{4,5})")
_OLD_ARXIV = re.compile(r"[a-z-]+(?:\.[A-Z]{2})?/(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])\d{3}")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}]*[^\s\"{}.,;]")
_ISBN = re.compile(r"[0-9]{9}[0-9X]|97[89][0-9]{10}")
_ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")
_DOI_OF_ARXIV = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)


def check_arxiv(text: str) -> str:
    """Say what is wrong with an arXiv identifier, or nothing.

    >>> check_arxiv("2402.18571"), check_arxiv("math/0211159"), check_arxiv("2413.00001")
    ('', '', 'is no arXiv identifier')
    """
    if re.search(r"v\d+$", text):
        return "names one version of a preprint; leave the version out"
    if _OLD_ARXIV.fullmatch(text):
        return ""
    found = _ARXIV.fullmatch(text)
    if not found or int(found[1] + found[2]) < 704:
        return "is no arXiv identifier"
    digits = 4 if int(found[1]) < 15 else 5  # a fifth digit since January 2015
    return "" if len(found[3]) == digits else f"needs {digits} digits after its point"


def check_doi(text: str) -> str:
    """Say what is wrong with a bare DOI, or nothing."""
    # one of 1998 may hold < and >, which none of today does
    return "" if _DOI.fullmatch(re.sub(r"[<>]", "", text)) else "is no DOI"


def check_isbn(text: str) -> str:
    """Say what is wrong with an ISBN of ten or thirteen digits, or nothing.

    >>> check_isbn("0-306-40615-2"), check_isbn("978-0-306-40615-7"), check_isbn("0306406153")
    ('', '', 'has a wrong check digit: 2 was expected')
    """
    bare = re.sub(r"[\s-]", "", text).upper()
    if not _ISBN.fullmatch(bare):  # stdnum would also take nine digits, and any dash of Unicode's
        return "is no ISBN of ten or thirteen digits"
    if len(bare) == 13:
        return _check_digit(bare, ean.calc_check_digit(bare[:-1]))
    anew = isbn.to_isbn10(isbn.to_isbn13(bare))  # there and back, the digit is made anew
    return _check_digit(bare, anew[-1])


def check_issn(text: str) -> str:
    """Say what is wrong with an ISSN, or nothing.

    >>> check_issn("0378-5955"), check_issn("0378-5956")
    ('', 'has a wrong check digit: 5 was expected')
    """
    if not _ISSN.fullmatch(text):
        return "is no ISSN"
    bare = issn.compact(text)
    return _check_digit(bare, issn.calc_check_digit(bare[:-1]))


def _check_digit(bare: str, expected: str) -> str:
    return "" if bare[-1] == expected else f"has a wrong check digit: {expected} was expected"


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "doi": check_doi,
    "isbn": check_isbn,
    "issn": check_issn,
}


def find_faults(record: Record) -> list[tuple[str, str]]:
    """Return each identifier of a record that is not well made: its field, and what is wrong."""
    found = []
    for name, check in _CHECKS.items():
        text = unescape(record.get(name))
        if text and (fault := check(text)):
            found.append((name, f'"{text}" {fault}'))
    arxiv = read_arxiv(record)
    if arxiv and (fault := check_arxiv(arxiv)):
        found.append(("eprint", f'"{arxiv}" {fault}'))
    if record.get("eprint") and not record.get("archiveprefix"):
        found.append(("eprint", "does not say whose it is: give archiveprefix = {arXiv}"))
    of_arxiv = _DOI_OF_ARXIV.fullmatch(unescape(record.get("doi")))
    if of_arxiv and arxiv and of_arxiv[1] != arxiv:
        found.append(("doi", f"names the preprint {of_arxiv[1]}, and eprint {arxiv}"))
    return found
