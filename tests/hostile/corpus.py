"""A project of hostile papers, one a channel, built strictly; nobody vouches for the store of their runs."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import payloads
from payloads import AWAY, TAG
from serving import COPIED

from claimbook.checks.project import check
from claimbook.execution.fingerprint import take_fingerprint
from claimbook.execution.store import Store
from claimbook.intake.digest import bring_in
from claimbook.intake.post import parse_posts
from claimbook.model.run import read_run
from claimbook.notebook.book import open_book, read_settings
from claimbook.notebook.source import read
from front import FRONT, SECTIONS, cell, drawn, executed, measured, notebook_json, write_notebook

ROOT = Path(__file__).parents[2]
QUOTED = f"\"'>{TAG}"
ENDING = "## What this does not test\n\nMuch.\n\n## Questions\n\nWhy?\n"
CODE = cell("code", "measure", "from claimbook.lab import record\nrecord('gap', [1, 2])")
FIELDS = f"""\
paper:
  key: doe2024fields
  title: 'A Paper {QUOTED.replace("'", "''")}'
  authors: ["Doe {TAG}, Jane {TAG}"]
  date: 2024-02-29
  venue: {{name: "Conf {TAG}", short: "C {TAG}", publisher: "P {TAG}", pages: "1 {TAG}"}}
  urls: {{"code {TAG}": "https://example.org/?a={TAG.replace(" ", "%20")}"}}
digest:
  date: 2024-02-29
  order: 1
  title: 'Fields {QUOTED.replace("'", "''")}'
  tags: [tiny]
  question: "Why {TAG}?"
headline: 'The gap is "small"> & so'
summary:
  claimed: 'The paper claims a gap "> & so.'
  happened: 'It was {{{{ gap.mean | .2f }}}} "> & so.'
read: "whole {TAG}"
trust: "Nothing much {TAG}."
setting:
  - {{aspect: "seeds {TAG}", paper: "one {TAG}", ours: "five {TAG}", locator: "§1 {TAG}"}}
claims:
  - id: gap-is-small
    statement: 'The gap is small {QUOTED.replace("'", "''")}.'
    locator: "§1 {TAG}"
    paper: {{text: "no gap {TAG}"}}
    test: {{quantity: gap, rule: at_most, bound: 0.5}}
    scale: "A toy {TAG}."
  - id: at-scale
    statement: "Seven billion behave {TAG}."
    locator: "=§2 {TAG}"
    paper: {{text: "=they do {TAG}"}}
    untested: "Out of reach {TAG}."
history:
  - {{date: 2024-03-02, what: correction, text: "Shorter {TAG}."}}
  - {{date: 2024-03-01, what: added, text: "A toy {TAG}."}}
