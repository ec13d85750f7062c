"""The value of one field from anywhere → its value in the form that the bibliography keeps."""

import html
import re
from collections.abc import Callable, Mapping
from functools import cache

from claimbook.bibliography.accents import settle_accents
from claimbook.bibliography.bibtex import MONTHS, NAMES, VERBATIM, normalise_field
from claimbook.bibliography.entries import VENUES
from claimbook.bibliography.identifiers import check_isbn, check_issn
from claimbook.bibliography.latex import escape_title, is_braced, protect_venue
from claimbook.intake.jats import strip_markup
from claimbook.intake.partialpaper import decode_title
from claimbook.intake.people import settle_people

_MATH_OR_ADDRESS = re.compile(r"((?<!\\)\$[^$]*(?<!\\)\$|\\(?:url|href|path)\s*\{[^{}]*\})")
_LINK = re.compile(
    r"\\(?:url|path)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_MONTH = re.compile("|".join(rf"{name[:3]}[a-z]*" for name in MONTHS.values()), re.IGNORECASE)
# What ADS writes for the journals of astronomy, in macros that only their own classes define.
_ADS = dict(
    pair.split(":")
    for pair in """
    aj:The Astronomical Journal;apj:The Astrophysical Journal;pasp:Publications of the Astronomical
    Society of the Pacific;apjl:The Astrophysical Journal Letters;apjs:The Astrophysical Journal
    Supplement Series;mnras:Monthly Notices of the Royal Astronomical Society;aap:Astronomy and
    Astrophysics;araa:Annual Review of Astronomy and Astrophysics;nat:Nature;prl:Physical Review
    Letters;pra:Physical Review A;prb:Physical Review B;prc:Physical Review C;prd:Physical Review
    D;pre:Physical Review E;physrep:Physics Reports;jcap:Journal of Cosmology and Astroparticle
    Physics;icarus:Icarus;solphys:Solar Physics;ssr:Space Science Reviews;grl:Geophysical Research
    Letters;jgr:Journal of Geophysical Research;pasj:Publications of the Astronomical Society of
    Japan;apss:Astrophysics and Space Science;rmp:Reviews of Modern Physics
    """.split(";")
)


def normalise_value(name: str, text: str) -> str:
    """Return a field's value in the form that is kept; nothing if it cannot be understood."""
    if name in _SETTLERS:
        text = _SETTLERS[name](text)
    if name in VERBATIM:
        return normalise_field(name, _strip_escapes(text))
    text = _take_out_markup(text)
    if name in NAMES:
        return normalise_field(name, settle_people(text))
    text = _escape(_name_journal(_take_out_links(text)))
    if name in VENUES:
        text = protect_venue(_unwrap(text))
    elif name == "title":
        text = _settle_title(text)
    elif name not in ("month", "year", "pages"):
        text = _unwrap(text)
    return normalise_field(name, text)


def find_links(text: str) -> list[str]:
    r"""Return the addresses that a text holds, in `\url`, `\href` or bare, whole.

    >>> find_links(r"\url{https://a.org/x?b=1&c=2}")
    ['https://a.org/x?b=1&c=2']
    """
    found = [one[0] or one[1] for one in _LINK.findall(text)]
    bare = re.findall(r"https?://[^\s{}<>]*[^\s{}<>.,;)]", _LINK.sub(" ", text))
    return [_strip_escapes(one) for one in (*found, *bare)]


def _take_out_links(text: str) -> str:
    """Write an address as text: the commands for links are not there without a package."""
    return _LINK.sub(lambda found: found[3] or _escape_address(found[1] or found[2] or ""), text)


def _escape_address(address: str) -> str:
    return re.sub(r"(?<!\\)([&%#_$])", r"\\\1", address.replace("~", r"\textasciitilde{}"))


def _unwrap(text: str) -> str:
    while is_braced(text) and len(text) > 1:
        text = text[1:-1].strip()
    return text


def _take_out_markup(text: str) -> str:
    r"""Take out the markup of publishers; `\&amp;` and `&amp;` are one sign."""
    if not re.search(r"&(?:#\w+|\w+);|<[/a-zA-Z]", text):
        return text
    text = re.sub(r"\\?&(?:#\d+|#x[0-9a-fA-F]+|\w+);", _decode_entity, text)
    return strip_markup(text) if re.search(r"<[/a-zA-Z]", text) else text


def _decode_entity(found: re.Match[str]) -> str:
    sign = html.unescape(html.unescape(found[0].removeprefix("\\")))
    return f"\\{sign}" if sign in ("&", "%", "#", "_", "$") else sign


def _name_journal(text: str) -> str:
    known = re.fullmatch(r"\{?\\([a-z]+)\}?", text.strip())
    return " ".join(_ADS[known[1]].split()) if known and known[1] in _list_macros() else text


@cache
def _list_macros() -> Mapping[str, str]:
    return {name.strip(): title for name, title in _ADS.items()}


def _settle_title(text: str) -> str:
    """Brace the words of a title that lower case would hurt, unless a person has done so."""
    text = _unwrap(text)
    if _is_protected(settle_accents(text)) and not _is_braced_throughout(text):
        return text
    return escape_title(decode_title(text))


def _is_protected(title: str) -> bool:
    """Whether someone has protected words of a title with braces."""
    return "{" in re.sub(r"\{\\\W?\s?\w*\}|\\[A-Za-z]+\{[^{}]*\}|\$[^$]*\$|\\\{", "", title)


def _is_braced_throughout(title: str) -> bool:
    """Whether a program put braces around each word with a capital, as Zotero does."""
    braced = len(re.findall(r"(?<![\w\\])\{[A-Z][a-z]+\}", title))
    bare = len(re.findall(r"(?<![\w\\{])[A-Z][a-z]{2,}(?![\w}])", title))
    return braced > 1 and braced >= bare


def _settle_month(text: str) -> str:
    """Return the first month that a text names: `27-30 June`, `jul # "/" # aug`."""
    if text in MONTHS:
        return text
    bare = text.strip("{}. ")
    if bare.isdecimal() and bare.isascii() and 1 <= int(bare) <= 12:
        return list(MONTHS)[int(bare) - 1]
    found = _MONTH.search(text)
    return found[0][:3].lower() if found else ""


def _settle_year(text: str) -> str:
    found = re.findall(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)", text)
    return found[0] if found else text


def _settle_pages(text: str) -> str:
    """Write a range in full: `pp. 1234-45` is `1234--1245`."""
    text = re.sub(r"^\s*pp?\.?\s*(?=\w)(?<![a-z])", "", _unwrap(text), flags=re.IGNORECASE)
    text = normalise_field("pages", text).strip("-–— ")
    found = re.fullmatch(r"(\d+)--(\d+)", text)
    if found and len(found[2]) < len(found[1]) and int(found[2]) < int(found[1]):
        return f"{found[1]}--{found[1][: -len(found[2])]}{found[2]}"
    return text


def _settle_number(text: str, check: Callable[[str], str]) -> str:
    """Return the first number of a field that is well made, of several that it may hold."""
    parts = re.findall(r"[0-9Xx][0-9Xx–-]{6,}[0-9Xx]", text.replace("–", "-"))
    return next((part for part in parts if not check(part)), "")


def _settle_url(text: str) -> str:
    text = re.sub(r"\{\\?([&%#_~$])\}|\{\\textasciitilde\}", lambda found: found[1] or "~", text)
    links = find_links(text)
    if not links and re.match(r"www\.[\w.-]+\.[a-z]+(?:/\S*)?$", text):
        return f"https://{text}"
    return links[0] if links else ""


def _strip_escapes(text: str) -> str:
    """Return an identifier or an address without the escapes and the braces some writers add."""
    text = re.sub(r"\\textasciitilde(?:\s*\{\})?|\{\\textasciitilde\}", "~", _unwrap(text))
    return re.sub(r"\\([&%#_~$])", r"\1", text.replace(r"{\_}", "_"))


def _escape(text: str) -> str:
    r"""Return LaTeX with a backslash before each `&`, `%`, `#` and `_` that lacks it."""
    parts = _MATH_OR_ADDRESS.split(text)
    return "".join(
        part if place % 2 else re.sub(r"(?<!\\)([&%#_])", r"\\\1", part)
        for place, part in enumerate(parts)
    )


_SETTLERS: Mapping[str, Callable[[str], str]] = {
    "month": _settle_month,
    "year": _settle_year,
    "pages": _settle_pages,
    "url": _settle_url,
    "isbn": lambda text: _settle_number(text, check_isbn),
    "issn": lambda text: _settle_number(text, check_issn),
    "urldate": lambda text: text if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) else "",
}
