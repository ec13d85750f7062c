"""What a site lists of itself for machines: its sitemap, and the index of its search."""

import json
from collections.abc import Iterator

from lxml import etree

from claimbook.checks.html import Flaw
from claimbook.checks.links import INDEX, Site, advise, locate, say_missing
from claimbook.checks.residue import quote

SITEMAP, SEARCH = "sitemap.xml", "search/search_index.json"

_AGAIN = "build again with `mkdocs build --clean`"


def check_sitemap(site: Site, text: bytes) -> Iterator[Flaw]:
    """Return the addresses of a sitemap that no page of the site has."""
    try:
        root = etree.fromstring(text)
    except etree.XMLSyntaxError as error:
        yield Flaw(0, f"is not XML: {error.msg}", _AGAIN)
        return
    for entry in root.iter("{*}loc"):
        address = (entry.text or "").strip()
        place, said = locate(site, INDEX, address), f"lists {quote(address)}"
        if not place.path:
            what = f"{said}, which is not at the site's own address"
            yield Flaw(entry.sourceline, what, "set `site_url` in mkdocs.yml and build again")
        elif flaw := say_missing(site, place):
            yield Flaw(entry.sourceline, f"{said}, {flaw}", advise(site, INDEX, place))


def check_search(site: Site, text: bytes) -> Iterator[Flaw]:
    """Return the addresses that a search would find and that lead nowhere."""
    try:
        addresses = [str(entry["location"]) for entry in json.loads(text)["docs"]]
    except (ValueError, KeyError, TypeError):
        yield Flaw(0, "is no index of MkDocs' search", _AGAIN)
        return
    for address in addresses:
        place = locate(site, INDEX, address or ".")
        if flaw := f"which {place.fault}" if place.fault else say_missing(site, place):
            yield Flaw(0, f"finds {quote(address)}, {flaw}", _AGAIN)
