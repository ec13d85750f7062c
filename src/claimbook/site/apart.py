"""Make the pages anew of papers whose prose alone has changed, and let all else stand as it was.

MkDocs knows of every file, so that menus, links and references are what they always are, and is given those
pages alone. They are composed first: where one of them has another title, heading or citation than before,
or anything else that others show or lead to, the site is made anew in that language. The note on the site
of before says what others may see of each page, and what the menus show of those that stand.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from claimbook.errors import ClaimbookError
from claimbook.installed import digest_text
from claimbook.notebook.renditions import locate_renditions
from claimbook.notebook.source import Notebook
from claimbook.pages.page import describe_seen
from claimbook.pages.survey import Report
from claimbook.site.composing import make_site
from claimbook.site.frame import choose_marks
from claimbook.site.state import Parts, log, state

INDEX = "search/search_index.json"
_hidden: list[tuple[File, InclusionLevel]] = []  # while MkDocs lists the pages to make


def describe_papers(reports: Iterable[Report]) -> dict[str, list[str]]:
    """Return two digests of each paper, in order: of its files, and of how it was judged by which run."""
    return {one.notebook.slug: [*map(str, _describe(one))] for one in reports}


def _describe(report: Report) -> Iterator[str]:
    yield digest_text(*(f"{path} {digest_file(path)}" for path in list_files(report.notebook)))
    ran = report.run.content if report.run else ""
    yield digest_text(repr((report.failure, report.outdated)), ran)


def list_files(notebook: Notebook) -> Iterator[Path]:
    """Yield the file of a notebook, and its translations."""
    yield notebook.path
    beside = (locate_renditions(notebook, one.code) for one in state.languages[1:])
    yield from filter(Path.is_file, beside)


def digest_file(path: Path) -> str:
    """Return the digest of a file; nothing for a link that leads nowhere."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def find_changed(parts: Parts) -> frozenset[str]:
    """Return the papers of which the files have changed; none if anything else has."""
    before: dict[str, list[str]] = parts.before.get("papers", {})
    judged = [(slug, one[1]) for slug, one in parts.papers.items()]
    if parts.before.get("base") != parts.base or judged != [
        (s, one[1]) for s, one in before.items()
    ]:
        return frozenset()
    return frozenset(slug for slug, one in parts.papers.items() if one != before[slug])


def _describe_rest(report: Report) -> str:
    """Return one digest of all that a paper says but in its prose."""
    cells = tuple(
        replace(one, source="", tags=(), attachments={}) if one.kind == "markdown" else one
        for one in report.notebook.cells
    )
    said = report.restated.said if report.restated else {}
    return digest_text(repr(replace(report.notebook, cells=cells)), repr(said))


def _get_code() -> str:
    return state.language.code if state.language else ""


def _get_before() -> dict[str, Any]:
    """Return what was noted of the site of before in this language."""
    found: dict[str, Any] = state.parts.before.get("languages", {}).get(_get_code(), {})
    return found


def find_before(laid: Path) -> Path:
    """Return where the site of before lies in this language."""
    return laid / _get_code()


def list_made() -> list[str]:
    """Return what of this language was made anew, by its path on the site."""
    pages = [state.addresses.locate_page(slug) for slug in state.apart]
    names = [f"{one}index.html" if one.endswith("/") else one for one in pages]
    searched = [INDEX] if _get_before()["searched"] else []
    return [*names, *state.put, *searched]


