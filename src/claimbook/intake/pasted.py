"""What people paste to name a paper, bare or in a sentence → its arXiv identifier or its DOI."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from claimbook.bibliography.identifiers import check_arxiv
from claimbook.errors import ClaimbookError

_NUMBER = r"\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7}"
_ARXIV_PLACE = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:arxiv|ar5iv(?:\.labs\.arxiv)?|alphaxiv)\.org/"
    r"(?:abs|pdf|html|format|ps|src|e-print|overview)/"
    r"|(?:https?://)?(?:www\.)?huggingface\.co/papers/"
    r"|(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\."
    r"|(?:arxiv\s+(?:e-?print|preprint)s?[\s:,]*)?(?:oai:)?arxiv(?:\.org)?\s*[:.]?\s*",
    re.IGNORECASE,
)
_ARXIV_TAIL = re.compile(r"(?:v\d+)?(?:\.pdf)?/?(?:[?#].*)?(?:\s*\[[^\]]*\].*|\s*\(\d{4}\))?$")
_ARXIV_IN_TEXT = re.compile(
    rf"(?:{_ARXIV_PLACE.pattern})(?:{_NUMBER})(?:v\d+)?(?!\d)", re.IGNORECASE
)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_IN_TEXT = re.compile(r"(?<![\w.])(?:https?://\S*?/)?10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}]+")
_BARE_IN_TEXT = re.compile(  # four digits behind the point were given until 2014
    r"(?<![\w./])(?:\d{4}\.\d{5}|(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4})(?:v\d+)?(?![\d.]*\w)"
)
_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.IGNORECASE)
# Pages whose address gives the DOI away, though it does not hold it.
_PAGES = (
    (
        re.compile(r"aclanthology\.org/(\d{4}\.[a-z][\w-]*\.\d+|[A-Z]\d\d-\d{4})(?!\d)"),
        "10.18653/v1/",
    ),
    (re.compile(r"nature\.com/articles/([sn][\w-]+)"), "10.1038/"),
)
_ENDS = re.compile(r"/(?:full|pdf|epdf|abstract|html|meta|citation|fulltext|summary)$")
_VERSION = re.compile(r"(10\.1101/[\d.]+)v\d+(?:\.full)?(?:\.pdf)?$")
_AROUND = re.compile(r"^[\s*•·–-]+|[\s,;.*]+$")
_PAIRS = frozenset({"<>", "()", "[]", "{}", "“”", "‘’", '""', "''", "``"})


@dataclass(frozen=True)
class Name:
    """What names a paper elsewhere: one of the two."""

    arxiv: str = ""
    doi: str = ""

    @property
    def registry(self) -> str:
        """Who knows the paper."""
        return "arXiv" if self.arxiv else "Crossref"


def _unwrap(text: str) -> str:
    """Take off what stands around a name in a list or a sentence: bullets, brackets, a full stop."""
    bare = _AROUND.sub("", text)
    while len(bare) > 1 and bare[0] + bare[-1] in _PAIRS:
        bare = _AROUND.sub("", bare[1:-1])
    return bare


def match_arxiv(text: str) -> str:
    """Return the arXiv identifier that a text is, whether or not there can be such a one.

    >>> match_arxiv("arXiv:1706.03762v7 [cs.CL] 2 Aug 2023"), match_arxiv("arxiv.org/pdf/cs/9901001")
    ('1706.03762', 'cs/9901001')
    """
    bare = _unwrap(text)
    known = _ARXIV_PLACE.match(bare)
    bare = _ARXIV_TAIL.sub("", bare[known.end() :] if known else bare)
    return bare if re.fullmatch(_NUMBER, bare) else ""


def refuse_impossible(identifier: str, *, today: date | None = None) -> None:
    """Raise `ClaimbookError` for an arXiv identifier that there cannot be."""
    fault = check_arxiv(identifier)
    month = re.match(r"(\d\d)(\d\d)\.", identifier)
    now = today or date.today()
    if not fault and month and (2000 + int(month[1]), int(month[2])) > (now.year, now.month):
        fault = f"would be of {2000 + int(month[1])}-{month[2]}, which is to come"
    if month and not 1 <= int(month[2]) <= 12:
        fault = f"is no arXiv identifier: there is no month {month[2]}"
    if fault:
        raise ClaimbookError(f'"{identifier}" {fault}', fix="look it up")


def match_doi(text: str) -> str:
    """Return the bare DOI of whatever names one, or nothing.

    >>> match_doi("https://aclanthology.org/2024.acl-long.468/")
    '10.18653/v1/2024.acl-long.468'
    """
    bare = re.sub(r"^(?:doi|DOI|Doi)\s*[:=]?\s*(?=10\.|http)", "", _unwrap(text))
    for page, registrant in _PAGES:
        if found := page.search(bare):
            return f"{registrant}{found[1]}"
    if re.search(r"\s", bare):
        return ""
    if _ADDRESS.match(bare):  # an address that holds it, in its path or behind its question mark
        held = re.search(r"(?<=[/=:])10\.\d{4}[^\s?#&]*", unquote(bare))
        bare = _ENDS.sub("", re.sub(r"(?<=\d)\.pdf$", "", held[0])) if held else ""
    bare = _VERSION.sub(r"\1", bare.rstrip("/.,;"))
    return bare if _DOI.fullmatch(bare) else ""


def read_name(text: str) -> Name | None:
    """Return what a text names, if it is an identifier or the address of one.

    arXiv's own DOIs are registered elsewhere than the others, and name the preprint. Raises
    `ClaimbookError` for an arXiv identifier that there cannot be.
    """
    if arxiv := match_arxiv(text):
        refuse_impossible(arxiv)
        return Name(arxiv=arxiv)
    doi = match_doi(text)
    return Name(doi=doi) if doi else None


def find_names(text: str) -> Iterator[str]:
    """Yield what names a paper in a line: the whole line, each of its words, or parts of it.

    >>> list(find_names("1706.03762, 2402.18571")), list(find_names("Attention, arXiv:1706.03762."))
    (['1706.03762', '2402.18571'], ['arXiv:1706.03762'])
    """
    if read_name(text):
        yield text.strip()
        return
    words = [_unwrap(word) for word in re.split(r"[\s,;]+", text)]
    telling = [word for word in words if re.search(r"\d", word)]  # the others join them
    if telling and all(read_name(word) for word in telling):
        yield from telling
        return
    rest = text
    for pattern in (_ARXIV_IN_TEXT, _DOI_IN_TEXT, _BARE_IN_TEXT):
        yield from (found[0] for found in pattern.finditer(rest))
        rest = pattern.sub(" ", rest)


def explain_unknown(text: str) -> ClaimbookError:
    """Say why a text names no paper that anybody could be asked about."""
    shown = " ".join(text.split())[:80]
    host = re.match(r"https?://(?:www\.)?([\w.-]+)/", text.strip())
    if host:
        return ClaimbookError(
            f"{shown} holds no arXiv identifier and no DOI, and nobody can be asked about it",
            fix=f"give the BibTeX that {host[1]} offers on that page",
        )
    return ClaimbookError(
        f'"{shown}" is no arXiv identifier and no DOI',
        fix="write it like 2402.18571 or 10.1162/tacl_a_00638",
    )
