"""Let the site stand as it is where nothing has changed of all that it is made of.

A build that ends without a warning notes what it was made of, and what lies in the site. Where the next
one is to be made of the same, and the site is as that build left it, MkDocs is given no page to make, and
the site of before is put back; where it is made of the same but for the prose of some papers, it is put
back around their pages (`apart`). What the site is made of is read and judged anew each time: only what would
be written is not.
"""

import logging
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.utils import CountHandler, get_build_date

from claimbook.installed import digest_engine, digest_text
from claimbook.pages.cabinet import Cabinet
from claimbook.pages.inventory import take_inventory
from claimbook.pages.origins import digest_dialect
from claimbook.site.apart import (
    describe_papers,
    digest_file,
    find_before,
    find_changed,
    list_files,
    list_made,
)
from claimbook.site.frame import describe_frame
from claimbook.site.laying import name_site
from claimbook.site.state import Parts, log, state
from claimbook.wording.catalogue import WORDS

FOLDER = "site-kept"  # in the work folder
NAME, SHOWN = "site", "shown"
SOURCES = ("bib", WORDS, "CHANGELOG.md", "pyproject.toml")  # beside written pages and notebooks
HEARD = ("mkdocs", "claimbook")  # whose warnings a build would give again
INHERITED = re.compile(r"""^INHERIT:\s*["']?([^"'\s]+)""", re.MULTILINE)
SLACK = 20_000_000  # nanoseconds by which the clock of a file system may be behind


@event_priority(140)  # before anything is read
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begin to hear of warnings; beside a server no site stands."""
    state.told, state.stands, state.began = "", False, time.time_ns()
    state.parts, state.apart, state.seen, state.put = Parts(), frozenset(), {}, []
    if state.serving:
        return config
    _end_hearing()
    state.warnings = CountHandler()
    state.warnings.setLevel(logging.WARNING)
    for name in HEARD:
        logging.getLogger(name).addHandler(state.warnings)
    return config


def _end_hearing() -> None:
    if state.warnings:
        for name in HEARD:
            logging.getLogger(name).removeHandler(state.warnings)


@event_priority(109)  # all is read and judged, and no file is added yet
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give MkDocs nothing to make if the site of before is what would be made."""
    if state.laid is None:  # beside a server
        return files
    hidden = any(
        one.dest_uri[:1] == "." and one.inclusion != InclusionLevel.EXCLUDED for one in files
    )
    state.parts = _tell_parts(config)
    if hidden or not state.parts.base:  # what is hidden is not looked after
        return files
    cabinet = _open_cabinet(config)
    state.told = digest_text(state.parts.base, repr(state.parts.papers))
    noted = cabinet.find(NAME, NAME) or {}
    if noted.get("seen") != take_inventory(state.laid):
        return files
    if noted.get("told") != state.told:
        state.parts.before = _find_shown(cabinet, noted.get("told"), config)
        state.parts.changed = find_changed(state.parts)
        return files
    log.info("nothing has changed: the site stands as it was")
    state.stands = True
    config.nav, config.extra_templates, config.theme.static_templates = None, [], set()
    config.plugins["mkdocs-jupyter"].config["cache"] = False  # or it forgets what it did not use
    return Files([])


def _find_shown(cabinet: Cabinet, told: object, config: MkDocsConfig) -> dict[str, Any]:
    """Return what was noted of the site of before beside what it was made of, if pages can be told apart."""
    found: dict[str, Any] = cabinet.find(SHOWN, SHOWN) or {}
    beside = config.extra_templates or found.get("told") != told  # a template may show any page
    return {} if beside else found


def _open_cabinet(config: MkDocsConfig) -> Cabinet:
    """Return where the note on the site lies that is built into this folder."""
    return Cabinet(state.edition.book.settings.work / FOLDER / name_site(config))


