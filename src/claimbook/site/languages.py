"""The site in its other languages: each is built below its code, of what the default has read and judged.

MkDocs builds one language at a time. Once the default stands, each other is built with its own words,
hand-written pages, menu and search, and of the same runs: nothing is run or judged again, and files of
papers that all languages share lie with the default.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.meta import get_data

from claimbook.checks.otherpages import read_rendered
from claimbook.errors import ClaimbookError, suggest
from claimbook.notebook.book import find_root
from claimbook.notebook.languages import Language, read_languages
from claimbook.notebook.originals import digest_words
from claimbook.pages import downloads
from claimbook.pages.drawing import draw
from claimbook.pages.edition import translate_edition
from claimbook.pages.wholes import Wholes
from claimbook.site.sources import mend_page
from claimbook.site.state import state
from claimbook.wording.catalogue import WORDS, say, set_spoken, speak

SEARCHED = {
    "ko"
}  # whose words the engine takes apart for the theme's search, which itself does not
_HEADING = re.compile(r"#{1,6} \S")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# Of the state, what belongs to a language.
OWN = "language edition addresses policies wholes scripts nav shelf written apart seen put".split()
SHARED = {"sitemap.xml", "404.html"}  # one for all languages, with the default


@event_priority(130)  # before anything is read
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read which languages there are."""
    if state.language is None:
        try:
            state.languages = read_languages(config.extra, where="mkdocs.yml")
        except ClaimbookError as error:
            state.report_fault(error)
            state.languages = ()
        if state.languages:  # a digest may be in another language than English alone
            root = find_root(Path(config.config_file_path).parent)
            try:
                set_spoken(state.languages[0].code, root / WORDS)
            except ClaimbookError as error:
                state.report_fault(error)
    if state.languages[1:]:
        config.extra["alternate"] = True  # the theme leaves a place for the switch
    return config


@event_priority(105)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave the pages of other languages out, and put those of this one in the place of the default's."""
    own = list[str]()
    for name in SHARED if state.language else ():
        if listed := files.get_file_from_path(name):
            files.remove(listed)
    for file in [*files]:
        folder, slash, name = file.src_uri.partition("/")
        if slash and folder in {one.code for one in state.languages[1:]}:
            files.remove(file)
            if state.language and folder == state.language.code:
                own.append(name)
    for name in own:
        default = files.get_file_from_path(name)
        if default is not None:
            files.remove(default)
        elif name.endswith(".md"):
            _refuse_page(name, files)
        files.append(_make_file(name, config))
    state.written = frozenset(own)
    return files


def _make_file(name: str, config: MkDocsConfig) -> File:
    """Return a file of this language, where the default has its own."""
    folder = state.get_language().code
    place = str(Path(config.docs_dir) / folder)
    file = File(name, place, config.site_dir, config.use_directory_urls)
    file.edit_uri = f"{folder}/{name}"
    mend_page(file, config)
    return file


def _refuse_page(name: str, files: Files) -> None:
    """Refuse a page that the default does not have: nothing would lead to it."""
    known = [file.src_uri for file in files.documentation_pages()]
    where = f"docs/{state.get_language().code}/{name}"
    what = f"translates no page: there is no docs/{name}"
    state.report_fault(ClaimbookError(what, where=where, fix=suggest(name, known)))


def _find_since(name: str) -> date | None:
    """Return the day of what a hand-written page renders, if that has changed since."""
    if state.language is None or name not in state.written:
        return None
    docs = state.edition.book.settings.root / "docs"
    rendered = read_rendered(_read_page(docs / state.language.code / name))
    digest = digest_words(_read_page(docs / name)) if (docs / name).is_file() else ""
    return rendered[1] if rendered and digest and rendered[0] != digest else None


def _read_page(path: Path) -> str:
    """Return the text of a page; that it is not UTF-8 was said when the site's files were listed."""
    return path.read_text("utf-8-sig", errors="replace")


def _list_anchors(toc: Iterable[AnchorLink]) -> list[str]:
    """Return the anchors of a table of contents, those below others too."""
    return [one for link in toc for one in (link.id, *_list_anchors(link.children))]


def _mark_contents(toc: Iterable[AnchorLink], code: str) -> None:
    """Let the titles of a table of contents say what language they are in."""
    for link in toc:
        link.title = draw("worded", text=Markup(link.title), language=code, since=None)
        _mark_contents(link.children, code)


def is_foreign(page: Page) -> bool:
    """Whether a page is shown as the default has it."""
    file, generated = page.file, page.file.generated_by is not None
    if state.language is None or file.src_uri in state.written or state.find_slug(page):
        return False
    return not generated or file.src_uri == downloads.CHANGES


@event_priority(50)  # before the generated parts are in it
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the headings of a hand-written page the anchors of the default's."""
    del config, files
    name = page.file.src_uri
    lines, anchors = markdown.split("\n"), state.anchors.get(name, [])
    heads = list(_find_headings(lines))
    if state.language is None and not state.apart:  # or it is noted already
        state.anchors[name] = [""] * len(heads)  # which the page has when it is drawn
    if state.language is None or name not in state.written:
        return markdown
    if len(heads) != len(anchors):  # it is behind the default's, which a check says
        return markdown
    for number, anchor in zip(heads, anchors, strict=True):
        if not lines[number].rstrip().endswith("}"):
            lines[number] = f"{lines[number].rstrip()} {{#{anchor}}}"
    return "\n".join(lines)


