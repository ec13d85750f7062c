"""Values become HTML in templates alone, and hostile text comes out as text."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
import pytest
from markupsafe import Markup
from material.plugins.search.plugin import Parser

from claimbook.bibliography.bibtex import Record
from claimbook.model.claim import Asserter, Claim, Kind, PaperFigure, Rule, Test, Verdict
from claimbook.model.evidence import Finding, Support, TestResult
from claimbook.model.measurement import Measurement
from claimbook.model.paper import (
    Answer,
    Change,
    Digest,
    Event,
    FrontMatter,
    Paper,
    Setting,
    Venue,
)
from claimbook.model.run import Provenance, Run
from claimbook.notebook.restating import Text, mark_unit
from claimbook.notebook.source import Notebook
from claimbook.pages import (
    badges,
    blocks,
    history,
    kinds,
    launch,
    lengths,
    opening,
    panels,
    terminal,
)
from claimbook.pages.badges import Badge
from claimbook.pages.catalogue import draw_citations
from claimbook.pages.downloads import FORMATS
from claimbook.pages.drawing import Block, draw, draw_block, draw_blocks, make_environment
from claimbook.pages.figures import Figure
from claimbook.pages.frontpage import Exhibit
from claimbook.pages.history import History
from claimbook.pages.issues import Reporting
from claimbook.pages.launch import Launch
from claimbook.pages.listing import draw_papers
from claimbook.pages.opening import Opening, Verdicts
from claimbook.pages.scoreboard import draw_scoreboard
from claimbook.pages.sharing import Head, Told
from claimbook.pages.shelf import Citing, draw_shelf
from claimbook.pages.survey import Report
from claimbook.pages.tallies import draw_totals
from claimbook.prose.outline import Heading, Outline
from claimbook.prose.reading import Note
from composed import parse
from front import notebook_json, run_of

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{ 7 * 7 }}"
PLAIN = "plain"


def finding(text: str, *, tested: bool = True) -> Finding:
    """Make a finding all of whose texts are the same."""
    measurement = Measurement(text, (1.0, 2.0), unit=text, note=text)
    test = Test(text, Rule.AT_MOST, bound=3.0)
    claim = Claim(
        id=text,
        statement=text,
        locator=text,
        paper=PaperFigure(text),
        tests=(test,) if tested else (),
        untested="" if tested else text,
        scale=text,
    )
    if not tested:
        return Finding(claim, Verdict.NOT_TESTED)
    return Finding(claim, Verdict.REPRODUCED, (TestResult(test, measurement, Support.FULL),), True)


def notebook(text: str) -> Notebook:
    """Make a notebook all of whose texts are the same."""
    paper = Paper(
        key=text,
        title=text,
        authors=tuple(f"{text}{number}" for number in range(12)),
        date=date(2024, 2, 29),
        arxiv=text,
        doi=text,
        venue=Venue(name=text, short=text, year=2024),
        urls={text: text},
    )
    digest = Digest(date(2024, 2, 29), 1, text, (text,), question=text)
    front = FrontMatter(paper, digest, text, (), ())
    return Notebook(Path("tiny.ipynb"), text, front, ())


def run(text: str) -> Any:
    """Make a run all of whose texts are the same."""
    known = Provenance(
        profile=text,
        parameters={text: text, "list": [text]},
        device=text,
        python=text,
        platform=text,
        versions={text: text},
        commit=text,
        dirty=True,
        started=text,
    )
    return run_of(notebook_json(), slug=text, fingerprint=text, provenance=known)


def figure(text: str) -> Figure:
    return Figure(
        id=text,
        caption=f"{text}. {text}",
        alt=text,
        columns=(text, "b"),
        rows=((text, 1.5), (None, text)),
        svg='<svg viewBox="0 0 9 9"/>',
        spec={},
    )


def front_of(text: str) -> FrontMatter:
    said = text.replace("{{ 7 * 7 }}", "")  # a bound number, and none of this run
    answer = Answer(headline=said, claimed=said, happened=said)
    return replace(notebook(text).front, answer=answer, read=text, trust=text)


MADE: dict[str, Callable[[str], Block]] = {
    "Title": lambda text: blocks.Title(Heading(2, text, text, {})),
    "Prose": lambda text: blocks.Prose(Markup("<p>x</p>"), anchors=(text,)),
    "Code": lambda text: blocks.Code((("b", text), ("", text)), 3, skipped=True),
    "Outputs": lambda text: blocks.Outputs(
        [
            kinds.Recorded(text, text, text),
            kinds.NotShown(text),
            kinds.Text((terminal.Span(text, (text,)),), "stdout", 99, left_out=3),
            kinds.Source(text, text, text, 99),
            kinds.Html(Markup("<b>x</b>"), (text, text)),
        ],
        beside=text,
    ),
    "Source": lambda text: blocks.Source(text),
    "Drawing": lambda text: blocks.Drawing(figure(text), 3, beside=text),
    "Behind": lambda _: blocks.Behind("ko", date(2024, 2, 29)),
    "Awaited": lambda text: blocks.Awaited(text, 3),
    "Footnotes": lambda text: blocks.Footnotes([Note(3, Markup("<p>x</p>"))]),
    "Text": lambda text: blocks.Text(text),
    "Fault": lambda text: blocks.Fault(text),
    "Drawing, first": lambda text: blocks.Drawing(figure(text), 3, beside=text, lead=True),
    "TakeAway": lambda text: panels.TakeAway(notebook(text), text, stem=text, executed=True),
    "Opening": lambda text: Opening(
        slug=text,
        front=front_of(text),
        findings=[finding(text), finding(text, tested=False)],
        run=run(text),
        lead=blocks.Drawing(figure(text), 3, beside=text, lead=True),
    ),
    "Opening, failed": lambda text: Opening(text, front_of(text), [finding(text)], None, text),
    "Opening, waiting": lambda text: Opening(
        text, front_of(text), [replace(finding(text), results=(), pending=True)], None
    ),
    "Verdicts": lambda text: Verdicts(
        [finding(text), finding(text, tested=False)],
        places={"other": text},
        reporting=Reporting(text, otherwise=text),
    ),
    "TestedHere": lambda text: panels.TestedHere([finding(text)]),
    "SettingTable": lambda text: panels.SettingTable([Setting(text, text, text, text)]),
    "History": lambda text: History(
        [Change(date(2024, 2, 29), Event.VERDICT, text, text, Verdict.OPEN, Verdict.HOLDS)],
        [finding(text)],
        None,
    ),
    "Launch": lambda text: Launch(text, text, text),
    "Badge": lambda text: Badge(text, [finding(text)], text, text, text),
    "Lengths": lambda _: lengths.Lengths(999, 9.9),
    "ProvenanceList": lambda text: panels.ProvenanceList(text, run(text), text, repository=text),
}
SHOWN_AS_GIVEN = {
    "Behind",
    "Footnotes",
    "Lengths",
}  # all that they are handed is HTML already, or a number


def shape(html: str) -> list[tuple[str, list[str]]]:
    """The elements of HTML with the names of their attributes."""
    return [(tag, list(given)) for tag, given in parse(html).elements]


def test_every_block_is_tried():
    """A block that this file does not make is no block of a page's."""
    made = {name.partition(",")[0] for name in MADE}
    known = {
        kind.__name__
        for module in (badges, blocks, history, launch, lengths, opening, panels)
        for kind in vars(module).values()
        if isinstance(kind, type) and is_dataclass(kind) and "template" in vars(kind)
    }

    assert made == known


