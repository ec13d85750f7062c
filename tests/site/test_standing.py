"""A site stands as it is only if nothing has changed of all that it is made of."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files

from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.store import Store
from claimbook.notebook.book import Settings
from claimbook.notebook.source import read
from claimbook.pages.inventory import take_inventory
from claimbook.site import reading, standing
from claimbook.site.state import state
from editing import edit
from front import FRONT, executed, measured, notebook_json, write_notebook

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The real site around one tiny notebook."""
    monkeypatch.delenv("CLAIMBOOK_STORE", raising=False)
    monkeypatch.setenv("CLAIMBOOK_PROFILE", "none")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    for name in ("docs", "hooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "works.bib").write_text("@misc{roe2020old, title={Old}, year={2020}}\n")
    write_notebook(tmp_path / "notebooks")
    known = dict(vars(state))
    yield tmp_path
    end_hearing()
    vars(state).update(known)


def end_hearing() -> None:
    for name in standing.HEARD if state.warnings else ():
        logging.getLogger(name).removeHandler(state.warnings)  # type: ignore[arg-type]


def tell(root: Path, *, files: bool = False) -> str:
    """Tell what the site is made of, as a build does before it makes anything."""
    config: MkDocsConfig = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    state.laid = root / "site-before"
    state.laid.mkdir(exist_ok=True)
    reading.on_files(Files([]), config)
    standing.on_files(get_files(config) if files else Files([]), config)
    return state.told


def add(name: str, text: str) -> Callable[[Path], None]:
    """Return what adds a text to a file, or writes one."""

    def change(root: Path) -> None:
        (root / name).parent.mkdir(exist_ok=True)
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def add_hook(text: str) -> Callable[[Path], None]:
    """Return what adds a hook."""

    def change(root: Path) -> None:
        add("hooks/own.py", text)(root)
        edit("mkdocs.yml", "hooks:\n", "hooks:\n  - hooks/own.py\n")(root)

    return change


ANSWERS = "def on_post_page(output, page, config):\n    return output\n"
WRAPS = """
from functools import wraps
from claimbook.site import weight

@wraps(weight.on_post_page)
def on_post_page(output, page, config):
    return output + open("banner.txt").read()
"""


def add_theme(name: str, text: str) -> Callable[[Path], None]:
    """Return what adds a folder to the theme, with a template behind a link."""

    def change(root: Path) -> None:
        (root / "elsewhere").mkdir()
        (root / "elsewhere" / name).write_text(text)
        (root / "theme").mkdir()
        (root / "theme" / "partials").symlink_to(root / "elsewhere")
        edit("mkdocs.yml", "  name: material", "  name: material\n  custom_dir: theme")(root)

    return change


def add_dated_page(root: Path) -> None:
    """Add a template among the pages that says when the site was made."""
    add("docs/made.txt", "{{ build_date_utc }}")(root)
    edit("mkdocs.yml", "docs_dir", "extra_templates: [made.txt]\ndocs_dir")(root)


def take_other_theme(root: Path) -> None:
    """Take a theme that says in each page when it was made."""
    for old, new in {"name: ": "name: mkdocs #", "- search": "- material/search"}.items():
        edit("mkdocs.yml", f"  {old}", f"  {new}")(root)
    edit("mkdocs.yml", "  - tags", "  - material/tags")(root)


def add_notebook(root: Path) -> None:
    front = FRONT.replace("doe2024tiny", "doe2024small").replace("2402.00001", "2402.00002")
    write_notebook(root / "notebooks", "small", front=front)


def keep_run(root: Path) -> None:
    """Keep a full run of the notebook, as if a kernel had made it."""
    notebook = read(root / "notebooks" / "tiny.ipynb")
    found = take_fingerprint(notebook, Settings(root), "full")
    outputs = {"measure": [measured("gap", 0.1, 0.2, 0.3)]}
    run = executed(notebook_json(), outputs)
    noted = run.document["metadata"]["claimbook"] | {"fingerprint": found.digest}
    document = {**run.document, "metadata": {**run.document["metadata"], "claimbook": noted}}
    Store(str(root / ".claimbook")).put(replace(run, fingerprint=found.digest, document=document))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a title": edit("notebooks/tiny.ipynb", "title: A tiny paper", "title: A wee paper"),
    "a sentence": edit("notebooks/tiny.ipynb", "Ours.", "All ours."),
    "a notebook": add_notebook,
    "a run": keep_run,
    "the menu": edit("mkdocs.yml", "  - Tags: tags.md", "  - Topics: tags.md"),
    "the palette": edit("mkdocs.yml", "primary: custom", "primary: teal"),
    "a page of the theme": edit("mkdocs.yml", "  icon:", "  static_templates: [x.html]\n  icon:"),
    "a style sheet": edit("mkdocs.yml", "theme:", "extra_css: [own.css]\ntheme:"),
    "the order of plugins": lambda root: [
        edit("mkdocs.yml", "  - tags\n", "")(root),
        edit("mkdocs.yml", "  - search:", "  - tags\n  - search:")(root),
    ],
    "a plugin's option": edit("mkdocs.yml", "  - tags\n", "  - tags:\n      tags: false\n"),
    "an extension's option": edit("mkdocs.yml", "permalink: true", "permalink: false"),
    "the style of citations": edit("mkdocs.yml", "citations: author-year", "citations: numeric"),
    "the address of the site": edit("mkdocs.yml", "docs_dir", "site_url: https://x.org/\ndocs_dir"),
    "a written page": add("docs/method.md", "\nAnd so on.\n"),
    "a written page in Korean": add("docs/ko/method.md", "\n끝.\n"),
    "a file beside them": add("docs/assets/own.css", "p {}"),
    "a work": add("bib/works.bib", "@misc{poe1999raven, title={Raven}, year={1999}}\n"),
    "a word": add("wording/en.ftl", "papers = Articles\n"),
    "a translation": add("notebooks/tiny.ko.md", ""),
    "the changelog": add("CHANGELOG.md", "\nMore.\n"),
    "the hook": add("hooks/digest.py", "\nMORE = 1\n"),
    "a module that the hook may import": add("hooks/beside.py", "MORE = 1\n"),
    "a template": add_theme("copyright.html", "Ours."),
    "a template behind a link": add("elsewhere/copyright.html", " All ours."),
}


