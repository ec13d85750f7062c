"""`mkdocs build` on a small project: real hooks, real kernels, real files."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml.html import fromstring

from front import FRONT, cell, notebook_json, write_notebook

ROOT = Path(__file__).parents[1]
UNASKED = {
    "jupytext.formats",
    "nbconvert",
    "mkdocs_jupyter.nbconvert2",
    "bs4",
    "nbformat",
    "psutil",
    "jupyter_client",
    "fsspec",
    "PIL",
    "minify_html",
}
LISTED = """\
import atexit, runpy, sys
atexit.register(lambda: print(*sys.modules))
runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
"""
COPIED = ("docs", "hooks", "src", "mkdocs.yml", "pyproject.toml", "CHANGELOG.md")


def write_project(tmp_path: Path) -> Path:
    """Write the real site around one tiny notebook."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "works.bib").write_text(
        "@misc{roe2020old, author={Roe, R.}, title={Old}, year={2020}}\n"
    )
    write_notebook(tmp_path / "notebooks")
    return tmp_path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The real site around one tiny notebook."""
    return write_project(tmp_path)


PROSE = """

!!! note "A note"
    Inside.[^1]

[^1]: Below.

| a | b |
|---|---|
| 1 | $x^2$ |

As @roe2020old found, see [the method](../method.md).
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with more prose and more papers, built without a run; to be read, not changed."""
    root = write_project(tmp_path_factory.mktemp("built"))
    cite(root, PROSE)
    write_digests(root, months=5, papers=2)
    assert build(root, "none").returncode == 0
    return root / "site"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built once, in the quick profile; its site is to be read, not changed."""
    root = write_project(tmp_path_factory.mktemp("first"))
    made = build(root)
    assert made.returncode == 0, made.stderr
    return root


