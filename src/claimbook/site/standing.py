"""Let the site stand as it is where nothing has changed of all that it is made of.

A build that ends without a warning notes what it was made of, and what lies in the site. Where the next
one is to be made of the same, and the site is as that build left it, MkDocs is given no page to make, and
the site of before is put back. What the site is made of is read and judged anew each time: only what would
be written is not.
"""

import logging
import os
import shutil
import time
from collections.abc import Iterator
from hashlib import sha256
from json import dumps
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.utils import CountHandler, get_build_date

from claimbook.installed import digest_text
from claimbook.notebook.renditions import locate_renditions
from claimbook.pages.cabinet import Cabinet
from claimbook.pages.inventory import take_inventory
from claimbook.pages.origins import digest_dialect
from claimbook.pages.survey import Report
from claimbook.site.frame import describe_frame
from claimbook.site.laying import name_site
from claimbook.site.state import log, state
from claimbook.wording.catalogue import WORDS

FOLDER = "site-kept"  # in the work folder
NAME = "site"
SOURCES = ("bib", WORDS, "CHANGELOG.md", "pyproject.toml")  # beside written pages and notebooks
HEARD = ("mkdocs", "claimbook")  # whose warnings a build would give again
SLACK = 20_000_000  # nanoseconds by which the clock of a file system may be behind


@event_priority(140)  # before anything is read
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begin to hear of warnings; beside a server no site stands."""
    state.told, state.stands, state.began = "", False, time.time_ns()
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
    state.told = "" if hidden else _describe_site(config)  # what is hidden is not looked after
    if not state.told or _open_cabinet(config).find(NAME, NAME) != _take_note(state.laid):
        return files
    log.info("nothing has changed: the site stands as it was")
    state.stands = True
    config.nav, config.extra_templates, config.theme.static_templates = None, [], set()
    config.plugins["mkdocs-jupyter"].config["cache"] = False  # or it forgets what it did not use
    return Files([])


def _open_cabinet(config: MkDocsConfig) -> Cabinet:
    """Return where the note on the site lies that is built into this folder."""
    return Cabinet(state.edition.book.settings.work / FOLDER / name_site(config))


def _take_note(site: Path) -> dict[str, str]:
    return {"told": state.told, "seen": take_inventory(site)}


def _describe_site(config: MkDocsConfig) -> str:
    """Return one digest of all that the site is made of; nothing if that cannot be told."""
    edition = state.edition
    theme = [config.theme.name, *sorted(config.theme.static_templates)]
    frame = describe_frame(config, theme, edition.style)
    dialect = digest_dialect(state.read_dialect(config))
    if frame is None or dialect is None or edition.faults or state.shown:
        return ""
    broken = [path.name for path, _ in edition.book.broken]
    quiet = not logging.getLogger("mkdocs").isEnabledFor(logging.WARNING)  # none is heard
    today = get_build_date() if config.site_url else ""  # which the map of the site says
    said = [repr(one) for one in (edition.book.settings, broken, quiet, today)]
    sources = [f"{path} {_digest_file(path)}" for path in _list_sources(config)]
    judged = map(_describe_report, edition.reports)
    return digest_text(frame, dialect, *said, *sources, *judged)


def _list_sources(config: MkDocsConfig) -> Iterator[Path]:
    """Yield the files of the project of which the site is made, but for what runs depend on."""
    book = state.edition.book
    hooks = (one.__file__ for one in config["hooks"].values())
    places = [config.docs_dir, *(book.settings.root / one for one in SOURCES), *filter(None, hooks)]
    for place in map(Path, places):
        yield from [place] if place.is_file() else []
        for folder, folders, names in os.walk(place, followlinks=True):
            folders.sort()
            yield from (Path(folder, name) for name in sorted(names))
    for notebook in book.notebooks:
        yield notebook.path
        beside = (locate_renditions(notebook, one.code) for one in state.languages[1:])
        yield from filter(Path.is_file, beside)


def _digest_file(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:  # a link that leads nowhere
        return ""


def _describe_report(report: Report) -> str:
    """Describe how a notebook was judged: by its own file, and by this run."""
    run = report.run
    ran = digest_text(dumps(run.document)) if run else ""
    return repr((report.notebook.slug, report.failure, report.outdated, ran))


@event_priority(-250)  # what MkDocs and its plugins made of nothing is there
def _put_back(config: MkDocsConfig) -> None:
    """Put the site of before back if it stands."""
    if not state.stands or state.laid is None:
        return
    site = Path(config.site_dir)
    site.mkdir(parents=True, exist_ok=True)
    for path in [one for one in site.iterdir() if one.name[0] != "."]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in list(state.laid.iterdir()):
        path.rename(site / path.name)


@event_priority(-600)  # all languages are there
def _note_site(config: MkDocsConfig) -> None:
    """Note what the site is made of, unless a warning has to be given again."""
    if state.language:
        return
    _end_hearing()
    heard = state.warnings.get_counts() if state.warnings else ()
    if state.told and not state.stands and not heard and not _is_changing(config):
        _open_cabinet(config).keep(NAME, NAME, _take_note(Path(config.site_dir)))


def _is_changing(config: MkDocsConfig) -> bool:
    """Tell whether a source was written while the site was made: a page may have seen either."""
    try:
        found = [path.stat() for path in _list_sources(config)]
    except OSError:
        return True
    return any(max(one.st_mtime_ns, one.st_ctime_ns) >= state.began - SLACK for one in found)


on_post_build = CombinedEvent(_put_back, _note_site)