def test_any_change_makes_another_site(root: Path) -> None:
    """Whatever a page is made of, one that was made before it changed is not taken for it."""
    seen = {tell(root): "nothing"}
    assert tell(root) in seen, "what has not changed is told alike"
    assert "" not in seen
    for what, change in CHANGES.items():
        change(root)
        told = tell(root)
        assert told
        assert told not in seen, f"{what} and {seen.get(told)}"
        seen[told] = what


@pytest.mark.parametrize(
    "change",
    [
        add_hook(ANSWERS),
        add_hook(WRAPS),
        add_hook("on_call = True\n"),
        add_theme("made.xml", "{{ build_date_utc }}"),
        add_theme("list.txt", "{% for one in pages %}{{ one.url }}{% endfor %}"),
        add_theme("next.html", "{{ page.content }}{{ page.next_page.content }}"),
        add_dated_page,
        edit("mkdocs.yml", "execute: false", "execute: true\n      cache: false"),
        take_other_theme,
        edit("mkdocs.yml", "  - tags\n", "  - tags\n  - offline\n"),
        edit("mkdocs.yml", "  - abbr\n", "  - abbr\n  - pymdownx.snippets\n"),
        add("notebooks/broken.ipynb", "{"),
    ],
    ids=[
        *("a hook", "a wrapped answer", "no answer", "a dated template", "a list of pages"),
        *("another page", "a dated page", "a notebook that is executed each time", "a theme"),
        *("a plugin", "an extension", "a notebook that cannot be read"),
    ],
)
def test_what_cannot_be_told_is_made_anew(root: Path, change: Callable[[Path], None]) -> None:
    """A site with a hook, a plugin or an extension of which nothing is known never stands."""
    assert tell(root)
    change(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(state), "report_fault", lambda *_: None)
        assert tell(root) == ""


def test_a_site_with_a_hidden_file_never_stands(root: Path) -> None:
    """Nobody looks whether one still is as a build wrote it: there are others that are not a build's."""
    add("docs/.well-known/security.txt", "Contact: x")(root)
    assert tell(root, files=True), "MkDocs leaves it out"
    edit("mkdocs.yml", "docs_dir", "exclude_docs: '!.well-known'\ndocs_dir")(root)
    assert tell(root, files=True) == ""


