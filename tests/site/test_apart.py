"""Whatever has changed, a build gives what one gives that had kept nothing."""

import json
import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config.base import load_config

from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.store import Store
from claimbook.notebook.book import Settings
from claimbook.notebook.originals import list_originals
from claimbook.notebook.source import make_notebook, read
from claimbook.pages import keeping
from claimbook.site import standing
from claimbook.site.state import State, state
from claimbook.site.warming import list_steps
from editing import edit
from front import ENDING, FRONT, executed, measured, notebook_json, write_notebook

ROOT = Path(__file__).parents[2]
SETTINGS = """\
site_name: Small
use_directory_urls: true
nav:
  - Home: index.md
  - Notes: notes.md
  - More: more.md
  - Tags: tags.md
  - Works: bibliography.md
  - Scores: scoreboard.md
  - Changes: changes.md
theme:
  name: material
  font: false
  features: [navigation.prune, navigation.footer]
  palette: {primary: custom}
plugins:
  - search
  - tags
  - mkdocs-jupyter: {include: ["*.ipynb"], execute: false}
hooks: [hooks/digest.py]
markdown_extensions: [attr_list, tables, footnotes, {toc: {permalink: true}}]
validation:
  links: {not_found: warn, anchors: warn, unrecognized_links: warn}
extra:
  claimbook:
    profile: none
    languages: {en: English, ko: 한국어}
"""
PAGES = {
    "docs/index.md": "---\ntemplate: home.html\n---\n\n# Home\n\n<!-- claimbook:findings tiny -->\n\n"
    "<!-- claimbook:totals -->\n\n<!-- claimbook:papers -->\n",
    "docs/notes.md": "# Notes\n\n"
    "Of [a heading](more.md#first).\n\nOf [a paper](papers/tiny.ipynb): @doe2024tiny.\n",
    "docs/more.md": "# More\n\n## First\n\nA word.[^1]\n\n[^1]: Below.\n",
    "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
    "docs/ko/tags.md": "# 태그\n\n<!-- material/tags -->\n",  # whose heading has the default's anchor
    "docs/bibliography.md": "---\ntemplate: bibliography.html\n---\n\n# Works\n",
    "docs/scoreboard.md": "---\ntemplate: scoreboard.html\nday: 2024-03-01\n---\n\n"
    "# Scores\n\n<!-- claimbook:scoreboard -->\n",
    "docs/ko/more.md": "# 더\n\n## 첫째\n\n한 마디.\n",
    "bib/works.bib": "@misc{roe2020old, author={Roe, R.}, title={Old}, year={2020}}\n",
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n- Something.\n",
    "pyproject.toml": "[tool.claimbook]\n",
    "hooks/digest.py": (ROOT / "hooks" / "digest.py").read_text(),
}


Changes = dict[str, Callable[[Path], object]]
CLAIM = "claim gap-is-small statement"


def translate(name: str, text: str) -> str:
    """Return a piece of a translation."""
    original = {
        one.name: one for one in list_originals(make_notebook(notebook_json(), Path("x.ipynb")))
    }
    return f"<!-- {name} {original[name].digest} 2024-03-01 -->\n\n{text}\n\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """Three notebooks in two languages, among pages of every kind."""
    for name, text in PAGES.items():
        write(tmp_path / name, text)
    write(tmp_path / "mkdocs.yml", SETTINGS)
    for number, slug in enumerate(("tiny", "small", "wee")):
        front = FRONT.replace("doe2024tiny", f"doe2024{slug}").replace(
            "2402.0000", f"2402.000{number}"
        )
        write_notebook(tmp_path / "notebooks", slug, front=front)
    write(
        tmp_path / "notebooks/tiny.ko.md",
        translate("cell ending", ENDING.replace("Much.", "많다.")),
    )
    mkdocs, known = logging.getLogger("mkdocs"), dict(vars(state))
    mkdocs.setLevel(logging.INFO)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CLAIMBOOK_STORE", raising=False)
        vars(state).update(vars(State()))
        yield tmp_path
    mkdocs.setLevel(logging.NOTSET)
    vars(state).update(known)


class Heard(logging.Handler):
    """What a build warned of, and in how many languages nothing but some pages was made anew."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.said: list[str] = []
        self.apart = 0

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        self.said += [said] if record.levelno >= logging.WARNING else []
        self.apart += "all else stands" in said