"""
WORKS = f"""\
@article{{roe2020old,
  author = {{Roe {TAG}, Richard {TAG}}}, title = {{Old {TAG} $<b>$ \\href{{javascript:canary()}}{{x}}}},
  year = {{2020}}, journal = {{J {TAG}}}, note = {{N {TAG}}}, pages = {{1--2}}, volume = {{3 {TAG}}},
  url = {{https://example.org/{TAG.replace(" ", "")}}}, doi = {{10.1000/"onclick=canary()}}
}}
@misc{{roe2021js, author = {{{{<script>canary()</script>}}}}, title = {{T}}, year = {{2021}},
  howpublished = {{\\url{{javascript:canary()}}}}, url = {{https:{AWAY}/}}}}
"""


ENTITIES = "&lt;img src=x onerror=canary()&gt;"
WRITTEN = f"""\
As [see {ENTITIES} @roe2020old, p. 1] it is {{{{ gap }}}}. `{TAG}`

### A heading `{TAG}` and {ENTITIES} {{data-toc-label="{ENTITIES}"}}
"""
TABLE = {"columns": [f"=x {TAG}"], "rows": [[f"=1+1 {TAG}"], [-2.5]]}
PAGES = (
    ("method.md", "title: Method", f"title: 'Method {QUOTED.replace(chr(39), chr(39) * 2)}'"),
    ("method.md", "description: ", f"description: '{QUOTED.replace(chr(39), chr(39) * 2)}' #"),
    ("cite.md", "title: How to cite\n", ""),
    ("cite.md", "# How to cite", f"# How to cite {ENTITIES} `{QUOTED}`"),
)


@dataclass(frozen=True)
class Paper:
    """One hostile notebook: its slug, its cells and what a run of it left."""

    slug: str
    cells: tuple[dict[str, Any], ...] = ()
    outputs: tuple[Any, ...] = ()
    front: str = FRONT

    @property
    def written(self) -> tuple[dict[str, Any], ...]:
        """The cells of its file behind the parameters."""
        opening, ending = cell("markdown", "opening", SECTIONS), cell("markdown", "ending", ENDING)
        return (opening, CODE, *self.cells, ending)

    @property
    def told(self) -> str:
        """Its front matter, under names of its own."""
        return (
            self.front.replace("doe2024tiny", f"doe2024{self.slug}")
            .replace("A tiny paper", f"Paper {self.slug}")
            .replace("A Tiny Paper", f"A Paper on {self.slug}")
            .replace('"2402.00001"', f'"2402.{10000 + sum(self.slug.encode())}"')
        )


def display(kind: str, value: Any, **more: Any) -> dict[str, Any]:
    """Make what a cell displays."""
    return {"output_type": "display_data", "metadata": {}, "data": {kind: value, **more}}


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    """Make what a cell prints."""
    return {"output_type": "stream", "name": name, "text": text}


def fail(text: str) -> dict[str, Any]:
    """Make the error that a cell may leave and go on."""
    return {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]}


def picture(number: int, body: str, **more: Any) -> dict[str, Any]:
    """Make a figure whose picture holds a body."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    figure = drawn(
        f"figure-{number}",
        caption=f"It rises {QUOTED}. More {TAG}.",
        alt=f"A line {QUOTED}",
        data={"columns": [TAG, "=1+1"], "rows": [[TAG, "=cmd|'/c calc'!A0"]]},
    )
    svg = (
        f'<svg {names} width="99" height="99" viewBox="0 0 99 99"><text y="9">a</text>{body}</svg>'
    )
    figure["data"] |= {"image/svg+xml": svg} | more
    return figure


def make_papers() -> list[Paper]:
    """Return a paper for each channel, but for prose."""
    chart = "application/vnd.vegalite.v6+json"
    texts = [stream(text) for text in payloads.TERMINAL]
    texts += [stream(text, "stderr") for text in payloads.TERMINAL]
    texts += [fail(text) for text in (*payloads.TERMINAL, TAG)]
    texts += [display("text/plain", text) for text in (*payloads.TERMINAL, *payloads.HTML)]
    rich = [display("text/markdown", text) for text in (*payloads.MARKDOWN, *payloads.HTML)]
    rich += [display("text/latex", text) for text in (*payloads.LATEX, *payloads.MARKDOWN)]
    odd = [
        display(kind, "<script>canary()</script>")
        for kind in (
            *("application/javascript", "text/javascript", "text/vnd.mermaid", "application/pdf"),
            *("application/json", "application/x-evil", "audio/wav", "text/x-evil<b>"),
            "application/vnd.jupyter.widget-view+json",
        )
    ]
    raws = [
        cell("raw", f"raw-{number}", text) | {"metadata": {"raw_mimetype": kind}}
        for number, (kind, text) in enumerate(
            [("text/html", text) for text in payloads.HTML]
            + [("text/markdown", text) for text in payloads.MARKDOWN]
            + [('text/x-evil"><img src=x onerror=canary()>', TAG)]
        )
    ]
    records = [
        measured("other", 1.0, 2.0, unit=QUOTED, note=f"a note {TAG}"),
        measured("alone", 1.0, unit=TAG, deterministic=True),
    ]
    bound = cell("markdown", "bound", "It is {{ gap }}, {{ other }} and {{ alone }}.")
    source = CODE["source"] + "\nrecord('other', [1, 2])\nrecord('alone', 1, deterministic=True)"
    citing = cell("markdown", "citing", "As [@roe2020old] and @roe2021js say.")
    return [
        Paper("fields", front=FIELDS),
        Paper("html", outputs=tuple(display("text/html", text) for text in payloads.HTML)),
        Paper("raw", tuple(raws)),
        Paper("texts", outputs=tuple(texts)),
        Paper("rich", outputs=(*rich, *odd)),
        Paper("figures", outputs=tuple(picture(n, one) for n, one in enumerate(payloads.SVG))),
        Paper(
            "charts",
            outputs=tuple(picture(n, "", **{chart: one}) for n, one in enumerate(payloads.SPECS)),
        ),
        Paper("records", (cell("code", "more", source.partition("\n")[2]), bound), tuple(records)),
        Paper(
            "works", (citing, cell("markdown", "written", WRITTEN)), (drawn("table", data=TABLE),)
        ),
    ]


POST = f"""\
3 November 2023

Pebble {TAG}

A second <script>canary()</script> is out. {{{{ gap }}}} [go](javascript:canary())

#llm, #pebble

Sand: A Model {TAG} (https://arxiv.org/abs/2311.00003)
(Mina {TAG} et al.)
We model <iframe src={AWAY}>grains</iframe>.
The first paragraph is theirs; this one is ours. <svg onload=canary()> {{: onclick=canary() }}

#physics
"""


def write_project(root: Path) -> list[str]:
    """Write the project and the runs of its papers; return which pieces of prose were refused."""
    for name in set(COPIED) - {"notebooks", "bib"}:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    for part in ("bib", "notebooks"):
        (root / part).mkdir()
    (root / "bib" / "works.bib").write_text(WORKS)
    for name, old, new in PAGES:
        text = (root / "docs" / name).read_text("utf-8")
        assert old in text
        (root / "docs" / name).write_text(text.replace(old, new, 1), "utf-8")
    papers = make_papers()
    for paper in papers:
        write_notebook(root / "notebooks", paper.slug, *paper.written, front=paper.told)
    for post in parse_posts(POST, where="post.txt"):
        bring_in(open_book(root), post, where="post.txt")
    prose, refused = find_accepted(root)
    for paper in (*papers, prose):
        keep_run(root, paper)
    return refused


def find_accepted(root: Path) -> tuple[Paper, list[str]]:
    """Write a paper of all the prose that `check` lets pass; return it, and what is refused."""
    texts = (*payloads.HTML, *payloads.MARKDOWN)
    cells = [cell("markdown", f"prose-{n}", text) for n, text in enumerate(texts)]
    refused: list[str] = []
    while True:
        paper = Paper("prose", tuple(cells))
        write_notebook(root / "notebooks", paper.slug, *paper.written, front=paper.told)
        faults = " ".join(fault.where for fault in check(root, only=["prose"]))
        named = [one for one in cells if f"({one['id']})" in faults]
        if not named:
            return paper, refused
        refused += [one["source"] for one in named]
        cells = [one for one in cells if one not in named]


def keep_run(root: Path, paper: Paper) -> None:
    """Put into the store what a run of a paper would have left, sealed as any other."""
    settings = read_settings(root)
    fingerprint = take_fingerprint(
        read(root / "notebooks" / f"{paper.slug}.ipynb"), settings, "full"
    )
    source = notebook_json(*paper.written, front=paper.told)
    left = {"measure": [measured("gap", 0.1, 0.2, 0.3, unit=QUOTED), *paper.outputs]}
    run = executed(source, left)
    parts = {
        "slug": paper.slug,
        "fingerprint": fingerprint.digest,
        "parts": dict(fingerprint.parts),
    }
    noted = run.document["metadata"]["claimbook"] | parts
    metadata = run.document["metadata"] | {"claimbook": noted}
    Store(settings.store_url).put(read_run(run.document | {"metadata": metadata}))