def test_a_note_is_kept_of_a_quiet_build_alone(root: Path) -> None:
    """A warning is to be given again, and a file that was saved meanwhile may be on no page."""
    for name, text in {"base.yml": "INHERIT: far.yml\n", "far.yml": "theme: {}\n"}.items():
        (root / name).write_text(text)
    add_theme("main.html", "Ours.")(root)
    edit("mkdocs.yml", "docs_dir", "INHERIT: base.yml\ndocs_dir")(root)
    config: MkDocsConfig = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"))
    (root / "site").mkdir()

    def note(during: Callable[[], object] = lambda: None) -> bool:
        shutil.rmtree(root / ".claimbook" / standing.FOLDER, ignore_errors=True)
        tell(root)
        state.laid, state.began = None, state.began + 2 * standing.SLACK  # all was written before
        during()
        for end in standing.on_post_build.methods:
            end(config)
        return (root / ".claimbook" / standing.FOLDER).exists()

    assert note(lambda: logging.getLogger("mkdocs.plugins.x").info("so"))
    assert not note(lambda: logging.getLogger("mkdocs.plugins.x").warning("so"))
    later = (state.began + 10**9,) * 2
    for name in ("docs/index.md", "mkdocs.yml", "base.yml", "far.yml", "theme/partials/main.html"):
        assert not note(partial(os.utime, root / name, ns=later)), name
        os.utime(root / name, ns=(0, 0))

    assert note()

    def take_out(name: str) -> None:
        (root / name).unlink()
        os.utime((root / name).parent, ns=later)

    for name in ("docs/ko/method.md", "notebooks/tiny.ko.md"):
        (root / name).write_text("")
        assert not note(partial(take_out, name)), f"{name} is on no page that was made since"
        os.utime((root / name).parent, ns=(0, 0))


@pytest.mark.parametrize(
    ("change", "told", "changed"),
    [
        (lambda root: None, "one", {"tiny"}),
        (lambda root: None, "another", set()),
        (edit("mkdocs.yml", "docs_dir", "extra_templates: [x.txt]\ndocs_dir"), "one", set()),
    ],
    ids=["both notes", "a note on another site", "a template that may show any page"],
)
def test_pages_are_told_apart_by_what_is_known_of_them(
    root: Path, change: Callable[[Path], None], told: str, changed: set[str]
) -> None:
    """A page is made alone only beside a site of which both notes are the same build's."""
    change(root)
    tell(root)
    config: MkDocsConfig = load_config(str(root / "mkdocs.yml"))
    cabinet, parts = standing._open_cabinet(config), state.parts
    papers = {slug: ["before", ran] for slug, (_, ran) in parts.papers.items()}
    cabinet.keep(
        standing.SHOWN, standing.SHOWN, {"told": told, "base": parts.base, "papers": papers}
    )
    seen = take_inventory(root / "site-before")
    cabinet.keep(standing.NAME, standing.NAME, {"told": "one", "seen": seen})
    tell(root)
    assert state.parts.changed == changed


def test_a_site_that_stands_is_put_back(root: Path) -> None:
    """Nothing that MkDocs made of no page is left among it, and what is hidden stays."""
    site, state.laid = root / "site", root / "aside"
    for path in (site / "search" / "index.json", state.laid / "search" / "all.json", site / ".git"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    state.stands = True
    config: MkDocsConfig = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
    for end in standing.on_post_build.methods:
        end(config)
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert found == {"search/all.json", ".git"}


WATCHED = """\
import os, sys
root, read = os.getcwd(), set()
def hear(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and not (arguments[2] or 0) & os.O_WRONLY:
        read.add(os.path.realpath(arguments[0]))
sys.addaudithook(hear)
from mkdocs.__main__ import cli
cli(["build", "--quiet"], standalone_mode=False)
from mkdocs.config.base import load_config
from claimbook.site import standing
known = {os.path.realpath(path) for path in standing._list_sources(load_config("mkdocs.yml"))}
apart = ("/.claimbook/", "/site/", "/__pycache__/", "/mkdocs.yml")
for path in sorted(read - known):
    if path.startswith(root + os.sep) and os.path.isfile(path) and not any(one in path for one in apart):
        print(path[len(root):])
"""


def test_a_build_reads_nothing_that_is_not_told(root: Path) -> None:
    """Every file of the project that a build opens is one of those that are told by their content."""
    keep_run(root)
    add("notebooks/tiny.ko.md", "")(root)
    add("wording/en.ftl", "papers = Articles\n")(root)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
