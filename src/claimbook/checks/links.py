"""Where the addresses of a site lead: to a file of it, to a place on a page, to another host."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from urllib.parse import unquote, urlsplit

from claimbook.checks.html import Flaw, Reference
from claimbook.checks.residue import quote

INDEX = "index.html"

_ALWAYS = re.compile(r"top|__tabbed_\d.*", re.IGNORECASE)  # a browser, the theme's tabs know them
_SOURCES = (".md", ".ipynb")
_MANY = 2000  # names to look for a close one among: 10 ms

_MEND = "mend the address, or add what it leads to"
_COPY = "keep a copy of it under docs/assets/ and load that"
_REWRITE = (
    "MkDocs turns the address of a source into that of its page in Markdown alone:"
    " write `[…](…)`, or give the page's own address"
)


@dataclass(frozen=True)
class Site:
    """The files of a built site, and what a link to a page of it may end in."""

    files: frozenset[str]  # relative to its folder, with slashes
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of each page
    home: str = ""  # the address it is published at, if it says so

    @cached_property
    def base(self) -> str:
        """The path of its home: `/`, or `/claimbook/`."""
        return urlsplit(self.home).path.rstrip("/") + "/"

    @cached_property
    def host(self) -> str:
        """The host of its home."""
        return urlsplit(self.home).netloc.lower()

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file."""
        found = {"."}
        for name in self.files:
            while (name := posixpath.dirname(name)) and name not in found:
                found.add(name)
        return frozenset(found)

    @cached_property
    def families(self) -> Mapping[str, Mapping[str, str]]:
        """The files of each folder by their names; a page that is a folder goes by its name."""
        found: dict[str, dict[str, str]] = {}
        for path in sorted(self.files):
            folder, name = _split_file(path)
            found.setdefault(folder, {})[name] = path
        return found


@dataclass(frozen=True)
class Place:
    """Where an address leads: a path of the site, or a host; or why it leads nowhere."""

    path: str = ""
    fragment: str = ""
    host: str = ""
    fault: str = ""


ELSEWHERE = Place()  # a message, a phone, a script: nothing that could be missing


def locate(site: Site, origin: str, address: str) -> Place:
    """Return where an address leads that stands in the file `origin` of the site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return Place(fault="is no address")
    scheme, path = parts.scheme.lower(), unquote(parts.path)
    if scheme == "file" or len(scheme) == 1:
        return Place(fault="is a file of one machine")
    if scheme not in ("", "http", "https"):
        return ELSEWHERE
    if scheme and not parts.netloc:
        return Place(fault="is no address")
    if parts.netloc:
        host = parts.netloc.lower()
        if host != site.host or not f"{path}/".startswith(site.base):
            return Place(host=host)
        path = path or "/"
    if path.startswith("/"):
        if not f"{path}/".startswith(site.base):
            return Place(fault=f"lies beside the site, whose own path is {quote(site.base)}")
        path = path[len(site.base) :] or "."
    elif path:
        path = posixpath.join(posixpath.dirname(origin), path)
    else:
        return Place(origin, parts.fragment)
    whole = posixpath.normpath(path)
    if whole.split("/")[0] == "..":
        return Place(fault="leads out of the site")
    if whole in site.folders or path.endswith("/"):
        whole = posixpath.normpath(f"{whole}/{INDEX}")
    return Place(whole, parts.fragment)


def find_dead_links(site: Site, origin: str, references: Iterable[Reference]) -> Iterator[Flaw]:
    """Return what is amiss with the addresses in the file `origin`."""
    for one in references:
        place = locate(site, origin, one.address)
        verb = "loads" if one.loaded else "leads to"
        said = f"<{one.tag}> {verb} {quote(one.address)}"
        if one.loaded and not one.address:
            if one.tag != "form":  # which sends itself to its own page
                yield Flaw(one.line, f"<{one.tag}> has an empty address", _MEND)
        elif place.fault:
            yield Flaw(one.line, f"{said}, which {place.fault}", _MEND)
        elif place.host and one.loaded:
            yield Flaw(one.line, f"{said}, from another host", _COPY)
        elif place.path and (flaw := say_missing(site, place)):
            what = f"{said}, {flaw}"
            yield Flaw(one.line, what, advise(site, origin, place))


def say_missing(site: Site, place: Place) -> str:
    """Say what is missing where an address leads; nothing if it leads somewhere."""
    if place.path not in site.files:
        return "and the site has no such file"
    fragment = place.fragment.split(":~:")[0]
    known = site.anchors.get(place.path)
    if known is None or not fragment or _ALWAYS.fullmatch(fragment):
        return ""
    there = fragment in known or unquote(fragment) in known
    return "" if there else f"and nothing there has the id {quote(unquote(fragment))}"


def advise(site: Site, origin: str, place: Place) -> str:
    """Say what to do about an address that leads nowhere: the nearest that leads somewhere."""
    if place.path in site.files:
        ids = sorted(site.anchors.get(place.path, ()))
        near = get_close_matches(unquote(place.fragment), ids[:_MANY], n=1)
        return f"did you mean {quote('#' + near[0])}?" if near else "mend the id, or the link"
    folder, name = _split_file(place.path)
    beside = site.families.get(folder, {})
    meant = [family[name] for family in site.families.values() if name in family]
    meant += [beside[near] for near in get_close_matches(name, [*beside][:_MANY], n=1)]
    if meant:
        return f"did you mean {quote(show_path(meant[0], origin))}?"
    return _REWRITE if name.endswith(_SOURCES) else _MEND


def show_path(path: str, origin: str) -> str:
    """Return a file's address as a link in the file `origin` has it.

    >>> show_path("method/index.html", "papers/dpa/index.html")
    '../../method/'
    """
    folder = posixpath.dirname(origin) or "."
    if posixpath.basename(path) == INDEX:
        return posixpath.relpath(posixpath.dirname(path) or ".", folder) + "/"
    return posixpath.relpath(path, folder)


def _split_file(path: str) -> tuple[str, str]:
    """Return the folder and the name of a file; `method/index.html` is `method/` in its folder."""
    folder, name = posixpath.split(path)
    if name != INDEX or not folder:
        return folder, name
    return posixpath.dirname(folder), f"{posixpath.basename(folder)}/"