def _tell_parts(config: MkDocsConfig) -> Parts:
    """Tell all that the site is made of; nothing if that cannot be told."""
    edition = state.edition
    theme = [config.theme.name, *sorted(config.theme.static_templates)]
    frame = describe_frame(config, theme, edition.style)
    dialect = digest_dialect(state.read_dialect(config))
    if frame is None or dialect is None or edition.faults or state.shown or _is_executing(config):
        return Parts()
    broken = [path.name for path, _ in edition.book.broken]
    quiet = not logging.getLogger("mkdocs").isEnabledFor(logging.WARNING)  # none is heard
    today = get_build_date() if config.site_url else ""  # which the map of the site says
    said = [repr(one) for one in (edition.book.settings, broken, quiet, today)]
    sources = [f"{path} {digest_file(path)}" for path in _list_shared(config)]
    return Parts(digest_text(frame, dialect, *said, *sources), describe_papers(edition.reports))


def _is_executing(config: MkDocsConfig) -> bool:
    """Tell whether each build executes notebooks that are no paper's: they may read anything."""
    asked = config.plugins["mkdocs-jupyter"].config
    return bool(asked["execute"] and not asked["cache"])


def _list_sources(config: MkDocsConfig) -> Iterator[Path]:
    """Yield the files of the project of which the site is made, but for what runs depend on."""
    yield from _list_shared(config)
    yield from _list_configurations(Path(config.config_file_path))
    yield from _walk(Path(config.theme.custom_dir)) if config.theme.custom_dir else ()
    notebooks = state.edition.book.notebooks
    yield from {one.path.parent for one in notebooks}
    for notebook in notebooks:
        yield from list_files(notebook)


def _list_shared(config: MkDocsConfig) -> Iterator[Path]:
    """Yield those that are no paper's."""
    root = state.edition.book.settings.root
    homes = {Path(one.__file__).parent for one in config["hooks"].values() if one.__file__}
    beside = (one for home in sorted(homes) for one in sorted(home.glob("*.py")))  # may be imported
    for place in (Path(config.docs_dir), *(root / one for one in SOURCES), *beside):
        yield from _walk(place)


def _walk(place: Path) -> Iterator[Path]:
    """Yield a file, or what is below a folder, with the folders: they tell that a file was taken out."""
    yield from [place] if place.is_file() else []
    for folder, folders, names in os.walk(place, followlinks=True):
        folders.sort()
        yield Path(folder)
        yield from (Path(folder, name) for name in sorted(names))


def _list_configurations(path: Path) -> Iterator[Path]:
    """Yield the site's configuration, which is read again for each language, and what it inherits."""
    while path.is_file():
        yield path
        found = INHERITED.search(path.read_text("utf-8"))
        path = path.parent / (found[1] if found else "")  # a folder ends it


@event_priority(-250)  # what MkDocs and its plugins made is there
def _put_back(config: MkDocsConfig) -> None:
    """Put the site of before back if it stands, or around what was made anew of this language."""
    if state.laid is None or not (state.stands or state.apart):
        return
    site, before = Path(config.site_dir), find_before(state.laid)
    for name in list_made() if state.apart else ():
        (before / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).replace(before / name)
    site.mkdir(parents=True, exist_ok=True)
    for path in [one for one in site.iterdir() if one.name[0] != "."]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    others = {one.code for one in state.languages[1:]} if state.apart else set()
    for path in list(before.iterdir()):
        if state.language or path.name not in others:  # each is built, or put back, behind
            path.rename(site / path.name)


@event_priority(-600)  # all languages are there
def _note_site(config: MkDocsConfig) -> None:
    """Note what the site is made of, unless a warning has to be given again."""
    if state.language:
        return
    _end_hearing()
    heard = state.warnings.get_counts() if state.warnings else ()
    if state.told and not state.stands and not heard and not _is_changing(config):
        cabinet, parts = _open_cabinet(config), state.parts
        told = {"base": parts.base, "papers": parts.papers, "languages": parts.shown}
        cabinet.keep(SHOWN, SHOWN, told | {"anchors": state.anchors, "told": state.told})
        seen = take_inventory(Path(config.site_dir))
        cabinet.keep(NAME, NAME, {"told": state.told, "seen": seen})


def _is_changing(config: MkDocsConfig) -> bool:
    """Tell whether a source was written while the site was made: a page may have seen either."""
    try:
        found = [path.stat() for path in _list_sources(config)]
    except (OSError, UnicodeDecodeError):
        return True
    late = any(max(one.st_mtime_ns, one.st_ctime_ns) >= state.began - SLACK for one in found)
    return late or digest_engine() is None


on_post_build = CombinedEvent(_put_back, _note_site)
