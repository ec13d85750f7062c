"""Read a built site as its readers will get it, and report every fault found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote as shell_quote
from typing import Any

import yaml

from claimbook.checks.html import (
    Flaw,
    Page,
    Reference,
    find_anchors,
    find_css_addresses,
    find_references,
    parse,
)
from claimbook.checks.links import INDEX, Site, find_dead_links, locate
from claimbook.checks.listings import SEARCH, SITEMAP, check_search, check_sitemap
from claimbook.checks.needs import MISSING, find_needs, is_redirect, read_title
from claimbook.checks.residue import find_residue, quote
from claimbook.errors import ClaimbookError

FOLDER = "site"  # where MkDocs builds unless told otherwise
LISTINGS = {SITEMAP: check_sitemap, SEARCH: check_search}


@dataclass(frozen=True)
class Report:
    """What was read, and what is wrong with it."""

    pages: int
    links: int
    faults: tuple[ClaimbookError, ...]


@dataclass(frozen=True)
class Reading:
    """What one page is judged by once all are read."""

    flaws: tuple[Flaw, ...]
    title: str = ""
    canonical: str = ""
    language: str = ""
    anchors: frozenset[str] = frozenset()
    references: tuple[Reference, ...] = ()


def find_built_folder(root: Path) -> Path:
    """Return the folder that MkDocs builds the project at `root` into, as mkdocs.yml says."""
    said = read_settings(root).get("site_dir", FOLDER)
    if not isinstance(said, str):
        raise ClaimbookError(
            "its value is not known before a build",
            where="mkdocs.yml: site_dir",
            fix="name the folder, `claimbook check --site FOLDER`",
        )
    return root / said


class _Plain(yaml.SafeLoader):
    """Read mkdocs.yml as far as it is plain; MkDocs' own tags, such as !ENV, become nothing."""


_Plain.add_multi_constructor("", lambda *_: None)


def read_settings(root: Path) -> Mapping[str, Any]:
    """Return what mkdocs.yml says, as far as it is plain."""
    try:
        read = yaml.load((root / "mkdocs.yml").read_text("utf-8"), _Plain)
    except yaml.YAMLError as error:
        what = f"is not YAML: {' '.join(str(error).split())}"
        raise ClaimbookError(what, where="mkdocs.yml") from error
    return read if isinstance(read, dict) else {}


def check(folder: Path) -> Report:
    """Return every fault of the site built into `folder`, in the order of its files.

    Raises `ClaimbookError` if no site is there.
    """
    _refuse(folder)
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    pages = {name: _read(folder, name) for name in sorted(files) if name.endswith(".html")}
    known = {name: reading.anchors for name, reading in pages.items()}
    home = pages[INDEX].canonical.removesuffix(INDEX)
    site = Site(frozenset(files), known, home)
    found = [*_check_pages(site, pages), *_check_sheets(site, folder, pages)]
    for name, judge in LISTINGS.items():
        if name in site.files:
            found += [(name, flaw) for flaw in judge(site, (folder / name).read_bytes())]
    links = sum(len(reading.references) for reading in pages.values())
    return Report(len(pages), links, tuple(_place_flaws(found)))


def _refuse(folder: Path) -> None:
    """Refuse a folder without a site; what lies in it is not ours to build over."""
    if not folder.is_dir():
        build = f"mkdocs build --site-dir {shell_quote(str(folder.absolute()))}"
        raise ClaimbookError("is not there", where=str(folder), fix=f"`{build}` builds it")
    if not (folder / INDEX).is_file():
        fix = f"name the folder that `mkdocs build` wrote; it has {INDEX}"
        raise ClaimbookError("is no built site", where=str(folder), fix=fix)


def _place_flaws(found: Iterable[tuple[str, Flaw]]) -> Iterator[ClaimbookError]:
    for name, flaw in dict.fromkeys(found):
        where = f"{name}, line {flaw.line}" if flaw.line else name
        yield ClaimbookError(flaw.what, where=where, fix=flaw.fix)


def _read(folder: Path, name: str) -> Reading:
    try:
        page = parse((folder / name).read_text("utf-8"))
    except UnicodeDecodeError:
        return Reading((Flaw(0, "is not UTF-8", "save what it is made of as UTF-8"),))
    if page is None:
        return Reading((Flaw(0, "is empty", "build again with `mkdocs build --clean`"),))
    return Reading(
        flaws=(*find_residue(page), *find_needs(page, name)),
        title="" if is_redirect(page) else read_title(page),
        canonical=_read_canonical(page),
        language=str(page.root.get("lang", "")),
        anchors=find_anchors(page),
        references=tuple(find_references(page)),
    )


def _read_canonical(page: Page) -> str:
    links = (link for link in page.root.iter("link") if link.get("rel") == "canonical")
    return next((str(link.get("href", "")) for link in links), "")


def _check_pages(site: Site, pages: Mapping[str, Reading]) -> Iterator[tuple[str, Flaw]]:
    first: dict[tuple[str, str], str] = {}  # pages in two languages may have one title
    for name, page in pages.items():
        flaws = [*page.flaws, *find_dead_links(site, name, page.references)]
        titled = page.language, page.title
        if page.title and name != MISSING and (twin := first.setdefault(titled, name)) != name:
            what = f"has the title of {twin}: {quote(page.title)}"
            flaws.append(Flaw(1, what, "write another `title:` at the top of one of the two"))
        yield from ((name, flaw) for flaw in sorted(flaws, key=lambda flaw: flaw.line))


def _check_sheets(
    site: Site, folder: Path, pages: Mapping[str, Reading]
) -> Iterator[tuple[str, Flaw]]:
    """Judge the stylesheets that pages load, and those that these load."""
    queue: list[str] = []

    def take(origin: str, loaded: Iterable[Reference]) -> None:
        for one in loaded:
            if ".css" in one.address:
                path = locate(site, origin, one.address).path
                if path.endswith(".css") and path in site.files and path not in queue:
                    queue.append(path)

    for name, page in pages.items():
        take(name, (one for one in page.references if one.loaded))
    for name in queue:  # which grows meanwhile
        text = (folder / name).read_text("utf-8", errors="replace")
        loaded = [Reference(to, line + 1, "style") for to, line in find_css_addresses(text)]
        yield from ((name, flaw) for flaw in find_dead_links(site, name, loaded))
        take(name, loaded)