@pytest.mark.parametrize("name", MADE)
def test_hostile_text_in_any_field_comes_out_as_text(name: str):
    """No element and no attribute is made of it, and no template either; it can be read."""
    html = draw_block(MADE[name](HOSTILE))
    found = parse(html)
    shown = [
        *re.split(r"(?=\"')", found.text),
        *(v or "" for _, a in found.elements for v in a.values()),
    ]

    assert shape(html) == shape(draw_block(MADE[name](PLAIN)))
    assert any(HOSTILE in one for one in shown) or name in SHOWN_AS_GIVEN
    assert "49" not in found.text


@pytest.mark.parametrize("name", MADE)
def test_every_text_of_a_block_is_shown(name: str):
    """Whatever text a block carries stands somewhere in its HTML."""
    block = MADE[name]("needle")
    texts = [one.name for one in fields(block) if getattr(block, one.name) == "needle"]

    assert draw_block(block).count("needle") >= len(texts)


class _Nested(HTMLParser):
    """Follow the tags of a page's part, which closes whatever it opens."""

    void = frozenset({"br", "hr", "img", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", MADE)
def test_a_block_closes_what_it_opens(name: str):
    """Blocks stand beside each other, so none may reach into the next."""
    reader = _Nested()
    reader.feed(str(draw_block(MADE[name](HOSTILE))))

    assert reader.open == []


def report(text: str) -> Report:
    return Report(notebook(text), run(text), (finding(text), finding(text, tested=False)))


def link(text: str) -> Callable[[str], str]:
    return lambda _: text


def exhibit(text: str) -> Exhibit:
    return Exhibit(report(text), text, text, figure(text))


PARTS: dict[str, Callable[[str], str]] = {
    "papers": lambda text: draw_papers([report(text)], link(text)),
    "scoreboard": lambda text: draw_scoreboard([report(text)], link(text), link(text)),
    "totals": lambda text: draw_totals([report(text)]),
    "findings": lambda text: draw("findings", exhibits=[exhibit(text)]),
    "live": lambda text: draw("live", exhibit=exhibit(text)),
    "citations": lambda text: draw_citations([report(text)]),
    "faults": lambda text: draw("faults", faults=[text, text]),
    "head": lambda text: draw("head", stem=text, described={text: text}, formats=FORMATS),
    "sharing": lambda text: draw(
        "sharing",
        head=Head(Told(text, text), text, text, text, text, text, (1, 2)),
        atom=text,
        json=text,
        reviews=text,
    ),
    "foreign": lambda text: draw("foreign", html=text, language="ko"),
    "worded": lambda text: draw("worded", text=text, language="ko", since=date(2024, 2, 29)),
    "missing": lambda text: draw("missing", home=text, places=[(text, text)], language=""),
    "shelf": lambda text: draw_shelf(
        {text: Record(text, text, {"title": text, "author": text, "year": text})},
        [report(text)],
        {text: Outline(())},
        [Citing(text, text, frozenset({text}))],
        link=link(text),
        find=link(text),
    ),
}


@pytest.mark.parametrize(
    "name", [*MADE, *sorted(PARTS.keys() - {"shelf"})]
)  # which is not in the index
def test_the_search_takes_neighbours_for_two_words(name: str):
    """The theme's index puts the texts of elements together as they stand, with nothing between."""
    html = draw_block(MADE[name]("needle")) if name in MADE else PARTS[name]("needle")
    parser = Parser()
    parser.feed(f"<h1 id='a'>A</h1>{html}")
    parser.close()
    text = "".join(text for section in parser.data for text in section.text)

    assert re.findall(r"[a-z]needle|needle[a-z]", text) == []


@pytest.mark.parametrize("name", PARTS)
def test_hostile_text_on_hand_written_pages_comes_out_as_text(name: str):
    """The generated parts of other pages are drawn as strictly."""
    html = PARTS[name](HOSTILE)

    assert shape(html) == shape(PARTS[name](PLAIN))
    assert "49" not in parse(html).text


def test_what_is_html_already_is_drawn_as_it_is():
    """Markdown's and the cleaner's own work is not escaped again."""
    assert draw_block(blocks.Prose(Markup("<p>a &amp; b</p>"), ("claim-a",))) == (
        '<i id="claim-a"></i><p>a &amp; b</p>'
    )
    assert draw_block(blocks.Footnotes([Note(3, Markup("<p>x</p>"))])) == (
        '<div class="footnote"><hr><ol><li id="fn:3"><p>x</p></li></ol></div>'
    )


def test_what_only_looks_like_html_is_escaped():
    """A string is never taken for HTML, whatever field it stands in."""
    assert "&lt;p&gt;" in draw_block(blocks.Prose("<p>a</p>"))  # type: ignore[arg-type]


def test_a_value_that_is_missing_is_an_error():
    """A template that wants what it is not given fails, and draws no gap."""
    with pytest.raises(jinja2.UndefinedError):
        draw("text")
    with pytest.raises(jinja2.TemplateNotFound):
        draw("no-such-template")


def test_blocks_stand_one_after_another():
    """Each on a line of its own, in their order."""
    made = draw_blocks([blocks.Text("a"), blocks.Text("b")])

    assert (made, type(made)) == ("<p>a</p>\n<p>b</p>", Markup)


def test_code_keeps_its_quotation_marks():
    """Between tags they are themselves; what would be a tag is not; colours come from a file."""
    html = draw_block(blocks.Code((("i", '"a"'), ("", " < b & 'c'")), 1))

    assert "<pre><code>\"a\" &lt; b &amp; 'c'</code></pre>" in html


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (blocks.Code((), 1), "<summary>Code · 1 line</summary>"),
        (blocks.Code((), 7, parameters=True), "<summary>Parameters · 7 lines</summary>"),
    ],
)
def test_a_code_cell_says_what_it_is(code: blocks.Code, says: str):
    """It lies closed; its name and its length stand on what opens it."""
    html = draw_block(code)

    assert says in html
    assert html.startswith('<details class="cb-code" data-search-exclude><summary>')