def build(
    root: Path, profile: str | None = "quick", begun: Sequence[str] = ("-m", "mkdocs")
) -> subprocess.CompletedProcess[str]:
    """Build the site strictly; without a profile, as one who names none."""
    named = {"CLAIMBOOK_PROFILE": profile} if profile else {}
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "COLUMNS": "200"} | named
    for name in {"CLAIMBOOK_STORE", "CLAIMBOOK_PROFILE"} - set(named):
        environment.pop(name, None)
    command = [sys.executable, *begun, "build", "--strict"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


def read_site(root: Path) -> dict[str, bytes]:
    """All files of the built site, but for those that tell the time."""
    paths = [path for path in (root / "site").rglob("*") if path.is_file()]
    names = {path.relative_to(root / "site").as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in names.items() if "sitemap" not in name}


def test_a_build_runs_what_is_missing_and_publishes_it(first: Path):
    """Nothing needs to be done before a build; a second one runs nothing and gives the same."""
    page = (first / "site" / "papers" / "tiny" / "index.html").read_text()
    assert "reproduced (provisional)" in page
    (claim,) = json.loads((first / "site" / "claims.json").read_text())["claims"]
    assert (claim["verdict"], claim["profile"]) == ("reproduced", "quick")
    assert "doe2024tiny" in (first / "site" / "claimbook.bib").read_text()

    before = read_site(first)
    again = build(first, begun=("-c", LISTED))
    assert again.returncode == 0
    loaded = set(again.stdout.split())
    assert {"claimbook.site.late", "mkdocs_jupyter.plugin"} <= loaded
    assert loaded.isdisjoint(UNASKED)
    assert "tiny: done" not in again.stderr
    assert "the site stands as it was" in again.stderr
    assert read_site(first) == before


def test_what_is_kept_is_never_older_than_what_it_was_made_of(root: Path):
    """After changes of the site around a page, a build gives what one gives that had kept nothing."""
    assert build(root, "none").returncode == 0
    kept = root / ".claimbook" / "pages-kept"
    assert [*(kept / "html" / "tiny").iterdir()], "the page is kept as a browser gets it"

    settings = (root / "mkdocs.yml").read_text()
    settings = settings.replace("site_name: Claimbook", "site_name: Another")
    (root / "mkdocs.yml").write_text(settings.replace("  - Tags: tags.md", "  - Topics: tags.md"))
    theme = root / "src" / "claimbook" / "site" / "theme" / "main.html"
    theme.write_text(theme.read_text().replace("{{ super() }}", "{{ super() }}<!-- so -->", 1))
    assert build(root, "none").returncode == 0
    found = read_site(root)
    page = found["papers/tiny/index.html"].decode()
    assert all(said in page for said in ("Another", "Topics"))

    shutil.rmtree(root / ".claimbook")
    assert build(root, "none").returncode == 0
    assert read_site(root) == found


def write_digests(root: Path, months: int, papers: int) -> None:
    """Write a digest a month, the newest last, with so many papers each."""
    for month in range(1, months + 1):
        for number in range(papers):
            front = FRONT.replace(
                "date: 2024-02-29\n  order: 1", f"date: 2025-{month:02}-01\n  order: {number}"
            )
            front = front.replace("doe2024tiny", f"doe{month}case{number}")
            write_notebook(root / "notebooks", f"m{month}-{number}", front=front)


def test_a_menu_does_not_grow_with_the_papers(built: Path):
    """The newest digests stand in it; every paper is listed on one page, and one leads to the next."""
    (menu,) = fromstring((built / "method" / "index.html").read_text()).find_class(
        "md-nav--primary"
    )
    assert [link for link in menu.xpath(".//a/@href") if "papers/" in link] == ["../papers/"]
    listing = fromstring((built / "papers" / "index.html").read_text())
    (menu,) = listing.find_class("md-nav--primary")
    digests = [link for link in menu.xpath(".//a/@href") if re.match(r"m\d", link)]
    assert digests == ["m5-0/", "m4-0/", "m3-0/"]
    assert [card.find("a").get("href") for card in listing.find_class("cb-headline")] == [
        *(f"m{month}-{number}/" for month in (5, 4, 3, 2, 1) for number in (0, 1)),
        "tiny/",
    ]
    page = fromstring((built / "papers" / "m1-1" / "index.html").read_text())
    assert page.xpath("//link[@rel='prev']/@href") == ["../m1-0/"]
    assert page.xpath("//link[@rel='next']/@href") == ["../tiny/"]


def test_the_search_finds_claims_and_works(built: Path):
    """Each has an entry that leads to it, and no two cells of a table are one word."""
    entries = json.loads((built / "search" / "search_index.json").read_text())["docs"]
    texts = {entry["location"]: entry for entry in entries}
    assert texts["papers/tiny/#verdict-gap-is-small"]["title"] == "The gap is small."
    assert texts["bibliography/#ref-roe2020old"]["text"] == "R. Roe · 2020 · roe2020old"
    assert "aspect the paper here seeds one five" in texts["papers/tiny/#setting"]["text"]
    for location, _, anchor in (name.partition("#") for name in texts if "#" in name):
        page = fromstring((built / location / "index.html").read_text())
        assert page.xpath("//*[@id=$id]", id=anchor)


def test_a_post_that_was_just_brought_in_can_be_read(root: Path):
    """The notebooks that `import` begins run and build as they are, blanks and all."""
    post = ROOT / "tests" / "posts" / "korean.txt"
    for command in (["import", str(post)], ["bib"]):
        subprocess.run([sys.executable, "-m", "claimbook", *command], cwd=root, check=True)

    built = build(root)

    assert built.returncode == 0, built.stderr
    pages = root / "site" / "papers"
    page = (pages / "goldfish-models-dream-memory" / "index.html").read_text("utf-8")
    assert "Do Goldfish Models Dream? Memory in Networks of Three Neurons" in page
    assert "<script>는" not in page
    text = html.unescape(page)
    assert "뉴런 세 개로 {{ 이만큼 }} 기억한다는" in text
    assert "@pretend2023goldfish 라는 계정도 있습니다. <script>는 없습니다." in text
    assert (pages / "paper-about-nothing" / "index.html").is_file()


def test_a_notebook_that_raises_fails_the_build(root: Path):
    """Notebook, cell, error and the end of the traceback are named; nothing is published."""
    cells = [*notebook_json()["cells"][2:], cell("code", "broken", "values = {}\nvalues['gone']")]
    write_notebook(root / "notebooks", "tiny", *cells)

    failed = build(root)

    assert failed.returncode != 0
    assert re.search(r"tiny\.ipynb, cell 6 \(broken\): KeyError: 'gone'", failed.stderr)
    assert "values['gone']" in failed.stderr
    assert not (root / "site" / "papers").exists()


NOTED = "See [the method](../method.md) and [nothing](../nothing.md)."  # in the notebook


@pytest.mark.parametrize(
    "said",
    [
        {
            "As [@roe2020odl] says.": 'method.md: cites "roe2020odl"',
            "See [it](papers/none.ipynb).": "papers/none.ipynb",
        },
        {"See @fig-tiny:gpa.": 'method.md: @fig-tiny:gpa: no figure has the id "gpa"'},
        {"See [it](index.md#nowhere).": "nowhere"},
        {NOTED: "nothing.md"},
    ],
    ids=["citation and link", "figure", "anchor", "link in a notebook"],
)
def test_a_dangling_reference_on_a_written_page_fails_a_strict_build(
    root: Path, said: dict[str, str]
):
    """Citations, links, figures and anchors are checked on every page, links in a notebook's prose too."""
    page = root / "docs" / "method.md"
    page.write_text("\n\n".join([page.read_text(), *(one for one in said if one != NOTED)]) + "\n")
    if NOTED in said:
        cells = notebook_json()["cells"][2:]
        cells[0]["source"] += f"\n\n{NOTED}\n"
        write_notebook(root / "notebooks", "tiny", *cells)

    failed = build(root, "none")

    assert failed.returncode != 0
    assert [what for what in said.values() if what not in failed.stderr] == []
    assert "../method.md" not in failed.stderr


def test_a_generated_part_that_does_not_exist_fails_a_build(root: Path):
    """A slip in its name is named."""
    page = root / "docs" / "method.md"
    page.write_text(page.read_text() + "\n\n<!-- claimbook:rulez -->\n")

    failed = build(root, "none")

    assert failed.returncode != 0
    assert 'method.md: no part of a page is named "rulez"' in failed.stderr


def test_a_profile_that_does_not_exist_is_refused(root: Path):
    """A slip in the setting is named."""
    failed = build(root, "fast")

    assert failed.returncode != 0
    assert 'extra.claimbook.profile: "fast" is not full, quick or none' in failed.stderr


def with_style(root: Path, style: str) -> None:
    path = root / "mkdocs.yml"
    text = path.read_text()
    assert "citations: author-year" in text
    path.write_text(text.replace("citations: author-year", f"citations: {style}"))


def test_a_style_of_citations_that_does_not_exist_is_refused(root: Path):
    """A slip in the setting is named, in one line."""
    with_style(root, "numerc")
    failed = build(root, "none")

    assert failed.returncode != 0
    assert (
        'mkdocs.yml: extra.claimbook.citations: the citation style "numerc" is unknown; '
        'did you mean "numeric"?'
    ) in failed.stderr


def cite(root: Path, more: str = "") -> None:
    """Let a written page and the paper cite, and refer to a claim."""
    text = "\n\nSee [@roe2020old; @doe2024tiny] and [@roe2020old], @claim-tiny:gap-is-small.\n"
    (root / "docs" / "method.md").write_text((root / "docs" / "method.md").read_text() + text)
    cells = notebook_json()["cells"][2:]
    cells[0]["source"] += text + more
    write_notebook(root / "notebooks", "tiny", *cells)


def check_citations(site: Path, style: str, shown: str) -> None:
    """Look at a citation, its list and a reference to a claim, on a written page and on a paper's."""
    for name in ("method", "papers/tiny"):
        page = (site / name / "index.html").read_text()
        article = re.sub("<[^>]*>", "", page.split("<article", 1)[1])
        assert article.count(shown) == 1
        assert f'<ol class="cb-references cb-{style}"' in page
        assert 'class="cb-sign cb-pending"' in page
        assert ('href="../papers/tiny/">rerun here</a>' in page) == (name == "method")


def test_the_style_of_citations_is_that_of_every_page(built: Path, root: Path):
    """A paper's page and a written page cite alike, and refer to a claim and a figure's page."""
    check_citations(built, "author-year", "(Roe, 2020)")
    with_style(root, "numeric")
    cite(root)
    assert build(root, "none").returncode == 0
    check_citations(root / "site", "numeric", "[1]")


def test_prose_has_the_sites_markdown(built: Path):
    """Admonitions, footnotes, tables, math and citations work in a notebook as on a page."""
    page = (built / "papers" / "tiny" / "index.html").read_text()
    linked = [link.get("href") for link in fromstring(page).iter("a")]
    assert '<div class="admonition note">' in page
    assert "<msup>" in page
    assert {"#fn:1", "../../method/", "#ref-roe2020old"} <= set(linked)
    assert FRONT.splitlines()[1].strip() not in page


def test_code_is_not_searched_and_a_page_does_not_say_so(built: Path):
    """What the index is to leave out is marked for it alone."""
    page = (built / "papers" / "tiny" / "index.html").read_text()
    entries = json.loads((built / "search" / "search_index.json").read_text())["docs"]
    found = [one["text"] for one in entries if one["location"].startswith("papers/tiny/")]

    assert "data-search-exclude" not in page
    assert "cb-code" in page
    assert len(found) > 3
    assert not any("record(" in text for text in found)


def test_a_page_carries_no_stylesheet_of_jupyters(built: Path):
    """A notebook's page is as light as any: no inlined styles, no script of another host."""
    page = (built / "papers" / "tiny" / "index.html").read_text()
    assert len(page) < 60_000
    assert "<style" not in page.split("<article", 1)[1].split("</article>")[0]
    assert "clipboard-copy" not in page
    assert page.count("</summary><pre><code>") == 2
    hosts = set(re.findall(r'(?:src|href)="(https?://[^/"]+)', page.split("</head>")[0]))
    assert hosts == set()


def test_a_built_site_is_read_over_and_found_good(first: Path, root: Path):
    """What the engine, the theme and MkDocs make together has no fault, wherever it is published.

    A build runs the full profile unless it is told otherwise, and then nothing is provisional.
    """
    path = root / "mkdocs.yml"
    path.write_text(path.read_text() + "\nsite_url: https://example.org/claimbook/\n")
    assert build(root, None).returncode == 0
    page = root / "site" / "papers" / "tiny" / "index.html"
    text = page.read_text("utf-8")
    assert "● reproduced" in text
    assert "provisional" not in text

    for good in (read_over(first), read_over(root)):
        assert (good.returncode, good.stderr) == (0, "")
        assert re.fullmatch(r"21 pages, [\d,]+ links: all good\n", good.stdout)
    assert text.count("id=commentary") == 1  # minified: no quotation marks
    page.write_text(text.replace("id=commentary", "id=commentaire"), "utf-8")
    spoilt = read_over(root)
    assert spoilt.returncode == 1
    assert 'nothing there has the id "commentary"; did you mean "#commentaire"?' in spoilt.stderr


def read_over(root: Path) -> subprocess.CompletedProcess[str]:
    """Read the built site over."""
    command = [sys.executable, "-m", "claimbook", "check", "--site"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True)