def read_site(root: Path) -> dict[str, bytes]:
    """Return the files of the site."""
    site = root / "site"
    files = {path.relative_to(site): path for path in site.rglob("*") if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in files.items()}


def make(root: Path) -> dict[str, bytes]:
    """Build the site, and return its files; its warnings are one of them."""
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs = logging.getLogger("mkdocs")
    mkdocs.addHandler(heard := Heard())
    try:
        build(config)
    finally:
        mkdocs.removeHandler(heard)
    return read_site(root) | {
        "warnings": "\n".join(heard.said).encode(),
        "apart": bytes([heard.apart]),
    }


def make_from_nothing(root: Path) -> dict[str, bytes]:
    """Build the site as if nothing had been kept."""
    for name in (keeping.FOLDER, standing.FOLDER):
        shutil.rmtree(root / ".claimbook" / name, ignore_errors=True)
    return make(root)


def add(name: str, text: str) -> Callable[[Path], None]:
    """Return what adds a text to a file, or writes one."""

    def change(root: Path) -> None:
        before = (root / name).read_text("utf-8") if (root / name).exists() else ""
        write(root / name, before + text)

    return change


def remove(name: str) -> Callable[[Path], None]:
    """Return what removes a file."""
    return lambda root: (root / name).unlink()


def keep_run(root: Path) -> None:
    """Keep a full run of a notebook, as if a kernel had made it."""
    notebook = read(root / "notebooks" / "small.ipynb")
    found = take_fingerprint(notebook, Settings(root), "full")
    run = executed(json.loads(notebook.path.read_text()), {"measure": [measured("gap", 0.1, 0.2)]})
    noted = run.document["metadata"]["claimbook"] | {"fingerprint": found.digest}
    document = {**run.document, "metadata": {**run.document["metadata"], "claimbook": noted}}
    Store(str(root / ".claimbook")).put(replace(run, fingerprint=found.digest, document=document))


TINY, SMALL = "notebooks/tiny.ipynb", "notebooks/small.ipynb"
PROSE = {  # which leaves all other pages as they are
    "a sentence": edit(TINY, "Ours.", "Ours, and theirs."),
    "a sentence of two": lambda root: [
        edit(one, "Much.", "Much more.")(root) for one in (TINY, SMALL)
    ],
    "a translated sentence": edit("notebooks/tiny.ko.md", "많다.", "많았다."),
}
OTHERS = {
    "a heading": edit(TINY, "## Commentary", "## Commentary of ours"),
    "a citation": edit(TINY, "Ours", "Ours, as @roe2020old says"),
    "a link to a heading": edit(TINY, "Ours", "[Ours](../more.md#first)"),
    "a claim": edit(SMALL, "statement: The gap is small.", "statement: The gap is tiny."),
    "a translated claim": add("notebooks/tiny.ko.md", translate(CLAIM, "차이는 작다.")),
    "a headline": edit(TINY, "headline: The gap is small", "headline: The gap is very small"),
    "a tag": edit(TINY, "tags: [tiny]", "tags: [tiny, new]"),
    "a run": keep_run,
    "a written sentence": edit("docs/more.md", "A word.", "A word more."),
    "a written heading": edit("docs/more.md", "## First", "## Second"),
    "the heading again": edit("docs/more.md", "## Second", "## First"),
    "a mark in the menu": edit("docs/notes.md", "# Notes", "---\nstatus: new\n---\n\n# Notes"),
    "a title": edit("docs/notes.md", "# Notes", "# Noted"),
    "a menu": edit("mkdocs.yml", "- Notes: notes.md", "- Noted: notes.md"),
    "a page": lambda root: [
        write(root / "docs/own.md", "# Own\n\nSee [notes](notes.md)."),
        edit("mkdocs.yml", "  - More:", "  - own.md\n  - More:")(root),
    ],
    "no page": lambda root: [
        (root / "docs/own.md").unlink(),
        edit("mkdocs.yml", "  - own.md\n", "")(root),
    ],
    "a written page in Korean": edit("docs/ko/more.md", "한 마디.", "두 마디."),
    "a work": edit("bib/works.bib", "title={Old}", "title={Very Old}"),
    "a word": add("wording/ko.ftl", "how-far-to-trust = 믿음.\n"),
    "a partial": lambda root: [
        write(root / "theme/partials/copyright.html", "Ours."),
        edit("mkdocs.yml", "  name: material", "  name: material\n  custom_dir: theme")(root),
    ],
    "the palette": edit("mkdocs.yml", "primary: custom", "primary: teal"),
    "the address": edit("mkdocs.yml", "site_name", "site_url: https://example.org/x/\nsite_name"),
    "the style of citations": edit(
        "mkdocs.yml", "    profile", "    citations: numeric\n    profile"
    ),
    "the changelog": add("CHANGELOG.md", "- More.\n"),
    "a file": add("docs/assets/own.css", "p {}"),
    "a paper less": remove("notebooks/wee.ipynb"),
}