def test_a_skipped_cell_says_so():
    """It says that nothing came of it."""
    html = draw_block(blocks.Code((), 1, skipped=True))

    assert "tagged skip-execution" in html
    assert "skip-execution" not in draw_block(blocks.Code((), 1))


@pytest.mark.parametrize(("number", "shown", "folded"), [(1, 1, 0), (9, 9, 0), (10, 8, 2)])
def test_a_long_list_of_authors_is_folded(number: int, shown: int, folded: int):
    """More than nine stand behind the first eight; never one alone."""
    made = notebook("x")
    authors = tuple(f"L{n}, F{n}" for n in range(number))
    front = replace(made.front, paper=replace(made.front.paper, authors=authors))
    html = draw_block(panels.TakeAway(replace(made, front=front), "", "x", executed=False))
    before, _, after = html.partition("<details")

    assert before.count(" L") == shown
    assert (f"<summary>and {folded} more</summary>" in html) is bool(folded)
    assert after.partition("</details>")[0].count(" L") == folded


def open_with(findings: list[Finding], run: Run | None, failure: str = "") -> Opening:
    return Opening("s", front_of("t"), findings, run, failure)


@pytest.mark.parametrize(
    ("block", "state", "says"),
    [
        (open_with([finding("x")], None, "cell 4: KeyError"), "failed", "KeyError"),
        (
            open_with([finding("x", tested=False)], None),
            "untested",
            "Not tested yet.",
        ),
        (
            open_with([replace(finding("x"), results=(), pending=True)], None),
            "waiting",
            "claimbook run s</code>",
        ),
        (
            open_with([finding("x")], run("quick")),
            "provisional",
            "claimbook run s --profile full</code>",
        ),
        (
            open_with([replace(finding("x"), provisional=False)], run("full")),
            "",
            "full profile · 2 seeds",
        ),
    ],
)
def test_the_first_screen_says_how_the_page_stands(block: Opening, state: str, says: str):
    """Before any verdict a reader sees what to make of it, and what to do."""
    html = draw_block(block)

    assert block.state == state
    assert says in html
    assert (' data-slug="s"' in html) is (state == "waiting")