@event_priority(-300)  # the menus are there
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Give MkDocs those pages alone, if others show nothing of what has changed."""
    _hidden.clear()
    papers = _get_before().get("papers", {})
    if not state.parts.changed or not papers:
        return nav
    if state.language is None:
        state.anchors = dict(state.parts.before["anchors"])
    if all(_is_alike(slug, papers[slug], config, files) for slug in state.parts.changed):
        log.info("made anew: %s; all else stands as it was", ", ".join(sorted(state.parts.changed)))
        state.apart = state.parts.changed
        _hide_others(config, files)
    return nav


def _is_alike(slug: str, before: list[str], config: MkDocsConfig, files: Files) -> bool:
    """Compose a page, and tell whether others may see the same of it as before."""
    file = files.get_file_from_path(state.addresses.name_source(slug))
    report = state.edition.report(slug)
    if file is None or file.page is None or report is None or _describe_rest(report) != before[0]:
        return False
    try:
        made = state.edition.keeper.compose(report, make_site(file.page, slug, config, files))
    except ClaimbookError:
        return False  # which the build of all says
    return not made.faults and describe_seen(made) == before[1]


def _hide_others(config: MkDocsConfig, files: Files) -> None:
    """Let MkDocs list no other page, but those that have lists of tags, to which a page leads."""
    titles = _get_before()["pages"]
    for file in files.documentation_pages():
        if state.addresses.read_source(file.src_uri) in state.apart:
            continue
        if file.page is not None and file.src_uri in titles:
            file.page.title, file.page.meta = titles[file.src_uri]
        if not _list_tags(file, config):
            _hidden.append((file, file.inclusion))
            file.inclusion = InclusionLevel.EXCLUDED


def _list_tags(file: File, config: MkDocsConfig) -> list[str]:
    """Return where a page has a list of tags."""
    tags: Any = config.plugins.get("material/tags")
    if tags is None or state.edition.report(state.addresses.read_source(file.src_uri)):
        return []
    if file.src_uri in (tags.config.tags_file, *(tags.config.tags_extra_files or ())):
        return [""]
    pattern = rf"<!--\s*?{tags.config.listings_directive}.*?\s*-->"  # as the plugin reads it
    with suppress(OSError, ValueError):
        return re.findall(pattern, file.content_string, re.IGNORECASE | re.DOTALL)
    return []


@event_priority(1000)  # before anything looks at a page
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Have every file lead where it did, once MkDocs has listed the pages."""
    del config, files
    while _hidden:
        file, inclusion = _hidden.pop()
        file.inclusion = inclusion
    return page


@event_priority(1000)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Leave of a page that is not made anew its lists of tags alone."""
    del files
    if not state.apart or state.find_slug(page):
        return markdown
    return "\n\n".join(_list_tags(page.file, config))


@event_priority(-300)  # all has seen the files
def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Write nothing but those pages."""
    if state.apart:
        for file in [*files]:
            if state.addresses.read_source(file.src_uri) not in state.apart:
                files.remove(file)
        config.extra_templates, config.theme.static_templates = [], set()
    return env


@event_priority(-400)  # all of this language is there
def on_post_build(config: MkDocsConfig) -> None:
    """Note what others may see of each page, and what the menus show."""
    if not state.told or state.nav is None:
        return
    noted = _get_before() if state.apart else _describe_pages(state.nav, config)
    if noted:
        reports = map(state.edition.report, state.seen)
        rest = {one.notebook.slug: _describe_rest(one) for one in reports if one}
        papers = {slug: [rest[slug], seen] for slug, seen in state.seen.items()}
        state.parts.shown[_get_code()] = noted | {"papers": noted.get("papers", {}) | papers}


def _describe_pages(nav: Navigation, config: MkDocsConfig) -> dict[str, Any]:
    """Describe what the menus show, and what of the search is no page's; nothing if JSON cannot."""
    pages = {one.file.src_uri: [one.title, choose_marks(one.meta, config)] for one in nav.pages}
    edition = state.edition
    tail = sum(len(one.findings) for one in edition.reports)
    tail += 0 if state.shelf is None else len(edition.records)
    searched = Path(config.site_dir, INDEX).is_file()
    with suppress(TypeError, ValueError):
        if json.loads(json.dumps(pages)) == pages:
            return {"pages": pages, "tail": tail, "searched": searched}
    return {}


def replace_entries(docs: list[dict[str, Any]], laid: Path) -> tuple[list[Any], list[Any]]:
    """Return the entries of the search that are pages', with those made anew, and all others."""
    whole = json.loads((find_before(laid) / INDEX).read_text("utf-8"))["docs"]
    count = len(whole) - _get_before()["tail"]
    made = {state.addresses.locate_page(slug) for slug in state.apart}
    kept = [one for one in whole[:count] if one["location"].partition("#")[0] not in made]
    return kept + docs, whole[count:]