LONG = """a work, a citation, a link to a heading, a headline, a tag, a written sentence,
a title, a menu, a page, no page, a written page in Korean, a word, the palette, the address,
the style of citations, the changelog, a file, a paper less"""
LATER = {name: OTHERS.pop(name) for name in " ".join(LONG.split()).split(", ")}


def make_both(root: Path, change: Callable[[Path], object]) -> tuple[int, list[str]]:
    """Build after a change, and from nothing; return how many languages stood else, and what differs."""
    before = read_site(root)
    change(root)
    after, fresh = make(root), make_from_nothing(root)
    apart, nothing = after.pop("apart"), fresh.pop("apart")
    assert nothing == b"\0"
    assert before != {name: one for name, one in after.items() if name != "warnings"}, (
        "the change is seen"
    )
    return apart[0], sorted(one for one in after | fresh if after.get(one) != fresh.get(one))


def test_prose_alone_leaves_all_else(root: Path) -> None:
    """Every byte is as in a first build, in both languages, though one page is made alone."""
    for _ in range(2):  # what was written a moment before a build is not taken for what it saw
        make(root)
    for what, change in PROSE.items():
        assert make_both(root, change) == (2, []), what


@pytest.mark.parametrize(
    "changes", [OTHERS, pytest.param(LATER, marks=pytest.mark.long)], ids=["many", "all"]
)
def test_other_changes_give_what_is_made_from_nothing(root: Path, changes: Changes) -> None:
    """Every byte and warning is as in a first build, which makes all of at least one language."""
    make(root)
    for what, change in changes.items():
        apart, differ = make_both(root, change)
        assert (apart < 2, differ) == (True, []), what


def test_a_page_that_did_not_change_is_not_converted_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What MkDocs has to say of one is said each time."""
    converted, convert = list[str](), Markdown.convert

    def convert_noting(md: Markdown, source: str) -> str:
        converted.append(source)
        return convert(md, source)

    make(root)
    monkeypatch.setattr(Markdown, "convert", convert_noting)
    edit("docs/notes.md", "# Notes\n", "# Notes\n\nMore [of it](more.md).\n")(root)
    assert make(root)["warnings"] == b""
    assert [one.count("More [of it]") for one in converted] == [1, 1], "in two languages"
    converted.clear()
    edit("docs/notes.md", "[of it](more.md)", "[of it](none.md)")(root)
    first = make(root)["warnings"]
    assert first.count(b"none.md") == 2
    edit("docs/more.md", "A word", "Words")(root)
    assert make(root)["warnings"] == first


def test_what_is_made_meanwhile_is_what_a_build_takes(root: Path) -> None:
    """While notebooks run, templates are compiled as the build would; what is kept is not made again."""
    config, work = load_config(str(root / "mkdocs.yml")), root / ".claimbook"
    steps = list(list_steps(config, work))
    for step in steps:
        step()
    made = {path: path.stat().st_mtime_ns for path in (work / "templates").glob("*/*")}
    before = set((work / "templates").iterdir())
    make(root)
    assert set((work / "templates").iterdir()) == before
    assert {path: path.stat().st_mtime_ns for path in made} == made
    assert len(list(list_steps(config, work))) < len(steps)