def test_a_claim_is_told_with_its_rule_and_the_papers_figure():
    """What was measured, what was asked of it, what the paper printed, and what the size can say."""
    claim = replace(finding("x").claim, id="c", statement="S.", scale="A toy.", locator="§1")
    html = draw_block(Verdicts([replace(finding("x"), claim=claim)], {"c": "place"}))
    text = " ".join(parse(html).text.split())

    told = text.partition("Stated")[0]
    assert "● reproduced (provisional) S. here: 1.50 [−4.85, 7.85] x paper: x" in told
    assert "measured 1.50 [−4.85, 7.85] x rule: ≤ 3 x" in text
    assert "Stated in §1A toy.experiment 2 seeds · where it is tested" in text
    assert '<a href="#place">' in html
    theirs = Verdicts([Finding(replace(claim, by=Asserter.OURS), Verdict.OPEN)])
    assert "Where it comes from: §1" in parse(draw_block(theirs)).text


def test_what_is_settled_otherwise_is_told_apart():
    """Arithmetic and our own questions stand under headings of their own, with words of their own."""
    told = finding("x")
    exact = replace(told.claim, id="b", kind=Kind.RECHECK)
    ours = replace(told.claim, id="c", by=Asserter.OURS)
    found = [
        told,
        Finding(exact, Verdict.HOLDS),
        Finding(exact, Verdict.DOES_NOT_HOLD),
        Finding(ours, Verdict.ANSWERED_NO),
    ]
    text = " ".join(parse(draw_block(Verdicts(found))).text.split())

    assert "The paper’s claims 1 reproduced" in text
    assert "Checked exactly 1 holds · 1 does not hold" in text
    assert "recheck of printed numbers" in text
    assert "Our questions 1 answered no" in text
    assert "asserted by us" in text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, '<dd><a href="https://a.org/r/commit/0123abc">0123abc</a></dd>'),
        ({"dirty": True}, "0123abc</a> and uncommitted changes</dd>"),
        ({"commit": None, "dirty": None}, "<dd>not under version control</dd>"),
        ({"cpu_seconds": None}, "<dd>1.5 s of wall time</dd>"),
        ({"cpu_seconds": 1.25}, "<dd>1.5 s of wall time, 1.2 s of CPU time</dd>"),
        (
            {"parameters": {"seeds": 5, "profile": "full", "sizes": [1, 2]}},
            "<dd>profile = full, seeds = 5, sizes = [1, 2]</dd>",
        ),
        ({"versions": {"b": "2", "a": "1"}}, "<dd>a 1, b 2</dd>"),
        ({"undeclared": ("a.csv", "~/b")}, "<dt>read undeclared</dt><dd>a.csv, ~/b</dd>"),
        ({"profile": "quick"}, "<dd>claimbook run tiny --profile quick --force</dd>"),
    ],
)
def test_provenance_tells_all_that_is_known(changes: dict[str, Any], says: str):
    """Machine, code, versions and time; and how to make it again."""
    known = Provenance(
        **{
            **{"profile": "full", "parameters": {}, "device": "a CPU", "python": "3.11.7"},
            **{"platform": "Linux", "versions": {}, "commit": "0123abc", "dirty": False},
            **{"started": "2024-02-29", "wall_seconds": 1.5, "cpu_seconds": 1.25},
            **changes,
        }
    )
    one = run_of(notebook_json(), provenance=known)

    assert says in draw_block(panels.ProvenanceList("tiny", one, repository="https://a.org/r/"))