def _find_headings(lines: list[str]) -> Iterator[int]:
    """Yield the numbers of the lines that are headings; what stands in a fence is none."""
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) else fence
        elif found:
            fence = found[1]
        elif _HEADING.match(line):
            yield number


@event_priority(-70)  # it is drawn
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Note which anchors a page has; mark one that is shown as the default has it."""
    del config, files
    name = page.file.src_uri
    if state.language is None and not state.apart and name in state.anchors:
        state.anchors[name] = _list_anchors(page.toc)[: len(state.anchors[name])]
    if (since := _find_since(name)) is not None:
        return draw("behind", block={"since": since}) + Markup(html)
    if not is_foreign(page):
        return html
    code = state.languages[0].code
    _mark_contents(page.toc, code)
    return draw("foreign", html=Markup(html), language=code)


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Tell where the page stands in each language."""
    del nav
    if state.languages[1:]:
        context["claimbook_languages"] = _list_places(page.url, context["base_url"], config)


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Tell the list of pages which languages each is in."""
    del template_name
    if state.languages[1:]:
        context["claimbook_languages"] = _list_places("", context["base_url"], config)
    return context


def _list_places(url: str, base: str, config: MkDocsConfig) -> list[dict[str, Any]]:
    """Return each language with the address of a page in it; `base` leads to the root of this one."""
    return [
        {
            **{"code": one.code, "name": one.name, "direction": one.direction},
            "link": f"{base.rstrip('/')}/{_find_way(one)}{url}",
            "root": _find_root(one, config),
            "address": f"{_find_root(one, config)}{url}" if config.site_url else "",
            "here": one == state.get_language(),
        }
        for one in state.languages
    ]


def _find_way(language: Language) -> str:
    """Return what leads from the root of the pages that are built to those of another language."""
    if language == state.get_language():
        return ""
    up = "" if state.language is None else "../"
    return up if language == state.languages[0] else f"{up}{language.code}/"


def _find_root(language: Language, config: MkDocsConfig) -> str:
    """Return the whole address of a language, if the site knows its own."""
    root = state.locate_home(config)
    return root if not root or language == state.languages[0] else f"{root}{language.code}/"


@event_priority(-500)  # all of the default stands
def on_post_build(config: MkDocsConfig) -> None:
    """Build the site in each other language."""
    for language in state.languages[1:] if state.language is None else ():
        with _build_in(language):
            made = _make_config(language, config)
            made.plugins.on_startup(command="serve" if state.serving else "build", dirty=False)
            build(made)


@contextmanager
def _build_in(language: Language) -> Iterator[None]:
    """Have everything made in a language; then all is as it was."""
    kept = {name: getattr(state, name) for name in OWN}
    default = state.languages[0].code
    state.language = language
    state.edition = translate_edition(state.edition, language.code, default)
    state.addresses = replace(state.addresses, up="../")
    state.policies, state.wholes, state.scripts = {}, Wholes(), ()
    state.apart, state.seen, state.put = frozenset(), {}, []
    try:
        with speak(language.code, state.edition.book.settings.root / WORDS):
            yield
    except ClaimbookError as error:  # of the project's own words
        state.report_fault(error)
    finally:
        vars(state).update(kept)


def _make_config(language: Language, config: MkDocsConfig) -> MkDocsConfig:
    """Return the configuration of the site in another language."""
    made = load_config(
        config.config_file_path,
        site_dir=str(Path(config.site_dir) / language.code),
        site_url=f"{config.site_url}{language.code}/" if config.site_url else None,
        use_directory_urls=config.use_directory_urls,
        strict=config.strict,
    )
    made.theme["language"] = _choose_theme_language(language.code, made)
    made.theme.static_templates = made.theme.static_templates - SHARED
    for palette in made.theme.get("palette", ()):
        if toggle := isinstance(palette, dict) and palette.get("toggle"):
            dark = palette.get("scheme") == "slate"
            toggle["name"] = say("palette-light") if dark else say("palette-dark")
    if "permalink_title" in made.mdx_configs.get("toc", {}):
        made.mdx_configs["toc"]["permalink_title"] = say("link-to-section")
    search: Any = made.plugins.get("material/search")
    if search is not None and language.code in SEARCHED and not search.config.lang:
        search.config.lang = [language.code]
    for name, text in language.texts.items():
        made[name] = text
    made.nav = [_name_item(item, Path(made.docs_dir) / language.code) for item in made.nav or ()]
    return made


def _choose_theme_language(code: str, config: MkDocsConfig) -> str:
    """Return the language of the theme's own words: the nearest that it has."""
    folders = [Path(folder) / "partials" / "languages" for folder in config.theme.dirs]
    names = (code, code.partition("-")[0])
    known = (name for name in names if any((one / f"{name}.html").is_file() for one in folders))
    return next(known, "en")


def _name_item(item: Any, folder: Path) -> Any:
    """Return an entry of the menu with its name in another language: as its page says there."""
    if not isinstance(item, dict):
        return item
    return {
        _name_page(title, folder / path) if isinstance(path, str) else title: path
        if isinstance(path, str)
        else [_name_item(one, folder) for one in path]
        for title, path in item.items()
    }


def _name_page(title: str, path: Path) -> str:
    """Return what a page is called in the menu: its `menu`, or its `title`."""
    if not path.is_file():
        return say("changes") if path.name == downloads.CHANGES else title
    meta = get_data(_read_page(path))[1]
    return str(meta.get("menu") or meta.get("title") or title)
