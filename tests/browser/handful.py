"""A site of two small papers of two digests, run and built in seconds."""

from pathlib import Path
from textwrap import dedent

from serving import build_site, copy_project

from front import FRONT, SECTIONS, UNTESTED, cell, write_notebook

RECORD = cell(
    "code",
    "measure",
    dedent(
        """\
        from claimbook.lab import chart, record
        from claimbook.lab.vega import slider

        record("gap", [0.1, 0.2, 0.3][:seeds], unit="bits")
        record("printed", -2.0, unit="points", deterministic=True)
        """
    ),
)
CHART = cell(
    "code",
    "draw",
    dedent(
        """\
        chart(
            {
                "params": [slider("k", 1, 0, 4, 0.5, "factor")],
                "data": {"values": [{"x": 1, "y": 2}]},
                "transform": [{"calculate": "datum.y * k", "as": "ky"}],
                "mark": "point",
                "encoding": {
                    "x": {"field": "x", "type": "quantitative"},
                    "y": {"field": "ky", "type": "quantitative", "scale": {"domain": [0, 8]}},
                },
            },
            id="dot",
            caption="The dot rises. Drag the factor.",
            alt="A dot at 1, 2.",
            data={"x": [1], "y": [2]},
        )
        """
    ),
)
ENDING = "## What this does not test\n\nMuch.\n\n## Questions\n\nWhy?\n"
CELLS = (cell("markdown", "opening", SECTIONS), RECORD, CHART, cell("markdown", "ending", ENDING))
OTHERS = """\
  - id: it-falls
    statement: The printed score falls.
    locator: "Table 1"
    by: digest
    kind: recheck
    paper: {text: "it rises"}
    test: {quantity: printed, rule: positive}
    scale: Arithmetic.
  - id: ours
    statement: The gap is above one tenth.
    locator: ours
    by: ours
    paper: {text: "not said"}
    test: {quantity: gap, rule: at_least, bound: 0.1}
    scale: A toy.
"""
OLDER = (
    FRONT.replace("doe2024tiny", "roe2023older")
    .replace("A Tiny Paper", "An Older Paper")
    .replace("title: A tiny paper", "title: An older paper")
    .replace("headline: The gap is small.", "headline: The older gap is {{ gap.mean | .1f }}.")
    .replace("digest:\n  date: 2024-02-29", "digest:\n  date: 2023-01-31")
    .replace("tags: [tiny]", "tags: [older, both]")
)
NEWER = FRONT.replace("tags: [tiny]", "tags: [tiny, both]") + UNTESTED + OTHERS


def write_handful(root: Path) -> None:
    """Write the project: the real site around two papers of its own."""
    copy_project(root)
    for path in (root / "notebooks").rglob("*.ipynb"):
        path.unlink()
    (root / "bib" / "works.bib").write_text("")
    (root / "bib" / "claimbook.bib").unlink()
    write_notebook(root / "notebooks", "tiny", *CELLS, front=NEWER)
    write_notebook(root / "notebooks", "older", *CELLS, front=OLDER)
    home = root / "docs" / "index.md"
    text = home.read_text("utf-8")
    assert "findings llama3 rnn-retrieval weight-diffusion" in text
    text = text.replace("findings llama3 rnn-retrieval weight-diffusion", "findings tiny older")
    home.write_text(text.replace("chart dpa direction-chart", "chart tiny dot"), "utf-8")


def build_handful(root: Path) -> None:
    """Write the project and build it, with full runs."""
    write_handful(root)
    build_site(root, "full")
