"""An author saves a file and sees the page: everything that a server does between the two.

Nothing here needs a browser; what one shows of it is in `test_serving.py`.
"""

import json
import re
import shutil
import time
from collections.abc import Iterator
from html import unescape
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from serving import Server, copy_project

from front import FRONT, SECTIONS, cell, write_notebook

PATIENCE = 90.0  # seconds for what a busy machine may take
CODE = """\
import toy
from claimbook.lab import record

record("gap", [0.1, 0.2, 0.3])
"""


class Author:
    """Somebody who edits a project that is being served."""

    def __init__(self, server: Server) -> None:
        self.server, self.root = server, server.root

    def edit(self, name: str, old: str, new: str) -> None:
        """Save a file with a text replaced that must stand in it."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def read(self, slug: str = "tiny") -> str:
        """Return a paper's page, or the code of the answer."""
        try:
            with urlopen(f"{self.server.address}/papers/{slug}/", timeout=PATIENCE) as answer:
                return unescape(answer.read().decode())
        except HTTPError as error:
            return str(error.code)

    def see(self, text: str, slug: str = "tiny", *, without: str = "\0") -> str:
        """Wait until a page says something, and something else no more."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            page = self.read(slug)
            if text in page and without not in page:
                return page
            time.sleep(0.03)
        raise AssertionError(f"{text!r} is not on the page\n{self.server.log.read_text()[-3000:]}")

    def settle(self, seconds: float = 1) -> None:
        """Wait until the server has nothing to do; what can wait begins after two seconds."""
        before, since = "", time.monotonic()
        while time.monotonic() - since < seconds:
            said = self.server.log.read_text()
            if said != before or said.count("Detected") != said.count("Reloading"):
                before, since = said, time.monotonic()
            time.sleep(0.05)

    def count_runs(self) -> dict[str, int]:
        """Return how often each notebook has been run, as the terminal says it."""
        said = re.findall(r"claimbook: (\w+): run in [\d.]+ s$", self.server.log.read_text(), re.M)
        return {slug: said.count(slug) for slug in said}

    def count_builds(self) -> int:
        """Return how often all of the site has been made."""
        return self.server.log.read_text().count("Building documentation")


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Author]:
    """A server of two papers, one of which imports a module; both have been run."""
    root = copy_project(tmp_path_factory.mktemp("loop") / "project")
    shutil.rmtree(root / "notebooks")
    (root / "toy.py").write_text("x = 1\n")
    (root / "data").mkdir()
    (root / "kept").mkdir()
    for name in ("data/numbers.txt", "kept/linked.txt"):
        (root / name).write_text("1\n")
    (root / "data" / "linked.txt").symlink_to("../kept/linked.txt")
    for slug, code in (("tiny", CODE), ("other", CODE.replace("import toy\n", ""))):
        front = FRONT.replace("doe2024tiny", f"doe2024{slug}").replace("A Tiny Paper", f"On {slug}")
        cells = (
            cell("markdown", "opening", SECTIONS),
            cell("code", "measure", code),
            cell("markdown", "ending", "It was {{ gap.mean | .2f }}."),
        )
        arxiv = '"2402.00001"', '"2402.00002"' if slug == "other" else '"2402.00001"'
        front = front.replace(*arxiv).replace("\nclaims:", "\ndata: [data]\nclaims:")
        write_notebook(root / "notebooks", slug, *cells, front=front)
    config = root / "mkdocs.yml"  # in one language
    lines = config.read_text("utf-8").splitlines(keepends=True)
    config.write_text("".join(one for one in lines if "      ko: " not in one), "utf-8")
    for page in ("contributing", "method", "cite"):  # long ones, which are beside the point
        (root / "docs" / f"{page}.md").write_text(f"# {page}\n")
    server = Server(root)
    server.wait()
    made = Author(server)
    for slug in ("tiny", "other"):
        made.see("Provisional.", slug)
    made.settle()
    yield made
    server.stop()


@pytest.fixture
def saved(author: Author) -> Iterator[Author]:
    """The same, and what a test has edited is put back, with the pages that it had."""
    names = (
        "notebooks/tiny.ipynb",
        "mkdocs.yml",
        "bib/works.bib",
        "CHANGELOG.md",
        "toy.py",
        "data/numbers.txt",
        "kept/linked.txt",
    )
    before = {name: (author.root / name).read_bytes() for name in names}
    yield author
    for name, text in before.items():
        if not (author.root / name).is_file() or (author.root / name).read_bytes() != text:
            (author.root / name).write_bytes(text)
    author.see("Provisional.", without="admonition failure")
    author.settle()


TINY = "notebooks/tiny.ipynb"


def test_prose_is_served_without_a_run(saved: Author):
    """Only its own page is made anew."""
    saved.settle(3)
    runs, built = saved.count_runs(), saved.count_builds()
    saved.edit(TINY, "It was {{", "In the end it was {{")
    assert "Provisional." in saved.see("In the end it was")
    saved.edit(TINY, "In the end it was", "At last it was [@nobody2020]")
    saved.see("nobody2020")
    saved.edit(TINY, " [@nobody2020]", "")
    saved.see("At last it was", without="admonition failure")
    assert saved.count_runs() == runs
    assert saved.count_builds() == built + 2  # of the fault


def test_code_runs_its_own_notebook_while_the_results_stay(saved: Author):
    """They are marked with what has changed; the terminal says what runs, and for how long."""
    runs = saved.count_runs()
    saved.edit(TINY, "[0.1, 0.2, 0.3]", "[__import__('time').sleep(3) or 0.2, 0.3, 0.4]")
    page = saved.see("Being rerun.")
    assert "Since their run: code cell 2 changed." in page
    assert ">0.20<" in page
    while saved.count_runs() == runs:
        time.sleep(0.005)
    saved.edit(TINY, "It was {{", "Meanwhile it was {{")  # seen at once with what was run
    saved.see("Meanwhile it was")
    saved.see(">0.30<", without="Being rerun.")
    since = saved.server.log.read_text().rpartition("running in the background: tiny")[2]
    assert "Documentation built" not in since  # its own page needs none of the others
    saved.see("0.30", "../scoreboard")  # which follow
    assert saved.count_runs() == runs | {"tiny": runs["tiny"] + 1}
    assert "claimbook: running in the background: tiny\n" in saved.server.log.read_text()


def test_what_can_wait_gives_way(saved: Author):
    """A page that is saved while all the others follow comes first, and then they follow too."""
    saved.edit(TINY, "[0.1, 0.2, 0.3]", "[0.6, 0.7, 0.8]")
    saved.see(">0.70<", without="Being rerun.")
    begun = saved.server.log.read_text().count("Building documentation")
    while saved.server.log.read_text().count("Building documentation") == begun:
        time.sleep(0.02)
    saved.edit(TINY, "[0.6, 0.7, 0.8]", "[0.8, 0.9, 1.0]")
    saved.see(">0.90<", without="Being rerun.")
    saved.see("0.90", "../scoreboard")
    assert "ERROR" not in saved.server.log.read_text().rpartition("Building")[2]


def test_of_several_edits_the_last_is_run(saved: Author):
    """A run that is outdated is stopped."""
    saved.edit(TINY, "[0.1, 0.2, 0.3]", "[__import__('time').sleep(60), 0.5, 0.6]")
    saved.see("Being rerun.")
    saved.edit(TINY, "sleep(60), 0.5", "sleep(61), 0.5")
    saved.edit(TINY, "__import__('time').sleep(61), 0.5", "0.4, 0.5")
    saved.see(">0.50<", without="Being rerun.")
    assert not re.search(r"tiny: run in 6\d", saved.server.log.read_text())


def test_a_module_reruns_what_reaches_it(saved: Author):
    """The other notebook is left alone."""
    runs = saved.count_runs()
    saved.edit("toy.py", "1", "2")
    end = time.monotonic() + PATIENCE
    while saved.count_runs() == runs and time.monotonic() < end:
        time.sleep(0.05)
    saved.see("Provisional.", without="Being rerun.")
    assert saved.count_runs() == runs | {"tiny": runs["tiny"] + 1}


@pytest.mark.parametrize("name", ["data/numbers.txt", "kept/linked.txt"])
def test_data_rerun_what_declares_them(saved: Author, name: str):
    """Both notebooks do, and what a link leads to is data too."""
    runs = saved.count_runs()
    saved.edit(name, "1", f"{time.time_ns()}")
    end = time.monotonic() + PATIENCE
    while saved.count_runs() != {slug: runs[slug] + 1 for slug in runs}:
        assert time.monotonic() < end, saved.server.log.read_text()[-3000:]
        time.sleep(0.05)


def test_a_failure_leaves_the_results_readable(saved: Author):
    """The page shows the error first, and what was there below it."""
    saved.edit(TINY, "0.1, 0.2, 0.3]", "0.1, 0.2, 0.3][9]")
    page = saved.see("The run of this page failed.")
    assert "IndexError: list index out of range" in page
    assert "What stands below is from before: code cell 2 changed." in page
    assert ">0.20<" in page


def test_outputs_in_a_source_take_no_page_away(saved: Author):
    """What JupyterLab saves is shown as it would be without them."""
    raw = json.loads((saved.root / TINY).read_text())
    raw["cells"][3] |= {"execution_count": 3, "outputs": [{"output_type": "stream", "text": "x"}]}
    raw["cells"][4]["source"] = "Run in JupyterLab."
    (saved.root / TINY).write_text(json.dumps(raw))
    assert "admonition failure" not in saved.see("Run in JupyterLab.")


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (TINY, '"cells"', "cells", "tiny.ipynb: is not JSON"),
        (TINY, "date: 2024-02-29", "date: 2024-02-30", '"2024-02-30" is no'),
        ("bib/works.bib", ",\n", "\n", "works.bib, line"),
        ("mkdocs.yml", "  - Home: index.md", "  - Home: [index.md", "mkdocs.yml"),
        ("mkdocs.yml", "  - Home: index.md", "  - 7", "Config value 'nav'"),
        ("CHANGELOG.md", "", None, "CHANGELOG.md"),
    ],
    ids=["json", "date", "works", "yaml", "nav", "vanished"],
)
def test_a_fault_is_named_above_the_last_good_page(
    saved: Author, name: str, old: str, new: str | None, fault: str
):
    """The page and the terminal name it, no other page goes, and mending the file mends the page."""
    if new is None:
        (saved.root / name).unlink()
    else:
        path = saved.root / name
        path.write_text(path.read_text().replace(old, new, 1))
    page = saved.see("admonition failure")
    assert fault in page
    assert ">0.20<" in page
    assert ">0.20<" in saved.read("other")
    assert fault in saved.server.log.read_text()


def test_a_notebook_that_was_never_read_has_a_page(saved: Author):
    """It says what is wrong with the file, and goes with it."""
    path = saved.root / "notebooks" / "new.ipynb"
    path.write_text("{")
    assert "new.ipynb: is not JSON" in saved.see("admonition failure", "new")
    path.unlink()
    saved.see("404", "new", without="admonition failure")