def test_without_a_run_there_is_no_provenance():
    """A page that has not been run says so."""
    assert draw_block(panels.ProvenanceList("tiny", None)) == (
        "<p>This notebook has not been run yet.</p>"
    )


def test_every_template_is_drawn():
    """No template lies about that no block and no call names."""
    names = {Path(name).stem for name in make_environment().list_templates()}
    drawn = {MADE[name](PLAIN).template for name in MADE} | {
        *PARTS,
        "rules",
        "legend",
        "marks",
        "pictures",
        "scale",
        "formula",
        "report",
        "card",  # an SVG, as a badge is
        "kept",  # what these drew before
        "feed",
        "settings",  # a table of a hand-written page
        "moved",  # a page that leads on
    }

    assert names == drawn


def test_a_message_marks_a_text_in_another_language():
    """What is filled in is marked alone, and escaped."""
    template = make_environment().from_string('{{ say("stated-in", place=place) }}')
    place = Text("Table <1>", language="fr")
    said = template.render(place=place)
    assert said == 'Stated in <span lang="fr" dir="ltr">Table &lt;1&gt;</span>'
    assert template.render(place="§1") == "Stated in §1"


def test_a_measurement_is_in_the_language_of_its_unit():
    """A unit that has words marks the value that it stands behind."""
    template = make_environment().from_string("{{ one|measurement|worded }}")
    one = Measurement("gap", (0.5,), unit="% of pairs", deterministic=True)
    assert template.render(one=mark_unit(one, "fr")).startswith('<span lang="fr" dir="ltr">0.5')
    assert template.render(one=mark_unit(replace(one, unit="%"), "fr")) == "0.500 %"
