"""A canary in every field of a project: whatever is published, none of it is markup there.

One build of the real site around a notebook and a bibliography whose every field holds `CANARY`.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from claimbook.prose.live import find_live
from composed import parse
from front import SECTIONS, cell, write_notebook

ROOT = Path(__file__).parents[1]
COPIED = ("docs", "hooks", "src", "mkdocs.yml", "pyproject.toml", "CHANGELOG.md")
CANARY = "<img src=x onerror=canary()>"
ENTITIES = "&lt;img src=x onerror=canary()&gt;"
QUOTED = '"><img src=x onerror=canary()>'  # where a text stands in an attribute
FRONT = f"""\
paper:
  key: doe2024tiny
  title: 'A Tiny Paper {QUOTED}'
  authors: ["Doe {CANARY}, Jane {CANARY}"]
  date: 2024-02-29
  venue: {{name: "Conf {CANARY}", short: "C {CANARY}", publisher: "P {CANARY}", pages: "1 {CANARY}"}}
  urls: {{"code {CANARY}": "https://example.org/?a={CANARY.replace(" ", "%20")}"}}
digest:
  date: 2024-02-29
  order: 1
  title: 'A tiny paper {QUOTED}'
  tags: [tiny]
  question: "Why {CANARY}?"
headline: 'The gap is "small"> & so'
summary:
  claimed: "The paper claims a gap."
  happened: 'It was {{{{ gap.mean | .2f }}}} "> & so.'
read: "whole {CANARY}"
trust: 'Nothing much {QUOTED}.'
setting:
  - {{aspect: "seeds {CANARY}", paper: "one {CANARY}", ours: "five {CANARY}", locator: "§1 {CANARY}"}}
claims:
  - id: gap-is-small
    statement: 'The gap is small {QUOTED}.'
    locator: "§1 {CANARY}"
    paper: {{text: "no gap {CANARY}"}}
    test: {{quantity: gap, rule: at_most, bound: 0.5}}
    scale: "A toy {CANARY}."
  - id: at-scale
    statement: "Seven billion behave {CANARY}."
    locator: "=§2 {CANARY}"
    paper: {{text: "=they do {CANARY}"}}
    untested: "Out of reach {CANARY}."
history:
  - {{date: 2024-03-02, what: correction, text: "Shorter {CANARY}."}}
  - {{date: 2024-03-01, what: added, text: "A toy {CANARY}."}}
"""
RECORD = f"""\
import matplotlib.pyplot as plt
from claimbook.lab import chart, figure, record

record("gap", [0.1, 0.2, 0.3], unit='{QUOTED}', note="a note {CANARY}")
record("other", 1.0, unit="{CANARY}", deterministic=True)
fig, axes = plt.subplots()
axes.set_title("{CANARY}")
axes.plot([1, 2], label="{CANARY}")
figure(fig, id="line", caption='It rises {QUOTED}.', alt='A line {QUOTED}.',
       data={{"=x {CANARY}": ["=1+1 {CANARY}", -2.5]}})
"""
ENDING = f"""\
As [see {ENTITIES} @roe2020old, p. 1] it is {{{{ gap }}}} and {{{{ other }}}}. `{CANARY}`

### A heading `{CANARY}` and {ENTITIES} {{data-toc-label="{ENTITIES}"}}

## What this does not test

Much.

## Questions

Why?
"""
PAGES = (
    ("method.md", "title: Method", f"title: 'Method {QUOTED}'"),
    ("method.md", "description: ", f"description: '{QUOTED}' #"),
    ("cite.md", "title: How to cite\n", ""),
    ("cite.md", "# How to cite", f"# How to cite {ENTITIES} `{QUOTED}`"),
)
WORKS = f"""\
@article{{roe2020old,
  author = {{Roe {CANARY}, Richard {CANARY}}}, title = {{Old {CANARY}}}, year = {{2020}},
  journal = {{J {CANARY}}}, note = {{N {CANARY}}}, pages = {{1--2}}, volume = {{3 {CANARY}}},
  url = {{https://example.org/{CANARY.replace(" ", "")}}}
}}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    root = tmp_path_factory.mktemp("canary")
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    (root / "bib").mkdir()
    (root / "bib" / "works.bib").write_text(WORKS)
    for name, old, new in PAGES:
        text = (root / "docs" / name).read_text("utf-8")
        assert old in text
        (root / "docs" / name).write_text(text.replace(old, new, 1), "utf-8")
    cells = (
        cell("markdown", "opening", SECTIONS),
        cell("code", "measure", RECORD),
        cell("markdown", "ending", ENDING),
    )
    write_notebook(root / "notebooks", "tiny", *cells, front=FRONT)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "CLAIMBOOK_PROFILE": "quick"}
    environment.pop("CLAIMBOOK_STORE", None)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"]
    built = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return root / "site"


def test_no_page_holds_it_as_markup(site: Path) -> None:
    """A browser finds no element with a handler of the canary's on any page."""
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        live = [one for one in parse(page.read_text("utf-8")).elements if "onerror" in one[1]]
        assert live == [], page


def test_nothing_that_search_would_insert_is_markup(site: Path) -> None:
    """The theme's search draws titles, texts and tags of its index as HTML."""
    indices = [json.loads(path.read_text("utf-8")) for path in site.rglob("search_index.json")]
    assert indices
    for entry in [entry for index in indices for entry in index["docs"]]:
        for text in (entry["title"], entry["text"], *entry.get("tags", ())):
            assert find_live(text) == {}


def test_feeds_hold_it_as_text(site: Path) -> None:
    """What readers of feeds are given as HTML has no handler."""
    feed = etree.parse(str(site / "feed.xml"))
    for element in feed.iter():
        if element.get("type") in ("html", "xhtml"):
            assert find_live("".join(element.itertext())) == {}
    for item in json.loads((site / "feed.json").read_text("utf-8"))["items"]:
        assert find_live(item.get("content_html", "")) == {}


def test_data_in_a_page_does_not_end_its_script(site: Path) -> None:
    """JSON-LD and the theme's settings are read by machines, and hold no tag."""
    for page in site.rglob("*.html"):
        for script in re.findall(r"<script[^>]*json[^>]*>(.*?)</script>", page.read_text("utf-8")):
            assert "<" not in script


def test_no_cell_of_a_table_is_a_formula(site: Path) -> None:
    """A spreadsheet computes nothing; numbers stay numbers."""
    (data,) = site.rglob("line.csv")
    rows = list(csv.reader(data.read_text("utf-8").splitlines()))
    assert [row[0][:3] for row in rows] == ["'=x", "'=1", "-2."]
    for table in site.rglob("*.csv"):
        for row in csv.reader(table.read_text("utf-8").splitlines()):
            for text in row:
                assert not text.startswith(("=", "@", "+")), text
